"""Asking every service how it does, all at once, and none for longer than a moment."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from gateway.operations.schemas import Feed, Operations, ServiceState, State, Worker
from kit import outgoing

DEADLINE_SECONDS = 3.0
LATE_AFTER_SECONDS = 120
"""A feed is asked at least twice a minute, and a worker gives a sign of life every few seconds."""

_AWAY = "Tjenesten svarer ikke. Se dens log, og start den igen."
_STRANGE = "Tjenesten svarede noget, der ikke kan læses. Se dens log."


class Told(BaseModel):
    """What a service that is ready says."""

    model_config = ConfigDict(extra="ignore")

    migration: str
    feeds: dict[str, int]
    worker: int | None


class Refused(BaseModel):
    """What a service that is not ready says: a problem of the house."""

    model_config = ConfigDict(extra="ignore")

    code: str
    detail: str


async def read_operations(urls: Mapping[str, str], *, at: datetime) -> Operations:
    """What every service says, in the order in which they are given.

    Args:
        urls: Where each service answers.
        at: Now.
    """
    async with outgoing.new_client(read_seconds=DEADLINE_SECONDS) as client:
        services = await asyncio.gather(*(_ask(client, *each) for each in urls.items()))
    return Operations(
        asked_at=at,
        is_well=all(_is_well(each) for each in services),
        late_after_seconds=LATE_AFTER_SECONDS,
        services=services,
    )


async def _ask(client: httpx.AsyncClient, service: str, url: str) -> ServiceState:
    started = time.perf_counter()
    try:
        # Once: whoever looks wants to know that it did not answer, not that it did at last.
        async with asyncio.timeout(DEADLINE_SECONDS):
            answer = await client.get(f"{url}/ready")
    except (httpx.HTTPError, TimeoutError):
        return _state(service, "silent", code="silent", detail=_AWAY)
    took = round(1_000 * (time.perf_counter() - started))
    try:
        if not answer.is_success:
            said = Refused.model_validate_json(answer.content)
            return _state(
                service, "not_ready", code=said.code, detail=said.detail, answered_ms=took
            )
        told = Told.model_validate_json(answer.content)
    except ValidationError:
        return _state(service, "not_ready", code="unreadable", detail=_STRANGE, answered_ms=took)
    return ServiceState(
        service=service,
        state="ready",
        code=None,
        detail=None,
        migration=told.migration,
        answered_ms=took,
        feeds=[
            Feed(feed=feed, heard_seconds=seconds, is_late=seconds > LATE_AFTER_SECONDS)
            for feed, seconds in sorted(told.feeds.items())
        ],
        worker=Worker(
            heard_seconds=told.worker,
            is_late=told.worker is None or told.worker > LATE_AFTER_SECONDS,
        ),
    )


def _state(
    service: str,
    state: State,
    *,
    code: str,
    detail: str,
    answered_ms: int | None = None,
) -> ServiceState:
    """A service that told nothing of its feeds and its worker."""
    return ServiceState(
        service=service,
        state=state,
        code=code,
        detail=detail,
        migration=None,
        answered_ms=answered_ms,
        feeds=[],
        worker=None,
    )


def _is_well(service: ServiceState) -> bool:
    late = [each.is_late for each in service.feeds]
    worker = service.worker is not None and not service.worker.is_late
    return service.state == "ready" and worker and not any(late)
