"""The quality overview: every offer of a target group side by side, and nothing that is hidden."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kit.database import Database
from kit.figure import Figure
from kit.testing.clients import client_of
from kit.testing.signing import Signer
from visitation import workbooks
from visitation.guide import renewing
from visitation.quality.measures import BY_NAME, MEASURES

from .conftest import RIGHTS, Refresh, Release
from .factories import NDJSON, RELEASED_AT, hidden, ndjson, offer, released, row, share
from .guided import GROUP, answered, complained, inspected, load
from .test_guide_figures import starts

PATH = "/v1/quality-overview"
ASKED = {"target_group": GROUP}


def count(indicator: str, value: int, n: int) -> Figure:
    """A released count of those who started."""
    plain = share(indicator, value, n)
    return plain.model_copy(update={"value": value, "unit": "count", "interval": None})


async def overview(client: httpx.AsyncClient, **asked: str) -> dict[str, Any]:
    answer = await client.get(PATH, params=ASKED | asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def rows(client: httpx.AsyncClient, **asked: str) -> dict[str, dict[str, Any]]:
    return {each["offer_id"]: each for each in (await overview(client, **asked))["items"]}


async def test_each_row_is_an_offer_with_all_that_is_released_and_counted_of_it(
    client: httpx.AsyncClient, database: Database, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await starts(client, "o-1", dict.fromkeys(range(1, 8), 5))
    await release(
        released(
            "o-1",
            (GROUP, share("self_support_1m", 12, 40)),
            (GROUP, share("self_support_3m", 16, 40, as_of=date(2026, 11, 8))),
            (GROUP, share("effect_3m", 9, 40)),
            (GROUP, count("in_offer", 7, 52)),
            (GROUP, hidden("under_30_share")),
        ),
        answered("o-1", (GROUP, share("satisfaction", 30, 40))),
        inspected("i-1", "o-1", 2),
        complained("k-1", "o-1"),
        complained("k-2", "o-1"),
    )
    await renewing.renew_counted(database)
    found = await overview(client)
    assert found["target_group"]["code"] == GROUP
    assert found["as_of"] == "2026-11-15"
    assert [each["name"] for each in found["measures"]] == list(BY_NAME)
    assert "i hele 3 måneder" in found["notices"][0]
    [only] = found["items"]
    assert (only["offer_id"], only["provider_id"]) == ("o-1", "leverandoer-01")
    assert (only["status"], only["provider_name"]) == ("published", "Leverandør 1 (privat)")
    figures = only["figures"]
    assert list(figures) == list(BY_NAME)
    assert (figures["self_support_1m"]["value"], figures["self_support_3m"]["value"]) == (0.3, 0.4)
    assert (figures["in_offer"]["value"], figures["in_offer"]["n"]) == (7, 52)
    assert figures["satisfaction"]["value"] == 0.75
    assert (figures["complaints"]["value"], figures["complaints"]["unit"]) == (2, "count")
    assert figures["complaints"]["n"] == 7
    assert figures["smiley"]["value"] == 2
    assert figures["under_30_share"]["suppressed"] == {"yes": True, "reason": "too_few"}
    assert figures["finished"]["suppressed"] == {"yes": True, "reason": "not_measured"}
    assert all(
        figures[each.name]["unit"] == each.unit
        for each in MEASURES
        if figures[each.name]["value"] is not None
    )


async def test_offers_are_listed_that_are_meant_for_the_group_or_have_something_to_show_of_it(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(
        client,
        refresh,
        row("o-group"),
        row("o-paused", name="På pause", status="paused"),
        row("o-closed", name="Lukket", status="closed"),
        row("o-others", name="Ledige", target_groups=["dagpenge"]),
        row("o-shown", name="Tidligere", target_groups=["dagpenge"]),
        row("o-hidden", name="Enkelte", target_groups=["dagpenge"]),
    )
    draft = await client.post(
        "/v1/offers", json=offer(name="Kladde"), headers={"Idempotency-Key": "k"}
    )
    assert draft.status_code == 201, draft.text
    await release(
        released("o-shown", (GROUP, share("self_support_3m", 5, 20))),
        released("o-closed", (GROUP, share("self_support_3m", 5, 20))),
        released("o-hidden", (GROUP, hidden("self_support_3m"))),
    )
    found = await rows(client)
    assert found.keys() == {"o-group", "o-paused", "o-closed", "o-shown"}
    assert found["o-closed"]["status"] == "closed"


async def test_pages_together_are_the_whole(client: httpx.AsyncClient, refresh: Refresh) -> None:
    names = ["Ærø", "Alfa", "Åben", "Beta", "Øst"]
    await load(client, refresh, *(row(f"o-{n}", name=name) for n, name in enumerate(names)))
    seen: list[str] = []
    asked: dict[str, str] = {"limit": "2"}
    while True:
        answer = await client.get(PATH, params=ASKED | asked)
        page = answer.json()
        seen += [each["name"] for each in page["items"]]
        assert ("next" in answer.headers.get("link", "")) is (page["next"] is not None)
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert seen == ["Alfa", "Beta", "Ærø", "Øst", "Åben"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "input_invalid"),
        ({"target_group": "findes_ikke"}, "code_unknown"),
        ({"target_group": GROUP, "limit": "201"}, "input_invalid"),
        ({"target_group": GROUP, "cursor": "x"}, "cursor_invalid"),
        ({"target_group": GROUP, "sort": "name"}, "input_invalid"),
    ],
)
async def test_what_cannot_be_asked_is_pointed_at(
    client: httpx.AsyncClient, asked: dict[str, str], code: str
) -> None:
    answer = await client.get(PATH, params=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"].startswith("/query/")


@pytest.mark.parametrize("path", [PATH, f"{PATH}/export"])
@pytest.mark.parametrize("missing", ["figures.read", "quality.read"])
async def test_it_takes_both_rights(
    app: FastAPI, signer: Signer, client: httpx.AsyncClient, path: str, missing: str
) -> None:
    del client
    async with client_of(app, signer.token(RIGHTS - {missing})) as lesser:
        answer = await lesser.get(path, params=ASKED)
    assert (answer.status_code, answer.json()["code"]) == (403, "right_missing")
    assert answer.json()["right"] == missing


async def test_another_municipality_sees_nothing_of_it(
    client: httpx.AsyncClient, refresh: Refresh, release: Release, other: dict[str, str]
) -> None:
    await load(client, refresh, row("o-1"))
    await client.post(
        "/v1/offers/import", content=ndjson(row("o-1", name="Deres")), headers=NDJSON | other
    )
    await release(
        released("o-1", (GROUP, share("self_support_3m", 16, 40))),
        answered("o-1", (GROUP, share("satisfaction", 30, 40))),
        inspected("i-1", "o-1", 2),
    )
    theirs = (await client.get(PATH, params=ASKED, headers=other)).json()
    assert [each["name"] for each in theirs["items"]] == ["Deres"]
    assert theirs["as_of"] is None
    figures = theirs["items"][0]["figures"].values()
    assert {figure["suppressed"]["reason"] for figure in figures} == {"not_measured"}
    exported = await client.get(f"{PATH}/export", params=ASKED, headers=other)
    assert "0.4" not in exported.text


async def test_whoever_serves_a_provider_sees_its_own_offers_alone(
    app: FastAPI, client: httpx.AsyncClient, refresh: Refresh, signer: Signer
) -> None:
    await load(client, refresh, row("o-1"), row("o-2", name="Andet", provider_id="leverandoer-02"))
    token = signer.token(RIGHTS, provider_id="leverandoer-02", sub="provider")
    async with client_of(app, token) as provider:
        assert (await rows(provider)).keys() == {"o-2"}


async def test_what_was_released_later_takes_the_place_of_what_was_shown(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await release(released("o-1", (GROUP, share("self_support_3m", 16, 40))))
    later = RELEASED_AT + timedelta(days=1)
    await release(released("o-1", (GROUP, hidden("self_support_3m")), at=later))
    figure = (await rows(client))["o-1"]["figures"]["self_support_3m"]
    assert (figure["value"], figure["suppressed"]["reason"]) == (None, "too_few")


async def test_the_export_holds_every_row_and_says_why_a_figure_is_not_there(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"), row("o-2", name="=Andet"))
    await release(
        released(
            "o-1",
            (GROUP, share("self_support_3m", 16, 39)),
            (GROUP, hidden("self_support_1m")),
            (GROUP, count("in_offer", 7, 52)),
        )
    )
    answer = await client.get(f"{PATH}/export", params=ASKED)
    assert answer.headers["content-disposition"].endswith('.csv"')
    first, second = csv.DictReader(io.StringIO(answer.text))
    assert {row["offer_id"] for row in (first, second)} == {"o-1", "o-2"}
    mine, theirs = (first, second) if first["offer_id"] == "o-1" else (second, first)
    assert (mine["self_support_3m"], mine["self_support_3m_n"]) == ("0.410256", "39")
    assert (mine["self_support_1m"], mine["self_support_1m_hidden"]) == ("", "too_few")
    assert (mine["in_offer"], mine["in_offer_n"]) == ("7", "52")
    assert theirs["name"] == "'=Andet"
    assert theirs["smiley_hidden"] == "not_measured"

    people = await client.get(f"{PATH}/export", params=ASKED | {"for": "people"})
    assert people.text.startswith("\ufeffTilbuds-id;Tilbud;Status;")
    assert ";41,0;39;" in people.text
    assert "for få" in people.text

    book = await client.get(f"{PATH}/export", params=ASKED | {"for": "people", "format": "xlsx"})
    table = workbooks.read_xlsx(book.content, max_rows=100)
    assert len(table) == 3
    assert table[0][1] == "Tilbud"
    assert any(cell.startswith("41") for cell in table[1] + table[2])
