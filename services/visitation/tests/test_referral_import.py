"""Referrals in bulk: history with its true dates, reported by row."""

import json
from typing import Any

import httpx
import pytest

from kit import jobs as kit_jobs
from kit.database import Database
from visitation import jobs

from .factories import NDJSON, ndjson
from .people import audited, registered
from .referred import act, call_off, cohort, draft, follow, published, told

CSV = {"Content-Type": "text/csv"}


def history(citizen_id: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A referral that was completed, as a row."""
    return {
        "id": "h-1",
        "citizen_id": citizen_id,
        "offer_id": "o-1",
        "status": "completed",
        "ordered_at": "2024-01-08T10:00:00+01:00",
        "aligned_at": "2024-01-09T09:00:00+01:00",
        "accepted_at": "2024-01-10T09:00:00+01:00",
        "started_on": "2024-01-22",
        "ended_on": "2024-03-15",
        "targets": [{"kind": "theme", "theme": "attendance"}],
        "reason_code": "evidence",
    } | changed


async def send(client: httpx.AsyncClient, *rows: object, query: str = "") -> httpx.Response:
    return await client.post(f"/v1/referrals/import{query}", content=ndjson(*rows), headers=NDJSON)


async def test_history_comes_in_with_its_true_dates_and_one_event_each(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    answer = await send(client, history(citizen_id))
    assert answer.status_code == 200, answer.text
    assert {name: answer.json()[name] for name in ("outcome", "rows", "created")} == {
        "outcome": "taken",
        "rows": 1,
        "created": 1,
    }
    body = (await client.get("/v1/referrals/h-1")).json()
    assert (body["status"], body["actions"], body["target_group"]) == (
        "completed",
        ["assess"],
        "kontanthjaelp",
    )
    [event] = await told(client, "h-1")
    assert (event["type"], event["time"]) == ("ReferralCompleted", "2024-03-15T11:00:00Z")
    data = event["data"]
    assert (data["ordered_at"], data["started_on"]) == ("2024-01-08T09:00:00Z", "2024-01-22")
    assert (data["completed_at"], data["price_dkk"]) == ("2024-03-15T11:00:00Z", "19600.00")
    line = next(each for each in await audited(database) if each.act == "referrals.import")
    assert line.criterion == "1 rækker"


@pytest.mark.parametrize(
    ("changed", "status", "fact"),
    [
        (
            {"status": "ordered", "started_on": None, "ended_on": None, "accepted_at": None},
            "ordered",
            "ReferralOrdered",
        ),
        ({"status": None, "started_on": None, "ended_on": None}, "accepted", "ReferralChanged"),
        ({"status": "started", "ended_on": None}, "started", "ReferralStarted"),
        ({"status": "aborted", "abort_reason": "job"}, "aborted", "ReferralAborted"),
        (
            {
                "status": "declined",
                "started_on": None,
                "ended_on": None,
                "declined_at": "2024-01-11T09:00:00+01:00",
                "decline_reason": "no_seats",
            },
            "declined",
            "ReferralChanged",
        ),
        (
            {
                "status": "assessed",
                "completed_at": "2024-03-15T12:00:00+01:00",
                "assessed_at": "2024-03-20T12:00:00+01:00",
                "next_step": "job",
                "assessment": [{"result": "reached"}],
            },
            "assessed",
            "ReferralAssessed",
        ),
    ],
)
async def test_the_newest_of_what_happened_is_what_is_told(
    client: httpx.AsyncClient, changed: dict[str, Any], status: str, fact: str
) -> None:
    await published(client)
    answer = await send(client, history(await registered(client, 1), **changed))
    assert answer.status_code == 200, answer.text
    assert (await client.get("/v1/referrals/h-1")).json()["status"] == status
    assert [each["type"] for each in await told(client, "h-1")] == [fact]


async def test_what_comes_again_changes_nothing(client: httpx.AsyncClient) -> None:
    await published(client)
    rows = [history(await registered(client, n), id=f"h-{n}") for n in range(3)]
    first = (await send(client, *rows)).json()
    again = (await send(client, *rows)).json()
    assert (first["created"], again["unchanged"]) == (3, 3)
    assert len(await told(client, "h-1")) == 1
    named = (await send(client, *rows[:1], query="?batch_id=b")).json()
    repeated = (await send(client, *rows[:1], query="?batch_id=b")).json()
    assert (named["outcome"], repeated["outcome"]) == ("taken", "repeated")
    other = await send(client, *rows[1:], query="?batch_id=b")
    assert (other.status_code, other.json()["code"]) == (409, "batch_id_reused")


async def test_a_later_state_is_a_new_version_and_an_earlier_one_is_refused(
    client: httpx.AsyncClient,
) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    begun = history(citizen_id, status="started", ended_on=None)
    await send(client, begun)
    later = (await send(client, history(citizen_id))).json()
    assert later["revised"] == 1
    assert [each["type"] for each in await told(client, "h-1")] == [
        "ReferralStarted",
        "ReferralCompleted",
    ]
    back = await send(client, begun)
    assert back.status_code == 422
    assert back.json()["report"]["errors"][0]["code"] == "referral_status_backwards"


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"citizen_id": "nobody"}, "/citizen_id", "citizen_not_found"),
        ({"citizen_id": "010170-1234"}, "/citizen_id", "cpr_in_text"),
        ({"offer_id": "nowhere"}, "/offer_id", "offer_not_found"),
        ({"offer_version": 9}, "/offer_version", "offer_version_not_found"),
        ({"cohort_id": "nowhere"}, "/cohort_id", "cohort_not_found"),
        ({"ordered_at": "2199-01-01T00:00:00Z"}, "/ordered_at", "in_the_future"),
        ({"ordered_at": "2024-01-01T00:00:00"}, "/ordered_at", "timezone_aware"),
        ({"ended_on": "2024-01-01"}, "/ended_on", "period_invalid"),
        ({"status": "started"}, "/status", "status_mismatch"),
        ({"status": "aborted"}, "/abort_reason", "missing"),
        ({"reason_code": "whim"}, "/reason_code", "code_unknown"),
        ({"target_group": "everybody"}, "/target_group", "code_unknown"),
        ({"reason_text": "Ring 0101701234"}, "/reason_text", "cpr_in_text"),
        ({"colour": "red"}, "/colour", "extra_forbidden"),
    ],
)
async def test_a_row_that_cannot_be_is_pointed_at(
    client: httpx.AsyncClient, changed: dict[str, Any], pointer: str, code: str
) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    rows = [history(citizen_id, id="good"), history(citizen_id) | changed]
    refused = await send(client, *rows)
    assert (refused.status_code, refused.json()["code"]) == (422, "import_refused")
    assert "010170" not in refused.text
    assert (await client.get("/v1/referrals/good")).status_code == 404
    taken = (await send(client, *rows, query="?on_error=skip_rows")).json()
    assert (taken["created"], taken["refused"]) == (1, 1)
    error = taken["errors"][0]
    assert (error["row"], error["pointer"], error["code"]) == (2, pointer, code)


async def test_a_table_has_targets_and_results_in_lists(client: httpx.AsyncClient) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    columns = (
        "id;citizen_id;offer_id;ordered_at;started_on;ended_on;completed_at;assessed_at;next_step;"
        "themes;goals;results;hours_per_week"
    )
    row = (
        f"h-1;{citizen_id};o-1;2024-01-08T10:00:00Z;22-01-2024;15-03-2024;2024-03-15T12:00:00Z;"
        "2024-03-20T12:00:00Z;job;attendance|health;Møder|Sover;reached|partly;22,5"
    )
    answer = await client.post(
        "/v1/referrals/import", content=f"{columns}\r\n{row}\r\n".encode(), headers=CSV
    )
    assert answer.status_code == 200, answer.text
    body = (await client.get("/v1/referrals/h-1")).json()
    assert (body["status"], body["hours_per_week"]) == ("assessed", "22.5")
    assert [each["goal"] for each in body["targets"]] == ["Møder", "Sover"]
    assert [each["result"] for each in body["assessment"]] == ["reached", "partly"]


async def test_history_takes_no_seat_that_is_not_there_and_frees_none(
    client: httpx.AsyncClient,
) -> None:
    await published(client, intake="cohorts")
    made = await cohort(client, "o-1", seats=1)
    open_one = {"status": "accepted", "started_on": None, "ended_on": None}
    rows = [
        history(await registered(client, n), id=f"h-{n}", cohort_id=made["id"], **open_one)
        for n in range(2)
    ]
    assert (await send(client, *rows)).json()["created"] == 2
    assert (await client.get(f"/v1/cohorts/{made['id']}")).json()["free_seats"] == 0
    mine = await draft(client, await registered(client, 9), cohort_id=made["id"])
    answer = await act(client, mine["id"], "order")
    assert answer.json()["code"] == "outside_offer"  # planned from tomorrow week: not the cohort's


async def test_what_was_ordered_here_is_not_taken_over_by_another_citizens_row(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client)
    mine, theirs = await registered(client, 1), await registered(client, 2)
    await send(client, history(mine, status="started", ended_on=None))
    answer = await send(client, history(theirs))
    assert answer.json()["report"]["errors"][0]["code"] == "referral_citizen_fixed"
    late = call_off({"id": "h-1", "provider_id": "leverandoer-01"}, "accepted", 1)
    await follow(database, late)
    assert (await client.get("/v1/referrals/h-1")).json()["status"] == "started"


async def test_a_batch_cut_off_is_not_taken(client: httpx.AsyncClient) -> None:
    await published(client)
    row = history(await registered(client, 1))
    body = json.dumps([row, row | {"id": "h-2"}]).encode()[:-20]
    answer = await client.post(
        "/v1/referrals/import?on_error=skip_rows",
        content=body,
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert (await client.get("/v1/referrals/h-1")).status_code == 404


async def test_a_large_batch_may_be_asked_for_as_a_job(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client)
    body = ndjson(history(await registered(client, 1)))
    headers = NDJSON | {"Prefer": "respond-async"}
    asked = await client.post("/v1/referrals/import", content=body, headers=headers)
    assert (asked.status_code, asked.json()["kind"]) == (202, "referrals.import")
    await kit_jobs.do(database, jobs.HANDLERS, asked.json()["id"])
    done = (await client.get(asked.headers["Location"])).json()
    assert (done["state"], done["result"]["created"]) == ("done", 1)
    assert (await client.get("/v1/referrals/h-1")).json()["status"] == "completed"
