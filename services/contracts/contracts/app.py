"""The wiring of the contracts service."""

from fastapi import FastAPI

from contracts import events
from contracts.agreements import routes as agreements
from contracts.attendance import routes as attendance
from contracts.call_offs import routes as call_offs
from contracts.complaints import routes as complaints
from contracts.inspections import routes as inspections
from contracts.providers import routes as providers
from contracts.settings import Settings
from kit import applications, routing


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    app = applications.new_service(
        "contracts",
        settings,
        summary="Providers, agreements, attendance, inspection and compliance.",
        facts=events.FACTS,
    )
    routing.add_routes(app, providers.router)
    routing.add_routes(app, agreements.router)
    routing.add_routes(app, call_offs.router)
    routing.add_routes(app, attendance.router)
    routing.add_routes(app, inspections.router)
    routing.add_routes(app, complaints.router)
    return app
