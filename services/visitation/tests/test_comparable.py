"""Citizens like this one: a statistic, widened step by step until there are enough."""

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitation.guide import comparable

from .conftest import Refresh, Release
from .factories import RELEASED_AT, hidden, row, share
from .guided import ask, load, profiled

ALIKE = {"match_group": "jobparat", "age_band": "25_29", "weeks_band": "13_25"}
EXIT = "exit_to_job"


def whom(*names: str) -> dict[str, str]:
    return {name: ALIKE[name] for name in names}


async def ready(client: httpx.AsyncClient, refresh: Refresh) -> None:
    await load(client, refresh, row("o-1"))


async def test_the_narrowest_group_with_something_to_show_is_shown(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await ready(client, refresh)
    await release(
        profiled(
            (0, ALIKE, share(EXIT, 9, 20)),
            (1, whom("match_group", "age_band"), share(EXIT, 30, 90)),
            (2, whom("match_group"), share(EXIT, 100, 400)),
            (3, {}, share(EXIT, 300, 1_500)),
        )
    )
    profile = {"match_group": "jobparat", "age": "27", "weeks_on_support": "20"}
    body = await ask(client, "/comparable", **profile)
    assert (body["level"], body["widened"], body["not_asked"]) == (0, [], [])
    assert body["alike"] == {
        "target_group": {"code": "kontanthjaelp", "label": "Kontanthjælpsmodtager"},
        "match_group": {"code": "jobparat", "label": "Jobparat"},
        "age_band": {"code": "25_29", "label": "25-29 år"},
        "weeks_band": {"code": "13_25", "label": "13-25 uger på ydelse"},
    }
    assert [figure["numerator"] for figure in body["figures"]] == [9]
    assert body["as_of"] == "2026-11-15"
    assert "ikke en forudsigelse om den enkelte" in body["notices"][-1]
    del profile["weeks_on_support"]
    body = await ask(client, "/comparable", **profile)
    assert (body["level"], body["not_asked"]) == (1, ["weeks_on_support"])
    body = await ask(client, "/comparable", weeks_on_support="20")
    assert (body["level"], body["figures"][0]["numerator"]) == (3, 300)
    assert body["not_asked"] == ["match_group", "age", "weeks_on_support"]


async def test_it_is_widened_until_there_are_enough_and_says_so(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await ready(client, refresh)
    await release(
        profiled(
            (0, ALIKE, hidden(EXIT)),
            (2, whom("match_group"), share(EXIT, 100, 400)),
            (3, {}, share(EXIT, 300, 1_500)),
        )
    )
    profile = {"match_group": "jobparat", "age": "27", "weeks_on_support": "20"}
    body = await ask(client, "/comparable", **profile)
    assert (body["level"], body["widened"]) == (2, ["age", "weeks_on_support"])
    assert body["sentence"] == (
        "Der er for få borgere, der også ligner i alder og tid på ydelse; vist for:"
        " Kontanthjælpsmodtager, Jobparat."
    )


async def test_where_all_are_hidden_nothing_is_shown(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await ready(client, refresh)
    before = await ask(client, "/comparable")
    assert (before["level"], before["figures"]) == (None, [])
    assert before["sentence"].startswith("Der er endnu ikke frigivet tal")
    await release(profiled((3, {}, hidden(EXIT))))
    after = await ask(client, "/comparable")
    assert (after["level"], after["alike"], after["figures"]) == (None, None, [])
    assert after["sentence"].startswith("Der er for få sammenlignelige borgere")


async def test_an_older_release_changes_nothing(
    client: httpx.AsyncClient, refresh: Refresh, release: Release
) -> None:
    await ready(client, refresh)
    new = profiled((3, {}, share(EXIT, 2, 10)))
    old = profiled((3, {}, share(EXIT, 1, 10)), at=RELEASED_AT - timedelta(days=1))
    for event in (old, new, old, new):
        await release(event)
    assert (await ask(client, "/comparable"))["figures"][0]["numerator"] == 2


async def test_it_is_another_municipalitys_own(
    client: httpx.AsyncClient, other: dict[str, str], refresh: Refresh, release: Release
) -> None:
    await ready(client, refresh)
    await release(profiled((3, {}, share(EXIT, 2, 10))))
    params = {"target_group": "kontanthjaelp"}
    answer = await client.get("/v1/guide/comparable", params=params, headers=other)
    assert (answer.status_code, answer.json()["figures"]) == (200, [])


@pytest.mark.parametrize("query", ["citizen_id=1", "gender=f", "weights=price:1"])
async def test_nothing_but_the_profile_can_be_asked_with(
    client: httpx.AsyncClient, query: str
) -> None:
    answer = await client.get(f"/v1/guide/comparable?target_group=kontanthjaelp&{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "extra_forbidden"


@given(age=st.integers(15, 99), weeks=st.integers(0, 2_600))
def test_every_age_and_duration_lies_in_one_fixed_band(age: int, weeks: int) -> None:
    def holds(band: str, number: int) -> bool:
        if band == "under_25":
            return number < 25
        low, _, high = band.partition("_")
        return int(low) <= number and (high == "plus" or number <= int(high))

    assert holds(comparable.age_band(age), age)
    assert holds(comparable.weeks_band(weeks), weeks)
    assert {comparable.age_band(age), comparable.weeks_band(weeks)} <= set(comparable.BANDS_DA)
