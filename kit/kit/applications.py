"""What every service's application has: one database, one verifier, problems, limits, health."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from kit import (
    audit_feed,
    clock,
    cookies,
    feed,
    health,
    jobs_routes,
    limits,
    openapi,
    problems,
    routing,
    schema_versions,
    tokens,
)
from kit.admission import Admission
from kit.database import Database
from kit.edge import Edge
from kit.outbox import Fact
from kit.revocations import Revocations
from kit.settings import ServiceSettings

VERSION = "1.0.0"

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def new_service(
    name: str,
    settings: ServiceSettings,
    *,
    summary: str,
    facts: Collection[type[Fact]] = (),
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """An application with everything but the service's own routes.

    Args:
        name: The service's name; its database, package and public path are called so.
        settings: Where its database and the gateway are.
        summary: One sentence for the OpenAPI document.
        facts: What it publishes on its feed.
        lifespan: What the service does beside answering, while it runs.
    """

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            database: Database = app.state.database
            stack.push_async_callback(database.close)
            await stack.enter_async_context(app.state.revocations.kept_current(database))
            if lifespan is not None:
                await stack.enter_async_context(lifespan(app))
            yield

    app = FastAPI(
        title=f"Pejling {name}",
        summary=summary,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        lifespan=running,
        **routing.COMPLETE,
    )
    app.state.service = name
    app.state.settings = settings
    app.state.clock = clock.present
    app.state.database = Database.connect(
        settings.database_url.get_secret_value(), pool_size=settings.pool_size
    )
    app.state.revocations = Revocations()
    app.state.verifier = tokens.Verifier(
        tokens.PublishedKeys(f"{settings.gateway_url}/v1/keys"),
        issuer=settings.issuer,
        audience=settings.audience,
        revocations=app.state.revocations,
    )
    app.state.admission = Admission(
        at_once=settings.requests_at_once,
        transactions=settings.pool_size - 1,
        requests_per_window=settings.requests_in_ten_seconds,
    )
    app.state.metrics = health.Metrics()
    app.state.migration_head = schema_versions.newest(name)
    problems.install(app)
    app.add_exception_handler(tokens.TokenExpired, cookies.renew_or_refuse)
    openapi.install(app)
    app.add_middleware(Edge, admission=app.state.admission, monitors=settings.monitors)
    # Outside the edge: a body that is still on its way takes nobody's place.
    app.add_middleware(limits.RequestLimits)
    app.add_middleware(health.Observed, state=app)
    routing.add_routes(app, health.router)
    routing.add_routes(app, audit_feed.router)
    routing.add_routes(app, jobs_routes.router)
    routing.add_routes(app, feed.router(f"/api/{name}", facts))
    return app
