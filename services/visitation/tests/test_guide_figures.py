"""All twelve indicators, each from where it is really measured."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database
from kit.figure import Figure
from visitation.guide import renewing

from .conftest import Refresh, Release
from .factories import NDJSON, RELEASED_AT, hidden, key, ndjson, released, row, share
from .guided import GROUP, answered, ask, cards, complained, inspected, load
from .people import registered
from .referred import TODAY, cohort, day


async def figures(client: httpx.AsyncClient, offer_id: str = "o-1") -> dict[str, Any]:
    """The figures of an offer's card."""
    shown: dict[str, Any] = cards(await ask(client))[offer_id]["figures"]
    return shown


async def starts(
    client: httpx.AsyncClient, offer_id: str, people: dict[int, int], *, weeks_ago: int = 10
) -> list[str]:
    """History: these citizens began, each so many days after the order; their ids."""
    began = TODAY - timedelta(weeks=weeks_ago)
    citizen_ids = [await registered(client, n) for n in people]
    rows = [
        {
            "id": f"{offer_id}-{n}",
            "citizen_id": citizen_id,
            "offer_id": offer_id,
            "status": "started",
            "ordered_at": f"{began - timedelta(days=days)}T10:00:00+01:00",
            "aligned_at": f"{began}T09:00:00+01:00",
            "accepted_at": f"{began}T09:00:00+01:00",
            "started_on": began.isoformat(),
            "targets": [{"kind": "theme", "theme": "attendance"}],
            "reason_code": "evidence",
        }
        for (n, days), citizen_id in zip(people.items(), citizen_ids, strict=True)
    ]
    answer = await client.post("/v1/referrals/import", content=ndjson(*rows), headers=NDJSON)
    assert answer.status_code == 200, answer.text
    return citizen_ids


async def renew(database: Database, refresh: Refresh) -> None:
    """Let the worker count anew."""
    await renewing.renew_counted(database)
    await refresh()


