"""The referral follows what its provider registers in contracts, whatever comes when."""

import itertools
from datetime import timedelta
from typing import Any

import httpx
import pytest

from kit.database import Database

from .people import registered
from .referred import (
    TODAY,
    act,
    call_off,
    day,
    draft,
    follow,
    one_ordered,
    published,
    started,
    told,
)

BEGUN = {"started_on": day(-2)}
ENDED = BEGUN | {"ended_on": day(-1)}


async def read(client: httpx.AsyncClient, referral: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = (await client.get(f"/v1/referrals/{referral['id']}")).json()
    return body


async def test_an_order_is_accepted_started_and_completed_by_its_provider(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await one_ordered(client)
    statuses = []
    for event in (
        call_off(made, "received", 1),
        call_off(made, "accepted", 2),
        call_off(made, "started", 3, **BEGUN),
        call_off(made, "ended", 4, **ENDED, end_reason="completed"),
    ):
        await follow(database, event)
        statuses.append((await read(client, made))["status"])
    assert statuses == ["ordered", "accepted", "started", "completed"]
    events = await told(client, made["id"])
    assert [each["type"] for each in events] == [
        "ReferralOrdered",
        "ReferralChanged",
        "ReferralStarted",
        "ReferralCompleted",
    ]
    data = events[-1]["data"]
    assert (data["started_on"], data["ended_on"]) == (day(-2), day(-1))
    assert [each["data"]["version"] for each in events] == [2, 3, 4, 5]


async def test_a_declined_order_frees_its_seat(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await one_ordered(client)
    at = call_off(made, "declined", 2).data["updated_at"]
    await follow(database, call_off(made, "declined", 2, declined_at=at, decline_reason="no_seats"))
    body = await read(client, made)
    assert (body["status"], body["decline_reason"], body["actions"]) == ("declined", "no_seats", [])
    again = await draft(client, made["citizen_id"])
    assert (await act(client, again["id"], "order")).status_code == 200


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (ENDED | {"end_reason": "completed"}, ("completed", None, day(-1), ["assess"])),
        (ENDED | {"end_reason": "left"}, ("aborted", "left", day(-1), ["assess"])),
        ({"ended_on": day(), "end_reason": "not_started"}, ("aborted", "not_started", None, [])),
        ({"end_reason": "cancelled"}, ("aborted", "cancelled", None, [])),
    ],
)
async def test_an_end_says_how_it_came(
    client: httpx.AsyncClient,
    database: Database,
    end: dict[str, Any],
    expected: tuple[object, ...],
) -> None:
    made = await one_ordered(client)
    await follow(database, call_off(made, "ended", 4, **end))
    body = await read(client, made)
    assert (body["status"], body["abort_reason"], body["ended_on"], body["actions"]) == expected


async def test_whatever_order_they_come_in_the_newest_state_stands(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client)
    for n, order in enumerate(itertools.permutations(range(3))):
        made = await draft(client, await registered(client, n))
        made = (await act(client, made["id"], "order")).json()
        events = (
            call_off(made, "accepted", 2),
            call_off(made, "started", 3, **BEGUN),
            call_off(made, "ended", 4, **ENDED, end_reason="completed"),
        )
        await follow(database, *(events[place] for place in order))
        assert (await read(client, made))["status"] == "completed"


async def test_what_comes_again_changes_nothing(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await one_ordered(client)
    event = call_off(made, "accepted", 2)
    await follow(database, *[event] * 5)
    assert len(await told(client, made["id"])) == 2
    acts = (await client.get(f"/v1/referrals/{made['id']}/history")).json()["items"]
    assert [each["act"] for each in acts] == ["create", "order", "follow"]


async def test_what_the_caseworker_ended_stays_ended_with_the_days_that_came_later(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await one_ordered(client)
    await act(client, made["id"], "abort", {"reason": "job"})
    await follow(
        database,
        call_off(made, "started", 3, **BEGUN),
        call_off(made, "ended", 4, **ENDED, end_reason="completed"),
    )
    body = await read(client, made)
    assert (body["status"], body["abort_reason"]) == ("aborted", "job")
    assert (body["started_on"], body["ended_on"]) == (day(-2), day(-1))
    last = (await told(client, made["id"]))[-1]
    assert (last["type"], last["data"]["started_on"]) == ("ReferralAborted", day(-2))


async def test_an_assessment_stays_when_the_end_is_told_anew(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await started(client, database, on=TODAY - timedelta(days=2))
    await follow(database, call_off(made, "ended", 4, **ENDED, end_reason="completed"))
    said = {"targets": [{"result": "reached"}], "next_step": "job"}
    await act(client, made["id"], "assess", said)
    corrected = BEGUN | {"ended_on": day(-2), "end_reason": "left"}
    await follow(database, call_off(made, "ended", 5, **corrected))
    body = await read(client, made)
    assert (body["status"], body["ended_on"]) == ("assessed", day(-2))
    assert body["completed_at"] is not None
    assert body["new_referral_proposed"] is False


async def test_a_call_off_of_nobodys_referral_or_of_a_draft_is_passed_over(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    await follow(
        database, call_off(made, "accepted", 2), call_off(made | {"id": "x"}, "accepted", 2)
    )
    await follow(database, call_off(made, "accepted", 2, municipality="0101"))
    assert (await read(client, made))["status"] == "draft"


async def test_a_call_off_of_another_municipality_moves_nothing(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await one_ordered(client)
    await follow(database, call_off(made, "accepted", 2, municipality="0101"))
    assert (await read(client, made))["status"] == "ordered"
