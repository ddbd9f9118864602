"""Facts are published with the change, in order, and none is lost under load."""

import asyncio
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from sqlalchemy import func, select, text

from kit import feed, outbox, tables
from kit.database import Database
from kit.rights import Caller
from kit.testing.databases import TestDatabases

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
FOLLOWER = Caller("service", "service", None, frozenset({"feed.read", "feed.follow_all"}))
RIGHTS = {"SeatTaken": "seats.make"}
WRITERS = 32
FACTS_EACH = 25


class SeatTaken(outbox.Fact):
    subject_field: ClassVar[str] = "seat"
    right: ClassVar[str] = "seats.make"

    seat: str
    taken_by: int = 0


async def test_a_fact_is_written_when_the_transaction_commits(database: Database) -> None:
    async with database.transaction("0999") as session:
        outbox.publish(session, SeatTaken(seat="a"), at=AT)
        assert await session.scalar(select(func.count()).select_from(tables.outbox)) == 0
    events, _ = await feed.read(
        database, FOLLOWER, source="/api/x", rights=RIGHTS, after=0, limit=10
    )
    assert [(event.type, event.subject, event.time) for event in events] == [("SeatTaken", "a", AT)]


async def test_a_fact_of_a_transaction_that_fails_is_not_written(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction("0999") as session:
            outbox.publish(session, SeatTaken(seat="a"), at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    events, _ = await feed.read(
        database, FOLLOWER, source="/api/x", rights=RIGHTS, after=0, limit=10
    )
    assert events == []


async def test_a_fact_needs_a_municipality(database: Database) -> None:
    async with database.transaction(None) as session:
        with pytest.raises(LookupError):
            outbox.publish(session, SeatTaken(seat="a"), at=AT)


async def test_a_caller_sees_its_own_municipality_and_still_advances(database: Database) -> None:
    for municipality in ("0101", "0999", "0101"):
        async with database.transaction(municipality) as session:
            outbox.publish(session, SeatTaken(seat=municipality), at=AT)
    caller = Caller("client", "client", "0999", frozenset({"feed.read", "seats.make"}))
    events, scanned = await feed.read(
        database, caller, source="/api/x", rights=RIGHTS, after=0, limit=10
    )
    everything, head = await feed.read(
        database, FOLLOWER, source="/api/x", rights=RIGHTS, after=0, limit=10
    )
    assert [event.municipality for event in events] == ["0999"]
    assert len(everything) == 3
    assert scanned == head == int(everything[-1].id)


async def test_racing_writers_lose_nothing_to_a_reader_that_never_looks_back(
    databases: TestDatabases,
) -> None:
    async with databases.copied("surveys") as url:
        writers = [Database.connect(url, pool_size=1) for _ in range(WRITERS)]
        reader = Database.connect(url, pool_size=1)

        async def write(writer: int) -> None:
            for number in range(FACTS_EACH):
                async with writers[writer].transaction("0999") as session:
                    outbox.publish(session, SeatTaken(seat=f"{writer}-{number}"), at=AT)
                    # Work between the publishing and the commit, of different length each time.
                    await session.execute(
                        text("SELECT pg_sleep(:seconds)"), {"seconds": 0.001 * (writer % 5)}
                    )

        seen: list[str] = []

        async def read(done: asyncio.Event) -> None:
            after = 0
            while True:
                last_round = done.is_set()
                events, after = await feed.read(
                    reader, FOLLOWER, source="/api/x", rights=RIGHTS, after=after, limit=50
                )
                seen.extend(event.subject for event in events)
                if last_round and not events:
                    return

        done = asyncio.Event()
        reading = asyncio.create_task(read(done))
        await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
        done.set()
        await reading
        for database in (*writers, reader):
            await database.close()
    assert len(seen) == WRITERS * FACTS_EACH
    assert len(set(seen)) == len(seen)


class DoorOpened(outbox.Fact):
    subject_field: ClassVar[str] = "door"
    right: ClassVar[str] = "doors.read"
    provider_field: ClassVar[str | None] = "provider_id"

    door: str
    provider_id: str | None


async def test_a_caller_reads_what_its_rights_and_its_provider_allow(database: Database) -> None:
    rights = feed.rights_of([SeatTaken, DoorOpened])
    async with database.transaction("0999") as session:
        outbox.publish(session, SeatTaken(seat="a"), at=AT)
        outbox.publish(session, DoorOpened(door="mine", provider_id="p-1"), at=AT)
        outbox.publish(session, DoorOpened(door="others", provider_id="p-2"), at=AT)
        outbox.publish(session, DoorOpened(door="nobodys", provider_id=None), at=AT)
        outbox.publish(session, SeatTaken(seat="ours"), at=AT, municipality=None)

    async def seen(*held: str, provider: str | None = None) -> tuple[list[str], int]:
        caller = Caller("c", "client", "0999", frozenset({"feed.read", *held}), provider)
        events, scanned = await feed.read(
            database, caller, source="/api/x", rights=rights, after=0, limit=10
        )
        return [event.subject for event in events], scanned

    everything, head = await feed.read(
        database, FOLLOWER, source="/api/x", rights=rights, after=0, limit=10
    )
    assert [event.subject for event in everything] == ["a", "mine", "others", "nobodys", "ours"]
    assert everything[-1].municipality is None
    assert await seen("seats.make") == (["a"], head)
    assert await seen("doors.read") == (["mine", "others", "nobodys"], head)
    assert await seen("doors.read", "seats.make", provider="p-1") == (["mine"], head)
    assert await seen() == ([], head)
