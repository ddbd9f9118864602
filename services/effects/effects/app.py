"""The wiring of the effects service."""

from fastapi import FastAPI

from effects import jobs
from effects.figures import routes as figures_routes
from effects.registers import routes as registers_routes
from effects.releases import routes as releases_routes
from effects.settings import Settings
from kit import applications, worker
from kit.database import Database
from kit.service_tokens import ServiceTokens


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    app = applications.new_service(
        "effects", settings, summary="Registers, definitions and figures of what offers lead to."
    )
    app.include_router(registers_routes.router)
    app.include_router(releases_routes.router)
    app.include_router(figures_routes.router)
    return app


def create_work(settings: Settings) -> worker.Work:
    """What the service's worker does: it follows nobody, and releases when registers change."""
    return worker.Work(
        "effects",
        Database.connect(settings.database_url.get_secret_value(), pool_size=settings.pool_size),
        ServiceTokens(
            settings.gateway_url,
            client_id="service-effects",
            client_secret=settings.client_secret,
        ),
        jobs=jobs.jobs(settings),
    )
