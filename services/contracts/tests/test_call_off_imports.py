from typing import Any

import httpx

from .conftest import Follow
from .factories import NDJSON, PROVIDER, ndjson, ordered, registered

PATH = "/v1/call-offs/henvisning-1"


def _row(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {
        "call_off_id": "henvisning-1",
        "citizen_id": "borger-1",
        "offer_id": "vejen-til-job",
        "provider_id": PROVIDER,
        "planned_ends_on": "2024-06-30",
        "received_at": "2024-04-01T08:00:00Z",
        "aligned_at": "2024-04-02T08:00:00Z",
        "accepted_at": "2024-04-03T08:00:00Z",
        "started_on": "2024-04-15",
        "ended_on": "2024-06-28",
        "end_reason": "completed",
        **changed,
    }


async def _import(client: httpx.AsyncClient, *rows: object, **params: str) -> httpx.Response:
    return await client.post(
        "/v1/call-offs/import", content=ndjson(*rows), headers=NDJSON, params=params
    )


async def _told(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    return [each["data"] for each in (await client.get("/v1/events")).json()]


async def test_history_comes_with_its_final_state_and_one_event_each(
    client: httpx.AsyncClient,
) -> None:
    await registered(client)
    plain = {"accepted_at": None, "started_on": None, "ended_on": None, "end_reason": None}
    declined = {"declined_at": "2024-04-02T09:00:00Z", "decline_reason": "no_seats"}
    cancelled = {"cancelled_at": "2024-04-02T09:00:00Z", "end_reason": "cancelled"}
    rows = [
        _row(),
        _row(call_off_id="h-2", **plain | declined),
        _row(call_off_id="h-3", **plain | cancelled),
        _row(call_off_id="h-4", ended_on=None, end_reason=None),
    ]
    taken = (await _import(client, *rows)).json()
    assert (taken["created"], taken["errors"]) == (4, [])
    told = {each["call_off_id"]: (each["status"], each["version"]) for each in await _told(client)}
    assert told == {
        "henvisning-1": ("ended", 1),
        "h-2": ("declined", 1),
        "h-3": ("cancelled", 1),
        "h-4": ("started", 1),
    }
    again = (await _import(client, *rows)).json()
    assert (again["created"], again["unchanged"]) == (0, 4)
    assert len(await _told(client)) == 4


async def test_a_referral_that_comes_later_is_the_same_call_off(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    await _import(client, _row())
    completed = {
        "status": "completed",
        "accepted_at": "2024-04-03T08:00:00Z",
        "started_on": "2024-04-15",
        "ended_on": "2024-06-28",
        "completed_at": "2024-06-28T12:00:00Z",
        "citizen_id": "borger-1",
        "hours_per_week": "30.0",
    }
    await follow_events(ordered("henvisning-1", **completed))
    body = (await client.get(PATH)).json()
    assert (body["status"], body["ended_on"], body["hours_per_week"]) == (
        "ended",
        "2024-06-28",
        "30.0",
    )
    listed = await client.get("/v1/call-offs", params={"count": "exact"})
    assert listed.json()["count"] == 1


async def test_history_of_a_referral_that_is_known_adds_what_was_done(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    told = {"ordered_at": "2024-04-01T08:00:00Z", "aligned_at": "2024-04-02T08:00:00Z"}
    await follow_events(ordered("henvisning-1", **told))
    taken = (await _import(client, _row(offer_id="noget-andet"))).json()
    assert (taken["revised"], taken["errors"]) == (1, [])
    body = (await client.get(PATH)).json()
    assert (body["status"], body["started_on"]) == ("ended", "2024-04-15")
    assert body["offer_id"] == "vejen-til-job"


async def test_an_import_of_history_tells_each_bad_row(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    await follow_events(ordered("henvisning-1", aligned_at="2024-04-02T08:00:00Z"))
    await _import(client, _row())
    rows = [
        _row(ended_on=None, end_reason=None),
        _row(call_off_id="h-2", provider_id="ukendt"),
        _row(call_off_id="h-3", started_on="2024-07-01"),
        _row(call_off_id="h-4", ended_on="2199-01-01"),
        _row(call_off_id="h-5", citizen_id="010190-1234"),
        _row(call_off_id="h-6", end_reason=None),
        _row(call_off_id="h-7"),
        _row(call_off_id="h-7"),
    ]
    taken = await _import(client, *rows, on_error="skip_rows")
    report = taken.json()
    told = sorted((each["row"], each["code"]) for each in report["errors"])
    assert told == [
        (1, "call_off_status_backwards"),
        (2, "provider_unknown"),
        (3, "day_not_possible"),
        (4, "day_in_the_future"),
        (5, "cpr_in_text"),
        (6, "end_incomplete"),
        (8, "repeated_id"),
    ]
    assert (report["created"], report["refused"]) == (1, 7)
    assert "010190" not in taken.text


async def test_history_in_a_table_is_read_with_danish_dates(client: httpx.AsyncClient) -> None:
    await registered(client)
    table = (
        "call_off_id;citizen_id;offer_id;provider_id;planned_ends_on;received_at;aligned_at;"
        "started_on;price_dkk\n"
        f"h-1;borger-1;vejen-til-job;{PROVIDER};30.06.2024;2024-04-01T08:00:00Z;"
        "2024-04-02T08:00:00Z;15.04.2024;1250,50\n"
    )
    answer = await client.post(
        "/v1/call-offs/import", content=table.encode(), headers={"Content-Type": "text/csv"}
    )
    assert answer.json()["created"] == 1, answer.text
    body = (await client.get("/v1/call-offs/h-1")).json()
    assert (body["started_on"], body["price_dkk"]) == ("2024-04-15", "1250.50")


async def test_validating_history_writes_nothing(client: httpx.AsyncClient) -> None:
    await registered(client)
    report = (await _import(client, _row(), validate_only="true")).json()
    assert (report["outcome"], report["created"]) == ("validated", 1)
    assert (await client.get(PATH)).status_code == 404
    assert await _told(client) == []
