"""``/live``, ``/ready`` and ``/metrics``: what operators and load balancers ask."""

import time
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from pydantic import BaseModel
from sqlalchemy import text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit import problems, tracing
from kit.admission import Admission
from kit.database import Database
from kit.routing import COMPLETE

OPEN_PATHS = frozenset({"/live", "/ready", "/metrics"})

HEARTBEAT = "audit_sealing"
"""The cursor by which a worker says that it lives."""

_HEARD = text(
    "SELECT feed, greatest(0, extract(epoch FROM now() - moved_at))::int AS seconds FROM cursors"
)
_JOBS = text(
    """
    SELECT count(*) FILTER (WHERE finished_at IS NULL AND started_at IS NULL) AS waiting,
           count(*) FILTER (WHERE finished_at IS NULL AND started_at IS NOT NULL) AS running,
           count(*) FILTER (WHERE problem IS NOT NULL AND finished_at > now() - interval '1 day')
               AS failed,
           coalesce(extract(epoch FROM now() - min(asked_at) FILTER (WHERE finished_at IS NULL)), 0)
               AS oldest_seconds
    FROM jobs
    """
)

BEGUN = "pejling.begun"
"""Stands in a request's scope once its answer has begun to leave."""

router = APIRouter(tags=["health"], **COMPLETE)


class NotReady(problems.Unavailable):
    """The service lacks something that it needs."""

    code = "not_ready"
    title = "Ikke klar"


class Health(BaseModel):
    """Whether the process answers."""

    status: str


class Readiness(BaseModel):
    """Whether the service can do its work, and how its worker does.

    ``feeds`` holds, for each feed, the seconds since it was last heard; ``worker`` those since the
    service's worker last gave a sign of life, null while it never has.
    """

    status: str
    migration: str
    feeds: dict[str, int]
    worker: int | None


@router.get("/live")
async def get_liveness() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/ready")
async def get_readiness(request: Request) -> Readiness:
    """The database answers and has the schema that this code knows, or a newer one."""
    database: Database = request.app.state.database
    expected: str = request.app.state.migration_head
    async with database.transaction(None) as session:
        version = await session.scalar(text("SELECT version_num FROM alembic_version"))
        heard = {row.feed: row.seconds for row in await session.execute(_HEARD)}
    if version is None or version < expected:
        raise NotReady(
            f"Databasen har version {version}; koden kræver {expected}: pejling migrate."
        )
    worker = heard.pop(HEARTBEAT, None)
    return Readiness(status="ok", migration=version, feeds=heard, worker=worker)


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Prometheus' text format."""
    metrics: Metrics = request.app.state.metrics
    await metrics.look(request.app.state.database, request.app.state.admission)
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


class Metrics:
    """Counts and times of requests, labelled by route template, and what the database tells."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("http_requests", "Requests", labels, registry=self.registry)
        self.seconds = Histogram(
            "http_request_seconds", "Time to the answer", labels[:2], registry=self.registry
        )
        self.in_flight = self._gauge("http_requests_in_flight", "Requests being answered")
        self.waiting = self._gauge("http_requests_waiting", "Requests that wait for news")
        self.shed = self._gauge("http_requests_shed", "Requests refused because of too many others")
        self.database_up = self._gauge("database_up", "Whether the database answers")
        self.oldest_job = self._gauge("jobs_oldest_seconds", "Since the oldest open job was asked")
        self.heard = Gauge(
            "feed_heard_seconds",
            "Since a followed feed was last heard; audit_sealing: the worker's sign of life",
            ("feed",),
            registry=self.registry,
        )
        self.jobs = Gauge(
            "jobs", "Long work, failed within a day", ("state",), registry=self.registry
        )
        # Looking labels up takes longer than counting; there are few of them.
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def _gauge(self, name: str, said: str) -> Gauge:
        return Gauge(name, said, registry=self.registry)

    async def look(self, database: Database, admission: Admission) -> None:
        """Read what is true now; of a database that does not answer, that it does not."""
        self.in_flight.set(admission.in_flight)
        self.waiting.set(admission.waiting)
        self.shed.set(admission.shed)
        try:
            async with database.transaction(None) as session:
                heard = (await session.execute(_HEARD)).all()
                jobs = (await session.execute(_JOBS)).one()
        except Exception as error:
            if not problems.is_database_away(error):
                raise
            self.database_up.set(0)
            return
        self.database_up.set(1)
        for row in heard:
            self.heard.labels(row.feed).set(row.seconds)
        for state in ("waiting", "running", "failed"):
            self.jobs.labels(state).set(getattr(jobs, state))
        self.oldest_job.set(jobs.oldest_seconds)

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
                scope[BEGUN] = True
                pace: dict[str, str] = (scope.get("state") or {}).get("pace") or {}
                message["headers"] = [
                    *message.get("headers", []),
                    (b"trace-id", trace_id.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    *((name.lower().encode(), value.encode()) for name, value in pace.items()),
                ]
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            route: Any = scope.get("route")
            template = getattr(route, "path", "unmatched")
            metrics: Metrics = self._state.state.metrics
            metrics.observe(scope["method"], template, status, time.perf_counter() - started)