async def test_neither_services_release_takes_away_the_others_figures(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    later = RELEASED_AT + timedelta(days=1)
    satisfied, closer = share("satisfaction", 30, 40), share("closeness", 20, 40)
    await release(
        answered("o-1", (GROUP, satisfied), (GROUP, closer), at=later),
        released("o-1", (GROUP, share("effect_3m", 10, 30))),
    )
    shown = await figures(client)
    assert (shown["satisfaction"]["value"], shown["closeness"]["value"]) == (0.75, 0.5)
    assert shown["effect_3m"]["numerator"] == 10
    await release(released("o-1", (GROUP, share("effect_3m", 12, 30)), at=later))
    await release(answered("o-1", (GROUP, hidden("satisfaction")), at=later))
    shown = await figures(client)
    assert shown["effect_3m"]["numerator"] == 12
    assert shown["satisfaction"]["suppressed"]["reason"] == "too_few"
    assert shown["closeness"]["suppressed"]["reason"] == "not_measured"


async def test_nobody_speaks_for_another_and_no_figure_is_for_all_groups(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    together = released("o-1", (GROUP, share("satisfaction", 1, 40)))
    together.data["figures"].append(
        {"target_group": None, "figure": share("effect_3m", 9, 30).model_dump(mode="json")}
    )
    await release(answered("o-1", (GROUP, share("effect_3m", 1, 40))), together)
    shown = await figures(client)
    for name in ("satisfaction", "effect_3m"):
        assert shown[name]["suppressed"]["reason"] == "not_measured"


async def test_the_latest_smiley_that_was_not_withdrawn_is_shown(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"), row("o-2", name="Andet"))
    old = inspected("i-1", "o-1", 3, inspected_on="2025-10-01")
    new = inspected("i-2", "o-1", 1)
    await release(old, new, inspected("i-3", "o-2", 2))
    smiley = (await figures(client))["smiley"]
    assert (smiley["value"], smiley["n"], smiley["period"]["start"]) == (1, None, "2026-10-01")
    assert "Smiley 1 (1 er bedst) ved tilsynet 01.10.2026" in smiley["sentence"]
    ranked = await ask(client, weights="smiley:1")
    assert [card["offer"]["id"] for card in ranked["ranked"]] == ["o-1", "o-2"]
    withdrawn = inspected("i-2", "o-1", 1, withdrawn_at="2026-11-01T10:00:00Z", version=2)
    await release(withdrawn, new)
    assert (await figures(client))["smiley"]["value"] == 3


async def test_an_expired_smiley_is_shown_as_such_and_ranks_nothing(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await release(inspected("i-1", "o-1", 2, expires_on="2026-01-31"))
    body = await ask(client, weights="smiley:1")
    [card] = body["too_few"]
    assert (card["missing"], card["figures"]["smiley"]["value"]) == (["smiley"], 2)
    assert card["reason"] == "Kan ikke placeres: seneste smiley er udløbet."
    assert "udløb 31.01.2026" in card["figures"]["smiley"]["sentence"]
    assert card["figures"]["smiley"]["caveats"]


async def test_an_older_version_that_is_told_late_changes_nothing(
    client: httpx.AsyncClient, database: Database, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await starts(client, "o-1", dict.fromkeys(range(1, 7), 5))
    await release(
        inspected("i-1", "o-1", 1, version=3),
        inspected("i-1", "o-1", 4, version=2),
        complained("k-1", "o-1", version=2, outcome="withdrawn"),
        complained("k-1", "o-1", version=1),
        complained("k-2", "o-1", version=2, outcome="withdrawn"),
        complained("k-2", "o-1", version=3),
    )
    await renew(database, refresh)
    shown = await figures(client)
    assert (shown["smiley"]["value"], shown["complaints_per_100"]["numerator"]) == (1, 1)


async def test_waiting_and_complaints_are_counted_over_real_starts(
    client: httpx.AsyncClient, database: Database, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"), row("o-2", name="Andet"), row("o-3", name="Tredje"))
    await starts(client, "o-1", {1: 2, 2: 4, 3: 7, 4: 9, 5: 30, 6: 10})
    await starts(client, "o-2", {11: 20, 12: 20, 13: 21, 14: 22, 15: 25})
    await starts(client, "o-3", {21: 1})
    await release(
        *(complained(f"k-{n}", "o-1") for n in range(3)),
        complained("k-3", "o-1", outcome="withdrawn"),
        complained("k-4", "o-1", about="case_handling"),
        complained("k-5", "o-1", received_on="2019-01-01"),
    )
    await renew(database, refresh)
    shown = await figures(client)
    waiting, complaints = shown["waiting_days"], shown["complaints_per_100"]
    assert (waiting["value"], waiting["n"], waiting["citizens"]) == (8, 6, 6)
    assert waiting["interval"]["method"] == "order_statistics"
    assert (waiting["interval"]["low"], waiting["interval"]["high"]) == (2, 30)
    assert waiting["comparison"] == {"value": 21, "n": 5, "interval": None}
    assert (waiting["as_of"], waiting["period"]["end"]) == (TODAY.isoformat(), TODAY.isoformat())
    assert (complaints["value"], complaints["numerator"], complaints["n"]) == (50.0, 3, 6)
    assert complaints["comparison"] == {"value": 0.0, "n": 5, "interval": None}
    few = await figures(client, "o-3")
    for name in ("waiting_days", "complaints_per_100"):
        assert (few[name]["suppressed"]["reason"], few[name]["n"]) == ("too_few", None)


async def test_what_is_counted_here_never_moves_with_one_person(
    client: httpx.AsyncClient, database: Database, refresh: Refresh
) -> None:
    await load(client, refresh, row("o-1"))
    await starts(client, "o-1", dict.fromkeys(range(1, 7), 5))
    await renew(database, refresh)
    assert (await figures(client))["waiting_days"]["n"] == 6
    await starts(client, "o-1", {7: 50})
    await renew(database, refresh)
    assert (await figures(client))["waiting_days"]["n"] == 6
    await starts(client, "o-1", dict.fromkeys(range(8, 12), 50))
    await renew(database, refresh)
    shown = (await figures(client))["waiting_days"]
    assert (shown["n"], shown["value"]) == (11, 5)


async def test_merging_citizens_lets_no_figure_move_with_one_person(
    client: httpx.AsyncClient, database: Database, refresh: Refresh
) -> None:
    await load(client, refresh, row("o-1"))
    _, *aliases = await starts(client, "o-1", dict.fromkeys(range(1, 7), 5))
    await renew(database, refresh)
    for n, alias in enumerate(aliases, start=11):
        body = {"into": await registered(client, n)}
        answer = await client.post(f"/v1/citizens/{alias}/merge", json=body, headers=key())
        assert answer.status_code == 200, answer.text
    await starts(client, "o-1", {7: 50})
    await renew(database, refresh)
    assert (await figures(client))["waiting_days"]["n"] == 6


async def test_before_anybody_is_referred_nothing_is_counted(
    client: httpx.AsyncClient, database: Database, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await release(complained("k-1", "o-1"))
    await renew(database, refresh)
    shown = await figures(client)
    for name in ("waiting_days", "complaints_per_100", "seats"):
        assert shown[name]["suppressed"]["reason"] == "not_measured"


async def test_the_next_start_is_that_of_the_next_cohort_with_room(
    client: httpx.AsyncClient, refresh: Refresh
) -> None:
    await load(
        client,
        refresh,
        row("a-cohort", intake="cohorts", name="Hold"),
        row("none", intake="cohorts", name="Intet hold"),
        row("any-day", name="Løbende"),
    )
    await cohort(client, "a-cohort", starts_on=day(4))
    await refresh()
    body = await ask(client, weights="next_start:1")
    assert [card["offer"]["id"] for card in body["ranked"]] == ["any-day", "a-cohort"]
    shown = cards(body)
    assert shown["a-cohort"]["figures"]["next_start"]["value"] == day(4)
    assert shown["any-day"]["figures"]["next_start"]["value"] == TODAY.isoformat()
    assert shown["none"]["missing"] == ["next_start"]


async def test_a_figure_that_missed_a_release_is_marked(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("new"), row("old", name="Gammelt"))
    await release(
        released("new", (GROUP, share("effect_3m", 10, 30))),
        released("old", (GROUP, share("effect_3m", 10, 30, as_of=date(2026, 9, 1)))),
    )
    shown = cards(await ask(client))
    assert (shown["new"]["stale"], shown["old"]["stale"]) == ([], ["effect_3m"])


async def test_a_figure_that_this_code_cannot_read_is_not_measured(
    client: httpx.AsyncClient, database: Database, refresh: Refresh, release: Release
) -> None:
    await load(client, refresh, row("o-1"))
    await release(released("o-1", (GROUP, share("effect_3m", 10, 30))))
    async with database.transaction("0999") as session:
        await session.execute(
            text('UPDATE offer_figures SET figure = figure || \'{"unit": "parsec"}\'')
        )
        await session.execute(text("UPDATE offer_releases SET release_id = 'other'"))
        await session.execute(text("UPDATE guide_revisions SET revision = revision + 1"))
    await refresh()
    shown = Figure.model_validate((await figures(client))["effect_3m"])
    assert shown.suppressed.reason == "not_measured"


@pytest.mark.parametrize("name", ["seats", "smiley", "waiting_days", "complaints_per_100"])
async def test_every_indicator_can_be_chosen(
    client: httpx.AsyncClient,
    database: Database,
    refresh: Refresh,
    release: Release,
    name: str,
) -> None:
    await load(client, refresh, row("good"), row("poor", name="Andet", capacity=30))
    await starts(client, "good", dict.fromkeys(range(1, 41), 3))
    await starts(client, "poor", dict.fromkeys(range(41, 81), 60))
    await release(
        inspected("i-1", "good", 1),
        inspected("i-2", "poor", 4),
        *(complained(f"k-{n}", "poor") for n in range(30)),
    )
    await renew(database, refresh)
    body = await ask(client, weights=f"{name}:1")
    ids = [card["offer"]["id"] for card in body["ranked"]]
    places = [card["place"] for card in body["ranked"]]
    if name == "seats":
        assert places == [1, 1]
    else:
        assert (ids, places) == (["good", "poor"], [1, 2])
