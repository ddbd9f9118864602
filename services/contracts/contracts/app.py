"""The wiring of the contracts service."""

from fastapi import FastAPI

from contracts.settings import Settings
from kit import applications, worker


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    return applications.new_service(
        "contracts",
        settings,
        summary="Providers, agreements, attendance, inspection and compliance.",
    )


def create_work(settings: Settings) -> worker.Work:
    """Everything that the service does besides answering."""
    return worker.new_work("contracts", settings)
