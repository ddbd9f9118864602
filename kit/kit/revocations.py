"""Access that was taken back: tokens issued before a moment are refused everywhere in seconds.

The gateway publishes a revocation on its feed; each service's worker writes it into a table, and
each process reads the table every second and asks it about remembered tokens too.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog
from pydantic import BaseModel
from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from kit import tables
from kit.database import Database, Session
from kit.feed import CloudEvent

READ_EVERY_SECONDS = 1.0
KEPT_FOR = timedelta(hours=2)
"""Longer than any token lasts (``kit.tokens.MAX_LIFETIME_SECONDS``)."""

log = structlog.get_logger(__name__)


class AccessRevoked(BaseModel):
    """What a service uses of the gateway's event."""

    client_id: str
    tokens_before: datetime


async def record(session: Session, *, subject: str, tokens_before: datetime) -> None:
    """Refuse a subject's tokens issued before a moment; the latest moment stands."""
    statement = insert(tables.revocations).values(subject=subject, tokens_before=tokens_before)
    kept = tables.revocations.c.tokens_before
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["subject"],
            set_={"tokens_before": func.greatest(kept, statement.excluded.tokens_before)},
        )
    )


async def take(session: Session, event: CloudEvent) -> None:
    """Follow the gateway's ``AccessRevoked``."""
    revoked = AccessRevoked.model_validate(event.data)
    await record(session, subject=revoked.client_id, tokens_before=revoked.tokens_before)


async def forget_old(session: Session, *, at: datetime) -> None:
    """Delete what no token, and no open job, can be old enough for any more."""
    revocations, jobs = tables.revocations, tables.jobs
    is_needed = exists().where(
        jobs.c.asked_by == revocations.c.subject, jobs.c.finished_at.is_(None)
    )
    await session.execute(
        delete(revocations).where(revocations.c.tokens_before < at - KEPT_FOR, ~is_needed)
    )


class Revocations:
    """What one process knows of the table."""

    def __init__(self, known: Mapping[str, float] | None = None) -> None:
        self._known = dict(known or {})

    def covers(self, subject: str, issued_at: float) -> bool:
        """Whether a token of a subject, issued at a moment (seconds), was taken back."""
        return bool(self._known) and issued_at < self._known.get(subject, 0.0)

    async def read(self, database: Database) -> None:
        """Learn what the table holds now."""
        revocations = tables.revocations
        async with database.transaction(None) as session:
            rows = await session.execute(select(revocations.c.subject, revocations.c.tokens_before))
            self._known = {row.subject: row.tokens_before.timestamp() for row in rows}

    @asynccontextmanager
    async def kept_current(self, database: Database) -> AsyncIterator[None]:
        """Read the table now and every second while the block runs; trouble keeps what is known."""
        await self._read_if_possible(database)
        reading = asyncio.create_task(self._read_on(database))
        try:
            yield
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read_on(self, database: Database) -> None:
        while True:
            await asyncio.sleep(READ_EVERY_SECONDS)
            await self._read_if_possible(database)

    async def _read_if_possible(self, database: Database) -> None:
        try:
            await self.read(database)
        except Exception as error:  # noqa: BLE001 - a process must outlive its database's pauses
            log.warning("revocations_not_read", error=type(error).__name__)
