"""Routes that are built once, where they are declared, and answer as they stand.

``FastAPI.include_router`` builds each route and its models a second time, at the application's
first request, and from then on looks every request up twice.
"""

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from kit import problems


def _operation_id(route: APIRoute) -> str:
    """The function's name: ``verb_noun``, unique in its service, and stable."""
    return route.name


COMPLETE: dict[str, Any] = {
    "responses": {"default": {"model": problems.ProblemBody, "description": "A problem"}},
    "generate_unique_id_function": _operation_id,
}
"""What each router is made with, ``APIRouter(…, **COMPLETE)``, and the application itself."""


def add_routes(app: FastAPI, router: APIRouter) -> None:
    """Let an application answer a router's routes too, in their order."""
    app.router.routes.extend(router.routes)
