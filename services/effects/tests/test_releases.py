"""Figures are released when registers change: all of them, once, and with the small ones hidden."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
from fastapi import FastAPI

from effects import coverage, jobs, kernel, quoting, reading
from effects.definitions import DEFINITIONS
from effects.releases import indicators
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer

from . import sql_reading, sql_verdicts
from .conftest import RIGHTS
from .factories import (
    CODES,
    courses,
    figures,
    hours,
    load,
    random_registers,
    released_events,
    releases,
    support,
    taken,
)

FILES = random_registers(7, citizens=120)


BY = ("offer_id", "target_group")


def measured(folder: Path, files: dict[str, str]) -> dict[str, Any]:
    """What the SQL reading says of the same files: counted in SQL, and grouped by the kernel."""
    with duckdb.connect() as con:
        for register, read in (
            ("codes", reading.read_codes),
            ("support", reading.read_support),
            ("hours", reading.read_hours),
            ("courses", reading.read_courses),
        ):
            path = folder / f"{register}.csv"
            path.write_text(files[register], encoding="utf-8")
            assert read(con, path).accepted
        ends = con.execute(
            "SELECT (SELECT (min(from_week), max(to_week)) FROM support),"
            " (SELECT (min(month), max(month)) FROM hours)"
        ).fetchone()
        assert ends is not None
        covered = coverage.Coverage(*ends[0], *ends[1])
        sql_reading.write_outcomes(con, sql_reading.Registers(), covered)
        outcomes = kernel.outcomes_of_table(con.sql("FROM outcomes").to_arrow_table(), covered)
        return {
            "counts": {key: row for d in DEFINITIONS for key, row in counted(con, d.name)},
            "results": kernel.compute_results(outcomes, by=BY).to_pylist(),
            "comparisons": kernel.compute_comparisons(outcomes, by=BY).to_pylist(),
            "groups": kernel.describe_groups(outcomes, by=BY).to_pylist(),
        }


def counted(
    con: duckdb.DuckDBPyConnection, definition: str
) -> Iterator[tuple[tuple[str, str, str], tuple[int, ...]]]:
    """By offer, target group and definition: n, citizens, numerator, and the two left out."""
    verdict = quoting.name(definition)
    rows = con.execute(
        f"""
        SELECT offer_id, target_group,
            count(*) FILTER ({verdict} >= {sql_verdicts.NO}),
            count(DISTINCT citizen_id) FILTER ({verdict} >= {sql_verdicts.NO}),
            count(*) FILTER ({verdict} = {sql_verdicts.YES}),
            count(*) FILTER ({verdict} = {sql_verdicts.OUTSIDE_REGISTER}),
            count(*) FILTER ({verdict} = {sql_verdicts.LEFT_THE_COUNT})
        FROM outcomes GROUP BY offer_id, target_group
        """  # noqa: S608 - a definition's own name, quoted
    ).fetchall()
    for offer, group, *counts in rows:
        yield (offer, group, definition), tuple(counts)


async def test_figures_equal_what_the_core_measures_on_the_same_files(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    await load(client, FILES)
    await jobs.release_due(settings, database)
    published = {
        (row["offer_id"], row["target_group"], row["figure"]["indicator"]): row["figure"]
        for row in await figures(client)
    }
    expected = measured(tmp_path, FILES)
    compared = 0
    for result, comparison in zip(expected["results"], expected["comparisons"], strict=True):
        figure = published[result["offer_id"], result["target_group"], result["definition"]]
        if figure["suppressed"]["yes"]:
            continue
        compared += 1
        counts = expected["counts"][
            result["offer_id"], result["target_group"], result["definition"]
        ]
        assert (figure["n"], figure["citizens"], figure["numerator"]) == counts[:3]
        assert (result["outside_register"], result["left_the_count"]) == counts[3:]
        assert figure["value"] == pytest.approx(result["value"])
        assert figure["interval"]["low"] == pytest.approx(result["ci_low"], abs=1e-12)
        assert figure["interval"]["high"] == pytest.approx(result["ci_high"], abs=1e-12)
        assert figure["comparison"]["n"] == comparison["comparison_n"]
        assert figure["comparison"]["value"] == pytest.approx(comparison["comparison_value"])
        assert figure["definition_version"] == result["version"]
        for left in ("outside_register", "left_the_count"):
            told = result[left] if result[left] == 0 or result[left] >= 5 else "færre end 5"
            assert figure["left_out"][left] == told
    assert compared >= 2 * len(DEFINITIONS)
    for group in expected["groups"]:
        figure = published[group["offer_id"], group["target_group"], "effect_price"]
        if not figure["suppressed"]["yes"]:
            assert Decimal(figure["value"]) == pytest.approx(
                Decimal(str(group["effect_price_dkk"])), abs=Decimal("0.01")
            )
            assert figure["n"] == group["effect_price_n"]
            assert figure["numerator"] == group["effect_price_successes"]


async def test_small_groups_are_hidden_and_all_that_is_hidden_looks_alike(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    await jobs.release_due(settings, database)
    rows = await figures(client)
    assert len(rows) == 4 * 2 * len(indicators.NAMES)
    hidden = [row for row in rows if row["figure"]["suppressed"]["yes"]]
    looks = {
        tuple(
            (name, str(value))
            for name, value in row["figure"].items()
            if name not in ("indicator", "unit", "definition", "definition_version")
        )
        for row in hidden
    }
    assert len(looks) == 1
    for row in rows:
        figure = row["figure"]
        if row["target_group"] == "sygedagpenge" or row["offer_id"] == "offer-3":
            assert figure["suppressed"] == {"yes": True, "reason": "too_few"}
        if figure["suppressed"]["yes"]:
            for part in (
                "value",
                "n",
                "citizens",
                "numerator",
                "interval",
                "comparison",
                "left_out",
            ):
                assert figure[part] is None
        else:
            assert figure["citizens"] >= 5
    # One small offer alone could be had by subtracting: a large one is hidden with it.
    assert {row["offer_id"] for row in hidden if row["target_group"] == "dagpenge"} > {"offer-3"}
    newest = (await releases(client))[0]
    assert (newest["shown"], newest["hidden"]) == (len(rows) - len(hidden), len(hidden))


async def test_a_new_month_changes_the_figures_without_being_asked(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    await jobs.release_due(settings, database)
    before = await figures(client, definition="self_support_1m", offer_id="offer-1")
    await jobs.release_due(settings, database)
    assert len(await releases(client)) == 1

    everybody = [(f"citizen-{n:03}", "2025-W01", "2025-W10", "111") for n in range(60)]
    await taken(client, "support", support(*everybody))
    await jobs.release_due(settings, database)
    listed = await releases(client)
    assert [one["number"] for one in listed] == [2, 1]
    assert [one["is_newest"] for one in listed] == [True, False]
    assert [one["as_of"] for one in listed] == ["2025-03-09", "2024-12-29"]
    assert listed[0]["registers"] == {"codes": 1, "support": 2, "hours": 1, "courses": 1}
    after = await figures(client, definition="self_support_1m", offer_id="offer-1")
    assert [row["figure"]["as_of"] for row in after] == ["2025-03-09"] * 2
    assert before != after


async def test_without_hours_the_definitions_that_read_them_are_left_out_and_it_is_said(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, {name: FILES[name] for name in ("codes", "support", "courses")})
    await jobs.release_due(settings, database)
    names = {row["figure"]["indicator"] for row in await figures(client)}
    assert names == set(indicators.NAMES) - {
        "employed_6m", "exit_to_job", "exit_to_education", "effect_price",
    }  # fmt: skip
    (release,) = await releases(client)
    assert len(release["caveats"]) == 1
    assert "I beskæftigelse 6 måneder efter" in release["caveats"][0]


async def test_each_offer_is_told_once_with_the_figures_that_others_show(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    await jobs.release_due(settings, database)
    events = await released_events(client)
    assert [event["subject"] for event in events] == [f"offer-{n}" for n in (1, 2, 3, 4)]
    (release,) = await releases(client)
    for event in events:
        data = event["data"]
        assert event["municipality"] == "0999"
        assert (data["release_id"], data["as_of"]) == (release["id"], release["as_of"])
        read = await figures(client, offer_id=event["subject"])
        told = {
            (one["target_group"], one["figure"]["indicator"]): one["figure"]
            for one in data["figures"]
        }
        assert told == {
            (row["target_group"], row["figure"]["indicator"]): row["figure"]
            for row in read
            if row["figure"]["indicator"] in indicators.TOLD
        }
        assert len(told) == 2 * len(indicators.TOLD)


async def test_an_offer_that_has_no_figures_any_more_is_told_with_none(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    await jobs.release_due(settings, database)
    never = [
        {**dict(zip(FILES["courses"].split("\n", 1)[0].split(","), line.split(","), strict=True)),
         "starts_on": "", "ends_on": ""}
        for line in FILES["courses"].splitlines()[1:]
        if ",offer-3," in line
    ]  # fmt: skip
    await taken(client, "courses", courses(never))
    await jobs.release_due(settings, database)
    last = [event for event in await released_events(client) if event["subject"] == "offer-3"][-1]
    assert last["data"]["figures"] == []
    assert last["data"]["release_id"] == (await releases(client))[0]["id"]
    assert await figures(client, offer_id="offer-3") == []


async def test_a_price_needs_outcomes_and_every_price(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    always = [(f"c{n}", "2023-W01", "2024-W52", "111") for n in range(20)]
    rows = [
        {
            "course_id": f"k{n}",
            "citizen_id": f"c{n}",
            "offer_id": "dear" if n < 10 else "unpriced",
            "price_dkk": "" if n == 15 else "100",
        }
        for n in range(20)
    ]
    await load(
        client,
        {
            "codes": CODES,
            "support": support(*always),
            "hours": hours(("c1", "2023-01", "1"), ("c1", "2024-12", "1")),
            "courses": courses(rows),
        },
    )
    await jobs.release_due(settings, database)
    found = {
        row["offer_id"]: row["figure"] for row in await figures(client, indicator="effect_price")
    }
    for offer, words in (("dear", "Ingen forløb"), ("unpriced", "Prisen mangler")):
        figure = found[offer]
        assert figure["value"] is None
        assert figure["suppressed"] == {"yes": False, "reason": None}
        assert (figure["n"], figure["numerator"]) == (10, 0)
        assert figure["caveats"] == [figure["sentence"]]
        assert figure["sentence"].startswith(words)


async def test_another_municipality_and_another_provider_see_only_their_own(
    app: FastAPI, client: httpx.AsyncClient, database: Database, settings: Settings, signer: Signer
) -> None:
    await load(client, FILES)
    await jobs.release_due(settings, database)
    async with client_of(app, signer.token(RIGHTS, municipality="0101")) as other:
        assert await releases(other) == []
        assert await figures(other) == []
    token = signer.token({"figures.read"}, provider_id="provider-2", kind="provider_staff")
    async with client_of(app, token) as provider:
        assert {row["offer_id"] for row in await figures(provider)} == {"offer-2"}
        assert await figures(provider, offer_id="offer-1") == []


async def test_figures_are_chosen_by_name_and_an_unknown_name_is_told_the_valid_ones(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    await jobs.release_due(settings, database)
    one = await figures(client, offer_id="offer-1", target_group="dagpenge", indicator="effect_3m")
    assert [row["figure"]["definition"] for row in one] == ["self_support_3m_sustained"]
    assert await figures(client, offer_id="offer-99") == []
    assert await figures(client, target_group="nobody") == []
    for name, code, valid in (
        ("definition", "definition_unknown", [d.name for d in DEFINITIONS]),
        ("indicator", "indicator_unknown", list(indicators.NAMES)),
    ):
        answer = await client.get("/v1/figures", params={name: "happiness"})
        assert answer.status_code == 422
        assert answer.json()["code"] == code
        assert answer.json()["valid"] == valid
    both = await client.get("/v1/figures?definition=employed_6m&indicator=effect_3m")
    assert both.json()["code"] == "definition_and_indicator"


async def test_the_ten_definitions_are_explained(client: httpx.AsyncClient) -> None:
    items = (await client.get("/v1/definitions")).json()["items"]
    assert [item["name"] for item in items] == [d.name for d in DEFINITIONS]
    assert all(item["text"] and item["formula"] and item["label"] for item in items)
