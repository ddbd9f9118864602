"""``GET /v1/events``: what happened, in order, for whoever wants to follow (http-feeds.org)."""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy import ColumnElement, func, select, true

from kit import connections, problems, tables
from kit.admission import Admission
from kit.database import Database, Session
from kit.outbox import Fact
from kit.rights import FOLLOW_ALL, Caller, CallerDep, requires
from kit.routing import COMPLETE

MEDIA_TYPE = "application/cloudevents-batch+json"
POSITION_HEADER = "Feed-Position"
MAX_TIMEOUT_SECONDS = 30
MAX_EVENTS = 1_000
DEFAULT_EVENTS = 200
POLL_SECONDS = 0.25
MAX_POSITION = 2**63 - 1


class CloudEvent(BaseModel):
    """One event (CloudEvents 1.0); ``id`` is its position, to be sent back as ``after``."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    registeredat: datetime
    municipality: str | None
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, Any]


def municipality_of(event: CloudEvent) -> str:
    """Whose an event is, for a handler of what belongs to a municipality.

    Raises:
        LookupError: When it says nobody's; the feed stops there.
    """
    if event.municipality is None:
        raise LookupError("what is followed belongs to a municipality")
    return event.municipality


class PositionUnknown(problems.NotNow):
    """The feed ends before the position: it was restored from a copy, or the reader errs.

    Answered as caught up, the reader would pass over everything until the feed is as long again.
    """

    code = "position_unknown"
    title = "Positionen findes ikke"


def rights_of(facts: Collection[type[Fact]]) -> dict[str, str]:
    """The right that it takes to read each type of event."""
    return {fact.__name__: fact.right for fact in facts}


def visible_to(caller: Caller, rights: Mapping[str, str]) -> ColumnElement[bool]:
    """What a caller may see: its municipality's, as its rights allow; of a provider, its own."""
    if caller.holds(FOLLOW_ALL):
        return true()
    outbox = tables.outbox
    readable = [name for name, right in rights.items() if caller.holds(right)]
    mine = (outbox.c.municipality == caller.municipality) & outbox.c.type.in_(readable)
    return (
        mine if caller.provider_id is None else mine & (outbox.c.provider_id == caller.provider_id)
    )


async def read(
    database: Database,
    caller: Caller,
    *,
    source: str,
    rights: Mapping[str, str],
    after: int,
    limit: int,
) -> tuple[list[CloudEvent], int]:
    """The next events that the caller may see, and the last position that was scanned.

    The position advances past what the caller may not see, so that it is not scanned again.
    """
    outbox = tables.outbox
    async with database.transaction(caller.municipality) as session:
        head = await _head(session)
        if after > head:
            raise PositionUnknown(
                f"Feedet slutter ved {head}. Begynd forfra, eller brug den sidste Feed-Position."
            )
        if head == after:
            return [], after
        statement = (
            select(outbox)
            .where(
                outbox.c.position > after,
                outbox.c.position <= head,
                visible_to(caller, rights),
            )
            .order_by(outbox.c.position)
            .limit(limit)
        )
        rows = (await session.execute(statement)).all()
    events = [
        CloudEvent(
            id=str(row.position),
            source=source,
            type=row.type,
            subject=row.subject,
            time=row.happened_at,
            registeredat=row.registered_at,
            municipality=row.municipality,
            data=row.data,
        )
        for row in rows
    ]
    scanned = rows[-1].position if len(rows) == limit else head
    return events, scanned


async def _head(session: Session) -> int:
    return await session.scalar(select(func.max(tables.outbox.c.position))) or 0


class Head:
    """The newest position, looked up once for all who wait: many follow, and little happens."""

    def __init__(self) -> None:
        self._position = 0
        self._looked_at = 0.0

    async def look(self, database: Database) -> int:
        """The newest position, at most ``POLL_SECONDS`` old but for a look that is under way."""
        now = time.monotonic()
        if now - self._looked_at >= POLL_SECONDS:
            # Said before it is done, so that one of those who wait looks and the others do not.
            self._looked_at = now
            async with database.transaction(None) as session:
                self._position = await _head(session)
        return self._position


def router(source: str, facts: Collection[type[Fact]]) -> APIRouter:
    """The feed route of one service: its public path, and what it publishes."""
    feed = APIRouter(tags=["events"], **COMPLETE)
    rights = rights_of(facts)
    head = Head()

    @feed.get(
        "/v1/events",
        dependencies=[requires("feed.read", without_municipality=True)],
        responses={200: {"content": {MEDIA_TYPE: {}}}},
    )
    async def list_events(
        request: Request,
        response: Response,
        caller: CallerDep,
        after: Annotated[int, Query(ge=0, le=MAX_POSITION, description="Last position seen")] = 0,
        timeout: Annotated[  # noqa: ASYNC109 - the caller's wish, not a deadline of ours
            int, Query(ge=0, le=MAX_TIMEOUT_SECONDS, description="Seconds to wait for news")
        ] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_EVENTS)] = DEFAULT_EVENTS,
    ) -> Sequence[CloudEvent]:
        """What happened after a position; an empty array means that you have caught up."""
        database: Database = request.app.state.database
        admission: Admission = request.app.state.admission
        ends_at = time.monotonic() + timeout
        with admission.wait(caller):
            while True:
                async with admission.turn(caller.municipality):
                    events, after = await read(
                        database, caller, source=source, rights=rights, after=after, limit=limit
                    )
                if events:
                    break
                if not await _is_news_awaited(request, head, after, ends_at):
                    break
        response.headers[POSITION_HEADER] = str(after)
        response.headers["Cache-Control"] = "no-store"
        return events

    return feed


async def _is_news_awaited(request: Request, head: Head, after: int, ends_at: float) -> bool:
    """Whether anything is published behind a position before the time is up or the asker leaves."""
    while time.monotonic() < ends_at and not connections.is_leaving(request.scope):
        if await request.is_disconnected():
            return False
        await asyncio.sleep(POLL_SECONDS)
        if await head.look(request.app.state.database) > after:
            return True
    return False
