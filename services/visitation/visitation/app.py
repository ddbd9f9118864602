"""The wiring of the visitation service."""

from fastapi import FastAPI

from kit import applications
from kit.database import Database
from kit.service_tokens import ServiceTokens
from kit.worker import Work
from visitation import follow
from visitation.code_lists import routes as code_lists
from visitation.guide import routes as guide
from visitation.guide.memory import remembering
from visitation.guide.service import GuideService
from visitation.offers import routes as offers
from visitation.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    app = applications.new_service(
        "visitation",
        settings,
        summary="Offers, and the guide that ranks them.",
        lifespan=remembering,
    )
    app.state.guide = GuideService()
    app.include_router(code_lists.router)
    app.include_router(offers.router)
    guide.add_to(app)
    return app


def create_work(settings: Settings) -> Work:
    """Everything that the service does besides answering."""
    return Work(
        "visitation",
        Database.connect(settings.database_url.get_secret_value()),
        ServiceTokens(
            settings.gateway_url,
            client_id="service-visitation",
            client_secret=settings.client_secret,
        ),
        feeds=follow.feeds(settings),
    )
