"""The wiring of the surveys service."""

from fastapi import FastAPI

from kit import applications, worker
from surveys.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    return applications.new_service(
        "surveys", settings, summary="What citizens say about conversations and offers."
    )


def create_work(settings: Settings) -> worker.Work:
    """Everything that the service does besides answering."""
    return worker.new_work("surveys", settings)
