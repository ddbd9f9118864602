"""What was tried against call-offs and agreements from outside, and must go on failing."""

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from contracts import follow
from contracts.app import create_app
from kit.database import Database
from kit.feed import CloudEvent
from kit.local_time import local_date
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from .conftest import RIGHTS, As, Follow, settings
from .factories import (
    NDJSON,
    PROVIDER,
    agreement,
    aligned,
    event,
    key,
    ndjson,
    ordered,
    referral,
    registered,
)

PATH = "/v1/call-offs/henvisning-1"
ROW = {
    "call_off_id": "henvisning-1",
    "citizen_id": "borger-1",
    "offer_id": "vejen-til-job",
    "provider_id": PROVIDER,
    "received_at": "2026-09-01T08:00:00Z",
    "accepted_at": "2026-09-02T08:00:00Z",
    "started_on": "2026-09-07",
}


async def send(client: httpx.AsyncClient, *rows: object) -> httpx.Response:
    return await client.post("/v1/call-offs/import", content=ndjson(*rows), headers=NDJSON)


def codes(answer: httpx.Response) -> list[str]:
    return [each["code"] for each in answer.json()["report"]["errors"]]


async def test_nobody_begins_on_a_day_before_expectations_were_aligned(
    client: httpx.AsyncClient, follow_events: Follow, as_provider: As
) -> None:
    await follow_events(
        ordered("henvisning-1"), aligned("henvisning-1", aligned_at="2026-09-10T22:30:00Z")
    )
    headers = as_provider(PROVIDER)
    await client.post(f"{PATH}/accept", json={}, headers=headers | key())
    # Half past midnight in Denmark: aligned on the eleventh.
    for asking in (headers, {}):
        early = await client.post(
            f"{PATH}/start", json={"started_on": "2026-09-10"}, headers=asking | key()
        )
        assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "day_too_early")
    begun = await client.post(
        f"{PATH}/start", json={"started_on": "2026-09-11"}, headers=headers | key()
    )
    assert begun.status_code == 200, begun.text


