"""Batches of attendance that come at the same time, in any order, and are stopped halfway."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from contracts import follow
from contracts.app import create_app
from contracts.attendance import batch_queries
from contracts.events import AttendanceWeekReported
from kit.database import Database
from kit.feed import CloudEvent
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from . import factories
from .conftest import RIGHTS, Follow, settings

BATCHES = "/v1/attendance/batches"
COURSES = ("bestilling-1", "bestilling-2")
FIRST = date(2024, 9, 2)


class Racing:
    """The service on a database of its own."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self.client = client
        self.url = url

    async def send(self, rows: list[dict[str, Any]], query: str = "") -> httpx.Response:
        return await self.client.post(f"{BATCHES}{query}", json=rows)

    async def reported(self) -> dict[tuple[str, str], tuple[str, str, int]]:
        found: dict[tuple[str, str], tuple[str, str, int]] = {}
        address: str | None = "/v1/attendance?limit=200"
        while address:
            page = (await self.client.get(address)).json()
            for each in page["items"]:
                said = each["attended_hours"], each["updated_at"], each["version"]
                found[each["call_off_id"], each["day"]] = said
            address = page["next"] and f"/v1/attendance?limit=200&cursor={page['next']}"
        return found


@pytest_asyncio.fixture(loop_scope="session")
async def racing(databases: TestDatabases, signer: Signer) -> AsyncIterator[Racing]:
    async with databases.copied("contracts") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        database: Database = app.state.database

        async def take(*events: CloudEvent) -> None:
            for event in events:
                async with database.transaction(event.municipality) as session:
                    await follow.HANDLERS[event.type](session, event)

        followed: Follow = take
        async with client_of(app, signer.token(RIGHTS)) as client:
            for course in COURSES:
                await factories.started_call_off(
                    client, followed, course, started_on=FIRST.isoformat()
                )
            yield Racing(client, url)


def row(course: str, day: int, hours: float = 6.0) -> dict[str, Any]:
    return {
        "call_off_id": course,
        "day": (FIRST + timedelta(days=day)).isoformat(),
        "planned_hours": 6,
        "attended_hours": hours,
        "absence_reason": "ill",
    }


