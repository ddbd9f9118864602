"""The national code lists."""

from datetime import date

import httpx
import pytest

from visitation.code_lists import published
from visitation.code_lists.lookup import CodeLists


async def test_a_list_is_told_in_its_order_with_the_dates_of_each_code(
    client: httpx.AsyncClient,
) -> None:
    body = (await client.get("/v1/code-lists/match_groups")).json()
    assert [each["code"] for each in body["codes"]] == [
        "jobparat",
        "aktivitetsparat",
        "1",
        "2",
        "3",
    ]
    assert body["codes"][2] == {
        "code": "1",
        "label_da": "Matchgruppe 1: jobklar",
        "valid_from": "2010-04-26",
        "valid_to": "2013-12-31",
    }


@pytest.mark.parametrize(
    ("name", "count"),
    [("target_groups", 8), ("kinds", 7), ("content_elements", 7), ("themes", 13)],
)
async def test_every_municipality_reads_the_same_lists(
    client: httpx.AsyncClient, other: dict[str, str], name: str, count: int
) -> None:
    ours = (await client.get(f"/v1/code-lists/{name}")).json()
    theirs = (await client.get(f"/v1/code-lists/{name}", headers=other)).json()
    assert ours == theirs
    assert len(ours["codes"]) == count


async def test_an_unknown_list_is_not_there(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/code-lists/colours")
    assert (answer.status_code, answer.json()["code"]) == (404, "code_list_unknown")
    assert "themes" in answer.json()["detail"]
    assert (await client.get("/v1/code-lists/A%00")).status_code == 422


def test_a_code_holds_from_its_first_day_to_its_last() -> None:
    first, last = date(2010, 4, 26), date(2013, 12, 31)
    codes = CodeLists.of([("groups", "1", "Ældre", first, last), ("groups", "n", "Ny", last, None)])
    assert codes.valid("groups", first) == ["1"]
    assert codes.valid("groups", last) == ["1", "n"]
    assert codes.valid("groups", date(2014, 1, 1)) == ["n"]
    assert not codes.is_valid("groups", "1", date(2010, 4, 25))
    assert not codes.is_valid("nothing", "1", first)
    assert codes.label("groups", "1") == "Ældre"
    assert codes.label("groups", "unknown") == "unknown"


def test_the_published_file_names_each_code_once_a_day() -> None:
    rows = published.read()
    assert len({(row["list"], row["code"], row["valid_from"]) for row in rows}) == len(rows)
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
