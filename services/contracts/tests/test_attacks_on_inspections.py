"""What was tried against inspections from outside, and must go on failing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from .conftest import As
from .factories import NDJSON, PROVIDER, key, ndjson
from .test_inspections import PATH, act, inspection, made, told


async def send(client: httpx.AsyncClient, *rows: object) -> httpx.Response:
    return await client.post(f"{PATH}/import", content=ndjson(*rows), headers=NDJSON)


def codes(answer: httpx.Response) -> dict[str, str]:
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


async def test_a_visit_in_the_last_year_that_can_be_written_is_refused_in_words(
    client: httpx.AsyncClient,
) -> None:
    late = inspection(inspected_on="9999-12-31")
    answer = await client.post(PATH, json=late, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid"), answer.text
    row = await send(client, {"id": "t-1", "status": "draft", **late})
    assert row.status_code == 422, row.text
    path = await made(client)
    assert (await client.put(path, json=late, headers={"If-Match": "*"})).status_code == 422


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-09-12T10:00:00", "timezone_aware"),
        ("2999-01-01T00:00:00Z", "less_than"),
        ("0001-01-01T00:00:00+14:00", "greater_than_equal"),
        ("2026-09-09T10:00:00Z", "published_before"),
    ],
)
async def test_history_is_not_published_at_a_moment_that_cannot_be(
    client: httpx.AsyncClient, moment: str, code: str
) -> None:
    answer = await send(client, {"id": "t-1", "published_at": moment, **inspection()})
    assert answer.status_code == 422, answer.text
    assert list(codes(answer).values()) == [code]
    assert await told(client) == []


async def test_history_is_not_published_in_the_future(client: httpx.AsyncClient) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    answer = await send(client, {"id": "t-1", "published_at": tomorrow, **inspection()})
    assert (answer.status_code, codes(answer)) == (422, {"/0/published_at": "in_the_future"})
    assert await told(client) == []


async def test_history_that_comes_again_leaves_what_the_provider_has_said_since(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "t-1", **inspection()},
        {"id": "t-2", **inspection(provider_comment="Uenig dengang")},
    ]
    await send(client, *rows)
    for row in rows:
        path = f"{PATH}/{row['id']}"
        said = await act(client, path, "comment", {"comment": "Nu rettet"}, as_provider(PROVIDER))
        assert said.status_code == 200, said.text
    again = await send(client, *rows)
    assert again.json()["unchanged"] == 2, again.text
    for row in rows:
        held = (await client.get(f"{PATH}/{row['id']}")).json()
        assert held["provider_comment"] == "Nu rettet"


async def test_nobody_is_heard_until_a_day_that_has_gone(client: httpx.AsyncClient) -> None:
    path = await made(client)
    answer = await act(client, path, "hear", {"answer_by": "2026-09-11"})
    assert (answer.status_code, codes(answer)) == (422, {"/answer_by": "answer_by_passed"})
    assert (await client.get(path)).json()["status"] == "draft"
    then = {"answer_by": "2026-09-11", "happened_at": "2026-09-10T10:00:00Z"}
    assert (await act(client, path, "hear", then)).status_code == 200


async def test_a_hearing_of_long_ago_had_its_two_weeks_then(client: httpx.AsyncClient) -> None:
    path = await made(client)
    heard = await act(client, path, "hear", {"happened_at": "2026-09-10T10:00:00Z"})
    assert heard.json()["answer_by"] == "2026-09-24"
