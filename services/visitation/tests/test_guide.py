"""The guide for a profile, through the front door."""

import gzip
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kit import clock
from kit.figure import Figure
from kit.local_time import local_date
from kit.testing.signing import MUNICIPALITY
from visitation.guide import schemas
from visitation.guide.indicators import INDICATORS

from .conftest import Refresh, Release
from .factories import NDJSON, RELEASED_AT, hidden, key, ndjson, offer, released, row, share

GROUP = "kontanthjaelp"


async def load(client: httpx.AsyncClient, refresh: Refresh, *rows: dict[str, Any]) -> None:
    answer = await client.post("/v1/offers/import", content=ndjson(*rows), headers=NDJSON)
    assert answer.status_code == 200, answer.text
    await refresh()


async def ask(client: httpx.AsyncClient, **query: str) -> dict[str, Any]:
    answer = await client.get("/v1/guide", params={"target_group": GROUP, **query})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def ids(cards: list[dict[str, Any]]) -> list[str]:
    return [card["offer"]["id"] for card in cards]


async def test_offers_are_ranked_by_what_happened(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(
        client, refresh, *(row(each, name=each.title()) for each in ("alfa", "beta", "gamma"))
    )
    await release(
        released("alfa", (GROUP, share("effect_3m", 100, 500))),
        released("beta", (GROUP, share("effect_3m", 300, 500))),
        released("gamma", (GROUP, hidden("effect_3m"))),
    )
    body = await ask(client, match_group="jobparat", age="34", weeks_on_support="30")
    assert ids(body["ranked"]) == ["beta", "alfa"]
    assert [card["place"] for card in body["ranked"]] == [1, 2]
    assert ids(body["too_few"]) == ["gamma"]
    (lacking,) = body["too_few"]
    assert (lacking["place"], lacking["score"], lacking["missing"]) == (None, None, ["effect_3m"])
    assert body["profile"] == {
        "target_group": {"code": GROUP, "label": "Kontanthjælpsmodtager"},
        "match_group": {"code": "jobparat", "label": "Jobparat"},
        "age": 34,
        "weeks_on_support": 30,
    }
    assert body["municipality"] == MUNICIPALITY
    assert body["weights"] == {"effect_3m": 1.0}
    assert (body["as_of"], body["oldest_as_of"]) == ("2026-11-15", "2026-11-15")
    assert body["released_at"] == "2026-11-20T12:00:00Z"
    assert body["notices"] == []
    assert "indgår endnu ikke" in body["basis"]
    for card in body["ranked"]:
        assert card["reason"].startswith(f"Nr. {card['place']}")


async def test_every_card_has_all_twelve_figures_and_says_what_it_lacks(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await release(released("o-1", (GROUP, hidden("effect_3m"))))
    body = await ask(client, weights="price:1")
    names = [indicator.name for indicator in INDICATORS]
    assert [each["name"] for each in body["indicators"]] == names
    (card,) = body["ranked"]
    assert list(card["figures"]) == names
    figures = {name: Figure.model_validate(it) for name, it in card["figures"].items()}
    assert figures["effect_3m"].suppressed.reason == "too_few"
    assert figures["effect_7m"].suppressed.reason == "not_measured"
    assert card["figures"]["price"]["value"] == "19600.00"
    assert card["figures"]["price"]["n"] is None
    assert "19.600,00 kr." in figures["price"].sentence
    # Nobody counts free seats yet, and the capacity is not passed off as them.
    assert figures["seats"].suppressed.reason == "not_measured"
    assert "plads til 24 ad gangen" in figures["seats"].sentence
    # Whoever may begin on any day may begin today.
    assert figures["next_start"].value == local_date(clock.present())
    assert figures["next_start"].sentence.startswith("Løbende optag")
    measured = {each["name"] for each in body["indicators"] if each["measured"]}
    assert measured == {"effect_3m", "price", "next_start"}


@pytest.mark.parametrize(
    ("price", "total"),
    [
        ({"amount": "2450.00", "per": "week"}, "19600.00"),
        ({"amount": "9000.50", "per": "course"}, "9000.50"),
        ({"amount": "100.05", "per": "hour"}, "20010.00"),
    ],
)
async def test_the_price_is_that_of_a_whole_course(
    client: httpx.AsyncClient, refresh: Refresh, price: dict[str, str], total: str
) -> None:
    await load(client, refresh, row("o-1", price=price))
    (card,) = (await ask(client, weights="price:1"))["ranked"]
    assert card["figures"]["price"]["value"] == total
    assert card["offer"]["price"] == {**price, "course_total": total}


async def test_the_offer_is_told_with_its_codes_in_words(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await load(client, refresh, row("o-1", capacity=None, intake="cohorts", place=None))
    (card,) = (await ask(client))["too_few"]
    told = card["offer"]
    assert told["kind"] == {"code": "guidance", "label": "Vejledning og opkvalificering"}
    assert told["themes"][0] == {"code": "job_search", "label": "Jobsøgning"}
    assert told["provider"] == {"id": "leverandoer-01", "name": "Leverandør 1 (privat)"}
    assert (told["place"], told["capacity"], told["version"]) == (None, None, 1)
    for name in ("seats", "next_start"):
        assert card["figures"][name]["suppressed"]["reason"] == "not_measured"


async def test_offers_that_cannot_be_told_apart_share_a_place(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("b", name="Beta"), row("a", name="Alfa"))
    await release(
        released("a", (GROUP, share("effect_3m", 10, 30))),
        released("b", (GROUP, share("effect_3m", 12, 30))),
    )
    body = await ask(client)
    assert ids(body["ranked"]) == ["a", "b"]
    assert [(c["place"], c["tied"], c["tied_with"]) for c in body["ranked"]] == [(1, True, 1)] * 2
    assert "vælg efter ønske" in body["ranked"][0]["reason"]


async def test_only_published_offers_that_take_the_profile_are_shown(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await load(
        client,
        refresh,
        row("all", match_groups=[]),
        row("ready", match_groups=["jobparat"]),
        row("later", match_groups=["aktivitetsparat"]),
        row("elsewhere", target_groups=["sygedagpenge"]),
        row("paused", status="paused"),
        row("closed", status="closed"),
        row("draft", status="draft"),
    )
    assert set(ids((await ask(client))["too_few"])) == {"all", "ready", "later"}
    ready = await ask(client, match_group="jobparat")
    assert set(ids(ready["too_few"])) == {"all", "ready"}


async def test_figures_belong_to_their_target_group(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await release(released("o-1", ("dagpenge", share("effect_3m", 3, 10))))
    assert ids((await ask(client))["too_few"]) == ["o-1"]
    assert ids((await ask(client, target_group="dagpenge"))["ranked"]) == ["o-1"]


async def test_every_act_on_an_offer_reaches_the_guide(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await client.post("/v1/offers", json=offer(id="o-1"), headers=key())
    for name, shown in (("publish", 1), ("pause", 0), ("resume", 1), ("close", 0)):
        assert (await client.post(f"/v1/offers/o-1/{name}", headers=key())).status_code == 200
        await refresh()
        assert len((await ask(client))["too_few"]) == shown, name


async def test_a_revised_offer_is_shown_as_it_is_now(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await load(client, refresh, row("o-1"))
    assert (await ask(client))["too_few"][0]["offer"]["name"] == "Vejen til job"
    await load(client, refresh, row("o-1", name="Nyt"))
    assert (await ask(client))["too_few"][0]["offer"]["name"] == "Nyt"


async def test_figures_of_different_dates_are_noticed(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("new"), row("old"))
    await release(
        released("new", (GROUP, share("effect_3m", 10, 30))),
        released("old", (GROUP, share("effect_3m", 10, 30, as_of=date(2026, 8, 15)))),
    )
    body = await ask(client)
    assert (body["as_of"], body["oldest_as_of"]) == ("2026-11-15", "2026-08-15")
    assert any("15.08.2026" in notice and "15.11.2026" in notice for notice in body["notices"])


async def test_a_municipality_without_offers_is_told_what_to_do(
    client: httpx.AsyncClient, refresh: Refresh, other: dict[str, str]
) -> None:
    await load(client, refresh, row("o-1"))
    answer = await client.get("/v1/guide", params={"target_group": GROUP}, headers=other)
    body = answer.json()
    assert answer.status_code == 200
    assert (body["municipality"], body["ranked"], body["too_few"]) == ("0101", [], [])
    assert (body["as_of"], body["released_at"]) == (None, None)
    assert "Indlæs dem" in body["notices"][0]


async def test_what_is_missing_for_a_profile_is_told(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await load(client, refresh, row("o-1"))
    assert "ikke frigivet effekttal" in (await ask(client))["notices"][0]
    empty = await ask(client, target_group="revalidering")
    assert "tager imod" in empty["notices"][0]


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("", "/query/target_group", "missing"),
        ("target_group=", "/query/target_group", "string_pattern_mismatch"),
        ("target_group=pension", "/query/target_group", "code_unknown"),
        ("target_group=dagpenge&match_group=4", "/query/match_group", "code_unknown"),
        ("target_group=dagpenge&age=14", "/query/age", "greater_than_equal"),
        ("target_group=dagpenge&age=100", "/query/age", "less_than_equal"),
        ("target_group=dagpenge&age=x", "/query/age", "int_parsing"),
        ("target_group=dagpenge&age=", "/query/age", "int_parsing"),
        (
            "target_group=dagpenge&weeks_on_support=-1",
            "/query/weeks_on_support",
            "greater_than_equal",
        ),
        (
            "target_group=dagpenge&weeks_on_support=2601",
            "/query/weeks_on_support",
            "less_than_equal",
        ),
        ("target_group=dagpenge&weights=price:11", "/query/weights", "weight_invalid"),
        ("target_group=dagpenge&weights=price%3A-1", "/query/weights", "weight_invalid"),
        ("target_group=dagpenge&weights=" + "x" * 301, "/query/weights", "string_too_long"),
        ("target_group=dagpenge&citizen_id=1", "/query/citizen_id", "extra_forbidden"),
        ("target_group=dagpenge&age=30&age=31", "/query/age", "repeated"),
        ("target_group=dagpenge&%00=1", "/query/\x00", "extra_forbidden"),
        ("target_group=%FF", "/query/target_group", "string_pattern_mismatch"),
    ],
)
async def test_a_profile_that_cannot_be_is_pointed_at(
    client: httpx.AsyncClient, query: str, pointer: str, code: str
) -> None:
    answer = await client.get(f"/v1/guide?{query}")
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in answer.json()["errors"]}


async def test_the_valid_codes_are_named_where_one_is_unknown(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/guide?target_group=pension")
    assert "kontanthjaelp" in answer.json()["errors"][0]["detail"]


async def test_an_answer_that_the_caller_has_is_not_sent_again(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await load(client, refresh, row("o-1"))
    params = {"target_group": GROUP}
    first = await client.get("/v1/guide", params=params)
    again = await client.get(
        "/v1/guide", params=params, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    older = await client.get("/v1/guide", params={**params, "age": "40"})
    assert older.headers["ETag"] != first.headers["ETag"]
    await load(client, refresh, row("o-1", name="Nyt"))
    changed = await client.get(
        "/v1/guide", params=params, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert changed.status_code == 200


async def test_the_answer_is_gzipped_for_those_who_take_it(
    app: FastAPI, client: httpx.AsyncClient, refresh: Refresh
) -> None:
    del app
    await load(client, refresh, row("o-1"))
    for accepted, packed in (
        ("gzip, deflate, br", True),
        ("gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("identity", False),
        ("", False),
    ):
        async with client.stream(
            "GET",
            "/v1/guide",
            params={"target_group": GROUP, "age": "34"},
            headers={"Accept-Encoding": accepted},
        ) as answer:
            raw = b"".join([part async for part in answer.aiter_raw()])
        assert (answer.headers.get("content-encoding") == "gzip") is packed, accepted
        body = gzip.decompress(raw) if packed else raw
        assert schemas.Guide.model_validate_json(body).profile.age == 34
        assert int(answer.headers["content-length"]) == len(raw)


async def test_what_is_kept_is_what_would_be_worked_out_anew(
    app: FastAPI, client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, *(row(f"o-{n}", name=f"Tilbud {n}") for n in range(8)))
    await release(
        *(released(f"o-{n}", (GROUP, share("effect_3m", 5 * n, 60))) for n in range(1, 8))
    )
    at = clock.present()
    for age in (None, 15, 99):
        for weights in (None, "price:1", "effect_3m:2,price:1"):
            query = schemas.GuideQuery(target_group=GROUP, age=age, weights=weights)
            anew = app.state.guide.anew(MUNICIPALITY, query, at=at).model_dump_json().encode()
            for _ in range(2):
                assert app.state.guide.answer(MUNICIPALITY, query, at=at).plain() == anew


async def test_a_code_that_stops_holding_is_read_as_the_one_that_stands_in_for_it(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    del client
    query = schemas.GuideQuery(target_group=GROUP, match_group="1")
    codes = app.state.guide.memory.code_lists()
    last_day = RELEASED_AT.replace(year=2013, month=12, day=31)
    assert codes.is_valid("match_groups", "1", last_day.date())
    then = schemas.GuideQuery(target_group=GROUP, match_group="jobparat")
    assert app.state.guide.answer(MUNICIPALITY, then, at=last_day + timedelta(days=1)).plain()
    before = app.state.guide.anew(MUNICIPALITY, query, at=last_day)
    after = app.state.guide.anew(MUNICIPALITY, query, at=last_day + timedelta(days=1))
    assert not any("læses som" in notice for notice in before.notices)
    assert "(1) gælder ikke mere og læses som »Jobparat« (jobparat)" in after.notices[0]
