"""Registrations, merges and erasures that come at the same time, on connections of their own."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import httpx
import pytest_asyncio

from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from visitation.app import create_app

from .conftest import RIGHTS, settings
from .factories import NDJSON, key, ndjson
from .people import PURPOSE, citizen, registered, told

AT_ONCE = 50


@pytest_asyncio.fixture(loop_scope="session")
async def racing(databases: TestDatabases, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    async with databases.copied("visitation") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        async with client_of(app, signer.token(RIGHTS)) as client:
            yield client
        await app.state.database.close()


async def test_of_many_who_register_the_same_number_one_is_first(
    racing: httpx.AsyncClient,
) -> None:
    answers = await asyncio.gather(
        *(racing.post("/v1/citizens", json=citizen(1), headers=key()) for _ in range(AT_ONCE))
    )
    assert sorted(each.status_code for each in answers) == [200] * (AT_ONCE - 1) + [201]
    assert len({each.json()["id"] for each in answers}) == 1
    assert len(await told(racing)) == 1


async def test_a_batch_and_a_hand_that_register_the_same_make_one_citizen(
    racing: httpx.AsyncClient,
) -> None:
    body = ndjson(*(citizen(n) for n in range(100)))
    answers = await asyncio.gather(
        racing.post("/v1/citizens/import", content=body, headers=NDJSON),
        *(racing.post("/v1/citizens", json=citizen(n), headers=key()) for n in range(5)),
        racing.post("/v1/citizens/import", content=body, headers=NDJSON),
    )
    assert {each.status_code for each in answers} <= {200, 201, 409}
    again = await racing.post("/v1/citizens/import", content=body, headers=NDJSON)
    assert (again.status_code, again.json()["refused"]) == (200, 0)
    ids = [data["citizen_id"] for _, data in await told(racing)]
    assert len(ids) == len(set(ids)) == 100


async def test_two_that_are_merged_into_each_other_at_once_become_one(
    racing: httpx.AsyncClient,
) -> None:
    one, two = await registered(racing, 1), await registered(racing, 2)
    pairs = [(one, two), (two, one)] * 5
    answers = await asyncio.gather(
        *(
            racing.post(f"/v1/citizens/{alias}/merge", json={"into": into}, headers=key())
            for alias, into in pairs
        )
    )
    assert {each.status_code for each in answers} == {200}
    [kept] = {each.json()["id"] for each in answers}
    merges = [data for kind, data in await told(racing) if kind == "CitizensMerged"]
    assert [(each["citizen_id"], each["kept_id"]) for each in merges] == [
        (({one, two} - {kept}).pop(), kept)
    ]


async def test_a_chain_that_is_merged_at_once_ends_at_one_citizen(
    racing: httpx.AsyncClient,
) -> None:
    ids = [await registered(racing, n) for n in range(6)]
    answers = await asyncio.gather(
        *(
            racing.post(f"/v1/citizens/{alias}/merge", json={"into": into}, headers=key())
            for alias, into in pairwise(ids)
        )
    )
    # Two that wait for each other are told to come again; nobody is half merged.
    assert {each.status_code for each in answers} <= {200, 503}
    for alias, into in pairwise(ids):
        await racing.post(f"/v1/citizens/{alias}/merge", json={"into": into}, headers=key())
    read = [await racing.get(f"/v1/citizens/{each}", params=PURPOSE) for each in ids]
    [kept] = {each.json()["id"] for each in read}
    assert sorted(read[0].json()["merged_ids"]) == sorted(set(ids) - {kept})


async def test_of_many_erasures_at_once_one_is_told(racing: httpx.AsyncClient) -> None:
    citizen_id = await registered(racing, 1)
    body = {"reason": "retention_period", "confirm": citizen_id}
    answers = await asyncio.gather(
        *(
            racing.post(f"/v1/citizens/{citizen_id}/erase", json=body, headers=key())
            for _ in range(10)
        )
    )
    assert {each.status_code for each in answers} == {200}
    assert [kind for kind, _ in await told(racing)] == ["CitizenErased"]
