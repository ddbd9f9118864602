"""How heavy an offer's task is: told of an offer and target group, and never by a few citizens."""

from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import FastAPI

from effects import jobs
from effects.releases import indicators
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import CODES, courses, figures, support, taken

NAMES = set(indicators.INTAKE)


def course(number: int, **said: str) -> dict[str, str]:
    """A course of a citizen of his own, finished long before the register ends."""
    return {"course_id": f"k-{number}", "citizen_id": f"c-{number}", **said}


def started(count: int, *, first: int = 0, **said: str) -> list[dict[str, str]]:
    return [course(number, **said) for number in range(first, first + count)]


def weeks_of(count: int, *, until: str = "2024-W52") -> str:
    """Citizen c-n has been on support for n weeks before the second week of 2024."""
    spells = [(f"c-{n}", f"2023-W{53 - n:02}", "2024-W01", "111") for n in range(1, count)]
    return support(
        ("nobody", "2022-W01", "2022-W01", "111"), ("nobody", until, until, "111"), *spells
    )


async def released(
    client: httpx.AsyncClient, database: Database, settings: Settings, **asked: str
) -> dict[str, Mapping[str, Any]]:
    """The newest figures of one offer, by indicator."""
    await jobs.release_due(settings, database)
    rows = await figures(client, **{"offer_id": "offer-1", "target_group": "dagpenge", **asked})
    return {row["figure"]["indicator"]: row["figure"] for row in rows}


async def municipality(client: httpx.AsyncClient, rows: list[dict[str, str]]) -> None:
    """Registers with these courses in offer-1, and many more in two others."""
    others = [
        *started(30, first=1_000, offer_id="offer-2"),
        *started(30, first=2_000, offer_id="offer-3"),
    ]
    await taken(client, "codes", CODES)
    await taken(client, "support", weeks_of(30))
    await taken(client, "courses", courses([*rows, *others]))


async def test_it_tells_who_is_there_how_old_and_how_long_on_support_before(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    rows = [
        *started(9, first=1, birth_year="1996"),
        *started(6, first=10, birth_year="1994"),
        *started(4, first=16, birth_year="1990", ends_on=""),
        *started(1, first=20, birth_year="1990", ends_on="2024-12-29"),
    ]
    await municipality(client, rows)
    told = await released(client, database, settings)
    assert told.keys() > NAMES
    assert {name: told[name]["n"] for name in NAMES} == dict.fromkeys(NAMES, 20)
    assert {name: told[name]["value"] for name in NAMES} == {
        "in_offer": 5,
        "finished": 15,
        "under_30_share": 9 / 20,
        "from_30_share": 11 / 20,
        "weeks_before_q1": 6.75,
        "weeks_before_median": 11.5,
        "weeks_before_q3": 16.25,
    }
    assert told["in_offer"]["unit"] == "count"
    assert told["weeks_before_q1"]["unit"] == "weeks"
    assert told["in_offer"]["sentence"] == "5 af 20 påbegyndte forløb er i gang nu."
    assert told["under_30_share"]["sentence"] == (
        "I 9 af 20 forløb (45 %) var borgeren under 30 år ved start."
    )


async def test_a_year_of_birth_that_is_not_known_counts_as_neither_young_nor_old(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await municipality(client, [*started(14, first=1), *started(6, first=15, birth_year="")])
    told = await released(client, database, settings)
    assert (told["under_30_share"]["numerator"], told["from_30_share"]["numerator"]) == (0, 14)
    assert told["from_30_share"]["n"] == 20


async def test_few_are_hidden_and_so_are_quartiles_of_fewer_than_eight(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await municipality(client, started(4, first=1))
    told = await released(client, database, settings)
    assert all(told[name]["suppressed"] == {"yes": True, "reason": "too_few"} for name in NAMES)
    assert all(told[name]["n"] is None and told[name]["value"] is None for name in NAMES)


async def test_quartiles_need_eight_citizens_where_counts_need_five(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await municipality(client, started(7, first=1))
    told = await released(client, database, settings)
    assert told["finished"]["value"] == 7
    assert all(told[name]["suppressed"]["yes"] for name in NAMES if name.startswith("weeks_"))


async def test_one_who_ends_does_not_change_what_is_told_and_five_do(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    ended = started(10, first=1)
    await municipality(client, [*ended, *started(8, first=20, ends_on="")])
    before = await released(client, database, settings)
    assert (before["in_offer"]["value"], before["finished"]["value"]) == (8, 10)

    await taken(client, "courses", courses(started(1, first=20, ends_on="2024-06-30")))
    one = await released(client, database, settings)
    assert {name: one[name] for name in NAMES} == {name: before[name] for name in NAMES}

    await taken(client, "courses", courses(started(5, first=20, ends_on="2024-06-30")))
    five = await released(client, database, settings)
    assert (five["in_offer"]["value"], five["finished"]["value"]) == (3, 15)


async def test_it_is_hidden_where_those_finished_for_a_month_are(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await municipality(client, [*started(3, first=1), *started(9, first=10, ends_on="")])
    told = await released(client, database, settings)
    assert told["self_support_1m"]["suppressed"]["yes"]
    assert all(told[name]["suppressed"]["yes"] for name in NAMES)


async def test_it_has_no_totals_and_the_public_is_told_nothing_of_it(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await municipality(client, started(20, first=1))
    await jobs.release_due(settings, database)
    for asked in ({"audience": "public"}, {"audience": "public", "margins": "true"}):
        rows = await figures(client, **asked)
        assert rows
        assert not NAMES & {row["figure"]["indicator"] for row in rows}
    for row in await figures(client, margins="true"):
        inner = row["offer_id"] is not None and row["target_group"] is not None
        assert inner or row["figure"]["indicator"] not in NAMES


async def test_its_sums_lead_to_what_it_counts_by(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await municipality(client, started(20, first=1))
    told = await released(client, database, settings)
    place = {"offer_id": "offer-1", "target_group": "dagpenge"}
    for name in NAMES:
        answer = await client.get("/v1/figures/sums", params={**place, "definition": name})
        assert answer.status_code == 200, answer.text
        sums = answer.json()
        assert sums["figure"] == told[name]
        assert sums["definition"]["name"] == told[name]["definition"]
        assert sums["definition"]["formula"]


async def test_another_municipality_and_another_provider_see_none_of_it(
    client: httpx.AsyncClient, app: FastAPI, database: Database, settings: Settings, signer: Signer
) -> None:
    await municipality(client, started(20, first=1))
    await jobs.release_due(settings, database)
    foreign = signer.token(RIGHTS, municipality="0101", sub="other")
    other = signer.token(RIGHTS, provider_id="provider-9", sub="provider")
    own = signer.token(RIGHTS, provider_id="provider-1", sub="provider")
    for token, sees in ((foreign, False), (other, False), (own, True)):
        async with client_of(app, token) as asking:
            assert bool(await figures(asking, indicator="in_offer")) is sees
