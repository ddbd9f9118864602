"""The wiring of the effects service."""

from fastapi import FastAPI

from effects import events
from effects.figures import routes as figures_routes
from effects.participations import routes as participations_routes
from effects.registers import routes as registers_routes
from effects.releases import routes as releases_routes
from effects.settings import Settings
from kit import applications, routing


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    app = applications.new_service(
        "effects",
        settings,
        summary="Registers, definitions and figures of what offers lead to.",
        facts=events.FACTS,
    )
    routing.add_routes(app, registers_routes.router)
    routing.add_routes(app, participations_routes.router)
    routing.add_routes(app, releases_routes.router)
    routing.add_routes(app, figures_routes.router)
    return app
