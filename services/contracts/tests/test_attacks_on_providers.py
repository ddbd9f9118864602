"""What was tried against providers from outside, and must go on failing."""

import asyncio

import httpx
import pytest

from contracts.app import create_app
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from .conftest import RIGHTS, settings
from .factories import NDJSON, cvr, key, ndjson, provider

NASTY = ["ﷺ" * 190, "𝔏" * 200, "Å" * 200, "a\u0301" * 99, "<b>=1+1</b>", "\u202eevil", "ß" * 200]


async def test_pages_go_on_behind_the_longest_names(client: httpx.AsyncClient) -> None:
    for place, name in enumerate(NASTY):
        body = provider(id=f"p-{place}", name=name, cvr=cvr(place))
        answer = await client.post("/v1/providers", json=body, headers=key())
        assert answer.status_code == 201, answer.text
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = await client.get("/v1/providers", params=params)
        assert page.status_code == 200, page.text
        seen += [each["id"] for each in page.json()["items"]]
        cursor = page.json()["next"]
        if cursor is None:
            break
    assert sorted(seen) == [f"p-{place}" for place in range(len(NASTY))]


async def test_one_number_is_one_provider_whoever_comes_first(
    databases: TestDatabases, signer: Signer
) -> None:
    async with databases.copied("contracts") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        async with client_of(app, signer.token(RIGHTS)) as client:
            rows = ndjson(*(provider(id=f"i-{n}", cvr=cvr(n)) for n in range(20)))
            answers = await asyncio.gather(
                *(
                    client.post(
                        "/v1/providers", json=provider(id=f"h-{n}", cvr=cvr(n)), headers=key()
                    )
                    for n in range(20)
                ),
                client.post("/v1/providers/import", content=rows, headers=NDJSON),
                client.post("/v1/providers/import", content=rows, headers=NDJSON),
            )
            listed = (await client.get("/v1/providers?limit=200")).json()["items"]
        await app.state.database.close()
    assert {each.status_code for each in answers} <= {200, 201, 409, 422}
    numbers = [each["cvr"] for each in listed]
    assert len(numbers) == len(set(numbers)) == 20


@pytest.mark.parametrize("written", ["010170-1234", "٠١٠١٧٠١٢٣٤"])
async def test_no_number_of_a_person_is_a_provider(client: httpx.AsyncClient, written: str) -> None:
    for changed in (
        {"id": written},
        {"name": f"Firma {written}"},
        {"cvr": written},
        {"contacts": [{"name": written, "email": None, "phone": None}]},
        {"contacts": [{"name": "A", "email": f"{written}@b.dk", "phone": None}]},
    ):
        answer = await client.post("/v1/providers", json=provider(**changed), headers=key())
        assert answer.status_code == 422, changed
        assert written not in answer.text
