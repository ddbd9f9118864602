"""A foreign municipality's clients cannot be told from those that there are not, in any way."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

NEW = {"name": "Fagsystem", "role": "jobcenter_system"}
NOBODY = "klient-00000000000000000000"

Bear = Callable[..., dict[str, str]]


async def create(
    client: httpx.AsyncClient, who: dict[str, str], **changed: object
) -> dict[str, Any]:
    answer = await client.post("/v1/clients", json=NEW | changed, headers=who)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def told(answer: httpx.Response) -> tuple[int, dict[str, Any], set[str]]:
    """Everything that an answer says, save for the trace that each has of its own."""
    return answer.status_code, answer.json() | {"trace_id": ""}, set(answer.headers)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "", NEW),
        ("POST", "/rotate", {}),
        ("POST", "/rotate", {"overlap_days": 7}),
        ("POST", "/revoke", None),
    ],
)
@pytest.mark.parametrize("version", ['"1"', '"2"', "*", 'W/"1"', "1"])
async def test_a_foreign_client_is_answered_like_one_that_there_is_not(
    client: httpx.AsyncClient,
    app: FastAPI,
    bear: Bear,
    method: str,
    path: str,
    body: object,
    version: str,
) -> None:
    foreign = await create(client, bear(app, "clients.manage", municipality="0101"))
    headers = bear(app, "clients.manage", sub="staff-1") | {"If-Match": version}
    answers = [
        await client.request(method, f"/v1/clients/{one}{path}", json=body, headers=headers)
        for one in (foreign["id"], NOBODY)
    ]
    assert answers[0].status_code == 404
    assert told(answers[0]) == told(answers[1])
    still = await client.get(
        f"/v1/clients/{foreign['id']}", headers=bear(app, "clients.manage", municipality="0101")
    )
    assert (still.json()["version"], still.json()["state"]) == (1, "open")


async def test_a_cursor_from_elsewhere_leads_to_nothing_but_ones_own(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear
) -> None:
    here = bear(app, "clients.manage")
    there = bear(app, "clients.manage", municipality="0101")
    for name in ("A", "B", "C"):
        await create(client, there, name=f"{name} derfra")
    own = await create(client, here, name="Å herfra")
    page = await client.get("/v1/clients", params={"limit": 1}, headers=there)
    stolen = page.json()["next"]
    answer = await client.get("/v1/clients", params={"cursor": stolen}, headers=here)
    assert [one["id"] for one in answer.json()["items"]] == [own["id"]]


@pytest.mark.parametrize("q", ["%", "_", "\\", "derfra", "0101", "' OR true --", "klient-"])
async def test_no_search_reaches_across(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear, q: str
) -> None:
    await create(client, bear(app, "clients.manage", municipality="0101"), name="Derfra")
    answer = await client.get("/v1/clients", params={"q": q}, headers=bear(app, "clients.manage"))
    assert answer.json() == {"items": [], "next": None}
    assert "link" not in answer.headers


async def test_another_clients_idempotency_key_repeats_nothing_of_its(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear
) -> None:
    made = []
    for who, municipality in (("client-a", "0999"), ("client-b", "0999"), ("client-c", "0101")):
        headers = bear(app, "clients.manage", sub=who, kind="client", municipality=municipality)
        made.append(await create(client, headers | {"Idempotency-Key": "the-same"}))
    assert len({one["id"] for one in made}) == 3
    assert all(one["secret"] for one in made)


async def test_without_a_municipality_no_client_is_seen_or_made(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear
) -> None:
    headers = bear(app, "clients.manage", sub="service-x", kind="service", municipality=None)
    headers["Idempotency-Key"] = "any"
    for answer in (
        await client.get("/v1/clients", headers=headers),
        await client.post("/v1/clients", json=NEW, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "municipality_missing")
