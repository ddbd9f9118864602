"""Released figures are attacked as they lie before whoever reads them, month after month."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import httpx

from effects import jobs, weeks
from effects.definitions import DEFINITIONS
from effects.releases import indicators
from effects.settings import Settings
from kit.database import Database
from kit.disclosure import ALL
from kit.testing.attacking import Found, Shown, attack

from .factories import CODES, courses, figures, hours, load, support, taken

Read = dict[str, dict[str, list[dict[tuple[str, str], Mapping[str, Any]]]]]

LIMITS = {"staff": 5, "public": 10}
OFFERS = [f"offer-{n}" for n in range(7)]
GROUPS = ["dagpenge", "kontanthjaelp", "sygedagpenge"]
FIRST_MONTH = date(2023, 1, 15)


def municipality(seed: int, *, months: int, size: int = 1) -> list[dict[str, str]]:
    """Courses of some offers: thick in some target groups, thin in others, and always new ones.

    In a municipality of size 1 most must be hidden: of so few nothing can be told for sure.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up people, the same each time
    rows = []
    for number, (offer, group) in enumerate((o, g) for o in OFFERS for g in GROUPS):
        monthly = rng.choice((0, 0.1, 0.4, 2, 5))
        for turn in range(int(size * monthly * months + rng.random() * 8)):
            start = FIRST_MONTH + timedelta(days=rng.randint(0, 30 * months))
            rows.append(
                {
                    "course_id": f"k{number}-{turn}",
                    "citizen_id": f"citizen-{rng.randint(0, 900)}",
                    "offer_id": offer,
                    "provider_id": f"provider-{offer}",
                    "target_group": group,
                    "match_group": rng.choice(("jobparat", "aktivitetsparat")),
                    "birth_year": str(rng.randint(1960, 2004)),
                    "starts_on": start.isoformat(),
                    "ends_on": (start + timedelta(days=rng.randint(20, 80))).isoformat(),
                    "business_oriented": rng.choice(("true", "false")),
                    "price_dkk": rng.choice(("9000.00", "12000.00")),
                }
            )
    return rows


def weeks_of(until: date) -> str:
    last = weeks.parse_week(f"{until.isocalendar().year}-W{until.isocalendar().week:02}")
    spells = []
    for number in range(901):
        rng = random.Random(number)  # noqa: S311 - made-up people, the same each time
        week = weeks.parse_week("2023-W01")
        while week <= last:
            end = week + rng.randint(5, 50)
            spell = weeks.format_week(week), weeks.format_week(min(end, last))
            spells.append((f"citizen-{number}", *spell, "111"))
            week = end + rng.randint(2, 30)
    return support(*spells)


async def month_by_month(
    client: httpx.AsyncClient,
    database: Database,
    settings: Settings,
    *,
    months: int,
    size: int = 1,
    seed: int = 3,
) -> Read:
    """Import the registers as they stood at the end of each of the last months, and release.

    Returns:
        By audience and indicator, what each release showed, read as anybody reads it.
    """
    rows = municipality(seed, months=18 + months, size=size)
    await load(client, {"codes": CODES})
    read: Read = {audience: {} for audience in LIMITS}
    for month in range(months):
        until = FIRST_MONTH + timedelta(days=30 * (18 + month))
        await taken(client, "support", weeks_of(until))
        if month == 0:
            ends = (("citizen-1", "2023-01", "1"), ("citizen-1", "2025-12", "9"))
            await taken(client, "hours", hours(*ends))
        known = [row for row in rows if row["ends_on"] <= until.isoformat()]
        await taken(client, "courses", courses(known))
        await jobs.release_due(settings, database)
        for audience, of_audience in read.items():
            for row in await figures(client, audience=audience, margins="true"):
                places = of_audience.setdefault(row["figure"]["indicator"], [])
                if len(places) == month:
                    places.append({})
                place = row["offer_id"] or ALL, row["target_group"] or ALL
                places[month][place] = row["figure"]
    return read


def attacked(places: list[dict[tuple[str, str], Mapping[str, Any]]], limit: int) -> list[Found]:
    """The attack on one indicator over all releases: n with, and n without the outcome."""
    shown: list[Shown] = [
        {
            place: (figure["numerator"], figure["n"] - figure["numerator"])
            for place, figure in each.items()
            if not figure["suppressed"]["yes"]
        }
        for each in places
    ]
    return attack(shown, list(places[0]), parts=2, limit=limit)


