"""Filters narrow the guide, and it says what each of them took away."""

from typing import Any

import httpx
import pytest

from .conftest import Refresh, Release
from .factories import released, row, share
from .guided import GROUP, ask, cards, load
from .people import registered
from .referred import cohort, day, ordered, published

FAR = {"address": "Havnevej 1", "postal_code": "9800", "city": "Fjernby"}


@pytest.fixture
async def offers(client: httpx.AsyncClient, refresh: Refresh) -> None:
    """Four offers that differ in everything that a filter asks about."""
    await load(
        client,
        refresh,
        row("plain"),
        row("far", place=FAR, languages=["da", "ar"], themes=["language"]),
        row("short", hours_per_week="12.0", price={"amount": "900.00", "per": "course"}),
        row("later", intake="cohorts", kind="placement", accessible=False),
    )
    await cohort(client, "later", starts_on=day(3))
    await refresh()


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"theme": "language"}, {"far"}),
        ({"theme": ["language", "attendance"]}, {"plain", "far", "short", "later"}),
        ({"kind": "placement"}, {"later"}),
        ({"hours_min": "20"}, {"plain", "far", "later"}),
        ({"hours_max": "12.0"}, {"short"}),
        ({"price_max": "900"}, {"short"}),
        ({"price_max": "899.99"}, set()),
        ({"place": "9800"}, {"far"}),
        ({"place": "fjern"}, {"far"}),
        ({"place": ["9800", "Eksempel"]}, {"plain", "far", "short", "later"}),
        ({"accessible": "true"}, {"plain", "far", "short"}),
        ({"accessible": "false"}, {"later"}),
        ({"language": "ar"}, {"far"}),
        ({"starts_before": day(3)}, {"plain", "far", "short"}),
        ({"starts_before": day(4)}, {"plain", "far", "short", "later"}),
        ({"place": "9800", "theme": "attendance"}, set()),
    ],
)
@pytest.mark.usefixtures("offers")
async def test_a_filter_leaves_the_offers_that_fit(
    client: httpx.AsyncClient, query: dict[str, Any], left: set[str]
) -> None:
    body = await ask(client, **query)
    assert set(cards(body)) == left
    assert {each["filter"] for each in body["filters"]} == set(query)


@pytest.mark.usefixtures("offers")
async def test_each_filter_says_how_many_offers_it_took_away(client: httpx.AsyncClient) -> None:
    body = await ask(client, hours_min="20", place="9800")
    assert body["filters"] == [
        {"filter": "hours_min", "label": "mindste timetal", "taken_away": 1, "left_without": 1},
        {"filter": "place", "label": "sted", "taken_away": 3, "left_without": 3},
    ]
    assert "Filtrene tog 3 af 4 tilbud fra (mindste timetal 1, sted 3)." in body["notices"]
    assert (await ask(client, theme=["attendance", "language"]))["notices"][-1] == (
        "Alle tilbud passer til filtrene."
    )


@pytest.mark.usefixtures("offers")
async def test_where_nothing_is_left_it_says_which_filter_to_loosen(
    client: httpx.AsyncClient,
) -> None:
    one = await ask(client, price_max="900", place="9800")
    assert one["notices"][-1] == "Filtrene tog alle 4 tilbud fra. Uden »højeste pris« er der 1."
    none = await ask(client, hours_max="11", place="1000")
    assert none["notices"][-1] == (
        "Filtrene tog alle 4 tilbud fra. Tag flere af dem af: uden ét alene er der stadig ingen."
    )


async def test_an_offer_keeps_its_score_whatever_filter_hides_the_others(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, *(row(f"o-{n}", name=f"Tilbud {n}") for n in range(5)))
    await load(client, refresh, row("o-far", place=FAR))
    await release(
        *(released(f"o-{n}", (GROUP, share("effect_3m", 20 + 30 * n, 300))) for n in range(5)),
        released("o-far", (GROUP, share("effect_3m", 100, 300))),
    )
    everywhere = cards(await ask(client))["o-far"]
    alone = cards(await ask(client, place="9800"))["o-far"]
    assert alone["score"] == pytest.approx(everywhere["score"])
    assert (alone["place"], alone["tied"]) == (1, False)


@pytest.mark.usefixtures("offers")
async def test_full_offers_are_hidden_when_free_seats_are_asked_for(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await published(client, "full", capacity=1)
    await published(client, "unlimited", capacity=None)
    await ordered(client, await registered(client, 1), "full")
    await refresh()
    shown = cards(await ask(client))
    assert shown["full"]["figures"]["seats"]["value"] == 0
    assert shown["full"]["figures"]["next_start"]["value"] is None
    assert shown["plain"]["figures"]["seats"]["value"] == 24
    left = cards(await ask(client, free_seats="true"))
    assert {"plain", "unlimited"} <= set(left)
    assert "full" not in left


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ({"theme": "unknown_theme"}, "/query/theme/0", "code_unknown"),
        ({"kind": ["guidance", "nothing"]}, "/query/kind/1", "code_unknown"),
        ({"starts_before": "soon"}, "/query/starts_before", "date_from_datetime_parsing"),
        ({"price_max": "-1"}, "/query/price_max", "greater_than_equal"),
        ({"hours_min": ["10", "20"]}, "/query/hours_min", "repeated"),
        ({"colour": "red"}, "/query/colour", "extra_forbidden"),
        ({"language": "Dansk"}, "/query/language/0", "string_pattern_mismatch"),
    ],
)
async def test_a_filter_that_cannot_be_is_pointed_at(
    client: httpx.AsyncClient, query: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await client.get("/v1/guide", params={"target_group": GROUP, **query})
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in answer.json()["errors"]}
