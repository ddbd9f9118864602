"""Two to four offers side by side, and whether their figures tell them apart."""

from typing import Any

import httpx
import pytest

from .conftest import Refresh, Release
from .factories import hidden, released, row, share
from .guided import GROUP, ask, inspected, load


async def three(client: httpx.AsyncClient, refresh: Refresh, release: Release) -> None:
    """One good offer, one poor one, and one of which little is known."""
    await load(
        client,
        refresh,
        row("good", name="Fodfæste"),
        row("poor", name="Springbræt", price={"amount": "1000.00", "per": "week"}),
        row("new", name="Nyt"),
    )
    await release(
        released("good", (GROUP, share("effect_3m", 300, 500))),
        released("poor", (GROUP, share("effect_3m", 100, 500))),
        released("new", (GROUP, hidden("effect_3m"))),
        inspected("i-1", "good", 2),
        inspected("i-2", "poor", 2),
    )


def between(body: dict[str, Any], first: str, second: str, name: str) -> dict[str, Any]:
    [found] = [
        each
        for each in body["differences"]
        if (each["first"], each["second"], each["indicator"]) == (first, second, name)
    ]
    difference: dict[str, Any] = found
    return difference


async def test_offers_stand_side_by_side_in_the_order_asked_for(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await three(client, refresh, release)
    body = await ask(client, "/compare", offer_id=["poor", "good", "new"], age="30")
    assert [card["offer"]["id"] for card in body["cards"]] == ["poor", "good", "new"]
    assert [card["place"] for card in body["cards"]] == [2, 1, None]
    assert body["profile"]["age"] == 30
    # Twelve indicators and the score, for each of three pairs.
    assert len(body["differences"]) == 13 * 3
    assert body["not_shown"] == []


async def test_each_pair_says_whether_its_figures_tell_it_apart(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await three(client, refresh, release)
    body = await ask(client, "/compare", offer_id=["poor", "good", "new"])
    effect = between(body, "poor", "good", "effect_3m")
    assert (effect["told_apart"], effect["better"]) == (True, "good")
    assert effect["difference"] == pytest.approx(-0.4)
    assert effect["interval"]["method"] == "newcombe"
    assert effect["interval"]["low"] < -0.4 < effect["interval"]["high"] < 0
    assert effect["sentence"] == (
        "Fodfæste ligger bedre end Springbræt på 3-måneders effekt: 60 af 100 mod 20 af 100 – en"
        " statistisk sikker forskel."
    )
    price = between(body, "poor", "good", "price")
    assert (price["told_apart"], price["better"], price["interval"]) == (True, "poor", None)
    assert price["sentence"] == (
        "Springbræt ligger bedre end Fodfæste på pris: 8.000 kr. mod 19.600 kr."
    )
    smiley = between(body, "poor", "good", "smiley")
    assert (smiley["told_apart"], smiley["better"]) == (False, None)
    assert smiley["sentence"] == "Springbræt og Fodfæste er lige på seneste smiley: 2."
    score = between(body, "poor", "good", "score")
    assert (score["told_apart"], score["better"]) == (True, "good")
    assert score["sentence"].startswith("Fodfæste står samlet bedre end Springbræt")


async def test_what_is_missing_is_never_compared_as_if_zero(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await three(client, refresh, release)
    body = await ask(client, "/compare", offer_id=["good", "new"])
    for name in ("effect_3m", "score", "satisfaction", "smiley"):
        missing = between(body, "good", "new", name)
        assert (missing["told_apart"], missing["better"], missing["difference"]) == (
            None,
            None,
            None,
        )
    assert between(body, "good", "new", "effect_3m")["sentence"] == (
        "Kan ikke sammenlignes: Nyt mangler tal (3-måneders effekt)."
    )


async def test_figures_that_chance_may_have_moved_do_not_tell_offers_apart(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("a", name="Alfa"), row("b", name="Beta"))
    await release(
        released("a", (GROUP, share("effect_3m", 12, 30))),
        released("b", (GROUP, share("effect_3m", 10, 30))),
    )
    body = await ask(client, "/compare", offer_id=["a", "b"], weights="effect_3m:1,price:1")
    effect = between(body, "a", "b", "effect_3m")
    assert (effect["told_apart"], effect["better"]) == (False, "a")
    assert effect["sentence"].startswith("Tallene kan ikke skelne Alfa og Beta på")
    score = between(body, "a", "b", "score")
    assert score["told_apart"] is False
    assert "vælg efter ønske, afstand og ventetid" in score["sentence"]


async def test_offers_that_cannot_be_shown_are_named_with_the_reason(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await three(client, refresh, release)
    await load(
        client,
        refresh,
        row("paused", status="paused"),
        row("others", target_groups=["sygedagpenge"]),
    )
    body = await ask(client, "/compare", offer_id=["good", "paused", "others", "nowhere"])
    assert [card["offer"]["id"] for card in body["cards"]] == ["good"]
    assert [(each["offer_id"], each["code"]) for each in body["not_shown"]] == [
        ("paused", "offer_not_published"),
        ("others", "offer_takes_others"),
        ("nowhere", "offer_not_published"),
    ]
    assert body["differences"] == []


@pytest.mark.parametrize(
    ("offers", "code"),
    [
        (["one"], "too_short"),
        (["a", "b", "c", "d", "e"], "too_long"),
        (["a", "a"], "repeated"),
        (["a", "b/c"], "string_pattern_mismatch"),
    ],
)
async def test_two_to_four_different_offers_are_compared(
    client: httpx.AsyncClient, offers: list[str], code: str
) -> None:
    params = {"target_group": GROUP, "offer_id": offers}
    answer = await client.get("/v1/guide/compare", params=params)
    assert answer.status_code == 422
    assert code in {each["code"] for each in answer.json()["errors"]}


async def test_another_municipality_sees_its_own_offers_alone(
    client: httpx.AsyncClient, other: dict[str, str], refresh: Refresh, release: Release
) -> None:
    await three(client, refresh, release)
    params = {"target_group": GROUP, "offer_id": ["good", "poor"]}
    answer = await client.get("/v1/guide/compare", params=params, headers=other)
    assert answer.status_code == 200
    assert {each["code"] for each in answer.json()["not_shown"]} == {"offer_not_published"}
