"""What was published of an erased subject is emptied; nothing else that was published changes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import ClassVar

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kit import erasure, feed, outbox
from kit.database import Database
from kit.feed import CloudEvent
from kit.rights import Caller
from kit.testing.databases import TestDatabases

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
FOLLOWER = Caller("service", "service", None, frozenset({"feed.read", "feed.follow_all"}))
OUTSIDER = Caller("client", "client", "0999", frozenset({"feed.read", "seats.make"}))
RIGHTS = {"SeatTaken": "seats.make", "SeatForgotten": "seats.make"}


class SeatTaken(outbox.Fact):
    subject_field: ClassVar[str] = "seat"
    right: ClassVar[str] = "seats.make"

    seat: str
    taken_by: str


class SeatForgotten(outbox.Fact):
    subject_field: ClassVar[str] = "seat"
    right: ClassVar[str] = "seats.make"

    seat: str


@pytest_asyncio.fixture(loop_scope="session")
async def forgetting(databases: TestDatabases) -> AsyncIterator[Database]:
    """The database of a service that lets its outbox be compacted."""
    async with databases.rolled_back("visitation") as database:
        for municipality in ("0999", "0101"):
            async with database.transaction(municipality) as session:
                for seat in ("a", "b", "a"):
                    outbox.publish(session, SeatTaken(seat=seat, taken_by="somebody"), at=AT)
        yield database


async def read(database: Database, caller: Caller) -> list[CloudEvent]:
    events, _ = await feed.read(
        database, caller, source="/api/x", rights=RIGHTS, after=0, limit=100
    )
    return events


async def test_entries_of_the_subject_are_emptied_and_keep_their_places(
    forgetting: Database,
) -> None:
    before = await read(forgetting, FOLLOWER)
    async with forgetting.transaction("0999") as session:
        outbox.publish(session, SeatForgotten(seat="a"), at=AT)
        assert await erasure.compact(session, ["a"], ["SeatTaken"]) == 2
    after = await read(forgetting, FOLLOWER)
    assert [(each.id, each.subject, each.time) for each in after[:-1]] == [
        (each.id, each.subject, each.time) for each in before
    ]
    emptied = [each for each in after if each.type == erasure.COMPACTED]
    assert {(each.municipality, each.subject) for each in emptied} == {("0999", "a")}
    assert all(each.data == {} for each in emptied)
    assert [each.type for each in after].count("SeatTaken") == 4
    assert after[-1].type == "SeatForgotten"


async def test_an_outsider_is_not_shown_what_was_emptied(forgetting: Database) -> None:
    async with forgetting.transaction("0999") as session:
        await erasure.compact(session, ["a"], ["SeatTaken"])
    assert [each.subject for each in await read(forgetting, OUTSIDER)] == ["b"]


async def test_another_type_of_the_same_id_stays(forgetting: Database) -> None:
    async with forgetting.transaction("0999") as session:
        assert await erasure.compact(session, ["a"], ["SeatForgotten"]) == 0


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE outbox SET data = '{"seat": "a", "taken_by": "another"}'""",
        "UPDATE outbox SET type = 'Compacted'",
        "UPDATE outbox SET type = 'SeatForgotten', data = '{}'",
        "UPDATE outbox SET subject = 'b'",
        "UPDATE outbox SET type = 'Compacted', data = '{}', happened_at = now()",
        "DELETE FROM outbox",
        "TRUNCATE outbox",
        "ALTER TABLE outbox DISABLE TRIGGER refuse_rewriting",
        "DROP TRIGGER refuse_rewriting ON outbox",
    ],
)
async def test_nothing_that_was_published_is_rewritten(
    forgetting: Database, statement: str
) -> None:
    async def rewrite() -> None:
        async with forgetting.transaction("0999") as session:
            await session.execute(text(statement))

    before = await read(forgetting, FOLLOWER)
    with pytest.raises(DBAPIError) as refusal:
        await rewrite()
    assert getattr(refusal.value.orig, "sqlstate", "") == "42501"
    assert await read(forgetting, FOLLOWER) == before
