from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from kit import tables
from kit.database import Database
from kit.testing.counting import noted_statements
from kit.testing.signing import Signer

from .conftest import PROVIDER_RIGHTS, As, Follow
from .factories import (
    PROVIDER,
    aligned,
    event,
    in_force,
    key,
    ordered,
    registered,
    requirement,
    started_call_off,
)

PATH = "/v1/call-offs/henvisning-1"
READY = {"aligned_at": "2026-09-01T08:00:00Z"}


async def _act(client: httpx.AsyncClient, act: str, **body: Any) -> httpx.Response:  # noqa: ANN401
    return await client.post(f"{PATH}/{act}", json=body, headers=key())


async def _told(client: httpx.AsyncClient, **headers: str) -> list[dict[str, Any]]:
    events = (await client.get("/v1/events", headers=headers)).json()
    return [event for event in events if event["type"].startswith("CallOff")]


async def _listed(client: httpx.AsyncClient, **params: str) -> list[str]:
    answer = await client.get("/v1/call-offs", params=params)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def test_an_order_becomes_a_call_off_without_anybody_s_name(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    await follow_events(ordered("henvisning-1"))
    body = (await client.get(PATH)).json()
    assert (body["status"], body["actions"]) == ("received", ["accept", "decline"])
    assert body["provider_name"] == "Leverandør 1"
    assert body["targets"] == [{"kind": "theme", "theme": "job_search"}]
    assert (body["price_dkk"], body["hours_per_week"]) == ("19600.00", "25.0")
    assert body["participants_at"] == "/api/visitation/v1/referrals/participants"
    assert body["caveats"] == []


async def test_a_provider_accepts_starts_and_ends(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1", **READY))
    accepted = await _act(client, "accept", starts_on="2026-09-07")
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["agreed_starts_on"] == "2026-09-07"
    assert accepted.json()["actions"] == ["start", "end"]
    started = await _act(client, "start", started_on="2026-09-07")
    assert started.json()["status"] == "started"
    ended = await _act(client, "end", ended_on="2026-11-01", reason="completed")
    assert (ended.json()["status"], ended.json()["actions"]) == ("ended", [])
    told = await _told(client)
    assert [each["type"] for each in told] == [
        "CallOffReceived",
        "CallOffAccepted",
        "CallOffStarted",
        "CallOffEnded",
    ]
    last = told[-1]["data"]
    assert (last["call_off_id"], last["referral_id"]) == ("henvisning-1", "henvisning-1")
    assert (last["started_on"], last["ended_on"]) == ("2026-09-07", "2026-11-01")
    assert (last["end_reason"], last["version"]) == ("completed", 4)


async def test_nothing_starts_before_it_is_accepted_and_expectations_are_aligned(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1"))
    early = await _act(client, "start", started_on="2026-09-07")
    assert (early.status_code, early.json()["code"]) == (409, "call_off_not_accepted")
    await _act(client, "accept")
    unaligned = await _act(client, "start", started_on="2026-09-07")
    assert (unaligned.status_code, unaligned.json()["code"]) == (409, "expectations_not_aligned")
    assert (await client.get(PATH)).json()["actions"] == ["end"]
    assert await _listed(client, unaligned="true") == ["henvisning-1"]
    await follow_events(aligned("henvisning-1"))
    assert await _listed(client, unaligned="true") == []
    started = await _act(client, "start", started_on="2026-09-07")
    assert started.json()["status"] == "started"


async def test_a_declined_order_says_why(client: httpx.AsyncClient, follow_events: Follow) -> None:
    await follow_events(ordered("henvisning-1"))
    unexplained = await _act(client, "decline", reason="other")
    assert unexplained.json()["errors"][0]["code"] == "note_missing"
    with_number = await _act(client, "decline", reason="other", note="Om 010190-1234")
    assert with_number.status_code == 422
    assert "010190" not in with_number.text
    declined = await _act(client, "decline", reason="no_seats", note="Næste hold er i januar.")
    assert (declined.json()["status"], declined.json()["decline_reason"]) == (
        "declined",
        "no_seats",
    )
    assert declined.json()["decline_note"] == "Næste hold er i januar."
    told = (await _told(client))[-1]
    assert (told["type"], told["data"]["decline_reason"]) == ("CallOffDeclined", "no_seats")
    assert "januar" not in str(told)
    assert "januar" not in (await client.get(f"{PATH}/history")).text
    again = await _act(client, "accept")
    assert (again.status_code, again.json()["code"]) == (409, "call_off_act_not_possible")


async def test_a_citizen_who_never_came_ends_what_was_accepted(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1", **READY))
    unanswered = await _act(client, "end", ended_on="2026-09-08", reason="not_started")
    assert unanswered.status_code == 409
    await _act(client, "accept")
    wrong = await _act(client, "end", ended_on="2026-09-08", reason="completed")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "end_reason_not_possible")
    ended = await _act(client, "end", ended_on="2026-09-08", reason="not_started")
    assert (ended.json()["status"], ended.json()["started_on"]) == ("ended", None)


async def test_what_has_begun_did_not_fail_to_start(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await started_call_off(client, follow_events, "henvisning-1")
    wrong = await _act(client, "end", ended_on="2026-09-08", reason="not_started")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "end_reason_not_possible")
    before = await _act(client, "end", ended_on="2026-09-06", reason="left")
    assert (before.status_code, before.json()["errors"][0]["code"]) == (422, "day_too_early")


async def test_a_first_day_lies_neither_ahead_nor_before_the_order(
    client: httpx.AsyncClient, follow_events: Follow, as_provider: As
) -> None:
    await follow_events(ordered("henvisning-1", aligned_at="2026-08-20T08:00:00Z"))
    headers = as_provider(PROVIDER)
    await client.post(f"{PATH}/accept", json={}, headers=headers | key())

    async def refused(day: str) -> str:
        answer = await client.post(
            f"{PATH}/start", json={"started_on": day}, headers=headers | key()
        )
        assert answer.status_code == 422, answer.text
        return str(answer.json()["errors"][0]["code"])

    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    assert await refused(tomorrow.isoformat()) == "day_in_the_future"
    assert await refused("2026-08-31") == "day_too_early"
    history = await _act(client, "start", started_on="2026-08-31")
    assert history.json()["started_on"] == "2026-08-31"


async def test_an_act_that_happened_before_its_order_is_refused(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1"))
    early = await _act(client, "accept", happened_at="2026-08-01T10:00:00Z")
    assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "before_received")
    late = await _act(client, "accept", happened_at="2026-09-02T10:00:00Z")
    assert late.json()["accepted_at"] == "2026-09-02T10:00:00Z"
    (act, *_) = (await client.get(f"{PATH}/history")).json()["items"]
    assert act["happened_at"] == "2026-09-02T10:00:00Z"
    assert act["registered_at"] > act["happened_at"]


async def test_the_history_says_who_did_what(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await started_call_off(client, follow_events, "henvisning-1")
    acts = (await client.get(f"{PATH}/history")).json()["items"]
    assert [(act["act"], act["status"], act["registered_by"]) for act in acts] == [
        ("start", "started", "client-1"),
        ("accept", "accepted", "client-1"),
        ("receive", "received", "visitation"),
    ]
    assert acts[0]["said"] == {"started_on": "2026-09-07"}
    first = (await client.get(f"{PATH}/history", params={"limit": "1"})).json()
    rest = await client.get(f"{PATH}/history", params={"cursor": first["next"]})
    assert [act["act"] for act in rest.json()["items"]] == ["accept", "receive"]


async def test_sending_an_act_twice_with_one_key_does_it_once(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1"))
    headers = key()
    first = await client.post(f"{PATH}/accept", json={}, headers=headers)
    again = await client.post(f"{PATH}/accept", json={}, headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert len(await _told(client)) == 2
    stale = await client.post(
        f"{PATH}/start", json={"started_on": "2026-09-07"}, headers=key() | {"If-Match": '"1"'}
    )
    assert stale.status_code == 412


async def test_an_answer_is_due_after_five_working_days_or_as_agreed(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    lines = [requirement("answer_time", limits={"working_days": 2})]
    await in_force(client, id="hurtig", requirements=lines)
    # 1 April 2026 is the Wednesday before Easter.
    easter = "2026-04-01T08:00:00Z"
    await follow_events(
        ordered("paaske", ordered_at=easter),
        ordered("aftalt", ordered_at=easter, agreement_id="hurtig"),
    )
    assert (await client.get("/v1/call-offs/paaske")).json()["answer_by"] == "2026-04-13"
    assert (await client.get("/v1/call-offs/aftalt")).json()["answer_by"] == "2026-04-08"


async def test_what_is_answered_too_late_is_listed(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    now = datetime.now(UTC).isoformat()
    await follow_events(ordered("gammel"), ordered("ny", ordered_at=now), ordered("besvaret"))
    await client.post("/v1/call-offs/besvaret/accept", json={}, headers=key())
    assert await _listed(client, overdue="true") == ["gammel"]
    assert await _listed(client, overdue="false") == ["ny", "besvaret"]
    assert (await client.get("/v1/call-offs/gammel")).json()["overdue"] is True


async def test_a_week_lists_those_of_whom_attendance_is_due(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1", **READY), ordered("ny", **READY))
    await _act(client, "accept")
    await _act(client, "start", started_on="2026-09-09")
    during = ["2026-W37", "2026-W38", "2026-W39"]
    weeks = ["2026-W36", *during, "2026-W40"]
    still = {week: await _listed(client, under_way_in=week) for week in weeks}
    assert [week for week in weeks if still[week]] == [*during, "2026-W40"]
    await _act(client, "end", ended_on="2026-09-21", reason="completed")
    past = {week: await _listed(client, under_way_in=week) for week in weeks}
    assert past == {week: ["henvisning-1"] if week in during else [] for week in weeks}
    unknown = await client.get("/v1/call-offs", params={"under_way_in": "2026-W54"})
    assert unknown.status_code == 422


async def test_call_offs_are_listed_newest_first_and_narrowed(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(
        *(ordered(f"h-{day}", ordered_at=f"2026-09-0{day}T08:00:00Z") for day in range(1, 5)),
        ordered("andet", offer_id="jobklub", agreement_id="a-1", provider_id="leverandoer-02"),
    )
    assert await _listed(client) == ["h-4", "h-3", "h-2", "h-1", "andet"]
    assert await _listed(client, received_after="2026-09-02T09:00:00Z") == ["h-4", "h-3"]
    assert await _listed(client, offer_id="jobklub") == ["andet"]
    assert await _listed(client, agreement_id="a-1") == ["andet"]
    assert await _listed(client, provider_id="leverandoer-02") == ["andet"]
    assert await _listed(client, status="accepted") == []
    page = (await client.get("/v1/call-offs", params={"limit": "2", "count": "exact"})).json()
    assert page["count"] == 5
    assert await _listed(client, cursor=page["next"]) == ["h-2", "h-1", "andet"]


async def test_a_list_takes_as_many_queries_however_long_it_is(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    await in_force(client)
    await follow_events(*(ordered(f"h-{day}", agreement_id="aftale-1") for day in range(1, 6)))
    with noted_statements() as short:
        await client.get("/v1/call-offs", params={"limit": "1"})
    with noted_statements() as long:
        await client.get("/v1/call-offs")
    assert len(long) == len(short)


async def test_a_provider_sees_and_answers_its_own_alone(
    client: httpx.AsyncClient, follow_events: Follow, as_provider: As
) -> None:
    await follow_events(ordered("henvisning-1"), ordered("anden", provider_id="leverandoer-02"))
    headers = as_provider("leverandoer-02")
    listed = await client.get("/v1/call-offs", headers=headers, params={"count": "exact"})
    assert [each["id"] for each in listed.json()["items"]] == ["anden"]
    assert listed.json()["count"] == 1
    asked = await client.get("/v1/call-offs", headers=headers, params={"provider_id": PROVIDER})
    assert asked.json()["items"] == []
    for path in (PATH, f"{PATH}/history"):
        assert (await client.get(path, headers=headers)).status_code == 404
    bodies = {
        "accept": {},
        "decline": {"reason": "capacity"},
        "start": {"started_on": "2026-09-07"},
    }
    for act, body in bodies.items():
        answer = await client.post(f"{PATH}/{act}", json=body, headers=headers | key())
        assert (answer.status_code, answer.json()["code"]) == (404, "call_off_not_found")
    told = await _told(client, **headers)
    assert [each["subject"] for each in told] == ["anden"]


async def test_another_municipality_finds_no_call_off(
    client: httpx.AsyncClient, follow_events: Follow, other: dict[str, str]
) -> None:
    await follow_events(ordered("henvisning-1"))
    assert (await client.get(PATH, headers=other)).status_code == 404
    acted = await client.post(f"{PATH}/accept", json={}, headers=other | key())
    assert acted.status_code == 404
    assert (await client.get("/v1/call-offs", headers=other)).json()["items"] == []


async def test_without_the_right_to_answer_nothing_is_offered(
    client: httpx.AsyncClient, follow_events: Follow, signer: Signer
) -> None:
    await follow_events(ordered("henvisning-1"))
    token = signer.token(PROVIDER_RIGHTS - {"call_offs.answer"}, sub="caseworker")
    headers = {"Authorization": f"Bearer {token}"}
    assert (await client.get(PATH, headers=headers)).json()["actions"] == []
    refused = await client.post(f"{PATH}/accept", json={}, headers=headers | key())
    assert (refused.status_code, refused.json()["code"]) == (403, "right_missing")


async def test_what_was_ordered_is_honoured_after_agreement_and_offer_have_ended(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    await in_force(client)
    await follow_events(ordered("henvisning-1", agreement_id="aftale-1", **READY))
    await client.post("/v1/agreements/aftale-1/end", json={}, headers=key())
    offer = {
        "offer_id": "vejen-til-job",
        "version": 3,
        "status": "paused",
        "name": "Vejen til job",
        "provider_id": PROVIDER,
        "agreement_id": "aftale-1",
        "updated_at": "2026-09-02T08:00:00Z",
    }
    old = offer | {"version": 2, "status": "published", "name": "Gammelt navn"}
    await follow_events(
        event("OfferPaused", "vejen-til-job", offer), event("OfferPublished", "vejen-til-job", old)
    )
    accepted = (await _act(client, "accept")).json()
    assert [caveat["code"] for caveat in accepted["caveats"]] == ["agreement_ended", "offer_paused"]
    assert accepted["offer_name"] == "Vejen til job"
    started = await _act(client, "start", started_on="2026-09-07")
    assert started.json()["status"] == "started"


async def test_whoever_reads_or_answers_leaves_a_line_in_the_audit_log(
    client: httpx.AsyncClient, follow_events: Follow, database: Database
) -> None:
    await follow_events(ordered("henvisning-1"), ordered("anden", citizen_id="borger-2"))
    await client.get("/v1/call-offs")
    await _act(client, "accept")
    log = tables.audit_log
    async with database.transaction("0999") as session:
        rows = await session.execute(select(log.c.act, log.c.subjects).order_by(log.c.id))
        lines = [(row.act, sorted(row.subjects)) for row in rows]
    first = "0190b8a4-0000-8000-8000-000000000001"
    assert lines[0] == ("call_offs.read", [first, "borger-2"])
    assert ("call_offs.accept", [first]) in lines
