"""The composed application: five services under `/api/<service>` beside the built frontend."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from kit import problems, serving
from standalone.databases import SERVICES
from standalone.frontend_files import FrontendFiles

FRONTEND = Path(__file__).resolve().parents[2] / "frontend" / "dist"
_ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_app(services: dict[str, FastAPI], *, frontend: Path = FRONTEND) -> Starlette:
    """One application out of the five, each with its lifespan, and the pages.

    Args:
        services: each service's application by its name.
        frontend: the folder that Vite builds.
    """

    @asynccontextmanager
    async def all_running(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for application in services.values():
                await stack.enter_async_context(application.router.lifespan_context(application))
            yield

    routes = [
        *(Mount(f"/api/{name}", application) for name, application in services.items()),
        Route("/api", unknown_path, methods=_ALL_METHODS),
        Route("/api/{path:path}", unknown_path, methods=_ALL_METHODS),
    ]
    routes.append(Mount("/", FrontendFiles(frontend)))
    return Starlette(routes=routes, lifespan=all_running)


def create_services() -> dict[str, FastAPI]:
    """Each service's application, with its settings read from the environment."""
    return {service: serving.application_of(service) for service in SERVICES}


async def unknown_path(_: Request) -> Response:
    """No service has this path."""
    return problems.render(
        problems.AddressUnknown(f"Under /api findes: {', '.join(SERVICES)}."),
    )
