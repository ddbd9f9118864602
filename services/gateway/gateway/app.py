"""The wiring of the gateway."""

from fastapi import FastAPI

from gateway.keys import routes as keys_routes
from gateway.keys import signing
from gateway.settings import Settings
from gateway.tokens import refusals, rendering
from gateway.tokens import routes as tokens_routes
from gateway.tokens import service as tokens_service
from kit import applications, tokens

OPEN_PATHS = frozenset({"/v1/keys", "/v1/token"})
"""What is asked before anybody holds a token; every other route states its right."""


def create_app(settings: Settings) -> FastAPI:
    """Everything that the gateway answers."""
    app = applications.new_service(
        "gateway", settings, summary="API clients, access tokens and the keys that sign them."
    )
    keys = signing.read(settings.signing_key_file)
    app.state.signing_keys = keys
    app.state.issuer = tokens_service.Issuer(keys, settings.issuer, settings.audience)
    # The gateway checks tokens with the keys it holds, rather than asking itself over HTTP.
    app.state.verifier = tokens.Verifier(
        tokens.FixedKeys(keys.published()),
        issuer=settings.issuer,
        audience=settings.audience,
    )
    app.add_exception_handler(refusals.Refusal, rendering.render)
    app.include_router(tokens_routes.router)
    app.include_router(keys_routes.router)
    return app