async def test_an_import_aligns_nothing_that_visitation_calls_unaligned(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    await follow_events(ordered("henvisning-1"))
    aligned_at = {"aligned_at": "2026-09-02T08:00:00Z"}
    assert codes(await send(client, ROW | aligned_at)) == ["expectations_not_aligned"]
    accepted = {name: it for name, it in (ROW | aligned_at).items() if name != "started_on"}
    assert (await send(client, accepted)).json()["revised"] == 1
    body = {"started_on": "2026-09-07"}
    started = await client.post(f"{PATH}/start", json=body, headers=key())
    assert (started.status_code, started.json()["code"]) == (409, "expectations_not_aligned")


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("aligned_at", [None, "2026-09-08T08:00:00Z"])
async def test_an_import_begins_nothing_unaligned(
    client: httpx.AsyncClient, follow_events: Follow, aligned_at: str | None, is_known: bool
) -> None:
    await registered(client)
    if is_known:
        await follow_events(ordered("henvisning-1"))
    answer = await send(client, ROW | {"aligned_at": aligned_at})
    assert codes(answer) == ["expectations_not_aligned"]
    over = {"ended_on": "2026-10-01", "end_reason": "completed"}
    history = await send(client, ROW | {"aligned_at": aligned_at} | over)
    assert history.status_code == (422 if is_known else 200), history.text


async def test_a_draft_that_is_given_up_is_never_told_to_the_provider(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    await registered(client)
    await client.post("/v1/agreements", json=agreement(), headers=key())
    await client.post("/v1/agreements/aftale-1/end", json={}, headers=key())
    imported = agreement(id="aftale-2", status="draft")
    await client.post("/v1/agreements/import", content=ndjson(imported), headers=NDJSON)
    await client.post(
        "/v1/agreements/import", content=ndjson(imported | {"status": "ended"}), headers=NDJSON
    )
    headers = as_provider(PROVIDER)
    assert (await client.get("/v1/events", headers=headers)).json() == []
    assert (await client.get("/v1/agreements", headers=headers)).json()["items"] == []
    for path in ("", "/versions"):
        answer = await client.get(f"/v1/agreements/aftale-1{path}", headers=headers)
        assert answer.status_code == 404


async def test_a_provider_reaches_nothing_of_another_by_any_way(
    client: httpx.AsyncClient, follow_events: Follow, signer: Signer
) -> None:
    await registered(client, PROVIDER, "leverandoer-02")
    await follow_events(ordered("henvisning-1"))
    made = await client.post("/v1/agreements", json=agreement(), headers=key())
    await client.post(f"/v1/agreements/{made.json()['id']}/activate", json={}, headers=key())
    token = signer.token(RIGHTS, provider_id="leverandoer-02", sub="fremmed")
    headers = {"Authorization": f"Bearer {token}"}
    acts = {
        "accept": {},
        "decline": {"reason": "capacity"},
        "start": {"started_on": "2026-09-07"},
        "end": {"ended_on": "2026-09-07", "reason": "left"},
    }
    for act, body in acts.items():
        answer = await client.post(f"{PATH}/{act}", json=body, headers=headers | key())
        assert answer.status_code == 404, act
    for query in ("", "?status=received", f"?provider_id={PROVIDER}", "?agreement_id=aftale-1"):
        found = (await client.get(f"/v1/call-offs{query}", headers=headers)).json()
        assert found["items"] == [], query
    counted = await client.get("/v1/call-offs?count=exact&overdue=true", headers=headers)
    assert counted.json()["count"] == 0
    own = await client.get("/v1/providers?count=exact&q=lev", headers=headers)
    assert [each["id"] for each in own.json()["items"]] == ["leverandoer-02"]
    for path in (PATH, f"{PATH}/history", "/v1/agreements/aftale-1", f"/v1/providers/{PROVIDER}"):
        assert (await client.get(path, headers=headers)).status_code == 404, path
    assert (await client.get("/v1/events", headers=headers)).json() == []


async def test_an_erased_citizen_does_not_come_back_by_a_late_fact_or_a_row(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await registered(client)
    gone = {"citizen_id": "borger-1", "erased_at": "2026-09-02T08:00:00Z"}
    await follow_events(
        ordered("henvisning-1", citizen_id="borger-1"),
        event("CitizenErased", "borger-1", gone),
        aligned("henvisning-1", citizen_id="borger-1", version=3),
        ordered("henvisning-2", citizen_id="borger-1"),
    )
    row = ROW | {"call_off_id": "h-3", "aligned_at": "2026-09-01T08:00:00Z"}
    assert (await send(client, row)).json()["created"] == 1
    merged = {"citizen_id": "borger-1", "kept_id": "borger-2", "merged_at": "2026-09-01T07:00:00Z"}
    await follow_events(event("CitizensMerged", "borger-1", merged))
    for call_off in ("henvisning-1", "henvisning-2", "h-3"):
        body = (await client.get(f"/v1/call-offs/{call_off}")).json()
        assert body["citizen_id"] is None, call_off
    told = (await client.get("/v1/events?limit=1000")).text
    assert "borger-1" not in told
    assert "borger-2" not in told


async def test_who_comes_back_after_an_erasure_is_known_again_and_the_past_is_not(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    gone = {"citizen_id": "borger-1", "erased_at": "2026-09-02T08:00:00Z"}
    back = {"citizen_id": "borger-1", "registered_at": "2026-09-03T08:00:00Z"}
    erasure = event("CitizenErased", "borger-1", gone)
    await follow_events(
        ordered("foer", citizen_id="borger-1"),
        erasure,
        event("CitizenRegistered", "borger-1", back),
        ordered("efter", citizen_id="borger-1"),
        erasure,
    )
    found = (await client.get("/v1/call-offs")).json()["items"]
    assert {each["id"]: each["citizen_id"] for each in found} == {
        "foer": None,
        "efter": "borger-1",
    }
    again = gone | {"erased_at": "2026-09-04T08:00:00Z"}
    early = back | {"registered_at": "2026-09-01T08:00:00Z"}
    await follow_events(
        event("CitizenErased", "borger-1", again), event("CitizenRegistered", "borger-1", early)
    )
    assert (await client.get("/v1/call-offs/efter")).json()["citizen_id"] is None


async def test_states_told_in_any_order_and_twice_end_in_the_same(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    begun = {"accepted_at": "2026-09-02T08:00:00Z", "started_on": "2026-09-07"}
    states = [
        ordered("x", version=1),
        aligned("x", version=2),
        event("ReferralStarted", "x", referral("x", version=4, status="started", **begun)),
        event(
            "ReferralAborted",
            "x",
            referral(
                "x",
                version=5,
                status="aborted",
                **begun,
                ended_on="2026-09-20",
                aborted_at="2026-09-20T08:00:00Z",
                abort_reason="job",
            ),
        ),
    ]
    for order in ([0, 1, 2, 3, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2, 2]):
        name = "h-" + "".join(map(str, order))
        for place in order:
            told = states[place]
            data = told.data | {"referral_id": name}
            await follow_events(told.model_copy(update={"subject": name, "data": data}))
        body = (await client.get(f"/v1/call-offs/{name}")).json()
        assert (body["status"], body["ended_on"]) == ("ended", "2026-09-20"), order
        assert (body["end_reason"], body["started_on"]) == ("left", "2026-09-07"), order


async def test_fifty_acts_and_an_abort_at_once_end_in_one_history(
    databases: TestDatabases, signer: Signer
) -> None:
    async def take(database: Database, told: CloudEvent) -> None:
        async with database.transaction(told.municipality) as session:
            await follow.HANDLERS[told.type](session, told)

    today = local_date(datetime.now(UTC))
    async with databases.copied("contracts") as url:
        app = create_app(settings(url, requests_at_once=200))
        app.state.verifier = signer.verifier()
        at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        told = referral("henvisning-1", ordered_at=at, aligned_at=at)
        broken_off = told | {"version": 9, "status": "aborted", "aborted_at": at}
        acts: list[tuple[str, dict[str, Any]]] = [
            ("accept", {}),
            ("decline", {"reason": "capacity"}),
            ("start", {"started_on": today.isoformat()}),
            ("end", {"ended_on": today.isoformat(), "reason": "left"}),
        ]
        async with client_of(app, signer.token(RIGHTS)) as client:
            await take(app.state.database, event("ReferralOrdered", "henvisning-1", told))
            abort = asyncio.create_task(
                take(app.state.database, event("ReferralAborted", "henvisning-1", broken_off))
            )
            answers = await asyncio.gather(
                *(
                    client.post(f"{PATH}/{act}", json=body, headers=key())
                    for act, body in (acts * 13)[:50]
                )
            )
            await abort
            body = (await client.get(PATH)).json()
            history = (await client.get(f"{PATH}/history?limit=200")).json()["items"]
            events = (await client.get("/v1/events")).json()
        await app.state.database.close()
    assert {each.status_code for each in answers} <= {200, 409}
    assert body["status"] in ("cancelled", "ended", "declined")
    assert [each["version"] for each in reversed(history)] == list(range(1, body["version"] + 1))
    done = Counter(each["act"] for each in history)
    assert max(done.values()) == 1
    assert not {"accept", "decline"} <= done.keys()
    assert [each["data"]["version"] for each in events] == sorted(
        each["data"]["version"] for each in events
    )


@pytest.mark.parametrize("written", ["010170-1234", "٠١٠١٧٠١٢٣٤", "0101701234"])
async def test_a_number_is_taken_nowhere_and_never_said_back(
    client: httpx.AsyncClient, follow_events: Follow, written: str
) -> None:
    await registered(client)
    await follow_events(ordered("henvisning-1"))
    note = {"reason": "other", "note": f"Ring til {written}"}
    answers = [
        await client.post(f"{PATH}/decline", json=note, headers=key()),
        await client.post(f"{PATH}/decline", json=note | {written: 1}, headers=key()),
        await client.get("/v1/call-offs", params={"offer_id": written}),
        await client.get("/v1/call-offs", params={written: "x"}),
        await client.get(f"/v1/call-offs/{written}"),
        await client.get("/v1/providers", params={"q": written}),
        await send(client, ROW | {"citizen_id": written}),
        await send(client, ROW | {written: "x"}),
        await client.post(
            f"/v1/call-offs/import?batch_id={written}", content=b"{}", headers=NDJSON
        ),
        await client.post(
            "/v1/call-offs/import",
            content=f"call_off_id;{written}\nh;1\n".encode(),
            headers={"Content-Type": "text/csv"},
        ),
    ]
    for place, answer in enumerate(answers):
        assert answer.status_code in (200, 404, 422), (place, answer.text)
        assert written not in answer.text, place
    assert written not in json.dumps((await client.get("/v1/events")).json())
