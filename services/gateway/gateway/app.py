"""The wiring of the gateway."""

from fastapi import FastAPI

from gateway import events
from gateway.audit import routes as audit_routes
from gateway.clients import role_routes as client_roles_routes
from gateway.clients import routes as clients_routes
from gateway.documents import routes as documents_routes
from gateway.documents.collecting import Documents
from gateway.keys import routes as keys_routes
from gateway.keys.key_file import KeyFile
from gateway.operations import routes as operations_routes
from gateway.sessions import routes as sessions_routes
from gateway.settings import Settings
from gateway.sign_in import routes as sign_in_routes
from gateway.sign_in import service as sign_in_service
from gateway.sign_in.limits import SignInPace
from gateway.tokens import refusals, rendering
from gateway.tokens import routes as tokens_routes
from gateway.tokens import service as tokens_service
from gateway.tokens.attempts import Attempts
from kit import applications, routing, tokens

OPEN_PATHS = frozenset(
    {
        "/v1/keys",
        "/v1/openapi.json",
        "/v1/session",
        "/v1/session/back-channel-logout",
        "/v1/session/callback",
        "/v1/session/choose",
        "/v1/session/renew",
        "/v1/session/renewal",
        "/v1/session/sign-in",
        "/v1/session/sign-out",
        "/v1/token",
    }
)
"""What is asked before anybody holds a token; every other route states its right.

The document says what every installation answers, not what is in one: it is read by those who
build a system before they are let in.
"""


def create_app(settings: Settings) -> FastAPI:
    """Everything that the gateway answers."""
    app = applications.new_service(
        "gateway",
        settings,
        summary="People's sessions, API clients, access tokens and the keys that sign them.",
        facts=events.FACTS,
    )
    key_file = KeyFile(settings.signing_key_file)
    app.state.key_file = key_file
    app.state.attempts = Attempts()
    app.state.issuer = tokens_service.Issuer(
        key_file, settings.issuer, settings.audience, settings.token_address
    )
    # The gateway checks tokens with the keys it holds, rather than asking itself over HTTP.
    app.state.verifier = tokens.Verifier(
        key_file,
        issuer=settings.issuer,
        audience=settings.audience,
        revocations=app.state.revocations,
    )
    app.state.sign_in = sign_in_service.sign_in_here(settings)
    app.state.sign_in_pace = SignInPace()
    app.state.documents = Documents(settings, app.openapi, OPEN_PATHS)
    app.add_exception_handler(refusals.Refusal, rendering.render)
    routing.add_routes(app, tokens_routes.router)
    routing.add_routes(app, keys_routes.router)
    routing.add_routes(app, sign_in_routes.router)
    routing.add_routes(app, sessions_routes.router)
    routing.add_routes(app, clients_routes.router)
    routing.add_routes(app, client_roles_routes.router)
    routing.add_routes(app, audit_routes.router)
    routing.add_routes(app, documents_routes.router)
    routing.add_routes(app, operations_routes.router)
    return app
