"""Imports, erasures, merges and acts on the same people at once, on connections of their own."""

import asyncio
import json
from datetime import UTC, datetime

import httpx
import pytest

from .factories import key
from .people import PURPOSE, registered
from .referred import (
    TODAY,
    act,
    alignment,
    call_off,
    cohort,
    draft,
    follow,
    ordered,
    published,
)
from .test_referral_import import history, send
from .test_referrals_racing import Racing, racing

__all__ = ["racing"]

MANY = 50
ROUNDS = 6


async def erase(client: httpx.AsyncClient, citizen_id: str) -> httpx.Response:
    said = {"reason": "retention_period", "confirm": citizen_id}
    return await client.post(f"/v1/citizens/{citizen_id}/erase", json=said, headers=key())


async def told_by(client: httpx.AsyncClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    while True:
        after = found[-1]["id"] if found else 0
        page = (await client.get(f"/v1/events?limit=1000&after={after}")).json()
        if not page:
            return found
        found += page


async def test_an_erasure_beside_an_import_leaves_no_word_of_the_citizen(racing: Racing) -> None:
    await published(racing.client)
    for n in range(ROUNDS):
        citizen_id = await registered(racing.client, n)
        rows = [
            history(citizen_id, id=f"h-{n}-{each}", reason_text=f"Ord {n}") for each in range(30)
        ]
        await asyncio.gather(send(racing.client, *rows), erase(racing.beside, citizen_id))
        await erase(racing.client, citizen_id)
        listed = await racing.client.get(f"/v1/referrals?citizen_id={citizen_id}&limit=200")
        assert f"Ord {n}" not in listed.text
        events = await told_by(racing.client)
        of_them = [each["type"] for each in events if citizen_id in json.dumps(each)]
        assert of_them[-1:] == ["CitizenErased"], of_them[-3:]
        assert set(of_them) == {"CitizenErased"}


async def test_a_merge_beside_an_import_leaves_no_referral_under_the_alias(
    racing: Racing,
) -> None:
    await published(racing.client)
    for n in range(ROUNDS):
        alias, kept = await registered(racing.client, n), await registered(racing.client, 100 + n)
        rows = [history(alias, id=f"m-{n}-{each}") for each in range(30)]
        taken, merged = await asyncio.gather(
            send(racing.client, *rows),
            racing.beside.post(f"/v1/citizens/{alias}/merge", json={"into": kept}, headers=key()),
        )
        assert (taken.status_code, merged.status_code) == (200, 200), (taken.text, merged.text)
        listed = (await racing.client.get(f"/v1/referrals?citizen_id={kept}&limit=200")).json()
        assert len(listed["items"]) == 30
        assert {each["citizen_id"] for each in listed["items"]} == {kept}


async def test_an_order_and_an_erasure_at_once_never_both_succeed(racing: Racing) -> None:
    await published(racing.client)
    for n in range(ROUNDS):
        citizen_id = await registered(racing.client, n)
        made = await draft(racing.client, citizen_id)
        placed, erased = await asyncio.gather(
            act(racing.client, made["id"], "order"), erase(racing.beside, citizen_id)
        )
        assert sorted((placed.status_code, erased.status_code)) == [200, 409]


async def test_seats_taken_away_while_they_are_sold_are_never_missing(racing: Racing) -> None:
    client = racing.client
    await published(client, intake="cohorts")
    made = await cohort(client, "o-1", seats=20)
    drafts = [
        await draft(
            client, await registered(client, n), cohort_id=made["id"], planned_starts_on=None
        )
        for n in range(12)
    ]
    path = f"/v1/cohorts/{made['id']}"
    body = {"starts_on": made["starts_on"], "ends_on": made["ends_on"]}
    fewer = [
        asyncio.create_task(
            racing.beside.put(path, json=body | {"seats": seats}, headers={"If-Match": "*"})
        )
        for seats in (9, 6, 3, 2)
    ]
    answers = await asyncio.gather(*(act(client, each["id"], "order") for each in drafts))
    for task in fewer:
        assert (await task).status_code in (200, 409)
    sold = sum(each.status_code == 200 for each in answers)
    kept = (await client.get(path)).json()
    assert sold <= kept["seats"]
    assert kept["free_seats"] == kept["seats"] - sold


async def test_an_abort_beside_what_the_provider_registers_ends_in_one_history(
    racing: Racing,
) -> None:
    client = racing.client
    await published(client)
    for n in range(ROUNDS):
        made = await ordered(client, await registered(client, n))
        await act(client, made["id"], "align", alignment())
        today = TODAY.isoformat()
        told = [
            call_off(made, "accepted", 2),
            call_off(made, "started", 3, started_on=today),
            call_off(made, "ended", 4, started_on=today, ended_on=today, end_reason="left"),
        ]
        await asyncio.gather(
            act(racing.beside, made["id"], "abort", {"reason": "job"}),
            *(follow(racing.database, each) for each in reversed(told)),
            *(follow(racing.database, each) for each in told),
        )
        body = (await client.get(f"/v1/referrals/{made['id']}")).json()
        assert (body["status"], body["started_on"], body["ended_on"]) == ("aborted", today, today)
        acts = (await client.get(f"/v1/referrals/{made['id']}/history")).json()["items"]
        assert [each["version"] for each in acts] == list(range(1, body["version"] + 1))


async def test_fifty_imports_and_acts_on_one_order_end_in_one_history(racing: Racing) -> None:
    client = racing.client
    await published(client)
    citizen_id = await registered(client, 1)
    made = await ordered(client, citizen_id)
    now = datetime.now(UTC).isoformat()
    row = history(
        citizen_id,
        id=made["id"],
        status=None,
        started_on=None,
        ended_on=None,
        aligned_at=None,
        ordered_at=made["ordered_at"],
        accepted_at=now,
    )
    answers = await asyncio.gather(
        *(
            send((client, racing.beside)[n % 2], row)
            if n % 2
            else act(racing.beside, made["id"], "align", alignment())
            for n in range(MANY)
        )
    )
    assert {each.status_code for each in answers} <= {200, 409}
    body = (await client.get(f"/v1/referrals/{made['id']}")).json()
    assert (body["status"], body["aligned_at"] is not None) == ("accepted", True)
    acts = (await client.get(f"/v1/referrals/{made['id']}/history")).json()["items"]
    assert [each["version"] for each in acts] == list(range(1, body["version"] + 1))


async def test_who_chooses_first_of_two_at_once_is_not_overwritten(racing: Racing) -> None:
    answers = await asyncio.gather(
        *(
            client.put("/v1/referral-choices", json={"max_targets": 2}, headers={"If-Match": '"0"'})
            for client in (racing.client, racing.beside) * 3
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 412, 412, 412, 412, 412]


@pytest.mark.parametrize("reading", ["", "/profile"])
async def test_who_is_read_while_erased_is_there_or_is_not(racing: Racing, reading: str) -> None:
    citizen_id = await registered(racing.client, 1)
    path = f"/v1/citizens/{citizen_id}{reading}"
    _, *answers = await asyncio.gather(
        erase(racing.beside, citizen_id),
        *(racing.client.get(path, params=PURPOSE) for _ in range(10)),
    )
    assert {each.status_code for each in answers} <= {200, 404}
