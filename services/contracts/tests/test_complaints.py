"""Complaints: received, answered in time, closed with an outcome, and told without their author."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database
from kit.testing.counting import noted_statements

from . import factories
from .conftest import RIGHTS, As, Follow
from .factories import NDJSON, PROVIDER, key, ndjson

PATH = "/v1/complaints"
CITIZEN = "0190b8a4-0000-8000-8000-000000000001"


def complaint(**changed: object) -> dict[str, Any]:
    return {
        "about": "offer",
        "offer_id": "vejen-til-job",
        "provider_id": PROVIDER,
        "citizen_id": CITIZEN,
        "received_on": "2026-09-10",
        "channel": "letter",
        "category": "relevance",
        "description": "Kurset var det samme som sidst.",
        **changed,
    }


async def made(client: httpx.AsyncClient, **changed: object) -> str:
    answer = await client.post(PATH, json=complaint(**changed), headers=key())
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


async def act(
    client: httpx.AsyncClient, path: str, name: str, body: dict[str, Any]
) -> httpx.Response:
    return await client.post(f"{path}/{name}", json=body, headers=key())


async def told(client: httpx.AsyncClient, **headers: str) -> list[dict[str, Any]]:
    events = (await client.get("/v1/events?limit=1000", headers=headers)).json()
    return [each["data"] for each in events if each["type"] == "ComplaintRegistered"]


async def subjects(database: Database, name: str) -> list[list[str]]:
    async with database.transaction("0999") as session:
        rows = await session.execute(
            text("SELECT subjects FROM audit_log WHERE act = :act ORDER BY id"), {"act": name}
        )
        return [each.subjects for each in rows]


async def test_a_complaint_is_received_answered_closed_and_taken_up_again(
    client: httpx.AsyncClient,
) -> None:
    path = await made(client)
    new = (await client.get(path)).json()
    assert (new["status"], new["answer_by"], new["overdue"]) == ("received", "2026-10-08", True)
    assert new["actions"] == ["revise", "answer", "close"]
    answered = (await act(client, path, "answer", {"answer": "Vi har talt med stedet."})).json()
    assert (answered["status"], answered["overdue"]) == ("answered", False)
    closed = (await act(client, path, "close", {"outcome": "partly_upheld"})).json()
    assert (closed["status"], closed["outcome"]) == ("closed", "partly_upheld")
    assert closed["actions"] == ["reopen"]
    late = await act(client, path, "answer", {"answer": "For sent"})
    assert (late.status_code, late.json()["code"]) == (409, "complaint_act_not_possible")
    opened = (await act(client, path, "reopen", {"reason": "Nye oplysninger"})).json()
    assert (opened["status"], opened["outcome"], opened["closed_on"]) == ("answered", None, None)


async def test_what_is_told_names_neither_who_complains_nor_what_was_said(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    path = await made(client)
    await act(client, path, "close", {"outcome": "rejected"})
    facts = await told(client)
    assert [each["outcome"] for each in facts] == [None, "rejected"]
    assert [each["version"] for each in facts] == [1, 2]
    assert set(facts[0]) == {
        "complaint_id",
        "offer_id",
        "provider_id",
        "about",
        "received_on",
        "outcome",
        "closed_on",
        "version",
    }
    assert await told(client, **as_provider(PROVIDER, RIGHTS)) == []


async def test_a_provider_sees_no_complaint_and_registers_none(
    client: httpx.AsyncClient, as_provider: As, other: dict[str, str]
) -> None:
    path = await made(client)
    without = await client.get(path, headers=as_provider(PROVIDER))
    assert without.status_code == 403
    though_allowed = as_provider(PROVIDER, RIGHTS)
    for headers in (though_allowed, other):
        assert (await client.get(path, headers=headers)).status_code == 404
        listed = await client.get(f"{PATH}?count=exact", headers=headers)
        assert (listed.json()["items"], listed.json()["count"]) == ([], 0)
        closed = await client.post(
            f"{path}/close", json={"outcome": "rejected"}, headers=headers | key()
        )
        assert closed.status_code == 404
    answer = await client.post(PATH, json=complaint(), headers=though_allowed | key())
    assert (answer.status_code, answer.json()["code"]) == (403, "complaints_not_for_providers")


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"offer_id": None}, "", "subject_missing"),
        ({"about": "provider", "provider_id": None}, "", "subject_missing"),
        ({"answer_by": "2026-09-09"}, "", "deadline_before"),
        ({"received_on": "2999-01-01"}, "/received_on", "in_the_future"),
        ({"description": "Ring til 010190-1111"}, "/description", "cpr_in_text"),
        ({"citizen_id": "0101901111"}, "/citizen_id", "cpr_in_text"),
        ({"channel": "pigeon"}, "/channel", "literal_error"),
    ],
)
async def test_a_complaint_that_cannot_be_is_refused(
    client: httpx.AsyncClient, changed: dict[str, Any], pointer: str, code: str
) -> None:
    # A trace id of our own choosing: one made by chance may hold any four digits.
    trace = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    answer = await client.post(PATH, json=complaint(**changed), headers=key() | trace)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert "1111" not in answer.text


async def test_a_list_finds_what_is_overdue_with_a_fixed_number_of_queries(
    client: httpx.AsyncClient,
) -> None:
    today = datetime.now(UTC).date()
    await made(client)
    await made(client, received_on=(today - timedelta(days=3)).isoformat(), citizen_id=None)
    path = await made(client, about="case_handling", offer_id=None, provider_id=None)
    await act(client, path, "answer", {"answer": "Beklager"})
    counts = []
    for limit in (2, 3):
        with noted_statements() as said:
            page = (await client.get(f"{PATH}?limit={limit}")).json()
        counts.append(len(said))
    assert counts[0] == counts[1]
    assert [each["received_on"] for each in page["items"]] == sorted(
        (each["received_on"] for each in page["items"]), reverse=True
    )
    for query, expected in (
        ("overdue=true", 1),
        ("overdue=false", 2),
        ("status=answered", 1),
        ("about=case_handling", 1),
        ("offer_id=vejen-til-job", 2),
        (f"citizen_id={CITIZEN}", 2),
        ("to_day=2026-09-10", 2),
    ):
        found = (await client.get(f"{PATH}?count=exact&{query}")).json()
        assert (len(found["items"]), found["count"]) == (expected, expected), query


async def test_who_read_or_changed_whose_complaint_is_written_down(
    client: httpx.AsyncClient, database: Database
) -> None:
    path = await made(client)
    await client.get(path)
    await client.get(PATH)
    await act(client, path, "close", {"outcome": "rejected"})
    assert await subjects(database, "complaints.write") == [[CITIZEN]] * 2
    assert await subjects(database, "complaints.read") == [[CITIZEN]] * 2


async def test_a_complaint_is_revised_by_who_has_read_it(client: httpx.AsyncClient) -> None:
    path = await made(client)
    assert (await client.put(path, json=complaint())).status_code == 428
    same = await client.put(path, json=complaint(), headers={"If-Match": '"1"'})
    assert same.headers["ETag"] == '"1"'
    changed = await client.put(path, json=complaint(category="tone"), headers={"If-Match": '"1"'})
    assert (changed.json()["category"], changed.headers["ETag"]) == ("tone", '"2"')
    stale = await client.put(path, json=complaint(), headers={"If-Match": '"1"'})
    assert stale.status_code == 412


@pytest.mark.parametrize("kept_id", ["0190b8a4-0000-8000-8000-000000000002", None])
async def test_the_complaints_of_a_citizen_who_is_gone_are_anothers_or_nobodys(
    client: httpx.AsyncClient, follow_events: Follow, kept_id: str | None
) -> None:
    path = await made(client)
    await act(client, path, "answer", {"answer": "Vi har talt med dig."})
    at = "2026-11-01T10:00:00Z"
    if kept_id:
        data = {"citizen_id": CITIZEN, "kept_id": kept_id, "merged_at": at}
        await follow_events(factories.event("CitizensMerged", CITIZEN, data))
    else:
        data = {"citizen_id": CITIZEN, "erased_at": at}
        await follow_events(factories.event("CitizenErased", CITIZEN, data))
    found = (await client.get(path)).json()
    assert found["citizen_id"] == kept_id
    assert bool(found["description"]) == bool(found["answer"]) == bool(kept_id)
    later = (await client.get(await made(client))).json()
    assert later["citizen_id"] == kept_id


async def test_history_comes_in_bulk_once(client: httpx.AsyncClient, database: Database) -> None:
    rows = [
        {"id": "k-1", **complaint(outcome="upheld", closed_on="2026-09-20", answer="Ja")},
        {"id": "k-2", **complaint(answered_on="2026-09-15", answer="Nej")},
    ]
    answer = await client.post(f"{PATH}/import", content=ndjson(*rows), headers=NDJSON)
    assert answer.json()["created"] == 2, answer.text
    again = await client.post(f"{PATH}/import", content=ndjson(*rows), headers=NDJSON)
    assert again.json()["unchanged"] == 2
    assert [each["complaint_id"] for each in await told(client)] == ["k-1", "k-2"]
    assert (await client.get(f"{PATH}/k-1")).json()["status"] == "closed"
    assert (await client.get(f"{PATH}/k-2")).json()["status"] == "answered"
    assert len(await subjects(database, "complaints.import")) == 2
    wrong = [
        {"id": "k-1", **complaint()},
        {"id": "k-3", **complaint(outcome="upheld")},
        {"id": "k-4", **complaint(received_on="2999-01-01")},
    ]
    refused = await client.post(f"{PATH}/import", content=ndjson(*wrong), headers=NDJSON)
    codes = {each["pointer"]: each["code"] for each in refused.json()["errors"]}
    assert codes == {
        "/0/closed_on": "complaint_closed",
        "/1": "outcome_without_end",
        "/2/received_on": "in_the_future",
    }


async def test_a_table_brings_complaints_too(client: httpx.AsyncClient) -> None:
    table = (
        "id;about;offer_id;received_on;channel;category;description\r\n"
        "k-1;offer;vejen-til-job;10-09-2026;phone;relevance;Æblegrød\r\n"
    )
    answer = await client.post(
        f"{PATH}/import", content=table.encode(), headers={"Content-Type": "text/csv"}
    )
    assert answer.json()["created"] == 1, answer.text
    assert (await client.get(f"{PATH}/k-1")).json()["description"] == "Æblegrød"
