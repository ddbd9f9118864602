"""What every service's application has: one database, one verifier, problems, limits, health."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute

from kit import feed, health, limits, migrations, problems, tokens
from kit.database import Database
from kit.settings import ServiceSettings

VERSION = "1.0.0"

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def new_service(
    name: str, settings: ServiceSettings, *, summary: str, lifespan: Lifespan | None = None
) -> FastAPI:
    """An application with everything but the service's own routes.

    Args:
        name: The service's name; its database, package and public path are called so.
        settings: Where its database and the gateway are.
        summary: One sentence for the OpenAPI document.
        lifespan: What the service does beside answering, while it runs.
    """

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        if lifespan is None:
            yield
        else:
            async with lifespan(app):
                yield
        await app.state.database.close()

    app = FastAPI(
        title=f"Pejling {name}",
        summary=summary,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        generate_unique_id_function=_operation_id,
        lifespan=running,
        responses={"default": {"model": problems.ProblemBody, "description": "A problem"}},
    )
    app.state.service = name
    app.state.settings = settings
    app.state.database = Database.connect(
        settings.database_url.get_secret_value(), pool_size=settings.pool_size
    )
    app.state.verifier = tokens.Verifier(
        tokens.PublishedKeys(f"{settings.gateway_url}/v1/keys"),
        issuer=settings.issuer,
        audience=settings.audience,
    )
    app.state.metrics = health.Metrics()
    app.state.migration_head = migrations.head(name)
    problems.install(app)
    app.add_middleware(limits.RequestLimits)
    app.add_middleware(health.Observed, state=app)
    app.include_router(health.router)
    app.include_router(feed.router(f"/api/{name}"))
    return app


def _operation_id(route: APIRoute) -> str:
    """The function's name: ``verb_noun``, unique in its service, and stable."""
    return route.name
