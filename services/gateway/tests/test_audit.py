"""The services' audit logs are followed, searched, and extracted for the citizen."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from gateway.audit.models import AuditSource
from kit import pages, tables

CITIZEN = "3f0c1d5e-0000-8000-8000-00000000000a"
OTHER = "3f0c1d5e-0000-8000-8000-00000000000b"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

Headers = dict[str, str]
Source = Any  # the fixture's, whose class a test folder cannot import
Bear = Callable[..., Headers]


async def search(client: httpx.AsyncClient, **body: object) -> dict[str, Any]:
    answer = await client.post("/v1/audit/search", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_line_that_was_written_elsewhere_is_found_here_once(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    database = gateway.state.database
    await source.write(CITIZEN, OTHER, purpose="Opfølgning")
    for _ in range(2):
        await source.tell(database)
    (line,) = (await search(dpo, subject=CITIZEN))["items"]
    assert (line["service"], line["act"]) == ("visitation", "citizens.read")
    assert (line["actor"], line["organisation"]) == ("staff-secret-id", "Ydelse")
    assert line["subjects"] == [CITIZEN, OTHER]
    assert (line["purpose"], line["at"]) == ("Opfølgning", "2026-03-01T12:00:00Z")


async def test_lines_are_found_by_everything_that_they_say(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    await source.write(CITIZEN, act="citizens.read", at=START)
    await source.write(OTHER, act="offers.write", at=START + timedelta(hours=1), purpose="Ret")
    await source.tell(gateway.state.database)

    async def acts(**body: object) -> list[str]:
        return [line["act"] for line in (await search(dpo, **body))["items"]]

    both = ["offers.write", "citizens.read"]
    later = (START + timedelta(hours=1)).isoformat()
    assert await acts() == both
    assert await acts(subject=OTHER) == ["offers.write"]
    assert await acts(act="citizens.read") == ["citizens.read"]
    assert await acts(purpose="Ret") == ["offers.write"]
    assert await acts(actor="staff-secret-id", organisation="Ydelse", service="visitation") == both
    assert await acts(actor="nobody") == []
    assert await acts(service="effects") == []
    assert await acts(since=later) == ["offers.write"]
    assert await acts(until=later) == ["citizens.read"]
    trace = (await search(dpo, subject=CITIZEN))["items"][0]["trace_id"]
    assert await acts(trace_id=trace) == ["citizens.read"]
    assert await acts(subject=CITIZEN, act="offers.write") == []


@pytest.mark.parametrize("body", [{}, {"subject": CITIZEN}])
async def test_pages_follow_each_other_even_where_moments_are_the_same(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    for each in range(7):
        await source.write(CITIZEN, criterion=str(each), at=START + timedelta(hours=each // 4))
    await source.tell(gateway.state.database)
    seen, cursor = [], None
    while True:
        query = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        answer = (await dpo.post("/v1/audit/search", json=body, params=query)).json()
        seen += [line["criterion"] for line in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


async def test_what_is_searched_for_is_itself_written_down(
    dpo: httpx.AsyncClient, gateway: FastAPI
) -> None:
    await search(dpo, subject=CITIZEN, act="citizens.read")
    await dpo.post("/v1/audit/extract", json={"citizen_id": OTHER})
    async with gateway.state.database.transaction("0999") as session:
        rows = (await session.execute(select(tables.audit_log).order_by("id"))).all()
    assert [(row.act, row.actor, row.subjects) for row in rows] == [
        ("audit.search", "staff-dpo", [CITIZEN]),
        ("audit.extract", "staff-dpo", [OTHER]),
    ]
    assert json.loads(rows[0].criterion) == {"subject": CITIZEN, "act": "citizens.read"}


async def test_a_citizens_extract_names_no_employee(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    await source.write(CITIZEN, act="registers.import", criterion="q", on_behalf_of="staff-2")
    await source.write(CITIZEN, act="citizens.read", at=START + timedelta(1), purpose="Plan")
    await source.write(OTHER)
    await source.tell(gateway.state.database)
    answer = await dpo.post("/v1/audit/extract", json={"citizen_id": CITIZEN})
    extract = answer.json()
    assert extract["items"] == [
        {
            "at": "2026-03-02T12:00:00Z",
            "act": "se borgerens oplysninger",
            "purpose": "Plan",
            "organisation": "Ydelse",
            "service": "visitation",
        },
        {
            "at": "2026-03-01T12:00:00Z",
            "act": "indlæse registerdata",
            "purpose": None,
            "organisation": "Ydelse",
            "service": "visitation",
        },
    ]
    assert "staff" not in answer.text
    assert (extract["ends_early"], extract["complete_until"]) == (["gateway"], None)
    assert extract["notes"]


async def test_another_municipality_sees_nothing_of_it(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient, bear: Bear
) -> None:
    source.transport.edit = lambda body: body["seals"][0].update(count=2)
    await source.write(CITIZEN)
    await source.tell(gateway.state.database)
    other = bear(gateway, "audit.search", "audit.extract", municipality="0101")
    for path, body in (("search", {}), ("extract", {"citizen_id": CITIZEN})):
        answer = (await dpo.post(f"/v1/audit/{path}", json=body, headers=other)).json()
        assert answer["items"] == []
    sources = (await dpo.get("/v1/audit/sources", headers=other)).json()["sources"]
    assert [one["breaks"] for one in sources] == [[], []]
    assert len((await search(dpo, subject=CITIZEN))["items"]) == 1


async def test_an_answer_names_the_services_whose_logs_end_too_early(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    assert (await search(dpo))["ends_early"] == ["gateway", "visitation"]
    await source.write(CITIZEN)
    await source.tell(gateway.state.database)
    assert (await search(dpo))["ends_early"] == ["gateway"]
    lately = datetime.now(UTC) - timedelta(minutes=10)
    async with gateway.state.database.transaction(None) as session:
        await session.execute(update(AuditSource).values(complete_until=lately))
    assert (await search(dpo))["ends_early"] == ["gateway", "visitation"]
    earlier = (lately - timedelta(minutes=1)).isoformat()
    assert (await search(dpo, until=earlier))["ends_early"] == ["gateway"]
    assert (await search(dpo, service="visitation", until=earlier))["ends_early"] == []


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("search", {"actor": "010190-1234"}, "/actor"),
        ("search", {"subject": "0101901234"}, "/subject"),
        ("search", {"purpose": "Bent 010190 1234"}, "/purpose"),
        ("search", {"act": ""}, "/act"),
        ("search", {"act": "a\x00"}, "/act"),
        ("search", {"since": "2026-03-01T12:00:00"}, "/since"),
        ("search", {"since": "0001-01-01T00:00:00+14:00"}, "/since"),
        ("search", {"until": "9999-12-31T23:59:59-14:00"}, "/until"),
        ("search", {"until": "3000-01-01T00:00:00Z"}, "/until"),
        ("search", {"since": "1899-12-31T23:59:59Z"}, "/since"),
        ("search", {"cpr": "x"}, "/cpr"),
        ("extract", {"citizen_id": "0101901234"}, "/citizen_id"),
        ("extract", {}, "/citizen_id"),
    ],
)
async def test_what_cannot_be_searched_for_is_refused_at_its_field_and_not_written_down(
    dpo: httpx.AsyncClient, gateway: FastAPI, path: str, body: dict[str, Any], pointer: str
) -> None:
    # A trace id of our own choosing: one made by chance may hold any four digits.
    trace = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    answer = await dpo.post(f"/v1/audit/{path}", json=body, headers=trace)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert "1234" not in answer.text
    async with gateway.state.database.transaction("0999") as session:
        assert await session.scalar(select(func.count()).select_from(tables.audit_log)) == 0


async def test_a_period_runs_forwards(dpo: httpx.AsyncClient) -> None:
    moment = START.isoformat()
    answer = await dpo.post("/v1/audit/search", json={"since": moment, "until": moment})
    assert answer.json()["errors"][0]["code"] == "period_backwards"


@pytest.mark.parametrize("subject", ["b0e8a1f2-0000-8000-8000-0101901234ab", CITIZEN, "indl-1"])
async def test_an_id_may_hold_any_digits(dpo: httpx.AsyncClient, subject: str) -> None:
    assert (await search(dpo, subject=subject))["items"] == []


async def test_the_bounds_of_our_time_are_searched(dpo: httpx.AsyncClient) -> None:
    found = await search(dpo, since="1900-01-01T00:00:00Z", until="2999-12-31T23:59:59Z")
    assert found["items"] == []


@pytest.mark.parametrize(
    "key",
    [
        ("x", "visitation", "1"),
        ("2026-03-01", "v", "1"),
        ("", "", ""),
        ("2026-03-01T12:00:00Z", "v", "-1"),
        ("2026-03-01T12:00:00Z", "v", "9" * 19),
        ("0001-01-01T00:00:00+14:00", "visitation", "1"),
        ("9999-12-31T23:59:59-14:00", "visitation", "1"),
    ],
)
async def test_a_cursor_of_another_list_is_refused(
    dpo: httpx.AsyncClient, key: Sequence[str]
) -> None:
    answer = await dpo.post(
        "/v1/audit/search", json={}, params={"cursor": pages.encode(tuple(key))}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


async def test_each_route_asks_for_its_right(
    dpo: httpx.AsyncClient, gateway: FastAPI, bear: Bear
) -> None:
    searcher, extractor = bear(gateway, "audit.search"), bear(gateway, "audit.extract")
    body = {"citizen_id": CITIZEN}
    answers = [
        await dpo.post("/v1/audit/search", json={}, headers=extractor),
        await dpo.get("/v1/audit/sources", headers=extractor),
        await dpo.post("/v1/audit/extract", json=body, headers=searcher),
        await dpo.get("/v1/audit/seals", headers=searcher),
    ]
    assert {one.status_code for one in answers} == {403}
