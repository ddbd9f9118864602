"""Requests that come at the same time, on connections of their own."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from visitation.app import create_app

from .conftest import RIGHTS, settings
from .factories import NDJSON, key, ndjson, offer, row

AT_ONCE = 12


@pytest_asyncio.fixture(loop_scope="session")
async def racing(databases: TestDatabases, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    async with databases.copied("visitation") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        async with client_of(app, signer.token(RIGHTS)) as client:
            yield client


async def test_an_id_is_given_to_one_of_many(racing: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(racing.post("/v1/offers", json=offer(id="o-1"), headers=key()) for _ in range(AT_ONCE))
    )
    assert sorted(each.status_code for each in answers) == [201] + [409] * (AT_ONCE - 1)


async def test_of_many_that_read_the_same_version_one_replaces_it(
    racing: httpx.AsyncClient,
) -> None:
    await racing.post("/v1/offers", json=offer(id="o-1"), headers=key())
    answers = await asyncio.gather(
        *(
            racing.put("/v1/offers/o-1", json=offer(name=f"Nr. {n}"), headers={"If-Match": '"1"'})
            for n in range(AT_ONCE)
        )
    )
    assert sorted(each.status_code for each in answers) == [200] + [412] * (AT_ONCE - 1)
    assert (await racing.get("/v1/offers/o-1")).json()["version"] == 2


async def test_an_offer_is_published_once(racing: httpx.AsyncClient) -> None:
    await racing.post("/v1/offers", json=offer(id="o-1"), headers=key())
    answers = await asyncio.gather(
        *(racing.post("/v1/offers/o-1/publish", headers=key()) for _ in range(AT_ONCE))
    )
    assert sorted(each.status_code for each in answers) == [200] + [409] * (AT_ONCE - 1)
    assert len((await racing.get("/v1/events")).json()) == 1


async def test_of_the_same_batch_sent_at_once_one_takes_effect(racing: httpx.AsyncClient) -> None:
    body = ndjson(*(row(f"o-{n}") for n in range(50)))
    answers = await asyncio.gather(
        *(
            racing.post("/v1/offers/import?batch_id=b", content=body, headers=NDJSON)
            for _ in range(5)
        )
    )
    assert {each.status_code for each in answers} <= {200, 409}
    assert sum(each.json().get("outcome") == "taken" for each in answers) == 1
    assert {each.json().get("code", "import_in_progress") for each in answers} == {
        "import_in_progress"
    }
    assert len((await racing.get("/v1/events")).json()) == 50
