"""Inspections: unannounced, heard, published as a smiley, and visibly withdrawn."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from contracts.inspections.models import a_year_after
from kit.testing.counting import noted_statements

from . import factories
from .conftest import As, Follow
from .factories import NDJSON, PROVIDER, key, ndjson

PATH = "/v1/inspections"
CHECKLIST = [
    {"requirement_id": "timer", "wording": "25 timer om ugen", "met": "yes"},
    {"wording": "Et rum til samtaler", "met": "no", "finding": "Mangler", "deadline": "2026-12-01"},
]


def inspection(**changed: object) -> dict[str, Any]:
    return {
        "offer_id": "vejen-til-job",
        "provider_id": PROVIDER,
        "inspected_on": "2026-09-10",
        "present_count": 9,
        "protocol_count": 11,
        "checklist": CHECKLIST,
        "premises": "Lyse lokaler",
        "findings": "To mangler i protokollen",
        "smiley": 2,
        "criteria_version": "2026-1",
        **changed,
    }


async def made(client: httpx.AsyncClient, **changed: object) -> str:
    answer = await client.post(PATH, json=inspection(**changed), headers=key())
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


async def act(
    client: httpx.AsyncClient,
    path: str,
    name: str,
    body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    return await client.post(f"{path}/{name}", json=body or {}, headers=key() | (headers or {}))


async def told(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    events = (await client.get("/v1/events?limit=1000")).json()
    return [each["data"] for each in events if each["type"] == "InspectionPublished"]


async def test_a_draft_is_told_to_nobody_and_a_published_smiley_to_all(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    path = await made(client)
    draft = (await client.get(path)).json()
    assert (draft["status"], draft["announced"]) == ("draft", False)
    assert draft["actions"] == ["revise", "hear", "publish"]
    assert draft["expires_on"] == "2027-09-10"
    assert (await client.get(path, headers=as_provider(PROVIDER))).status_code == 404
    assert await told(client) == []
    published = (await act(client, path, "publish")).json()
    assert published["status"] == "published"
    [fact] = await told(client)
    assert (fact["smiley"], fact["expires_on"]) == (2, "2027-09-10")
    assert fact["withdrawn_at"] is None
    own = await client.get(path, headers=as_provider(PROVIDER))
    assert (own.status_code, own.json()["actions"]) == (200, ["comment"])
    assert (await client.get(path, headers=as_provider("leverandoer-02"))).status_code == 404


async def test_the_provider_answers_each_finding_before_it_is_final(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    path = await made(client)
    early = await act(client, path, "comment", {"comment": "Nej"}, as_provider(PROVIDER))
    assert early.status_code == 404
    heard = (await act(client, path, "hear")).json()
    today = datetime.now(UTC).date()
    assert date.fromisoformat(heard["answer_by"]) - today in (
        timedelta(days=14),
        timedelta(days=15),
    )
    waiting = await act(client, path, "publish")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "hearing_under_way")
    body = {"comment": "Rummet er bestilt", "answers": [{"item": 1, "answer": "Klar i december"}]}
    commented = await act(client, path, "comment", body, as_provider(PROVIDER))
    assert commented.status_code == 200, commented.text
    published = (await act(client, path, "publish")).json()
    assert published["provider_comment"] == "Rummet er bestilt"
    assert published["provider_answers"] == body["answers"]


async def test_an_answer_is_to_a_line_that_is_there(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    path = await made(client)
    await act(client, path, "hear")
    body = {"comment": "Nej", "answers": [{"item": 2, "answer": "Nej"}]}
    answer = await act(client, path, "comment", body, as_provider(PROVIDER))
    assert (answer.status_code, answer.json()["code"]) == (422, "checklist_item_unknown")
    assert answer.json()["errors"][0]["pointer"] == "/answers/0/item"


async def test_a_hearing_that_nobody_answers_ends(client: httpx.AsyncClient) -> None:
    path = await made(client)
    heard = {"answer_by": "2026-09-11", "happened_at": "2026-09-10T13:00:00Z"}
    assert (await act(client, path, "hear", heard)).status_code == 200
    assert (await act(client, path, "publish")).status_code == 200


async def test_a_smiley_says_by_which_criteria_it_was_given(client: httpx.AsyncClient) -> None:
    path = await made(client, smiley=None, criteria_version=None, present_count=None)
    answer = await act(client, path, "publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "inspection_incomplete")
    assert [each["pointer"] for each in answer.json()["errors"]] == [
        "/smiley",
        "/criteria_version",
        "/present_count",
    ]


async def test_a_checklist_is_made_of_the_agreements_requirements(
    client: httpx.AsyncClient,
) -> None:
    await factories.registered(client)
    agreement = {
        "id": "aftale-1",
        "name": "Rammeaftale",
        "provider_id": PROVIDER,
        "kind": "own",
        "starts_on": "2026-01-01",
        "ends_on": "2027-12-31",
    }
    answer = await client.post("/v1/agreements", json=agreement, headers=key())
    assert answer.status_code == 201, answer.text
    wanted = [(each["id"], each["wording"]) for each in answer.json()["requirements"]]
    assert wanted
    path = await made(client, agreement_id="aftale-1", checklist=[])
    items = (await client.get(path)).json()["checklist"]
    assert [(each["requirement_id"], each["wording"]) for each in items] == wanted
    unseen = await act(client, path, "publish")
    pointers = [each["pointer"] for each in unseen.json()["errors"]]
    assert pointers == [f"/checklist/{place}/met" for place in range(len(items))]
    seen = [each | {"met": "yes"} for each in items]
    body = inspection(agreement_id="aftale-1", checklist=seen)
    await client.put(path, json=body, headers={"If-Match": "*"})
    assert (await act(client, path, "publish")).status_code == 200


async def test_a_visit_that_lies_ahead_is_neither_heard_nor_published(
    client: httpx.AsyncClient,
) -> None:
    path = await made(client, inspected_on="2999-01-01")
    for name in ("hear", "publish"):
        answer = await act(client, path, name)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_inspected_yet")


async def test_a_withdrawn_smiley_is_told_and_seen(client: httpx.AsyncClient) -> None:
    path = await made(client)
    await act(client, path, "publish")
    withdrawn = (await act(client, path, "withdraw", {"reason": "Forkert tilbud"})).json()
    assert (withdrawn["status"], withdrawn["withdrawn_reason"]) == ("withdrawn", "Forkert tilbud")
    assert withdrawn["actions"] == []
    first, last = await told(client)
    assert (first["withdrawn_at"], last["withdrawn_at"] is None) == (None, False)
    assert last["version"] == first["version"] + 1
    again = await act(client, path, "publish")
    assert (again.status_code, again.json()["code"]) == (409, "inspection_act_not_possible")


async def test_a_draft_is_revised_by_who_has_read_it_and_a_published_one_not(
    client: httpx.AsyncClient,
) -> None:
    path = await made(client)
    assert (await client.put(path, json=inspection())).status_code == 428
    same = await client.put(path, json=inspection(), headers={"If-Match": '"1"'})
    assert same.headers["ETag"] == '"1"'
    changed = await client.put(path, json=inspection(smiley=3), headers={"If-Match": '"1"'})
    assert (changed.json()["smiley"], changed.headers["ETag"]) == (3, '"2"')
    stale = await client.put(path, json=inspection(smiley=4), headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    await act(client, path, "publish")
    late = await client.put(path, json=inspection(smiley=4), headers={"If-Match": "*"})
    assert late.status_code == 409


async def test_heads_counted_stand_beside_what_was_reported_that_day(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    path = await made(client)
    assert (await client.get(path)).json()["reported_count"] is None
    for number, hours in ((1, 6), (2, 6), (3, 0)):
        course = await factories.started_call_off(client, follow_events, f"bestilling-{number}")
        body = {"planned_hours": 6, "attended_hours": hours, "absence_reason": "ill"}
        await client.put(
            f"/v1/attendance/{course}/2026-09-10", json=body, headers={"If-Match": '"0"'}
        )
    found = (await client.get(path)).json()
    assert (found["present_count"], found["protocol_count"], found["reported_count"]) == (9, 11, 2)


async def test_the_last_four_of_an_offer_come_newest_first_with_few_queries(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    for month in range(1, 7):
        path = await made(client, inspected_on=f"2026-0{month}-10", expires_on=f"2026-0{month}-20")
        await act(client, path, "publish")
    await made(client, offer_id="andet")
    counts = []
    for limit in (1, 4):
        with noted_statements() as said:
            page = await client.get(f"{PATH}?offer_id=vejen-til-job&limit={limit}")
        counts.append(len(said))
    assert counts[0] == counts[1]
    months = [each["inspected_on"][5:7] for each in page.json()["items"]]
    assert months == ["06", "05", "04", "03"]
    assert {each["status"] for each in page.json()["items"]} == {"expired"}
    cursor = page.json()["next"]
    rest = await client.get(f"{PATH}?offer_id=vejen-til-job&limit=4&cursor={cursor}")
    assert [each["inspected_on"][5:7] for each in rest.json()["items"]] == ["02", "01"]
    for query, expected in (
        ("status=draft", 1),
        ("status=expired", 6),
        ("provider_id=ukendt", 0),
        ("from_day=2026-02-01&to_day=2026-03-31", 2),
    ):
        assert len((await client.get(f"{PATH}?{query}")).json()["items"]) == expected
    assert (await client.get(PATH, headers=other)).json()["items"] == []


async def test_history_comes_in_bulk_once(client: httpx.AsyncClient) -> None:
    rows = [
        {"id": "t-1", **inspection()},
        {"id": "t-2", "status": "withdrawn", **inspection(provider_comment="Uenig")},
        {"id": "t-3", "status": "draft", **inspection(smiley=None)},
    ]
    answer = await client.post(f"{PATH}/import", content=ndjson(*rows), headers=NDJSON)
    assert answer.json()["created"] == 3, answer.text
    again = await client.post(f"{PATH}/import", content=ndjson(*rows), headers=NDJSON)
    assert again.json()["unchanged"] == 3
    assert len(await told(client)) == 2
    first = (await client.get(f"{PATH}/t-1")).json()
    assert (first["status"], first["published_at"]) == ("published", "2026-09-10T12:00:00Z")
    back = [{"id": "t-1", "status": "draft", **inspection()}]
    refused = await client.post(f"{PATH}/import", content=ndjson(*back), headers=NDJSON)
    assert refused.json()["errors"][0]["code"] == "inspection_status_backwards"
    asked = [{"id": "t-4", **inspection()}, {"id": "t-5", **inspection(smiley=5)}]
    tried = await client.post(
        f"{PATH}/import?validate_only=true", content=ndjson(*asked), headers=NDJSON
    )
    assert (tried.json()["created"], tried.json()["refused"]) == (1, 1)
    assert (await client.get(f"{PATH}/t-4")).status_code == 404


async def test_the_same_act_sent_twice_happens_once(client: httpx.AsyncClient) -> None:
    path = await made(client)
    once = key()
    first = await client.post(f"{path}/publish", json={}, headers=once)
    again = await client.post(f"{path}/publish", json={}, headers=once)
    assert (first.status_code, again.json()["version"]) == (200, first.json()["version"])
    assert len(await told(client)) == 1


@pytest.mark.parametrize(
    ("day", "expires"),
    [
        (date(2026, 9, 10), date(2027, 9, 10)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_smiley_holds_a_year(day: date, expires: date) -> None:
    assert a_year_after(day) == expires
