"""An erasure beside somebody who writes of the citizen: whoever is first, no id stays."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from contracts import follow
from contracts.app import create_app
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from . import factories
from .conftest import RIGHTS, settings
from .factories import NDJSON, key, ndjson
from .test_attacks_on_call_offs import ROW
from .test_complaints import CITIZEN, complaint

COURSE = "bestilling-1"
ERASED = factories.event(
    "CitizenErased", CITIZEN, {"citizen_id": CITIZEN, "erased_at": "2026-11-01T10:00:00Z"}
)
OUTBOX = "hashtext('pejling.outbox')"
NAMED = """
    SELECT (SELECT count(*) FROM outbox WHERE data::text LIKE '%' || $1 || '%')
         + (SELECT count(*) FROM complaints WHERE citizen_id = $1)
         + (SELECT count(*) FROM call_offs WHERE citizen_id = $1)
"""
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
"""


class Racing:
    """The service on a database of its own, and a connection that looks on."""

    def __init__(self, client: httpx.AsyncClient, database: Database, onlooker: Any) -> None:  # noqa: ANN401 - asyncpg's
        self.client = client
        self.database = database
        self.onlooker = onlooker

    async def erase(self) -> None:
        async with self.database.transaction("0999") as session:
            await follow.HANDLERS[ERASED.type](session, ERASED)

    async def write(self, what: str) -> httpx.Response:
        if what == "complaint":
            return await self.client.post("/v1/complaints", json=complaint(), headers=key())
        if what == "complaints":
            rows = ndjson({"id": "k-1", **complaint()})
            return await self.client.post("/v1/complaints/import", content=rows, headers=NDJSON)
        if what == "call-offs":
            rows = ndjson(ROW | {"citizen_id": CITIZEN, "aligned_at": "2026-09-02T08:00:00Z"})
            return await self.client.post("/v1/call-offs/import", content=rows, headers=NDJSON)
        day = {"corrected day": "2026-09-08", "new day": "2026-09-15"}[what]
        return await self.client.post("/v1/attendance/batches", json=[attended(day, hours=5)])

    async def until_waiting(self, count: int, *beside: asyncio.Task[Any]) -> None:
        """Until so many wait for a lock, or those beside have finished without waiting."""
        for _ in range(500):
            if await self.onlooker.fetchval(WAITING) >= count or any(t.done() for t in beside):
                return
            await asyncio.sleep(0.02)
        raise AssertionError("nobody waited")


def attended(day: str, *, hours: float) -> dict[str, Any]:
    return {"call_off_id": COURSE, "day": day, "planned_hours": hours, "attended_hours": hours}


@pytest_asyncio.fixture(loop_scope="session")
async def racing(databases: TestDatabases, signer: Signer) -> AsyncIterator[Racing]:
    async with databases.copied("contracts") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        database: Database = app.state.database
        onlooker = await asyncpg.connect(url)

        async def take(*events: Any) -> None:  # noqa: ANN401 - as conftest.Follow
            for each in events:
                async with database.transaction(each.municipality) as session:
                    await follow.HANDLERS[each.type](session, each)

        try:
            async with client_of(app, signer.token(RIGHTS)) as client:
                await factories.registered(client)
                await factories.started_call_off(client, take, COURSE, started_on="2026-09-07")
                first = [attended("2026-09-08", hours=6)]
                await client.post("/v1/attendance/batches", json=first)
                yield Racing(client, database, onlooker)
        finally:
            await onlooker.close()


KINDS = ("new day", "corrected day", "complaint", "complaints", "call-offs")


@pytest.mark.parametrize("what", KINDS)
async def test_what_is_written_while_a_citizen_is_erased_does_not_name_the_citizen(
    racing: Racing, what: str
) -> None:
    async with racing.database.transaction("0999") as session:
        await follow.HANDLERS[ERASED.type](session, ERASED)
        writing = asyncio.create_task(racing.write(what))
        await racing.until_waiting(1, writing)
    await _all_well(writing)
    assert await racing.onlooker.fetchval(NAMED, CITIZEN) == 0


@pytest.mark.parametrize("what", KINDS)
async def test_an_erasure_finds_what_is_being_written(racing: Racing, what: str) -> None:
    # Whoever has something to tell waits for this, all else written and not committed.
    await racing.onlooker.execute(f"SELECT pg_advisory_lock({OUTBOX})")
    writing = asyncio.create_task(racing.write(what))
    await racing.until_waiting(1)
    erasing = asyncio.create_task(racing.erase())
    await racing.until_waiting(2, erasing)
    await racing.onlooker.execute(f"SELECT pg_advisory_unlock({OUTBOX})")
    await _all_well(writing)
    await erasing
    assert await racing.onlooker.fetchval(NAMED, CITIZEN) == 0


async def _all_well(writing: Awaitable[httpx.Response]) -> None:
    answer = await writing
    assert answer.status_code in (200, 201), answer.text
