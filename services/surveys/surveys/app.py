"""The wiring of the surveys service."""

from fastapi import FastAPI

from kit import applications, routing
from surveys import events
from surveys.answers import routes as answers
from surveys.instruments import routes as instruments
from surveys.invitations import routes as invitations
from surveys.pages import paces
from surveys.pages import routes as citizen_pages
from surveys.releases import routes as releases
from surveys.settings import Settings
from surveys.waves import routes as waves


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    app = applications.new_service(
        "surveys",
        settings,
        summary="What citizens say about conversations and offers.",
        facts=events.FACTS,
    )
    paces.install(app, settings)
    routing.add_routes(app, instruments.router)
    routing.add_routes(app, waves.router)
    routing.add_routes(app, invitations.router)
    routing.add_routes(app, answers.router)
    routing.add_routes(app, releases.router)
    routing.add_routes(app, citizen_pages.router)
    return app
