"""The guide is sent in pages, cut from one order over all offers."""

import gzip
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kit import clock, pages
from kit.testing.signing import MUNICIPALITY
from visitation.guide import schemas

from .conftest import Refresh, Release
from .factories import released, row, share
from .guided import GROUP, ask, load

RANKED = 5
ALL = 7


@pytest.fixture
async def offers(client: httpx.AsyncClient, refresh: Refresh, release: Release) -> None:
    """Five offers with a figure, two of which share a place, and two without."""
    await load(client, refresh, *(row(f"o-{n}", name=f"Tilbud {n}") for n in range(ALL)))
    counts = (450, 300, 300, 150, 20)
    await release(
        *(
            released(f"o-{n}", (GROUP, share("effect_3m", count, 500)))
            for n, count in enumerate(counts)
        )
    )


def shown(body: dict[str, Any]) -> list[str]:
    return [card["offer"]["id"] for card in [*body["ranked"], *body["too_few"]]]


async def walked(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any parameter
    """All pages, by their cursors."""
    bodies = [await ask(client, **query)]
    while bodies[-1]["next"] is not None:
        bodies.append(await ask(client, **query, cursor=bodies[-1]["next"]))
    return bodies


@pytest.mark.usefixtures("offers")
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7, 200])
async def test_the_pages_together_are_the_whole(client: httpx.AsyncClient, limit: int) -> None:
    whole = await ask(client)
    bodies = await walked(client, limit=limit)
    assert [each for body in bodies for each in body["ranked"]] == whole["ranked"]
    assert [each for body in bodies for each in body["too_few"]] == whole["too_few"]
    assert [card["place"] for card in whole["ranked"]] == [1, 2, 2, 4, 5]
    seen = 0
    for body in bodies:
        assert 0 < len(shown(body)) <= limit
        seen += len(shown(body))
        assert (body["total"], body["left"]) == (ALL, ALL - seen)
        assert (body["ranked_total"], body["too_few_total"]) == (RANKED, ALL - RANKED)
        # What is said of the whole is said on each page.
        for name in ("weights", "as_of", "released_at", "notices", "indicators"):
            assert body[name] == whole[name], name


@pytest.mark.usefixtures("offers")
async def test_a_link_leads_to_the_next_page(client: httpx.AsyncClient) -> None:
    query = {"target_group": GROUP, "limit": "3", "place": ["0999", "By Ø"], "weights": "price:1"}
    found: list[str] = []
    answer = await client.get("/v1/guide", params=query)
    while "link" in answer.headers:
        found += shown(answer.json())
        address, relation = answer.headers["link"].split("; ")
        assert relation == 'rel="next"'
        answer = await client.get(address.removeprefix("<").removesuffix(">"))
        assert answer.status_code == 200, answer.text
    assert answer.json()["next"] is None
    assert sorted(found + shown(answer.json())) == [f"o-{n}" for n in range(ALL)]


@pytest.mark.usefixtures("offers")
async def test_a_cursor_goes_on_for_another_age_and_another_limit(
    client: httpx.AsyncClient,
) -> None:
    whole = shown(await ask(client))
    first = await ask(client, limit=2, age="30")
    rest = await ask(client, limit=200, age="50", weeks_on_support="3", cursor=first["next"])
    assert shown(first) + shown(rest) == whole
    assert rest["profile"]["age"] == 50


@pytest.mark.usefixtures("offers")
@pytest.mark.parametrize(
    "changed",
    [
        {"weights": "price:1"},
        {"match_group": "jobparat"},
        {"target_group": "dagpenge"},
        {"place": "0999"},
    ],
)
async def test_a_cursor_of_another_question_is_refused(
    client: httpx.AsyncClient, changed: dict[str, str]
) -> None:
    first = await ask(client, limit=2)
    asked = {"target_group": GROUP, "cursor": first["next"], **changed}
    answer = await client.get("/v1/guide", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (409, "guide_changed")
    assert "Begynd forfra uden cursor" in answer.json()["detail"]


@pytest.mark.usefixtures("offers")
async def test_a_cursor_ends_with_the_order_that_it_was_cut_from(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    first = await ask(client, limit=2)
    params = {"target_group": GROUP, "cursor": first["next"]}
    kept = await client.get("/v1/guide", params=params)
    assert kept.status_code == 200
    # What an offer says of itself moves nobody: the page shows it as it is now.
    await load(client, refresh, row("o-6", name="Tilbud 6", description="Ny beskrivelse"))
    told = await ask(client, cursor=first["next"])
    assert told["too_few"][1]["offer"]["description"] == "Ny beskrivelse"
    # A figure does.
    await release(released("o-4", (GROUP, share("effect_3m", 21, 500))))
    answer = await client.get("/v1/guide", params=params)
    assert (answer.status_code, answer.json()["code"]) == (409, "guide_changed")
    assert len(await walked(client, limit=2)) == 4


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("limit", "0", "greater_than_equal"),
        ("limit", "201", "less_than_equal"),
        ("limit", "x", "int_parsing"),
        ("cursor", "x", "cursor_invalid"),
        ("cursor", "", "cursor_invalid"),
        ("cursor", pages.encode(("2", "a")), "cursor_invalid"),
        ("cursor", "x" * 1_001, "string_too_long"),
    ],
)
async def test_a_page_that_cannot_be_is_pointed_at(
    client: httpx.AsyncClient, name: str, value: str, code: str
) -> None:
    answer = await client.get("/v1/guide", params={"target_group": GROUP, name: value})
    assert answer.status_code == 422, answer.text
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        (f"/query/{name}", code)
    ]


@pytest.mark.usefixtures("offers")
@pytest.mark.parametrize("position", [-1, 0, 2, ALL, 2**30])
async def test_a_made_up_cursor_leads_nowhere(client: httpx.AsyncClient, position: int) -> None:
    params = {"target_group": GROUP, "cursor": pages.encode((position, "0" * 18))}
    answer = await client.get("/v1/guide", params=params)
    assert (answer.status_code, answer.json()["code"]) == (409, "guide_changed")


@pytest.mark.usefixtures("offers")
async def test_a_kept_page_is_what_would_be_worked_out_anew(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    at = clock.present()
    guide = app.state.guide
    for limit in (1, 3, 7):
        cursor = None
        while True:
            query = schemas.GuideQuery(target_group=GROUP, age=30, limit=limit, cursor=cursor)
            anew = guide.anew(MUNICIPALITY, query, at=at)
            for _ in range(2):
                answer = guide.answer(MUNICIPALITY, query, at=at)
                assert answer.plain() == anew.model_dump_json().encode()
                assert gzip.decompress(answer.gzipped()) == answer.plain()
                assert answer.next == anew.next
            cursor = anew.next
            if cursor is None:
                break
    del client
