"""A deadline may strike anywhere, a commit included: what was answered stays true afterwards."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.pool import QueuePool

from kit import applications
from kit.admission import Admission
from kit.database import Database, SessionDep
from kit.edge import Edge
from kit.rights import requires
from kit.settings import ServiceSettings
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

SECONDS = 0.2
LONG = 30
LINGER = """
    CREATE TEMPORARY TABLE late (id int) ON COMMIT DROP

    CREATE FUNCTION pg_temp.linger() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END'

    CREATE CONSTRAINT TRIGGER lingers AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION pg_temp.linger()

    INSERT INTO late VALUES (1)
"""
"""What makes the commit itself wait, a statement a paragraph; the driver takes one at a time."""

router = APIRouter(dependencies=[requires("notes.write")])


@router.post("/v1/notes/{name}")
async def write(name: str, session: SessionDep, seconds: float = 0) -> str:
    """Write a note, after a while."""
    await session.execute(
        text("INSERT INTO cursors (feed, position) VALUES (:name, 0)"), {"name": name}
    )
    await session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
    return name


@router.post("/v1/lingering/{name}")
async def linger(name: str, session: SessionDep) -> str:
    """Write a note with a commit that takes for ever."""
    await session.execute(
        text("INSERT INTO cursors (feed, position) VALUES (:name, 0)"), {"name": name}
    )
    for statement in LINGER.split("\n\n"):
        await session.execute(text(statement))
    return name


@pytest_asyncio.fixture(loop_scope="session")
async def app(databases: TestDatabases, signer: Signer) -> AsyncIterator[FastAPI]:
    """A service that writes notes, on a database of its own."""
    async with databases.copied("surveys") as url:
        app = applications.new_service(
            "surveys",
            ServiceSettings(
                database_url=SecretStr(url),
                gateway_url="http://gateway.invalid",
                requests_in_ten_seconds=0,
            ),
            summary="Notes",
        )
        app.include_router(router)
        app.state.verifier = signer.verifier()
        async with app.router.lifespan_context(app):
            yield app


@pytest_asyncio.fixture(loop_scope="session")
async def admission() -> Admission:
    """What is let in, counted by the edge that is under attack."""
    return Admission(at_once=1_000, transactions=4, requests_per_window=0)


@pytest_asyncio.fixture(loop_scope="session")
async def writer(
    app: FastAPI, admission: Admission, signer: Signer
) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody whose requests are given up soon."""
    hasty = Edge(app, admission=admission, monitors=(), request_seconds=SECONDS)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(hasty),
        base_url="http://pejling.test",
        headers={"Authorization": f"Bearer {signer.token({'notes.write'})}"},
    ) as client:
        yield client


async def written(database: Database) -> set[str]:
    async with database.transaction(None) as session:
        return set(await session.scalars(text("SELECT feed FROM cursors")))


def lent_out(database: Database) -> int:
    assert database._engine is not None
    pool = database._engine.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout()


async def test_whatever_was_answered_well_is_there_and_every_connection_comes_back(
    app: FastAPI, admission: Admission, writer: httpx.AsyncClient
) -> None:
    waits = [0 if number % 3 else LONG for number in range(60)]
    answers = await asyncio.gather(
        *(
            writer.post(f"/v1/notes/n{number}", params={"seconds": seconds})
            for number, seconds in enumerate(waits)
        )
    )
    assert {one.status_code for one in answers} <= {200, 503}
    assert {one.status_code for one in answers[::3]} == {503}
    there = await written(app.state.database)
    assert {one.json() for one in answers if one.status_code == 200} <= there
    assert not {f"n{number}" for number in range(0, 60, 3)} & there
    assert (admission.in_flight, lent_out(app.state.database)) == (0, 0)


async def test_a_deadline_that_strikes_in_the_commit_takes_the_change_back(
    app: FastAPI, admission: Admission, writer: httpx.AsyncClient
) -> None:
    answers = await asyncio.gather(*(writer.post(f"/v1/lingering/n{each}") for each in range(8)))
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(503, "deadline_passed")}
    assert not {f"n{each}" for each in range(8)} & await written(app.state.database)
    assert (admission.in_flight, lent_out(app.state.database)) == (0, 0)
