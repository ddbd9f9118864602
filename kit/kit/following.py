"""Following another service's feed: each event takes effect once, whatever is killed when."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

import httpx
import msgspec
import structlog
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from kit import feed, outgoing, tables, tenancy
from kit.database import Database, Session
from kit.feed import CloudEvent, PositionUnknown
from kit.service_tokens import ServiceTokens

BATCH = 200
LONG_POLL_SECONDS = 20
FETCH_TIMEOUT_SECONDS = 40
REST_AFTER_FAILURE_SECONDS = 2.0

log = structlog.get_logger(__name__)

Handler = Callable[[Session, CloudEvent], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Together:
    """A handler that takes many events of one municipality at a time, in their order.

    What follows a history of thousands asks its database once for all of them.
    """

    take: Callable[[Session, Sequence[CloudEvent]], Awaitable[None]]

    async def __call__(self, session: Session, event: CloudEvent) -> None:
        """Take one event, as any handler does."""
        await self.take(session, [event])


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a service follows, and what it does with each type of event."""

    name: str
    address: str
    handlers: Mapping[str, Handler]


class MovedOn(Exception):
    """Another replica has taken this batch already."""


@dataclass(slots=True)
class Follower:
    """Reads one feed into one database; any number of replicas may do so at once."""

    database: Database
    feed: Feed
    tokens: ServiceTokens
    poll_seconds: int = LONG_POLL_SECONDS
    _has_asked: bool = False

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until told to stop; trouble is logged, rested on and tried again."""
        async with outgoing.new_client(read_seconds=FETCH_TIMEOUT_SECONDS) as client:
            while not stop.is_set():
                try:
                    await self.step(client)
                except asyncio.CancelledError:
                    raise
                except Exception as error:  # noqa: BLE001 - a feed must outlive whatever stops it
                    log.warning(
                        "feed_stopped",
                        feed=self.feed.name,
                        error=type(error).__name__,
                    )
                    await _rest(stop, REST_AFTER_FAILURE_SECONDS)

    async def step(self, client: httpx.AsyncClient) -> int:
        """Fetch once, with no transaction open, and apply what came; how many events that were."""
        position = await self.position()
        events, scanned = await self._fetch(client, position)
        if scanned == position:
            await self._note_that_we_are_there(position)
            return 0
        try:
            await self._apply(events, position, scanned)
        except MovedOn:
            return 0
        except Exception:
            if len(events) <= 1:
                raise
            await self._apply_one_by_one(events, position)
        return len(events)

    async def position(self) -> int:
        """The last position that has taken effect."""
        cursors = tables.cursors
        async with self.database.transaction(None) as session:
            statement = select(cursors.c.position).where(cursors.c.feed == self.feed.name)
            return await session.scalar(statement) or 0

    async def _begin_anew(self, position: int) -> None:
        """Read a feed again that ends before what was read: its publisher was restored.

        A handler writes a subject's whole state, so events that come again change nothing.
        """
        log.error("feed_begins_anew", feed=self.feed.name, position=position)
        cursors = tables.cursors
        async with self.database.transaction(None) as session:
            await session.execute(
                update(cursors)
                .where(cursors.c.feed == self.feed.name, cursors.c.position == position)
                .values(position=0)
            )

    async def _note_that_we_are_there(self, position: int) -> None:
        """Say that the feed was heard: how long ago that was is its lag."""
        cursors = tables.cursors
        async with self.database.transaction(None) as session:
            await session.execute(
                insert(cursors)
                .values(feed=self.feed.name, position=position)
                .on_conflict_do_update(
                    index_elements=["feed"],
                    set_={"moved_at": func.now()},
                    where=cursors.c.position == position,
                )
            )

    async def _fetch(
        self, client: httpx.AsyncClient, position: int
    ) -> tuple[Sequence[CloudEvent], int]:
        answer = await client.get(
            self.feed.address,
            # The first time without waiting, so that it is soon said that the feed is heard.
            params={
                "after": position,
                "timeout": self.poll_seconds if self._has_asked else 0,
                "limit": BATCH,
            },
            headers={"Authorization": f"Bearer {await self.tokens.current(client)}"},
        )
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self.tokens.forget()
        if answer.status_code == HTTPStatus.CONFLICT and _code_of(answer) == PositionUnknown.code:
            await self._begin_anew(position)
        answer.raise_for_status()
        self._has_asked = True
        scanned = int(answer.headers[feed.POSITION_HEADER])
        return [
            CloudEvent.model_validate(item) for item in msgspec.json.decode(answer.content)
        ], scanned

    async def _apply(self, events: Sequence[CloudEvent], position: int, scanned: int) -> None:
        """All events and the cursor's move, in one transaction."""
        async with self.database.transaction(None) as session:
            await self._move(session, position, scanned)
            entered: str | None = None
            used = (event for event in events if event.type in self.feed.handlers)
            for (municipality, handler), alike in groupby(used, self._whose):
                if municipality != entered:
                    await session.flush()
                    await tenancy.enter(session, municipality)
                    entered = municipality
                if isinstance(handler, Together):
                    await handler.take(session, list(alike))
                else:
                    for event in alike:
                        await handler(session, event)

    def _whose(self, event: CloudEvent) -> tuple[str | None, Handler]:
        return event.municipality, self.feed.handlers[event.type]

    async def _apply_one_by_one(self, events: Sequence[CloudEvent], position: int) -> None:
        """After a failure: the good ones take effect, and the feed stops at the bad one."""
        for event in events:
            await self._apply([event], position, int(event.id))
            position = int(event.id)

    async def _move(self, session: Session, position: int, scanned: int) -> None:
        cursors = tables.cursors
        await session.execute(
            insert(cursors).values(feed=self.feed.name, position=0).on_conflict_do_nothing()
        )
        moved = await session.execute(
            update(cursors)
            .where(cursors.c.feed == self.feed.name, cursors.c.position == position)
            .values(position=scanned, moved_at=func.now())
            .returning(cursors.c.position)
        )
        if moved.one_or_none() is None:
            raise MovedOn


def _code_of(answer: httpx.Response) -> str:
    """The code of a problem; empty where the answer is something else."""
    try:
        told = answer.json()
    except ValueError:
        return ""
    return str(told.get("code", "")) if isinstance(told, dict) else ""


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