@pytest.mark.parametrize("seed", range(2))
async def test_a_hundred_batches_sent_again_in_any_order_change_nothing(
    racing: Racing, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same batches each time
    days = [(course, day) for course in COURSES for day in range(30)]
    batches = [
        [row(*each, chance.choice([0, 3.5, 6, 7])) for each in chance.sample(days, 6)]
        for _ in range(100)
    ]
    for number, rows in enumerate(batches):
        answer = await racing.send(rows, f"?batch_id=b-{number}")
        assert answer.json()["outcome"] == "taken"
    before = await racing.reported()
    last = {(each["call_off_id"], each["day"]): each for rows in batches for each in rows}
    assert {key: said[0] for key, said in before.items()} == {
        key: f"{each['attended_hours']:.2f}" for key, each in last.items()
    }
    events = len((await racing.client.get("/v1/events?limit=1000")).json())
    order = list(enumerate(batches))
    chance.shuffle(order)
    for number, rows in order:
        answer = await racing.send(rows, f"?batch_id=b-{number}")
        assert answer.json()["outcome"] == "repeated"
    assert await racing.reported() == before
    assert len((await racing.client.get("/v1/events?limit=1000")).json()) == events


async def test_batches_that_race_on_the_same_days_leave_what_the_last_one_said(
    racing: Racing,
) -> None:
    sent = {hours: [row("bestilling-1", day, hours) for day in range(40)] for hours in (1, 2, 3, 4)}
    answers = await asyncio.gather(*(racing.send(rows) for rows in sent.values()))
    assert {each.status_code for each in answers} == {200}
    assert sum(each.json()["created"] for each in answers) == 40
    assert sum(each.json()["revised"] for each in answers) == 3 * 40
    said = await racing.reported()
    assert len({hours for hours, _, _ in said.values()}) == 1
    assert {version for _, _, version in said.values()} == {4}
    history = (await racing.client.get("/v1/attendance/bestilling-1/2024-09-02/history")).json()
    told = [history["now"]["attended_hours"], *(b["attended_hours"] for b in history["before"])]
    assert sorted(told) == ["1.00", "2.00", "3.00", "4.00"]


async def test_the_same_batch_at_once_is_taken_once(racing: Racing) -> None:
    rows = [row("bestilling-1", day) for day in range(20)]
    answers = await asyncio.gather(*(racing.send(rows, "?batch_id=b") for _ in range(4)))
    assert sorted(each.json()["outcome"] for each in answers) == ["repeated"] * 3 + ["taken"]


async def test_a_batch_that_is_stopped_before_it_is_merged_leaves_nothing(racing: Racing) -> None:
    many = [row(course, day) for course in COURSES for day in range(300)]
    holder = await asyncpg.connect(racing.url)
    try:
        async with holder.transaction():
            # The merge waits for this; what was staged before it has been.
            await holder.execute("LOCK TABLE attendance IN SHARE MODE")
            waiting = asyncio.create_task(racing.send(many, "?batch_id=b"))
            await _stop_whoever_merges(holder)
        answer = await waiting
    finally:
        await holder.close()
    assert answer.status_code == 503, answer.text
    assert await racing.reported() == {}
    again = await racing.send(many, "?batch_id=b")
    assert (again.json()["outcome"], again.json()["created"]) == ("taken", len(many))


async def _stop_whoever_merges(holder: Any) -> None:  # noqa: ANN401 - asyncpg's
    for _ in range(200):
        pid = await holder.fetchval(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'"
        )
        if pid is not None:
            await holder.execute("SELECT pg_terminate_backend($1)", pid)
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waited")


async def test_a_batch_larger_than_a_few_rows_goes_through_the_staging_table(
    racing: Racing,
) -> None:
    many = [row(course, day - 30) for course in COURSES for day in range(600)]
    many.append(row("bestilling-1", 5))
    answer = await racing.send(many, "?on_error=skip_rows")
    taken = answer.json()
    assert (taken["created"], taken["refused"]) == (2 * 570 - 1, 2 * 30 + 2)
    told = [(each["row"], each["code"]) for each in taken["errors"]]
    assert told[:30] == [(number, "day_before_start") for number in range(1, 31)]
    assert (36, "repeated_day") in told
    assert (1_201, "repeated_day") in told
    again = await racing.send(many, "?on_error=skip_rows")
    assert (again.json()["unchanged"], again.json()["created"]) == (2 * 570 - 1, 0)
    async with _database(racing).transaction("0999") as session:
        left = await session.scalar(
            text("SELECT count(*) FROM pg_class WHERE relname = 'staged_attendance'")
        )
        assert left == 0


async def test_facts_of_a_large_batch_are_as_those_of_a_small_one(
    racing: Racing, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(course, day, day % 8) for course in COURSES for day in range(30)]
    await racing.send(rows)
    monkeypatch.setattr(batch_queries, "FEW", 0)
    await racing.send([each | {"planned_hours": 7} for each in rows])
    feed = (await racing.client.get("/v1/events?limit=1000")).json()
    facts = [each for each in feed if each["type"] == "AttendanceWeekReported"]
    weeks = len({each["subject"] for each in facts})
    assert len(facts) == 2 * weeks
    small, large = (
        {each["subject"]: each for each in half} for half in (facts[:weeks], facts[weeks:])
    )
    assert small.keys() == large.keys()
    for subject, each in large.items():
        fact = AttendanceWeekReported.model_validate(each["data"], extra="forbid")
        before = AttendanceWeekReported.model_validate(small[subject]["data"], extra="forbid")
        assert each["data"].keys() == small[subject]["data"].keys()
        assert fact.subject == subject
        assert fact.version == 2 * before.version
        assert (fact.attended_hours, fact.is_late) == (before.attended_hours, before.is_late)
        assert fact.reported_at > before.reported_at


def _database(racing: Racing) -> Database:
    transport: Any = racing.client._transport
    database: Database = transport.app.state.database
    return database
