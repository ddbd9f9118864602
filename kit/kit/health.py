"""``/live``, ``/ready`` and ``/metrics``: what operators and load balancers ask."""

import time
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from pydantic import BaseModel
from sqlalchemy import text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit import problems, tracing
from kit.database import Database

OPEN_PATHS = frozenset({"/live", "/ready", "/metrics"})

router = APIRouter(tags=["health"])


class NotReady(problems.Unavailable):
    """The service lacks something that it needs."""

    code = "not_ready"
    title = "Ikke klar"


class Health(BaseModel):
    """Whether the process answers."""

    status: str


class Readiness(BaseModel):
    """Whether the service can do its work, and how far it has read what it follows."""

    status: str
    migration: str
    feeds: dict[str, int]


@router.get("/live")
async def get_liveness() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/ready")
async def get_readiness(request: Request) -> Readiness:
    """The database answers and has the schema that this code knows.

    ``feeds`` holds, for each feed, the seconds since its position last moved.
    """
    database: Database = request.app.state.database
    expected: str = request.app.state.migration_head
    async with database.transaction(None) as session:
        version = await session.scalar(text("SELECT version_num FROM alembic_version"))
        feeds = await session.execute(
            text("SELECT feed, extract(epoch FROM now() - moved_at)::int AS seconds FROM cursors")
        )
        positions = {row.feed: row.seconds for row in feeds}
    if version is None or version < expected:
        raise NotReady(
            f"Databasen har version {version}; koden kræver {expected}: pejling migrate."
        )
    return Readiness(status="ok", migration=version, feeds=positions)


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Prometheus' text format."""
    return Response(
        generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST
    )


class Metrics:
    """Counts and times of requests, labelled by route template."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("http_requests", "Requests", labels, registry=self.registry)
        self.seconds = Histogram(
            "http_request_seconds", "Time to the answer", labels[:2], registry=self.registry
        )
        # Looking labels up takes longer than counting; there are few of them.
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request, and the time that it took."""
        known = self._known.get((method, route, status))
        if known is None:
            known = (
                self.requests.labels(method, route, status),
                self.seconds.labels(method, route),
            )
            self._known[method, route, status] = known
        count, time_taken = known
        count.inc()
        time_taken.observe(seconds)


class Observed:
    """ASGI middleware: a trace id for each request, its metrics, and the id in the answer."""

    def __init__(self, app: ASGIApp, *, state: FastAPI) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Observe one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace_id = tracing.enter(scope)
        started = time.perf_counter()
        status = 500

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (b"trace-id", trace_id.encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            route: Any = scope.get("route")
            template = getattr(route, "path", "unmatched")
            metrics: Metrics = self._state.state.metrics
            metrics.observe(scope["method"], template, status, time.perf_counter() - started)
