"""What a service does besides answering: it follows feeds and does jobs on a clock."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from kit import idempotency
from kit.database import Database
from kit.following import Feed, Follower
from kit.service_tokens import ServiceTokens

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again; it may run twice at once without harm."""

    name: str
    every_seconds: float
    act: Callable[[Database], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Work:
    """One service's feeds and jobs, on its own database."""

    service: str
    database: Database
    tokens: ServiceTokens
    feeds: Sequence[Feed] = ()
    jobs: Sequence[Job] = ()


async def forget_old_keys(database: Database) -> None:
    """Delete the idempotency keys that are too old to be sent again."""
    async with database.transaction(None) as session:
        await idempotency.forget_old(session, at=datetime.now(UTC))


EVERYWHERE = (Job("forget_old_keys", 3_600.0, forget_old_keys),)
"""What the kit's own tables ask of every service that does any work."""


async def run(works: Sequence[Work], stop: asyncio.Event) -> None:
    """Do the work of one or several services until told to stop."""
    tasks = [
        asyncio.create_task(Follower(work.database, feed, work.tokens).run(stop))
        for work in works
        for feed in work.feeds
    ]
    tasks += [
        asyncio.create_task(_repeat(work.database, job, stop))
        for work in works
        for job in (*EVERYWHERE, *work.jobs)
    ]
    await stop.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for work in works:
        await work.database.close()


async def _repeat(database: Database, job: Job, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await job.act(database)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - a clock must outlive whatever goes wrong on it
            log.warning(
                # An error's own words may hold rows and parameters, and so people.
                "job_failed",
                job=job.name,
                error=type(error).__name__,
            )
        try:
            await asyncio.wait_for(stop.wait(), job.every_seconds)
        except TimeoutError:
            continue
