"""What a service does besides answering: it follows feeds, takes up jobs, and acts on a clock."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import structlog

from kit import idempotency, jobs, revocations, sealing, settings
from kit.database import Database
from kit.following import Feed, Follower
from kit.schedules import Schedule
from kit.service_tokens import ServiceTokens
from kit.settings import ServiceSettings

SEAL_EVERY_SECONDS = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Clock:
    """Something done again and again, seconds apart; it may run twice at once without harm."""

    name: str
    every_seconds: float
    act: Callable[[Database], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Work:
    """One service's work, on its own database."""

    service: str
    database: Database
    database_url: str
    tokens: ServiceTokens
    feeds: Sequence[Feed] = ()
    clocks: Sequence[Clock] = ()
    schedules: Sequence[Schedule] = ()
    handlers: Mapping[str, jobs.Handler] = field(default_factory=dict)


def new_work(
    name: str,
    told: ServiceSettings,
    *,
    feeds: Sequence[Feed] = (),
    clocks: Sequence[Clock] = (),
    schedules: Sequence[Schedule] = (),
    handlers: Mapping[str, jobs.Handler] | None = None,
) -> Work:
    """A service's own work, with what the kit's tables ask of every service.

    Args:
        name: The service's name.
        told: Its settings; those that a worker alone needs must be there.
        feeds: What it follows beside the gateway's revocations.
        clocks: What it does every few seconds.
        schedules: What it does at set times.
        handlers: What does each kind of its jobs.
    """
    settings.refuse_without(told, "client_secret", "sealing_key_file")
    assert told.client_secret is not None  # noqa: S101 - refused above
    assert told.sealing_key_file is not None  # noqa: S101 - refused above
    key = sealing.SealingKey.read(told.sealing_key_file)
    access = Feed("gateway", f"{told.gateway_url}/v1/events", {"AccessRevoked": revocations.take})
    url = told.database_url.get_secret_value()
    return Work(
        service=name,
        # One connection is the queue's own.
        database=Database.connect(url, pool_size=max(1, told.pool_size - 1)),
        database_url=url,
        tokens=ServiceTokens(
            told.gateway_url, client_id=f"service-{name}", client_secret=told.client_secret
        ),
        # The gateway writes its own revocations as it publishes them.
        feeds=feeds if name == "gateway" else (access, *feeds),
        clocks=(Clock("seal_audit", SEAL_EVERY_SECONDS, _sealing(key)), *clocks),
        schedules=(
            Schedule("forget_old", "17 * * * *", forget_old),
            Schedule("take_up_lost_jobs", "* * * * *", _take_up_lost),
            Schedule("verify_audit", "43 3 * * *", partial(_verify_audit, key)),
            *schedules,
        ),
        handlers=handlers or {},
    )


def _sealing(key: sealing.SealingKey) -> Callable[[Database], Awaitable[None]]:
    sealer = sealing.Sealer(key)

    async def seal(database: Database) -> None:
        await sealer.seal(database)

    return seal


async def forget_old(database: Database) -> None:
    """Delete keys, revocations and jobs that nobody can ask for any more."""
    now = datetime.now(UTC)
    async with database.transaction(None) as session:
        await idempotency.forget_old(session, at=now)
        await revocations.forget_old(session, at=now)
        await jobs.forget_old(session, at=now)


async def _take_up_lost(database: Database) -> None:
    await jobs.take_up_lost(database, at=datetime.now(UTC))


async def _verify_audit(key: sealing.SealingKey, database: Database) -> None:
    breaks = await sealing.find_breaks(database, key.public)
    for found in breaks:
        log.error(
            "audit_log_broken",
            municipality=found.municipality,
            seal=found.number,
            reason=found.reason,
        )


async def run(works: Sequence[Work], stop: asyncio.Event) -> None:
    """Do the work of one or several services until told to stop."""
    # The queue's library takes half a second to load, which no web process need spend.
    from kit import queueing  # noqa: PLC0415 - see above

    tasks = [
        asyncio.create_task(Follower(work.database, feed, work.tokens).run(stop))
        for work in works
        for feed in work.feeds
    ]
    tasks += [
        asyncio.create_task(_repeat(work.database, clock, stop))
        for work in works
        for clock in work.clocks
    ]
    queues = [
        asyncio.create_task(
            queueing.run(work.database, work.database_url, work.handlers, work.schedules, stop)
        )
        for work in works
    ]
    await stop.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, *queues, return_exceptions=True)
    for work in works:
        await work.database.close()


async def _repeat(database: Database, clock: Clock, stop: asyncio.Event) -> None:
    while not stop.is_set():
        started = time.monotonic()
        try:
            await clock.act(database)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - a clock must outlive whatever goes wrong on it
            log.warning(
                # An error's own words may hold rows and parameters, and so people.
                "clock_failed",
                clock=clock.name,
                error=type(error).__name__,
            )
        rest = clock.every_seconds - (time.monotonic() - started)
        try:
            await asyncio.wait_for(stop.wait(), max(rest, clock.every_seconds / 10))
        except TimeoutError:
            continue
