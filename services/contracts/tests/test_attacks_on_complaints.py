"""What was tried against complaints from outside, and must go on failing."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database

from . import factories
from .conftest import Follow
from .factories import NDJSON, ndjson
from .test_complaints import CITIZEN, PATH, act, complaint, made, told

ENDED = {
    "answer": "Vi har talt med stedet.",
    "answered_on": "2026-09-20",
    "outcome": "upheld",
    "closed_on": "2026-09-21",
}


async def send(client: httpx.AsyncClient, *rows: object) -> httpx.Response:
    return await client.post(f"{PATH}/import", content=ndjson(*rows), headers=NDJSON)


async def when_and_by_whom(database: Database) -> list[Any]:
    async with database.transaction("0999") as session:
        rows = await session.execute(
            text("SELECT id, answered_at, answered_by, closed_at, closed_by FROM complaints")
        )
        return [tuple(each) for each in rows]


async def test_history_that_comes_again_does_not_bring_back_what_an_erased_citizen_wrote(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    row = {"id": "k-1", **complaint(), **ENDED}
    await send(client, row)
    data = {"citizen_id": CITIZEN, "erased_at": "2026-11-01T10:00:00Z"}
    await follow_events(factories.event("CitizenErased", CITIZEN, data))
    again = await send(client, row)
    assert again.json()["unchanged"] == 1, again.text
    new = await send(client, {**row, "id": "k-2"})
    assert new.json()["created"] == 1
    for complaint_id in ("k-1", "k-2"):
        held = (await client.get(f"{PATH}/{complaint_id}")).json()
        assert (held["citizen_id"], held["description"], held["answer"]) == (None, "", "")
        assert (held["outcome"], held["closed_on"]) == ("upheld", "2026-09-21")


async def test_a_complaint_that_comes_after_the_erasure_keeps_nothing_of_the_citizen(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    data = {"citizen_id": CITIZEN, "erased_at": "2026-11-01T10:00:00Z"}
    await follow_events(factories.event("CitizenErased", CITIZEN, data))
    held = (await client.get(await made(client, id="k-3"))).json()
    assert (held["citizen_id"], held["description"]) == (None, "")


async def test_history_does_not_change_when_and_by_whom_it_was_answered_here(
    client: httpx.AsyncClient, database: Database
) -> None:
    path = await made(client, id="k-1")
    await act(client, path, "answer", {"answer": "Vi har talt med stedet."})
    await act(client, path, "close", {"outcome": "upheld"})
    held = (await client.get(path)).json()
    before = await when_and_by_whom(database)
    ended = {name: held[name] for name in ENDED}
    revised = await send(client, {"id": "k-1", **complaint(category="tone"), **ended})
    assert revised.json()["revised"] == 1, revised.text
    now = (await client.get(path)).json()
    assert now["category"] == "tone"
    assert await when_and_by_whom(database) == before


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"answered_on": "2999-01-01", "closed_on": None, "outcome": None}, "/0/answered_on"),
        ({"closed_on": "2999-01-01"}, "/0/closed_on"),
    ],
)
async def test_history_neither_answers_nor_closes_in_the_future(
    client: httpx.AsyncClient, changed: dict[str, Any], pointer: str
) -> None:
    answer = await send(client, {"id": "k-1", **complaint(), **ENDED, **changed})
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, "in_the_future")
    assert await told(client) == []


async def test_a_complaint_is_not_answered_or_closed_before_it_came(
    client: httpx.AsyncClient,
) -> None:
    path = await made(client)
    before = {"happened_at": "2026-09-09T10:00:00Z"}
    for name, body in (("answer", {"answer": "Nej"}), ("close", {"outcome": "rejected"})):
        answer = await act(client, path, name, {**body, **before})
        assert (answer.status_code, answer.json()["code"]) == (422, "ended_before_received")
    assert (await client.get(path)).json()["version"] == 1
