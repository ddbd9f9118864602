"""What was tried against referrals and cohorts from outside, and must go on failing."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from kit.database import Database
from kit.testing.signing import Signer

from .factories import key, offer
from .people import audited, registered
from .referred import (
    TODAY,
    act,
    alignment,
    call_off,
    cohort,
    content,
    day,
    draft,
    follow,
    one_ordered,
    ordered,
    published,
    started,
    target,
    told,
)
from .test_referral_import import history, send

SUBSIDY: dict[str, Any] = {
    "kind": "wage_subsidy_private",
    "duration_weeks": 26,
    "hours_per_week": "30.0",
}


def as_provider(signer: Signer, *rights: str) -> dict[str, str]:
    token = signer.token(frozenset(rights), sub="leverandoersystem", provider_id="leverandoer-01")
    return {"Authorization": f"Bearer {token}"}


def codes(answer: httpx.Response) -> list[str]:
    return [each["code"] for each in answer.json()["report"]["errors"]]


async def test_a_wage_subsidy_without_a_start_is_as_long_as_from_today(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client, **SUBSIDY)
    made = await draft(
        client, await registered(client, 1), planned_starts_on=None, planned_ends_on=day(20)
    )
    token = signer.token(frozenset({"referrals.order", "referrals.read"}), sub="sagsbehandler")
    answer = await act(client, made["id"], "order", Authorization=f"Bearer {token}")
    assert (answer.status_code, answer.json()["status"]) == (200, "awaiting_approval")
    late = await draft(
        client, await registered(client, 2), planned_starts_on=None, planned_ends_on=day(40)
    )
    refused = await act(client, late["id"], "order")
    assert refused.json()["code"] == "wage_subsidy_too_long"


@pytest.mark.parametrize(
    "planned",
    [
        {"planned_starts_on": day(30), "planned_ends_on": None},
        {"planned_starts_on": None, "planned_ends_on": day(1)},
    ],
)
async def test_a_course_does_not_end_before_it_begins_by_way_of_its_cohort(
    client: httpx.AsyncClient, planned: dict[str, Any]
) -> None:
    await published(client, intake="cohorts")
    made = await cohort(client, "o-1")
    said = content(citizen_id=await registered(client, 1), offer_id="o-1", cohort_id=made["id"])
    answer = await client.post("/v1/referrals", json=said | planned, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (422, "period_invalid")


async def test_a_course_whose_price_no_field_holds_is_ordered_without_one(
    client: httpx.AsyncClient,
) -> None:
    await published(client, price={"amount": "99999999.99", "per": "week"})
    made = await ordered(client, await registered(client, 1))
    assert made["price_dkk"] is None
    [event] = await told(client, made["id"])
    assert event["data"]["price_dkk"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"planned_starts_on": "9999-12-31"},
        {"planned_starts_on": "0001-01-01"},
        {"planned_starts_on": None, "planned_ends_on": "9999-12-31"},
        {"planned_starts_on": "1900-01-01", "planned_ends_on": "9999-12-31"},
    ],
)
async def test_the_ends_of_time_are_refused_and_break_nothing(
    client: httpx.AsyncClient, changed: dict[str, Any]
) -> None:
    await published(client, duration_weeks=8)
    said = content(citizen_id=await registered(client, 1), offer_id="o-1", **changed)
    answer = await client.post("/v1/referrals", json=said, headers=key())
    assert answer.status_code < 500, answer.text
    if answer.status_code == 201:
        acted = await act(client, answer.json()["id"], "order")
        assert acted.status_code < 500, acted.text
        listed = await client.get("/v1/referrals?sort=planned_ends_on&limit=1")
        assert listed.status_code == 200


async def test_a_cohort_at_the_end_of_time_breaks_nothing(client: httpx.AsyncClient) -> None:
    await published(client, intake="cohorts")
    answer = await client.post(
        "/v1/offers/o-1/cohorts", json={"starts_on": "9999-12-30", "seats": 1}, headers=key()
    )
    assert answer.status_code < 500, answer.text
    early = {"starts_on": "0001-01-01", "sign_up_closes_on": "0001-01-01", "seats": 1}
    answer = await client.post("/v1/offers/o-1/cohorts", json=early, headers=key())
    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/v1/referrals?ordered_after=0001-01-01T00:00:00%2B14:00",
        "/v1/referrals?ordered_after=9999-12-31T23:59:59-14:00",
        "/v1/referrals/export?ordered_after=0001-01-01T00:00:00%2B14:00",
    ],
)
async def test_a_moment_outside_time_is_no_filter(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"])
async def test_history_from_before_time_is_refused(client: httpx.AsyncClient, moment: str) -> None:
    await published(client)
    row = history(await registered(client, 1), ordered_at=moment)
    answer = await send(client, row)
    assert answer.status_code == 422, answer.text


async def test_an_import_never_starts_what_is_ordered_here_unaligned(
    client: httpx.AsyncClient,
) -> None:
    made = await one_ordered(client)
    row = history(
        made["citizen_id"],
        id=made["id"],
        status="started",
        ended_on=None,
        aligned_at=None,
        ordered_at=made["ordered_at"],
        accepted_at=None,
        started_on=TODAY.isoformat(),
    )
    answer = await send(client, row)
    assert codes(answer) == ["expectations_not_aligned"]
    assert (await client.get(f"/v1/referrals/{made['id']}")).json()["status"] == "ordered"


async def test_an_import_does_not_take_an_alignment_away(client: httpx.AsyncClient) -> None:
    made = await one_ordered(client)
    aligned = (await act(client, made["id"], "align", alignment())).json()
    row = history(
        made["citizen_id"],
        id=made["id"],
        status=None,
        started_on=None,
        ended_on=None,
        aligned_at=None,
        ordered_at=made["ordered_at"],
        accepted_at=datetime.now(UTC).isoformat(),
    )
    answer = await send(client, row)
    assert answer.status_code == 200, answer.text
    body = (await client.get(f"/v1/referrals/{made['id']}")).json()
    assert (body["status"], body["aligned_at"]) == ("accepted", aligned["aligned_at"])
    assert body["alignment"] == aligned["alignment"]


async def test_an_import_does_not_move_an_order_to_another_offer(
    client: httpx.AsyncClient,
) -> None:
    made = await one_ordered(client)
    await published(client, "o-2", provider_id="leverandoer-02")
    row = history(
        made["citizen_id"],
        id=made["id"],
        offer_id="o-2",
        ordered_at=made["ordered_at"],
        status=None,
        started_on=None,
        ended_on=None,
        aligned_at=None,
        accepted_at=None,
    )
    assert codes(await send(client, row)) == ["referral_offer_fixed"]


async def test_a_cohort_of_an_offer_with_places_takes_one_of_them(
    client: httpx.AsyncClient,
) -> None:
    await published(client, intake="cohorts", capacity=1)
    made = await cohort(client, "o-1", seats=5)
    version = (await client.get("/v1/offers/o-1")).headers["ETag"]
    changed = await client.put(
        "/v1/offers/o-1",
        json=offer(intake="continuous", capacity=1),
        headers={"If-Match": version},
    )
    assert changed.status_code == 200, changed.text
    await ordered(client, await registered(client, 1))
    second = await draft(
        client, await registered(client, 2), cohort_id=made["id"], planned_starts_on=None
    )
    answer = await act(client, second["id"], "order")
    assert answer.json()["code"] == "no_free_seats"


async def test_who_is_erased_is_told_of_no_more_whatever_the_provider_registers(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await started(client, database)
    await act(client, made["id"], "abort", {"reason": "job"})
    citizen_id = made["citizen_id"]
    erased = await client.post(
        f"/v1/citizens/{citizen_id}/erase",
        json={"reason": "retention_period", "confirm": citizen_id},
        headers=key(),
    )
    assert erased.status_code == 200, erased.text
    late = call_off(
        made,
        "ended",
        9,
        started_on=TODAY.isoformat(),
        ended_on=TODAY.isoformat(),
        end_reason="left",
    )
    await follow(database, late, call_off(made, "started", 10, started_on=day(-1)))
    events = (await client.get("/v1/events?limit=1000")).json()
    named = [each["type"] for each in events if citizen_id in json.dumps(each)]
    assert named == ["CitizenErased"]


async def test_one_that_was_declined_and_then_begins_holds_its_seat(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client, capacity=1)
    made = await ordered(client, await registered(client, 1))
    now = datetime.now(UTC).isoformat()
    await act(client, made["id"], "align", alignment())
    await follow(
        database,
        call_off(made, "declined", 2, declined_at=now, decline_reason="no_seats"),
        call_off(made, "started", 4, started_on=TODAY.isoformat()),
    )
    body = (await client.get(f"/v1/referrals/{made['id']}")).json()
    assert body["status"] == "started"
    second = await draft(client, await registered(client, 2))
    assert (await act(client, second["id"], "order")).json()["code"] == "no_free_seats"
    late = call_off(made, "declined", 5, declined_at=now, decline_reason="no_seats")
    await follow(database, late)
    assert (await act(client, second["id"], "order")).json()["code"] == "no_free_seats"


async def test_who_never_came_is_not_told_of_three_months_after_the_planned_end(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client)
    planned = {"planned_starts_on": day(-60), "planned_ends_on": day(-53)}
    old = await ordered(client, await registered(client, 1), **planned)
    recent = {"planned_starts_on": day(-9), "planned_ends_on": day(-2)}
    new = await ordered(client, await registered(client, 2), **recent)
    asked = await client.post(
        "/v1/referrals/participants",
        json={"referral_ids": [old["id"], new["id"]]},
        headers=as_provider(signer, "referrals.participants"),
    )
    assert [each["referral_id"] for each in asked.json()["items"]] == [new["id"]]


async def test_fewer_targets_chosen_hold_for_drafts_that_were_written_before(
    client: httpx.AsyncClient,
) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1), targets=[target(), target(goal="To")])
    choice = {"max_targets": 1}
    await client.put("/v1/referral-choices", json=choice, headers={"If-Match": '"0"'})
    assert (await act(client, made["id"], "order")).json()["code"] == "too_many_targets"


async def test_what_is_told_of_people_is_kept_by_no_browser_or_proxy(
    client: httpx.AsyncClient,
) -> None:
    made = await one_ordered(client)
    answers = [
        await client.get(f"/v1/referrals/{made['id']}"),
        await client.get("/v1/referrals"),
        await client.get("/v1/referrals/export"),
        await client.post("/v1/referrals/participants", json={"referral_ids": [made["id"]]}),
    ]
    assert [each.headers.get("Cache-Control") for each in answers] == ["no-store"] * 4


async def test_a_provider_cannot_find_out_whose_case_it_is_by_filtering(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await one_ordered(client, caseworker="anna")
    headers = as_provider(signer, "referrals.read")
    whole = (await client.get("/v1/referrals", headers=headers)).json()["items"]
    assert len(whole) == 1
    for query in ("caseworker=anna", "caseworker=anna&count=true"):
        found = (await client.get(f"/v1/referrals?{query}", headers=headers)).json()
        assert (found["items"], found["count"] or 0) == ([], 0)
    exported = await client.get("/v1/referrals/export?caseworker=anna", headers=headers)
    assert whole[0]["id"] not in exported.text


async def test_asking_about_somebody_leaves_a_line_when_nothing_is_found(
    client: httpx.AsyncClient, database: Database, signer: Signer
) -> None:
    made = await one_ordered(client)
    other = await registered(client, 2)
    await client.get(f"/v1/referrals?citizen_id={other}&count=true")
    await client.get(f"/v1/referrals/export?citizen_id={other}")
    headers = as_provider(signer, "referrals.participants")
    foreign = headers | {
        "Authorization": "Bearer "
        + signer.token(
            frozenset({"referrals.participants"}), sub="fremmed", provider_id="leverandoer-09"
        )
    }
    asked = {"referral_ids": [made["id"]]}
    answer = await client.post("/v1/referrals/participants", json=asked, headers=foreign)
    assert answer.json() == {"items": []}
    lines = [(each.act, each.actor, list(each.subjects)) for each in await audited(database)]
    assert ("referrals.list", "client-1", [other]) in lines
    assert ("referrals.export", "client-1", [other]) in lines
    assert ("referrals.participants", "fremmed", []) in lines
