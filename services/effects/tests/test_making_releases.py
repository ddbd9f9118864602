"""When releases are made: once registers rest, or somebody asks; once, and whole or not at all."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from effects import jobs
from effects.app import create_app
from effects.registers import queries
from effects.releases import indicators, service
from effects.settings import Settings
from effects.work import create_work
from kit import jobs as kit_jobs
from kit import worker
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from kit.testing.working import for_a_worker

from . import racing
from .conftest import RIGHTS
from .factories import figures, hours, load, random_registers, released_events, releases, send

FILES = random_registers(7, citizens=120)


class Killed(Exception):
    """The process goes away before it has committed."""


async def test_a_release_waits_until_the_registers_have_settled(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    patient = settings.model_copy(update={"settle_seconds": 60.0})
    await jobs.release_due(patient, database)
    assert await releases(client) == []
    await jobs.release_due(settings, database)
    assert len(await releases(client)) == 1


async def test_a_release_can_be_had_now_and_once_for_a_key(client: httpx.AsyncClient) -> None:
    early = await client.post("/v1/releases", headers={"Idempotency-Key": "zero"})
    assert early.status_code == 409
    assert early.json()["code"] == "registers_missing"
    assert early.json()["missing"] == ["codes", "support", "courses"]
    await load(client, FILES)
    first = await client.post("/v1/releases", headers={"Idempotency-Key": "one"})
    again = await client.post("/v1/releases", headers={"Idempotency-Key": "one"})
    second = await client.post("/v1/releases", headers={"Idempotency-Key": "two"})
    assert [answer.status_code for answer in (first, again, second)] == [201, 201, 201]
    assert first.json() == again.json()
    assert [one["number"] for one in await releases(client)] == [2, 1]
    assert second.json()["is_newest"]
    without = await client.post("/v1/releases")
    assert without.json()["code"] == "idempotency_key_required"


async def test_a_release_can_be_asked_for_and_its_end_looked_up(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    wanted = {"Idempotency-Key": "one", "Prefer": "respond-async"}
    handlers = jobs.handlers(settings)

    async def ask(key: str) -> httpx.Response:
        return await client.post("/v1/releases", headers=wanted | {"Idempotency-Key": key})

    async def done(asked: httpx.Response) -> dict[str, Any]:
        await kit_jobs.do(database, handlers, asked.json()["id"])
        answer = await client.get(asked.headers["Location"])
        assert "Retry-After" not in answer.headers
        said: dict[str, Any] = answer.json()
        return said

    early = await done(await ask("zero"))
    assert (early["state"], early["problem"]["code"]) == ("failed", "registers_missing")
    await load(client, FILES)
    asked = await ask("one")
    again = await ask("one")
    assert [answer.status_code for answer in (asked, again)] == [202, 202]
    assert asked.json() == again.json()
    assert asked.headers["Preference-Applied"] == "respond-async"
    assert await releases(client) == []
    finished = await done(asked)
    (released,) = await releases(client)
    assert finished["state"] == "done"
    assert finished["result"] == {"release_id": released["id"], "number": 1}
    otherwise = await client.post("/v1/releases", headers={"Idempotency-Key": "one"})
    assert (otherwise.status_code, otherwise.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_release_that_is_killed_in_the_middle_leaves_nothing(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)

    async def released_and_killed() -> None:
        async with database.transaction("0999") as session:
            at = datetime.now(UTC)
            assert await service.release_if_due(session, "0999", settings, at=at) is not None
            await session.flush()
            raise Killed

    with pytest.raises(Killed):
        await released_and_killed()
    assert await releases(client) == []
    assert await figures(client) == []
    assert await released_events(client) == []
    assert list(settings.spool_folder.iterdir()) == []
    await jobs.release_due(settings, database)
    assert len(await releases(client)) == 1


async def test_two_releases_that_race_give_one_and_an_import_in_progress_is_waited_for(
    databases: TestDatabases, settings: Settings, signer: Signer
) -> None:
    async with racing.apart(databases, settings, signer) as (client, *workers):
        await load(client, FILES)
        async with workers[0].transaction("0999") as importing:
            assert await queries.try_lock(importing, "0999", "hours")
            await jobs.release_due(settings, workers[1])
            busy = await send(client, "hours", hours(("x", "2024-01", "1")))
        assert busy.status_code == 409
        assert busy.json()["code"] == "import_in_progress"
        assert await releases(client) == []

        await asyncio.gather(*(jobs.release_due(settings, worker) for worker in workers * 2))
        assert [one["number"] for one in await releases(client)] == [1]
        assert len(await released_events(client)) == 4


async def test_the_worker_releases_by_itself(
    databases: TestDatabases, settings: Settings, signer: Signer, tmp_path: Path
) -> None:
    async with databases.copied("effects") as url:
        unsettled = for_a_worker(settings, tmp_path, url)
        settled = unsettled.model_copy(update={"settle_seconds": 0.2})
        app = create_app(settled)
        app.state.verifier = signer.verifier()
        stop = asyncio.Event()
        working = asyncio.create_task(worker.run([create_work(settled)], stop))
        async with client_of(app, signer.token(RIGHTS)) as client:
            await load(client, FILES)
            for _ in range(300):
                if await releases(client):
                    break
                await asyncio.sleep(0.1)
            last = (await releases(client))[0]
            assert last["registers"] == {"codes": 1, "support": 1, "hours": 1, "courses": 1}
            assert len(await figures(client)) == 4 * 2 * len(indicators.NAMES)
        stop.set()
        await working