async def test_no_hidden_count_can_be_told_from_four_releases_to_staff_and_to_the_public(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    read = await month_by_month(client, database, settings, months=4)
    hidden_of: dict[str, set[tuple[int, str, tuple[str, str]]]] = {}
    for audience, limit in LIMITS.items():
        shown = read[audience]
        assert {d.name for d in DEFINITIONS} < shown.keys()
        for name, places in shown.items():
            if name == "effect_price" or name in indicators.INTAKE:
                continue
            assert attacked(places, limit) == [], (audience, name)
            for each in places:
                for figure in each.values():
                    assert figure["suppressed"]["yes"] or figure["citizens"] >= limit
        hidden_of[audience] = {
            (number, name, place)
            for name, all_places in shown.items()
            if name not in indicators.INTAKE  # which the public is not told of
            for number, each in enumerate(all_places)
            for place, figure in each.items()
            if figure["suppressed"]["yes"]
        }
        dates = {f["as_of"] for p in shown.values() for f in p[-1].values()}
        assert len(dates) > 1, "no figure stayed as it was shown earlier"
    assert hidden_of["staff"] < hidden_of["public"]


async def some_releases(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> dict[str, Any]:
    """Two releases; the first shown figure with a comparison, as the second has it."""
    await month_by_month(client, database, settings, months=2)
    rows = await figures(client, indicator="effect_3m")
    shown: dict[str, Any] = next(row for row in rows if not row["figure"]["suppressed"]["yes"])
    return shown


async def test_totals_come_when_asked_for_and_add_up(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await month_by_month(client, database, settings, months=1, size=5)
    rows = await figures(client, indicator="self_support_1m", margins="true")
    found = {(row["offer_id"], row["target_group"]): row["figure"] for row in rows}
    assert len(found) == (len(OFFERS) + 1) * (len(GROUPS) + 1)
    whole = [
        (offer, [found[offer, group]["n"] for group in GROUPS], figure["n"])
        for (offer, group), figure in found.items()
        if offer is not None and group is None
    ]
    assert any(None not in parts and sum(parts) == total for _, parts, total in whole)
    for _, parts, total in whole:
        assert None in (*parts, total) or sum(parts) == total
    plain = await figures(client, indicator="self_support_1m")
    assert {(row["offer_id"], row["target_group"]) for row in plain} == {
        place for place in found if None not in place
    }


async def test_the_sums_of_a_figure_lead_from_the_started_to_those_with_the_outcome(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    row = await some_releases(client, database, settings)
    asked = {"offer_id": row["offer_id"], "target_group": row["target_group"]}
    answer = await client.get("/v1/figures/sums", params={**asked, "definition": "effect_3m"})
    assert answer.status_code == 200, answer.text
    sums = answer.json()
    assert sums["definition"]["name"] == "self_support_3m_sustained"
    assert sums["figure"] == row["figure"]
    counts = {step["step"]: step["count"] for step in sums["steps"]}
    assert counts["counted"] == row["figure"]["n"]
    assert counts["numerator"] == row["figure"]["numerator"]
    left = [counts["outside_register"], counts["left_the_count"]]
    if all(isinstance(each, int) for each in left):
        assert counts["started"] == counts["counted"] + sum(left)
    else:
        assert counts["started"].startswith("mindst ")
    assert [each["released_at"] for each in sums["history"]] == sorted(
        (each["released_at"] for each in sums["history"]), reverse=True
    )
    assert len(sums["history"]) == 2
    unknown = await client.get("/v1/figures/sums?offer_id=nobody&definition=effect_3m")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "figure_not_found")


async def test_figures_can_be_read_as_they_were_known_on_a_day(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await month_by_month(client, database, settings, months=1)
    assert await figures(client, as_known_on="2020-01-01") == []
    assert await figures(client, as_known_on="2999-01-01") == await figures(client)


async def test_a_figure_found_wrong_is_withdrawn_visibly_and_told(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    row = await some_releases(client, database, settings)
    wish = {
        "offer_id": row["offer_id"],
        "target_group": row["target_group"],
        "indicator": "effect_3m",
        "reason_code": "wrong_register",
    }
    key = {"Idempotency-Key": "one"}
    answer = await client.post("/v1/figures/withdraw", json=wish, headers=key)
    assert answer.status_code == 200, answer.text
    assert (
        await client.post("/v1/figures/withdraw", json=wish, headers=key)
    ).json() == answer.json()
    asked = {"offer_id": row["offer_id"], "target_group": row["target_group"]}
    (marked,) = await figures(client, indicator="effect_3m", **asked)
    assert marked["figure"]["value"] is None
    assert marked["figure"]["sentence"].startswith("Tallet er trukket tilbage den ")
    assert marked["figure"]["sentence"] in marked["figure"]["caveats"]
    events = (await client.get("/v1/events?limit=1000")).json()
    told = [e for e in events if e["type"] == "FiguresReleased"][-1]["data"]
    assert told["offer_id"] == row["offer_id"]
    assert marked["figure"] in [one["figure"] for one in told["figures"]]
    nobody = await client.post(
        "/v1/figures/withdraw", json=wish | {"offer_id": "x"}, headers={"Idempotency-Key": "two"}
    )
    assert (nobody.status_code, nobody.json()["code"]) == (404, "figure_not_found")


async def test_profiles_are_told_with_as_many_citizens_as_it_takes(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await month_by_month(client, database, settings, months=1, size=8, seed=2)
    events = (await client.get("/v1/events?limit=1000")).json()
    told = [event["data"] for event in events if event["type"] == "ProfilesReleased"]
    assert {one["target_group"] for one in told} <= set(GROUPS)
    rows = [row for one in told for row in one["rows"]]
    assert {row["level"] for row in rows} >= {1, 2, 3}
    bands = {row["age_band"] for row in rows if row["level"] <= 1}
    assert bands <= {"under_25", "25_29", "30_39", "40_49", "50_59", "60_plus"}
    for row in rows:
        depth = sum(row[name] is not None for name in ("match_group", "age_band", "weeks_band"))
        assert row["level"] == 3 - depth
        assert all(figure["citizens"] >= 5 for figure in row["figures"])
