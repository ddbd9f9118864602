import itertools
from typing import Any

import httpx
import pytest

from .conftest import Follow
from .factories import aligned, event, key, ordered, referral

PATH = "/v1/call-offs/henvisning-1"
ALIGNED_AT = "2026-09-01T08:00:00Z"


def _changed(kind: str, version: int, **changed: Any) -> Any:  # noqa: ANN401 - any event
    return event(kind, "henvisning-1", referral("henvisning-1", version=version, **changed))


async def _told(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    events = (await client.get("/v1/events")).json()
    return [each for each in events if each["type"].startswith("CallOff")]


async def test_the_same_order_five_times_is_one_call_off(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(*itertools.repeat(ordered("henvisning-1"), 5))
    listed = await client.get("/v1/call-offs", params={"count": "exact"})
    assert listed.json()["count"] == 1
    assert [each["type"] for each in await _told(client)] == ["CallOffReceived"]
    assert (await client.get(PATH)).json()["version"] == 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_facts_of_a_referral_may_come_in_any_order(
    client: httpx.AsyncClient, follow_events: Follow, order: tuple[int, ...]
) -> None:
    facts = [
        ordered("henvisning-1"),
        aligned("henvisning-1"),
        _changed("ReferralChanged", 3, aligned_at=ALIGNED_AT, planned_ends_on="2026-12-01"),
    ]
    await follow_events(*(facts[place] for place in order))
    body = (await client.get(PATH)).json()
    assert (body["status"], body["aligned_at"]) == ("received", ALIGNED_AT)
    assert body["planned_ends_on"] == "2026-12-01"
    assert len([each for each in await _told(client) if each["data"]["version"] == 1]) == 1


async def test_expectations_aligned_before_the_order_stand_in_it(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1", aligned_at=ALIGNED_AT))
    await client.post(f"{PATH}/accept", json={}, headers=key())
    started = await client.post(f"{PATH}/start", json={"started_on": "2026-09-07"}, headers=key())
    assert started.status_code == 200


async def test_a_draft_is_no_order(client: httpx.AsyncClient, follow_events: Follow) -> None:
    await follow_events(_changed("ReferralChanged", 1, status="awaiting_approval"))
    assert (await client.get(PATH)).status_code == 404


async def test_a_referral_that_nobody_could_answer_waits_for_a_provider(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1", provider_id=None, planned_ends_on=None))
    assert (await client.get(PATH)).status_code == 404
    await follow_events(_changed("ReferralChanged", 2, planned_ends_on=None))
    body = (await client.get(PATH)).json()
    assert (body["status"], body["planned_ends_on"]) == ("received", None)


async def test_what_visitation_tells_back_changes_and_tells_nothing(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1"))
    accepted = await client.post(f"{PATH}/accept", json={}, headers=key())
    at = accepted.json()["accepted_at"]
    before = await _told(client)
    await follow_events(_changed("ReferralChanged", 2, status="accepted", accepted_at=at))
    assert await _told(client) == before
    assert (await client.get(PATH)).json()["version"] == 2


async def test_a_referral_broken_off_before_the_start_is_cancelled(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    aborted = {"status": "aborted", "aborted_at": "2026-09-03T10:00:00Z"}
    await follow_events(ordered("henvisning-1"), _changed("ReferralAborted", 2, **aborted))
    body = (await client.get(PATH)).json()
    assert (body["status"], body["end_reason"]) == ("cancelled", "cancelled")
    assert body["actions"] == []
    last = (await _told(client))[-1]
    assert (last["type"], last["data"]["status"]) == ("CallOffEnded", "cancelled")
    refused = await client.post(f"{PATH}/accept", json={}, headers=key())
    assert refused.json()["code"] == "call_off_act_not_possible"


async def test_a_referral_broken_off_after_the_start_was_left(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1", aligned_at=ALIGNED_AT))
    await client.post(f"{PATH}/accept", json={}, headers=key())
    await client.post(f"{PATH}/start", json={"started_on": "2026-09-07"}, headers=key())
    # Visitation has not heard of the start yet.
    aborted = {"status": "aborted", "aborted_at": "2026-09-21T10:00:00Z", "aligned_at": ALIGNED_AT}
    await follow_events(_changed("ReferralAborted", 2, **aborted))
    body = (await client.get(PATH)).json()
    assert (body["status"], body["end_reason"], body["ended_on"]) == ("ended", "left", "2026-09-21")


@pytest.mark.parametrize(
    ("kind", "said", "status"),
    [
        ("ReferralChanged", {"accepted_at": "2026-09-02T10:00:00Z"}, "accepted"),
        (
            "ReferralChanged",
            {"declined_at": "2026-09-02T10:00:00Z", "decline_reason": "no_seats"},
            "declined",
        ),
        ("ReferralStarted", {"started_on": "2026-09-07"}, "started"),
        (
            "ReferralCompleted",
            {
                "started_on": "2026-09-07",
                "ended_on": "2026-10-30",
                "completed_at": "2026-10-30T14:00:00Z",
            },
            "ended",
        ),
        ("ReferralAborted", {"aborted_at": "2026-09-02T10:00:00Z"}, "cancelled"),
    ],
)
async def test_history_that_visitation_imported_brings_its_final_state(
    client: httpx.AsyncClient,
    follow_events: Follow,
    kind: str,
    said: dict[str, Any],
    status: str,
) -> None:
    await follow_events(_changed(kind, 1, status=status, **said))
    assert (await client.get(PATH)).json()["status"] == status
    (told,) = await _told(client)
    assert told["data"]["status"] == status


async def test_words_of_a_goal_are_not_taken_along(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    target = {"kind": "condition", "theme": None, "goal": "Står op om morgenen"}
    await follow_events(ordered("henvisning-1", targets=[target]))
    answer = await client.get(PATH)
    assert answer.json()["targets"] == [{"kind": "condition", "theme": None}]
    assert "morgenen" not in answer.text + (await client.get(f"{PATH}/history")).text


def _merged(citizen_id: str, kept_id: str) -> Any:  # noqa: ANN401 - an event
    data = {"citizen_id": citizen_id, "kept_id": kept_id, "merged_at": "2026-09-02T08:00:00Z"}
    return event("CitizensMerged", citizen_id, data)


def _erased(citizen_id: str) -> Any:  # noqa: ANN401 - an event
    data = {"citizen_id": citizen_id, "erased_at": "2026-09-03T08:00:00Z"}
    return event("CitizenErased", citizen_id, data)


async def test_merged_citizens_are_one_here_too_whatever_comes_first(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(
        ordered("foer", citizen_id="borger-a"),
        _merged("borger-a", "borger-b"),
        ordered("efter", citizen_id="borger-a"),
        _merged("borger-b", "borger-c"),
    )
    items = (await client.get("/v1/call-offs")).json()["items"]
    assert {each["id"]: each["citizen_id"] for each in items} == {
        "foer": "borger-c",
        "efter": "borger-c",
    }
    # The older merge comes again: it brings nobody back.
    await follow_events(_merged("borger-a", "borger-b"))
    assert "borger-a" not in str(await _told(client))
    assert "borger-b" not in (await client.get("/v1/call-offs")).text


async def test_an_erased_citizen_stands_nowhere_any_more_and_does_not_return(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(ordered("henvisning-1", citizen_id="borger-w"), ordered("anden"))
    await follow_events(_changed("ReferralChanged", 2, citizen_id="borger-x", hours_per_week=20))
    declining = {"reason": "other", "note": "Noget om borgeren."}
    await client.post(f"{PATH}/decline", json=declining, headers=key())
    await follow_events(_erased("borger-x"), _merged("borger-x", "borger-y"))
    body = (await client.get(PATH)).json()
    assert (body["citizen_id"], body["decline_note"]) == (None, "")
    assert "borger-x" not in str((await client.get("/v1/events")).json())
    assert "borger-x" not in (await client.get(f"{PATH}/history")).text
    assert [
        each["data"]["status"] for each in await _told(client) if each["subject"] == "henvisning-1"
    ] == ["declined"]
    await follow_events(_changed("ReferralChanged", 5, citizen_id="borger-x"))
    assert (await client.get(PATH)).json()["citizen_id"] is None
    assert (await client.get("/v1/call-offs/anden")).json()["citizen_id"] is not None


async def test_the_alias_of_somebody_erased_is_erased_too(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await follow_events(
        _merged("borger-a", "borger-b"),
        _erased("borger-b"),
        ordered("henvisning-1", citizen_id="borger-a"),
    )
    assert (await client.get(PATH)).json()["citizen_id"] is None
