"""The guide goes on answering from memory, whatever becomes of the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import partial

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.counting import noted_statements
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from visitation.app import create_app
from visitation.guide import releases
from visitation.guide.kept import KeptAnswers, Prepared, Said
from visitation.guide.spliced import Rest

from .conftest import RIGHTS, Refresh, settings
from .factories import NDJSON, ndjson, released, row, share

PROFILE = {"target_group": "kontanthjaelp"}
PATIENCE = 400


def running(url: str, signer: Signer) -> FastAPI:
    app = create_app(settings(url, guide_refresh_seconds=0.05))
    app.state.verifier = signer.verifier()
    return app


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Database]:
    database = Database.connect(url)
    yield database
    await database.close()


async def eventually(happens: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(PATIENCE):
        if await happens():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not happen")


async def until_shown(client: httpx.AsyncClient, name: str) -> None:
    async def is_shown() -> bool:
        return name in (await client.get("/v1/guide", params=PROFILE)).text

    await eventually(is_shown)


async def send(client: httpx.AsyncClient, offer_id: str, name: str) -> bool:
    body = ndjson(row(offer_id, name=name))
    return (await client.post("/v1/offers/import", content=body, headers=NDJSON)).is_success


async def test_a_change_is_shown_by_itself_and_outlives_the_database(
    databases: TestDatabases, signer: Signer
) -> None:
    async with databases.copied("visitation") as url:
        app = running(url, signer)
        async with client_of(app, signer.token(RIGHTS)) as client:
            before = (await client.get("/v1/guide", params=PROFILE)).json()
            assert before["notices"][0].startswith("Kommunen har ingen udgivne tilbud")
            assert await send(client, "o-1", "Det eneste")
            await until_shown(client, "Det eneste")
            async with connected(url) as database, database.transaction("0999") as session:
                await releases.take_effects(
                    session, released("o-1", ("kontanthjaelp", share("effect_3m", 10, 30)))
                )
            await until_shown(client, "2026-11-15")

            async with connected(url) as database, database.transaction(None) as session:
                await session.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND usename = current_user"
                        " AND pid <> pg_backend_pid()"
                    )
                )
            survived = await client.get("/v1/guide", params=PROFILE)
            assert survived.json()["ranked"][0]["offer"]["name"] == "Det eneste"
            await eventually(partial(send, client, "o-2", "Det andet"))
            await until_shown(client, "Det andet")


async def test_the_guide_answers_without_a_database_and_says_so(
    databases: TestDatabases, signer: Signer
) -> None:
    async with databases.copied("visitation") as url:
        app = running(url, signer)
        context = client_of(app, signer.token(RIGHTS))
        client = await context.__aenter__()
        assert await send(client, "o-1", "Det eneste")
        await until_shown(client, "Det eneste")
    # The database is gone now, and every connection to it with it.
    await until_shown(client, "Databasen svarer ikke")
    answer = (await client.get("/v1/guide", params={**PROFILE, "weights": "price:1"})).json()
    assert answer["ranked"][0]["offer"]["name"] == "Det eneste"
    assert not (await client.get("/v1/offers")).is_success
    await context.__aexit__(None, None, None)


async def test_a_process_that_never_reached_its_database_says_so(signer: Signer) -> None:
    app = running("postgresql://nobody@127.0.0.1:1/nothing", signer)
    async with client_of(app, signer.token(RIGHTS)) as client:
        answer = await client.get("/v1/guide", params=PROFILE)
        assert (answer.status_code, answer.json()["code"]) == (503, "guide_not_loaded")
        assert "Retry-After" in answer.headers


async def test_a_profile_is_answered_without_touching_the_database(
    client: httpx.AsyncClient,
) -> None:
    with noted_statements() as said:
        assert (await client.get("/v1/guide", params=PROFILE)).status_code == 200
        assert said == []
        assert (await client.get("/v1/offers")).status_code == 200
        assert said != []


def test_kept_answers_stay_within_their_size_and_their_generation() -> None:
    prepared = Prepared(b"", Rest.of(b"x" * 1_000))
    kept = KeptAnswers(max_bytes=3 * prepared.size)
    questions = [Said("0999", date(2026, 11, 22), f"g{n}", None, None) for n in range(5)]
    assert kept.find(questions[0], (0, 1)) is None
    for question in questions:
        kept.keep(question, (0, 1), prepared)
    assert [kept.find(each, (0, 1)) is not None for each in questions] == [
        False,
        False,
        True,
        True,
        True,
    ]
    kept.keep(questions[4], (0, 1), prepared)
    assert all(kept.find(each, (0, 1)) for each in questions[2:])
    assert kept.find(questions[4], (0, 2)) is None
    assert kept.find(questions[4], (0, 1)) is None
    assert kept.find(questions[3], (0, 1)) is prepared


def test_answers_kept_unpacked_stay_within_a_size_of_their_own() -> None:
    rests = [Rest.of(b"%d" % n * 1_000) for n in range(5)]
    kept = KeptAnswers(max_plain_bytes=2_500)
    for rest in rests:
        assert kept.plain(rest) == rest.plain()
    assert kept.plain(rests[4]) is kept.plain(rests[4])
    assert kept.plain(rests[0]) == rests[0].plain()
    assert kept.plain(rests[0]) is kept.plain(rests[0])
    held = kept.plain(rests[3])
    for rest in rests[:3]:
        kept.plain(rest)
    assert kept.plain(rests[3]) is not held


async def test_a_change_in_one_municipality_leaves_what_is_kept_of_another(
    app: FastAPI, client: httpx.AsyncClient, other: dict[str, str], refresh: Refresh
) -> None:
    memory = app.state.guide.memory
    assert await send(client, "o-1", "Det eneste")
    await refresh()
    before = memory.generation("0999"), memory.generation("0101")
    body = ndjson(row("o-2"))
    await client.post("/v1/offers/import", content=body, headers=NDJSON | other)
    await refresh()
    assert memory.generation("0999") == before[0]
    assert memory.generation("0101") != before[1]
