"""A job ends once, whatever its workers do, and does nothing for whoever may not ask any more."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import update

from kit import jobs, pages, problems, revocations, tables
from kit.database import Database
from kit.rights import Caller
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CALLER = Caller("client-1", "client", "0999", frozenset({"jobs.read"}))


class NoRoom(problems.NotNow):
    code = "no_room"


async def ask(database: Database, caller: Caller = CALLER, at: datetime = AT) -> str:
    async with database.transaction(caller.municipality) as session:
        return (await jobs.ask(session, caller, kind="count", payload={}, at=at)).id


async def look(database: Database, job_id: str) -> jobs.Job:
    async with database.transaction("0999") as session:
        return await jobs.get_job(session, CALLER, job_id)


async def count(_: jobs.Running) -> dict[str, Any]:
    return {"counted": 10}


@pytest_asyncio.fixture(loop_scope="session")
async def reader(app: FastAPI, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app, signer.token({"jobs.read"})) as client:
        yield client


async def test_a_providers_system_sees_what_it_asked_for_itself_and_nothing_else(
    app: FastAPI, database: Database, signer: Signer
) -> None:
    mine, other = (
        Caller(subject, "client", "0999", frozenset({"jobs.read"}), "north")
        for subject in ("north-1", "north-2")
    )
    own, others = await ask(database, mine), [await ask(database, other), await ask(database)]
    token = signer.token({"jobs.read"}, sub=mine.subject, provider_id=mine.provider_id)
    async with client_of(app, token) as client:
        assert [each["id"] for each in (await client.get("/v1/jobs")).json()["items"]] == [own]
        assert (await client.get(f"/v1/jobs/{own}")).json()["state"] == "waiting"
        for job_id in others:
            answer = await client.get(f"/v1/jobs/{job_id}")
            assert (answer.status_code, answer.json()["code"]) == (404, "job_not_found")


@pytest.mark.parametrize("fails_first", [True, False])
async def test_what_a_job_ended_as_it_stays_when_a_slower_worker_ends_it_again(
    databases: TestDatabases, *, fails_first: bool
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def refuse(_: jobs.Running) -> dict[str, Any]:
        raise NoRoom("Prøv i morgen.")

    async def slowly(running: jobs.Running) -> dict[str, Any]:
        begun.set()
        await go_on.wait()
        await running.tell(99, 100)
        return await (count if fails_first else refuse)(running)

    async with databases.copied("surveys") as url:
        database = Database.connect(url)
        job_id = await ask(database)
        slow = asyncio.create_task(jobs.do(database, {"count": slowly}, job_id))
        await begun.wait()
        await jobs.do(database, {"count": refuse if fails_first else count}, job_id)
        ended = await look(database, job_id)
        go_on.set()
        await slow
        at_last = await look(database, job_id)
        await database.close()
    assert ended.state == ("failed" if fails_first else "done")
    assert at_last == ended


async def test_a_finished_job_is_not_done_again(database: Database) -> None:
    done: list[str] = []

    async def note(running: jobs.Running) -> dict[str, Any]:
        done.append(running.id)
        return {}

    job_id = await ask(database)
    for _ in range(3):
        assert await jobs.do(database, {"count": note}, job_id) is None
    assert done == [job_id]


class WorkerKilled(BaseException):
    """What nobody catches, as a kill."""


async def test_a_job_that_ends_its_worker_each_time_is_given_up_after_six_starts(
    database: Database,
) -> None:
    started = 0

    async def kill(_: jobs.Running) -> dict[str, Any]:
        nonlocal started
        started += 1
        raise WorkerKilled

    job_id = await ask(database)
    for _ in range(jobs.MOST_STARTS):
        with pytest.raises(WorkerKilled):
            await jobs.do(database, {"count": kill}, job_id)
        assert (await look(database, job_id)).state == "running"
    assert await jobs.do(database, {"count": kill}, job_id) is None
    ended = await look(database, job_id)
    assert ended.problem is not None
    assert (started, ended.state, ended.problem.code) == (6, "failed", "job_failed")


async def test_a_job_that_is_done_is_not_counted_as_failed(
    database: Database, client: httpx.AsyncClient
) -> None:
    async def refuse(_: jobs.Running) -> dict[str, Any]:
        raise NoRoom("Prøv i morgen.")

    for _ in range(3):
        await jobs.do(database, {"count": count}, await ask(database))
    assert 'jobs{state="failed"} 0.0' in (await client.get("/metrics")).text
    await jobs.do(database, {"count": refuse}, await ask(database))
    await ask(database)
    metrics = (await client.get("/metrics")).text
    assert 'jobs{state="failed"} 1.0' in metrics
    assert 'jobs{state="waiting"} 1.0' in metrics
    async with database.transaction(None) as session:
        await session.execute(
            update(tables.jobs).values(finished_at=datetime.now(UTC) - timedelta(days=2))
        )
    assert 'jobs{state="failed"} 0.0' in (await client.get("/metrics")).text


async def test_what_was_asked_before_access_was_taken_back_is_not_done(
    database: Database, reader: httpx.AsyncClient
) -> None:
    done: list[str] = []

    async def note(running: jobs.Running) -> dict[str, Any]:
        done.append(running.id)
        return {}

    other = Caller("client-2", "client", "0999", frozenset({"jobs.read"}))
    before = await ask(database, at=AT - timedelta(seconds=1))
    others = await ask(database, other, at=AT - timedelta(seconds=1))
    after = await ask(database, at=AT + timedelta(seconds=1))
    async with database.transaction(None) as session:
        await revocations.record(session, subject=CALLER.subject, tokens_before=AT)
    for job_id in (before, others, after):
        assert await jobs.do(database, {"count": note}, job_id) is None
    refused = (await reader.get(f"/v1/jobs/{before}")).json()
    assert (refused["state"], refused["problem"]["code"]) == ("failed", "access_revoked")
    assert refused["problem"]["status"] == 403
    assert done == [others, after]


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1899-12-31T00:00:00+00:00",
        "3000-01-01T00:00:00+00:00",
        "2026-03-01T12:00:00",
        "yesterday",
        "",
    ],
)
async def test_a_cursor_at_the_edge_of_time_is_refused(
    reader: httpx.AsyncClient, moment: str
) -> None:
    answer = await reader.get("/v1/jobs", params={"cursor": pages.encode((moment, "a" * 32))})
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/query/cursor"]


async def test_a_cursor_of_ours_is_followed(database: Database, reader: httpx.AsyncClient) -> None:
    asked = [await ask(database, at=AT + timedelta(seconds=each)) for each in range(3)]
    first = (await reader.get("/v1/jobs", params={"limit": 2})).json()
    rest = (await reader.get("/v1/jobs", params={"limit": 2, "cursor": first["next"]})).json()
    assert [job["id"] for job in (*first["items"], *rest["items"])] == asked[::-1]
