"""Long work commits with the request that asks for it, is done once, and tells how far it is."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from kit import jobs, problems, queueing, tables
from kit.database import Database
from kit.pages import PageRequest
from kit.rights import Caller
from kit.testing.databases import TestDatabases

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CALLER = Caller("client-1", "client", "0999", frozenset({"jobs.read"}))
FOREIGN = Caller("client-2", "client", "0101", frozenset({"jobs.read"}))


class NoRoom(problems.NotNow):
    code = "no_room"


async def ask(database: Database, kind: str = "count", **payload: object) -> jobs.Job:
    async with database.transaction(CALLER.municipality) as session:
        return await jobs.ask(session, CALLER, kind=kind, payload=payload, at=AT, content=b"rows")


async def look(database: Database, job_id: str, caller: Caller = CALLER) -> jobs.Job:
    async with database.transaction(caller.municipality) as session:
        return await jobs.get_job(session, caller, job_id)


@asynccontextmanager
async def working(url: str, handlers: Mapping[str, jobs.Handler]) -> AsyncIterator[Database]:
    stop, database = asyncio.Event(), Database.connect(url)
    running = asyncio.create_task(queueing.run(database, url, handlers, [], stop))
    try:
        yield database
    finally:
        stop.set()
        await running
        await database.close()


async def finished(database: Database, job_id: str) -> jobs.Job:
    async with asyncio.timeout(20):
        while (job := await look(database, job_id)).finished_at is None:  # noqa: ASYNC110 - the database tells
            await asyncio.sleep(0.02)
    return job


async def test_a_job_is_done_by_a_worker_with_its_askers_rights_and_content(
    databases: TestDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "TELL_EVERY_SECONDS", 0.0)
    seen: list[tuple[Any, ...]] = []
    told = asyncio.Event()
    go_on = asyncio.Event()

    async def count(running: jobs.Running) -> dict[str, Any]:
        seen.append((running.caller, running.payload, running.content))
        await running.tell(3, 10)
        told.set()
        await go_on.wait()
        return {"counted": 10}

    async with databases.copied("surveys") as url, working(url, {"count": count}) as database:
        asked = await ask(database, batch="b-1")
        assert (asked.state, asked.done, asked.total) == ("waiting", 0, None)
        async with asyncio.timeout(20):
            await told.wait()
        halfway = await look(database, asked.id)
        assert (halfway.state, halfway.done, halfway.total) == ("running", 3, 10)
        go_on.set()
        done = await finished(database, asked.id)
        assert (done.state, done.result, done.problem) == ("done", {"counted": 10}, None)
        async with database.transaction(None) as session:
            assert await session.scalar(text("SELECT count(content) FROM jobs")) == 0
    assert seen == [(CALLER, {"batch": "b-1"}, b"rows")]


async def test_what_is_rolled_back_asks_for_nothing(databases: TestDatabases) -> None:
    async with databases.copied("surveys") as url:
        database = Database.connect(url)

        async def fail() -> None:
            async with database.transaction("0999") as session:
                await jobs.ask(session, CALLER, kind="count", payload={}, at=AT)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            await fail()
        async with database.transaction(None) as session:
            left = await session.scalar(
                text("SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM pgqueuer)")
            )
        await database.close()
    assert left == 0


async def test_twenty_jobs_and_two_workers_do_each_once(databases: TestDatabases) -> None:
    done: list[int] = []

    async def count(running: jobs.Running) -> dict[str, Any]:
        done.append(running.payload["number"])
        await asyncio.sleep(0.01)
        return {}

    async with (
        databases.copied("surveys") as url,
        working(url, {"count": count}) as database,
        working(url, {"count": count}),
    ):
        asked = [await ask(database, number=number) for number in range(20)]
        for job in asked:
            await finished(database, job.id)
    assert sorted(done) == list(range(20))


async def test_a_refusal_is_told_and_something_unforeseen_tried_three_times(
    databases: TestDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_FIRST_PAUSE_SECONDS", 0)
    monkeypatch.setattr(queueing, "LOOK_EVERY", timedelta(seconds=0.2))
    tried: list[str] = []

    async def refuse(_: jobs.Running) -> dict[str, Any]:
        raise NoRoom("Prøv i morgen.")

    async def break_down(running: jobs.Running) -> dict[str, Any]:
        tried.append(running.id)
        raise RuntimeError("the number 010160-1234 must not be told")

    handlers = {"refuse": refuse, "break": break_down}
    async with databases.copied("surveys") as url, working(url, handlers) as database:
        refused = await finished(database, (await ask(database, "refuse")).id)
        broken = await finished(database, (await ask(database, "break")).id)
        async with database.transaction(None) as session:
            kept = await session.scalar(
                text("SELECT string_agg(traceback::text, '') FROM pgqueuer_log")
            )
    assert refused.problem is not None
    assert (refused.state, refused.problem.code, refused.problem.status) == (
        "failed",
        "no_room",
        409,
    )
    assert broken.problem is not None
    assert (broken.state, broken.problem.code) == ("failed", "job_failed")
    assert len(tried) == jobs.MOST_ATTEMPTS
    assert "010160" not in str(kept)
    assert "010160" not in broken.model_dump_json()


async def test_a_job_whose_worker_died_is_taken_up_again(databases: TestDatabases) -> None:
    done: list[str] = []

    async def count(running: jobs.Running) -> dict[str, Any]:
        done.append(running.id)
        return {}

    async with databases.copied("surveys") as url:
        database = Database.connect(url)
        asked = await ask(database)
        async with database.transaction(None) as session:
            await session.execute(text("DELETE FROM pgqueuer"))
            await session.execute(update(tables.jobs).values(attempts=1, started_at=AT))
        assert await jobs.take_up_lost(database, at=datetime.now(UTC)) == 1
        assert await jobs.take_up_lost(database, at=datetime.now(UTC)) == 0
        async with working(url, {"count": count}):
            await finished(database, asked.id)
        await database.close()
    assert done == [asked.id]


async def test_jobs_are_listed_newest_first_and_only_to_their_own(database: Database) -> None:
    asked = [(await ask(database, number=number)).id for number in range(3)]
    async with database.transaction("0999") as session:
        first, cursor = await jobs.list_jobs(session, CALLER, PageRequest(2, None))
        rest, end = await jobs.list_jobs(session, CALLER, PageRequest(2, cursor))
        foreign, _ = await jobs.list_jobs(session, FOREIGN, PageRequest(2, None))
    assert sorted(job.id for job in (*first, *rest)) == sorted(asked)
    assert (len(first), end, foreign) == (2, None, [])
    with pytest.raises(jobs.JobNotFound):
        await look(database, asked[0], FOREIGN)
