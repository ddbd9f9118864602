"""Referrals from draft to assessment, through the front door."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import key
from .people import audited, registered
from .referred import (
    TODAY,
    act,
    alignment,
    call_off,
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


async def test_a_referral_begins_as_a_draft_that_nobody_is_told_of(
    client: httpx.AsyncClient,
) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    answer = await client.post(
        "/v1/referrals", json={"citizen_id": citizen_id, "offer_id": "o-1"}, headers=key()
    )
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"/v1/referrals/{body['id']}"
    assert (body["status"], body["caseworker"]) == ("draft", "client-1")
    assert body["actions"] == ["revise", "align", "order", "abort"]
    assert (await client.get(f"/v1/referrals/{body['id']}")).json() == body
    assert await told(client, body["id"]) == []


async def test_an_order_fixes_offer_group_and_terms(client: httpx.AsyncClient) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    made = await draft(client, citizen_id)
    assert made["planned_ends_on"] == day(9 - 1 / 7)
    answer = await act(client, made["id"], "order")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["status"], body["actions"]) == ("ordered", ["align", "abort"])
    assert {
        name: body[name]
        for name in ("offer_version", "offer_kind", "provider_id", "target_group", "price_dkk")
    } == {
        "offer_version": 2,
        "offer_kind": "guidance",
        "provider_id": "leverandoer-01",
        "target_group": "kontanthjaelp",
        "price_dkk": "19600.00",
    }
    assert (body["hours_per_week"], body["duration_weeks"]) == ("25.0", 8)


async def test_others_are_told_ids_codes_and_dates_and_no_words(client: httpx.AsyncClient) -> None:
    words = ["Drømmer om et bageri", "Sover dårligt", "Taler med to kunder", "Frygter busser"]
    await published(client)
    citizen_id = await registered(client, 1)
    made = await draft(
        client,
        citizen_id,
        reason_text=words[0],
        targets=[
            target(goal=words[2]),
            {"kind": "condition", "words": words[1], "goal": words[2]},
        ],
    )
    await act(client, made["id"], "align", alignment(wishes=words[3]))
    body = (await act(client, made["id"], "order")).json()
    [event] = await told(client, made["id"])
    assert event["type"] == "ReferralOrdered"
    data = event["data"]
    assert data["targets"] == [
        {"kind": "theme", "theme": "attendance"},
        {"kind": "condition", "theme": None},
    ]
    assert (data["citizen_id"], data["birth_year"]) == (citizen_id, 1970)
    assert (data["price_dkk"], data["hours_per_week"]) == ("19600.00", "25.0")
    assert data["aligned_at"] == body["aligned_at"] is not None
    assert (data["business_oriented"], data["version"]) == (False, body["version"])
    everything = (await client.get("/v1/events?limit=1000")).text
    assert not [each for each in words if each in everything]


async def test_expectations_may_be_aligned_after_the_order_too(client: httpx.AsyncClient) -> None:
    made = await one_ordered(client)
    at = (datetime.now(UTC) - timedelta(hours=2)).replace(microsecond=0)
    answer = await act(
        client, made["id"], "align", alignment(how="phone", acknowledged_at=at.isoformat())
    )
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert datetime.fromisoformat(said["aligned_at"]) == at
    assert said["alignment"]["how"] == "phone"
    assert [each["type"] for each in await told(client, made["id"])] == [
        "ReferralOrdered",
        "ExpectationsAligned",
    ]


@pytest.mark.parametrize(
    ("kind", "changed", "pointers"),
    [
        (
            "guidance",
            {"complaint_guidance": {"oral": True, "written": False, "version": "1"}},
            ["/complaint_guidance/written"],
        ),
        ("placement", {}, ["/workplace_met_on"]),
    ],
)
async def test_an_alignment_without_what_must_be_said_is_refused(
    client: httpx.AsyncClient, kind: str, changed: dict[str, Any], pointers: list[str]
) -> None:
    await published(client, kind=kind)
    made = await draft(client, await registered(client, 1))
    answer = await act(client, made["id"], "align", alignment(**changed))
    assert (answer.status_code, answer.json()["code"]) == (409, "alignment_incomplete")
    assert [each["pointer"] for each in answer.json()["errors"]] == pointers
    met = alignment(workplace_met_on=day())
    assert (await act(client, made["id"], "align", met)).status_code == 200


async def test_what_was_acknowledged_of_other_terms_does_not_count(
    client: httpx.AsyncClient,
) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    aligned = (await act(client, made["id"], "align", alignment())).json()
    said = content(offer_id="o-1", reason_code="distance")
    same = await client.put(
        f"/v1/referrals/{made['id']}", json=said, headers={"If-Match": f'"{aligned["version"]}"'}
    )
    assert same.json()["aligned_at"] == aligned["aligned_at"]
    said["targets"] = [target(goal="Noget helt andet.")]
    other = await client.put(f"/v1/referrals/{made['id']}", json=said, headers={"If-Match": "*"})
    assert (other.status_code, other.json()["aligned_at"]) == (200, None)


async def test_a_replacement_needs_the_version_that_was_read(client: httpx.AsyncClient) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    path, said = f"/v1/referrals/{made['id']}", content(offer_id="o-1")
    assert (await client.put(path, json=said)).status_code == 428
    assert (await client.put(path, json=said, headers={"If-Match": '"9"'})).status_code == 412
    same = await client.put(path, json=said, headers={"If-Match": '"1"'})
    assert (same.status_code, same.headers["ETag"]) == (200, '"1"')


async def test_whom_a_referral_is_about_stays(client: httpx.AsyncClient) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    said = content(offer_id="o-1", citizen_id=await registered(client, 2))
    answer = await client.put(f"/v1/referrals/{made['id']}", json=said, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "referral_citizen_fixed")


async def test_an_incomplete_referral_is_not_ordered_and_each_gap_is_pointed_at(
    client: httpx.AsyncClient,
) -> None:
    await published(client)
    said = {"citizen_id": await registered(client, 1), "offer_id": "o-1"}
    made = (await client.post("/v1/referrals", json=said, headers=key())).json()
    answer = await act(client, made["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "referral_incomplete")
    pointers = [each["pointer"] for each in answer.json()["errors"]]
    assert pointers == ["/targets", "/reason_code", "/planned_ends_on"]


@pytest.mark.parametrize(
    ("changed", "status", "code", "pointer"),
    [
        ({"targets": [target()] * 4}, 409, "too_many_targets", "/targets"),
        ({"targets": [target(goal="")]}, 422, "input_invalid", "/targets/0/goal"),
        ({"targets": [target(theme="luck")]}, 422, "code_unknown", "/targets/0/theme"),
        ({"targets": [target(words="Søvn")]}, 422, "input_invalid", "/targets/0"),
        ({"reason_code": "whim"}, 422, "code_unknown", "/reason_code"),
        ({"reason_text": "Ring 010170-1234"}, 422, "input_invalid", "/reason_text"),
        ({"targets": [target(goal="010170 1234")]}, 422, "input_invalid", "/targets/0/goal"),
        ({"offer_id": "nowhere"}, 404, "offer_not_found", None),
        ({"cohort_id": "nowhere"}, 404, "cohort_not_found", None),
        ({"planned_ends_on": day(-1)}, 422, "input_invalid", ""),
    ],
)
async def test_what_cannot_be_written_is_refused_where_it_stands(
    client: httpx.AsyncClient,
    changed: dict[str, Any],
    status: int,
    code: str,
    pointer: str | None,
) -> None:
    await published(client)
    said = content(citizen_id=await registered(client, 1), offer_id="o-1") | changed
    answer = await client.post("/v1/referrals", json=said, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    if pointer is not None:
        assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert "010170" not in answer.text


async def test_a_municipality_chooses_how_many_targets_there_may_be(
    client: httpx.AsyncClient,
) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    path = "/v1/referral-choices"
    assert (await client.get(path)).json()["max_targets"] == 3
    chosen = await client.put(path, json={"max_targets": 1}, headers={"If-Match": '"0"'})
    assert (chosen.status_code, chosen.headers["ETag"]) == (200, '"1"')
    stale = await client.put(path, json={"max_targets": 5}, headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    said = content(citizen_id=citizen_id, offer_id="o-1", targets=[target()] * 2)
    answer = await client.post("/v1/referrals", json=said, headers=key())
    assert answer.json()["code"] == "too_many_targets"


@pytest.mark.parametrize("act_before", ["pause", "close"])
async def test_an_offer_that_stopped_between_guide_and_order_is_not_ordered(
    client: httpx.AsyncClient, act_before: str
) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    await client.post(f"/v1/offers/o-1/{act_before}", headers=key())
    answer = await act(client, made["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_not_published")
    assert (await client.get(f"/v1/referrals/{made['id']}")).json()["status"] == "draft"


@pytest.mark.parametrize(
    ("changed", "code", "pointer"),
    [
        ({"planned_ends_on": day(9)}, "outside_offer", "/planned_ends_on"),
        ({"hours_per_week": "25.5"}, "outside_offer", "/hours_per_week"),
    ],
)
async def test_an_order_stays_within_its_offer(
    client: httpx.AsyncClient, changed: dict[str, Any], code: str, pointer: str
) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1), **changed)
    answer = await act(client, made["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_an_order_that_would_have_begun_is_refused_unless_it_is_history(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1), planned_starts_on=day(-1))
    token = signer.token(RIGHTS - {"history.import"})
    plain = await act(client, made["id"], "order", Authorization=f"Bearer {token}")
    assert (plain.status_code, plain.json()["code"]) == (409, "start_passed")
    assert (await act(client, made["id"], "order")).status_code == 200


async def test_long_ago_takes_the_right_to_bring_history_in(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    long_ago = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    token = signer.token(RIGHTS - {"history.import"})
    plain = await act(
        client, made["id"], "order", {"happened_at": long_ago}, Authorization=f"Bearer {token}"
    )
    assert (plain.status_code, plain.json()["code"]) == (403, "history_right_missing")
    to_come = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    ahead = await act(client, made["id"], "order", {"happened_at": to_come})
    assert (ahead.status_code, ahead.json()["code"]) == (422, "happened_in_the_future")
    right = await act(client, made["id"], "order", {"happened_at": long_ago})
    assert datetime.fromisoformat(right.json()["ordered_at"]) == datetime.fromisoformat(long_ago)
    [event] = await told(client, made["id"])
    assert datetime.fromisoformat(event["time"]) == datetime.fromisoformat(long_ago)
    acts = (await client.get(f"/v1/referrals/{made['id']}/history")).json()["items"]
    assert [each["act"] for each in acts] == ["create", "order"]
    assert acts[1]["happened_at"] < acts[1]["registered_at"]


async def test_two_full_time_referrals_do_not_overlap(client: httpx.AsyncClient) -> None:
    first = await one_ordered(client)
    await published(client, "o-2")
    await published(client, "o-3", hours_per_week="18.5")
    second = await draft(client, first["citizen_id"], "o-2", planned_starts_on=day(5))
    answer = await act(client, second["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "referral_overlaps")
    assert answer.json()["referral_id"] == first["id"]
    beside = await draft(client, first["citizen_id"], "o-3", planned_starts_on=day(5))
    assert (await act(client, beside["id"], "order")).status_code == 200
    after = await draft(client, first["citizen_id"], "o-2", planned_starts_on=day(9))
    assert (await act(client, after["id"], "order")).status_code == 200


async def test_a_citizen_is_ordered_to_an_offer_once_while_that_is_open(
    client: httpx.AsyncClient,
) -> None:
    first = await one_ordered(client)
    again = await draft(client, first["citizen_id"], planned_starts_on=day(20))
    answer = await act(client, again["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "referral_repeated")
    assert answer.json()["referral_id"] == first["id"]
    await act(client, first["id"], "abort", {"reason": "citizen_withdrew"})
    assert (await act(client, again["id"], "order")).status_code == 200


async def test_what_is_ordered_is_not_ordered_again_nor_rewritten(
    client: httpx.AsyncClient,
) -> None:
    made = await one_ordered(client)
    answer = await act(client, made["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_ordered")
    rewritten = await client.put(
        f"/v1/referrals/{made['id']}", json=content(offer_id="o-1"), headers={"If-Match": "*"}
    )
    assert rewritten.json()["code"] == "referral_act_not_possible"


async def test_a_long_wage_subsidy_waits_for_who_may_approve_it(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client, kind="wage_subsidy_private", duration_weeks=20)
    made = await draft(client, await registered(client, 1))
    caseworker = signer.token(RIGHTS - {"referrals.approve"})
    bearer = {"Authorization": f"Bearer {caseworker}"}
    asked = (await act(client, made["id"], "order", **bearer)).json()
    assert (asked["status"], asked["actions"]) == (
        "awaiting_approval",
        ["revise", "align", "abort"],
    )
    assert await told(client, made["id"]) == []
    listed = await client.get("/v1/referrals?awaiting=true")
    assert [each["id"] for each in listed.json()["items"]] == [made["id"]]
    assert (await act(client, made["id"], "approve", **bearer)).status_code == 403
    approved = await act(client, made["id"], "approve")
    assert (approved.status_code, approved.json()["status"]) == (200, "ordered"), approved.text
    assert approved.json()["approved_by"] == "client-1"
    assert approved.json()["business_oriented"] is True
    assert [each["type"] for each in await told(client, made["id"])] == ["ReferralOrdered"]


async def test_a_draft_that_is_written_anew_does_not_await_approval_any_more(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client, kind="wage_subsidy_public", duration_weeks=20)
    made = await draft(client, await registered(client, 1))
    caseworker = signer.token(RIGHTS - {"referrals.approve"})
    await act(client, made["id"], "order", Authorization=f"Bearer {caseworker}")
    said = content(offer_id="o-1", planned_ends_on=day(10))
    revised = await client.put(f"/v1/referrals/{made['id']}", json=said, headers={"If-Match": "*"})
    assert revised.json()["status"] == "draft"
    short = await act(client, made["id"], "order", Authorization=f"Bearer {caseworker}")
    assert (short.json()["status"], short.json()["approved_at"]) == ("ordered", None)


async def test_a_wage_subsidy_is_no_longer_than_the_municipality_grants(
    client: httpx.AsyncClient,
) -> None:
    await published(client, kind="wage_subsidy_public", duration_weeks=30)
    made = await draft(client, await registered(client, 1))
    answer = await act(client, made["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "wage_subsidy_too_long")


async def test_an_order_is_withdrawn_before_its_start(client: httpx.AsyncClient) -> None:
    made = await one_ordered(client)
    unknown = await act(client, made["id"], "abort", {"reason": "boredom"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "code_unknown")
    body = (await act(client, made["id"], "abort", {"reason": "job"})).json()
    assert (body["status"], body["ended_on"], body["actions"]) == ("aborted", None, [])
    assert [each["type"] for each in await told(client, made["id"])] == [
        "ReferralOrdered",
        "ReferralAborted",
    ]


async def test_a_draft_that_is_withdrawn_is_told_to_nobody(client: httpx.AsyncClient) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    body = (await act(client, made["id"], "abort", {"reason": "registered_by_mistake"})).json()
    assert (body["status"], await told(client, made["id"])) == ("aborted", [])


async def test_a_course_that_is_left_ends_within_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await started(client, database, on=TODAY - timedelta(days=10))
    for wrong in (day(-2), day(1)):
        answer = await act(client, made["id"], "abort", {"reason": "job", "ended_on": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "period_invalid")
    body = (await act(client, made["id"], "abort", {"reason": "job", "ended_on": day(-1)})).json()
    assert (body["status"], body["ended_on"], body["actions"]) == ("aborted", day(-1), ["assess"])


async def test_at_the_end_each_goal_is_assessed_and_the_next_step_chosen(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await started(client, database, on=TODAY - timedelta(days=50))
    early = await act(
        client, made["id"], "assess", {"targets": [{"result": "reached"}], "next_step": "job"}
    )
    assert early.json()["code"] == "referral_act_not_possible"
    end = {"started_on": day(-7), "ended_on": day(-1), "end_reason": "completed"}
    await follow(database, call_off(made, "ended", 4, **end))
    too_many = {"targets": [{"result": "reached"}] * 2, "next_step": "job"}
    answer = await act(client, made["id"], "assess", too_many)
    assert (answer.status_code, answer.json()["code"]) == (422, "assessment_incomplete")
    said = {"targets": [{"result": "partly", "note": "Kom næsten hver dag."}], "next_step": "none"}
    body = (await act(client, made["id"], "assess", said)).json()
    assert (body["status"], body["new_referral_proposed"], body["actions"]) == (
        "assessed",
        True,
        [],
    )
    events = await told(client, made["id"])
    assert [each["type"] for each in events] == [
        "ReferralOrdered",
        "ReferralStarted",
        "ReferralCompleted",
        "ReferralAssessed",
    ]
    assert "næsten" not in str(events)


async def test_who_read_and_changed_a_referral_is_written_down(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await one_ordered(client)
    await client.get(f"/v1/referrals/{made['id']}")
    await client.get("/v1/referrals")
    lines = [each for each in await audited(database) if each.act.startswith("referrals.")]
    assert [each.act for each in lines] == [
        "referrals.write",
        "referrals.order",
        "referrals.read",
        "referrals.list",
    ]
    assert {tuple(each.subjects) for each in lines} == {(made["citizen_id"],)}


async def test_another_municipality_does_not_know_of_it(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    made = await one_ordered(client)
    path = f"/v1/referrals/{made['id']}"
    assert (await client.get(path, headers=other)).status_code == 404
    aborted = await client.post(f"{path}/abort", json={"reason": "job"}, headers=other | key())
    assert (aborted.status_code, aborted.json()["code"]) == (404, "referral_not_found")
    assert (await client.get("/v1/referrals?count=true", headers=other)).json()["count"] == 0
    said = content(citizen_id=made["citizen_id"], offer_id="o-1")
    written = await client.post("/v1/referrals", json=said, headers=other | key())
    assert (written.status_code, written.json()["code"]) == (404, "citizen_not_found")


async def test_a_provider_sees_its_own_orders_without_a_word_about_the_citizen(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    made = await draft(client, citizen_id)
    token = signer.token(RIGHTS, provider_id="leverandoer-01", sub="provider-1")
    foreign = signer.token(RIGHTS, provider_id="leverandoer-02", sub="provider-2")
    path, own = f"/v1/referrals/{made['id']}", {"Authorization": f"Bearer {token}"}
    assert (await client.get(path, headers=own)).status_code == 404
    await act(client, made["id"], "align", alignment())
    await act(client, made["id"], "order")
    seen = await client.get(path, headers=own)
    assert seen.status_code == 200
    for words in ("butik", "Møder hver dag", "Korte dage"):
        assert words not in seen.text
    assert (seen.json()["actions"], seen.json()["caseworker"]) == ([], None)
    theirs = await client.get(path, headers={"Authorization": f"Bearer {foreign}"})
    assert theirs.status_code == 404
    aborted = await client.post(f"{path}/abort", json={"reason": "job"}, headers=own | key())
    assert aborted.status_code == 404


async def test_an_act_that_is_sent_again_has_one_outcome(client: httpx.AsyncClient) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    once = key()
    answers = [
        await client.post(f"/v1/referrals/{made['id']}/order", headers=once) for _ in range(5)
    ]
    assert {each.status_code for each in answers} == {200}
    assert len({each.text for each in answers}) == 1
    assert len(await told(client, made["id"])) == 1


async def test_an_erased_citizen_is_not_referred(client: httpx.AsyncClient) -> None:
    made = await one_ordered(client)
    citizen_id = made["citizen_id"]
    erasing = {"reason": "retention_period", "confirm": citizen_id}
    path = f"/v1/citizens/{citizen_id}/erase"
    refused = await client.post(path, json=erasing, headers=key())
    assert refused.json()["code"] == "citizen_has_open_referrals"
    await act(client, made["id"], "align", alignment())
    await act(client, made["id"], "abort", {"reason": "moved"})
    erased = await client.post(path, json=erasing, headers=key())
    assert erased.status_code == 200, erased.text
    left = await client.get(f"/v1/referrals/{made['id']}")
    for words in ("butik", "Møder hver dag", "Korte dage"):
        assert words not in left.text
    assert left.json()["targets"] == [
        {"kind": "theme", "theme": "attendance", "words": None, "goal": ""}
    ]
    assert await told(client, made["id"]) == []
    said = content(citizen_id=citizen_id, offer_id="o-1")
    again = await client.post("/v1/referrals", json=said, headers=key())
    assert again.json()["code"] == "citizen_erased"


async def test_a_merged_citizen_has_the_referrals_of_both(client: httpx.AsyncClient) -> None:
    made = await one_ordered(client)
    kept = await registered(client, 2)
    merged = await client.post(
        f"/v1/citizens/{made['citizen_id']}/merge", json={"into": kept}, headers=key()
    )
    assert merged.status_code == 200, merged.text
    assert (await client.get(f"/v1/referrals/{made['id']}")).json()["citizen_id"] == kept
    for named in (kept, made["citizen_id"]):
        found = await client.get("/v1/referrals", params={"citizen_id": named})
        assert [each["id"] for each in found.json()["items"]] == [made["id"]]
    assert (await told(client, made["id"]))[-1]["data"]["citizen_id"] == kept
    await published(client, "o-2", hours_per_week="10.0")
    through_alias = await ordered(client, made["citizen_id"], "o-2")
    assert through_alias["citizen_id"] == kept


async def test_only_who_may_order_is_let_in(client: httpx.AsyncClient, signer: Signer) -> None:
    await published(client)
    made = await draft(client, await registered(client, 1))
    token = signer.token({"referrals.read"})
    answer = await act(client, made["id"], "order", Authorization=f"Bearer {token}")
    assert answer.status_code == 403
    async with client_of(client._transport.app, token) as reader:  # type: ignore[attr-defined]
        assert (await reader.get(f"/v1/referrals/{made['id']}")).json()["actions"] == []


async def test_nothing_more_is_written_about_somebody_who_is_erased(
    client: httpx.AsyncClient,
) -> None:
    await published(client)
    citizen_id = await registered(client, 1)
    made = await draft(client, citizen_id)
    erasing = {"reason": "retention_period", "confirm": citizen_id}
    erased = await client.post(f"/v1/citizens/{citizen_id}/erase", json=erasing, headers=key())
    assert erased.status_code == 200, erased.text
    path = f"/v1/referrals/{made['id']}"
    answers = [
        await client.put(path, json=content(offer_id="o-1"), headers={"If-Match": "*"}),
        await act(client, made["id"], "align", alignment()),
        await act(client, made["id"], "order"),
    ]
    assert [each.json()["code"] for each in answers] == ["citizen_erased"] * 3
    assert (await act(client, made["id"], "abort", {"reason": "other"})).status_code == 200


async def test_an_act_does_not_come_before_what_it_follows(client: httpx.AsyncClient) -> None:
    made = await one_ordered(client)
    before = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
    answer = await act(client, made["id"], "abort", {"reason": "job", "happened_at": before})
    assert (answer.status_code, answer.json()["code"]) == (422, "period_invalid")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/happened_at"]
