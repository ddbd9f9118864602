"""Cohorts of offers, and the seats in them, through the front door."""

import httpx
import pytest

from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import key
from .people import registered
from .referred import act, cohort, day, draft, ordered, published


async def test_a_cohort_lasts_as_long_as_its_offer_unless_it_is_said(
    client: httpx.AsyncClient,
) -> None:
    await published(client, intake="cohorts")
    answer = await client.post(
        "/v1/offers/o-1/cohorts", json={"starts_on": day(2), "seats": 12}, headers=key()
    )
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert answer.headers["Location"] == f"/v1/cohorts/{body['id']}"
    assert (body["ends_on"], body["sign_up_closes_on"]) == (day(10 - 1 / 7), day(2))
    assert (body["status"], body["seats"], body["free_seats"]) == ("open", 12, 12)
    assert body["actions"] == ["revise", "cancel"]
    assert (await client.get(f"/v1/cohorts/{body['id']}")).json() == body


async def test_only_an_offer_with_intake_by_cohorts_has_them(client: httpx.AsyncClient) -> None:
    await published(client)
    answer = await client.post(
        "/v1/offers/o-1/cohorts", json={"starts_on": day(2), "seats": 1}, headers=key()
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_without_cohorts")


@pytest.mark.parametrize(
    "wrong", [{"ends_on": day(1)}, {"sign_up_closes_on": day(30)}, {"seats": 0}, {"seats": "2"}]
)
async def test_a_cohort_that_cannot_be_is_refused(
    client: httpx.AsyncClient, wrong: dict[str, object]
) -> None:
    await published(client, intake="cohorts")
    said = {"starts_on": day(2), "seats": 2} | wrong
    answer = await client.post("/v1/offers/o-1/cohorts", json=said, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


async def test_cohorts_are_listed_by_their_start_page_by_page(client: httpx.AsyncClient) -> None:
    await published(client, intake="cohorts")
    for weeks in (5, 1, 3):
        await cohort(client, "o-1", starts_on=day(weeks))
    past = {"starts_on": day(-3), "ends_on": day(5)}
    await cohort(client, "o-1", **past)
    path = "/v1/offers/o-1/cohorts?limit=2&open=true"
    first = (await client.get(path)).json()
    rest = (await client.get(f"{path}&cursor={first['next']}")).json()
    starts = [each["starts_on"] for each in (*first["items"], *rest["items"])]
    assert (starts, rest["next"]) == ([day(1), day(3), day(5)], None)
    everything = (await client.get("/v1/offers/o-1/cohorts")).json()
    assert [each["status"] for each in everything["items"]] == ["closed", "open", "open", "open"]
    forged = await client.get("/v1/offers/o-1/cohorts?cursor=WyJ4IiwieSJd")
    assert (forged.status_code, forged.json()["code"]) == (422, "cursor_invalid")


async def test_the_last_seat_is_sold_once_and_the_next_cohort_is_told(
    client: httpx.AsyncClient,
) -> None:
    await published(client, intake="cohorts")
    full = await cohort(client, "o-1", seats=1)
    later = await cohort(client, "o-1", starts_on=day(6), seats=3)
    citizens = [await registered(client, n) for n in range(3)]
    first = await ordered(client, citizens[0], cohort_id=full["id"], planned_starts_on=None)
    assert (first["planned_starts_on"], first["planned_ends_on"]) == (
        full["starts_on"],
        full["ends_on"],
    )
    assert (await client.get(f"/v1/cohorts/{full['id']}")).json()["free_seats"] == 0
    second = await draft(client, citizens[1], cohort_id=full["id"], planned_starts_on=None)
    answer = await act(client, second["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_free_seats")
    assert answer.json()["next_cohort"] == {
        "cohort_id": later["id"],
        "starts_on": day(6),
        "free_seats": 3,
    }
    await act(client, first["id"], "abort", {"reason": "citizen_withdrew"})
    assert (await act(client, second["id"], "order")).status_code == 200


async def test_an_offer_without_cohorts_is_full_at_its_capacity(client: httpx.AsyncClient) -> None:
    await published(client, capacity=1)
    await ordered(client, await registered(client, 1))
    second = await draft(client, await registered(client, 2))
    answer = await act(client, second["id"], "order")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_free_seats")
    assert answer.json()["next_cohort"] is None


async def test_an_order_to_an_offer_with_cohorts_names_one_of_its_own(
    client: httpx.AsyncClient,
) -> None:
    await published(client, intake="cohorts")
    await published(client, "o-2", intake="cohorts")
    citizen_id = await registered(client, 1)
    foreign = await cohort(client, "o-2")
    said = {"citizen_id": citizen_id, "offer_id": "o-1", "cohort_id": foreign["id"]}
    wrong = await client.post("/v1/referrals", json=said, headers=key())
    assert (wrong.status_code, wrong.json()["code"]) == (404, "cohort_not_found")
    without = await draft(client, citizen_id)
    answer = await act(client, without["id"], "order")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/cohort_id"]


async def test_nobody_is_ordered_to_a_cohort_that_is_cancelled_or_closed(
    client: httpx.AsyncClient,
) -> None:
    await published(client, intake="cohorts")
    made = await cohort(client, "o-1")
    closed = await cohort(client, "o-1", sign_up_closes_on=day(-1))
    drafts = [
        await draft(client, await registered(client, n), cohort_id=each["id"])
        for n, each in enumerate((made, closed))
    ]
    path = f"/v1/cohorts/{made['id']}/cancel"
    unknown = await client.post(path, json={"reason": "rain"}, headers=key())
    assert (unknown.status_code, unknown.json()["code"]) == (422, "code_unknown")
    cancelled = await client.post(path, json={"reason": "too_few"}, headers=key())
    assert (cancelled.json()["status"], cancelled.json()["actions"]) == ("cancelled", [])
    again = await client.post(path, json={"reason": "too_few"}, headers=key())
    assert again.json()["code"] == "cohort_cancelled"
    codes = [(await act(client, each["id"], "order")).json()["code"] for each in drafts]
    assert codes == ["cohort_cancelled", "sign_up_closed"]


async def test_a_cohort_keeps_the_seats_that_are_taken(client: httpx.AsyncClient) -> None:
    await published(client, intake="cohorts")
    made = await cohort(client, "o-1")
    for n in range(2):
        citizen_id = await registered(client, n)
        await ordered(client, citizen_id, cohort_id=made["id"], planned_starts_on=None)
    path, said = f"/v1/cohorts/{made['id']}", {"starts_on": day(2), "seats": 1}
    assert (await client.put(path, json=said)).status_code == 428
    few = await client.put(path, json=said, headers={"If-Match": '"1"'})
    assert (few.status_code, few.json()["code"]) == (409, "seats_in_use")
    more = await client.put(path, json=said | {"seats": 5}, headers={"If-Match": '"1"'})
    assert (more.status_code, more.json()["free_seats"]) == (200, 3)
    same = await client.put(path, json=said | {"seats": 5}, headers={"If-Match": '"2"'})
    assert same.headers["ETag"] == '"2"'


async def test_cohorts_are_seen_by_whoever_sees_their_offer(
    client: httpx.AsyncClient, other: dict[str, str], signer: Signer
) -> None:
    await published(client, intake="cohorts")
    made = await cohort(client, "o-1")
    path = f"/v1/cohorts/{made['id']}"
    own, foreign = (
        {"Authorization": f"Bearer {signer.token(RIGHTS, provider_id=provider)}"}
        for provider in ("leverandoer-01", "leverandoer-02")
    )
    assert (await client.get(path, headers=own)).status_code == 200
    for headers in (foreign, other):
        for hidden in (path, "/v1/offers/o-1/cohorts"):
            assert (await client.get(hidden, headers=headers)).status_code == 404
        put = await client.put(
            path, json={"starts_on": day(2), "seats": 1}, headers=headers | {"If-Match": "*"}
        )
        assert put.status_code == 404
