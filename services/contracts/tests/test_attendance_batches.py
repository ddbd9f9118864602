"""Attendance in bulk: taken whole or row by row, reported by row, and taken once."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from contracts.events import AttendanceWeekReported
from kit.database import Database
from kit.testing.counting import noted_statements

from . import factories
from .conftest import As, Follow

BATCHES = "/v1/attendance/batches"
COURSE = "bestilling-1"
CSV = {"Content-Type": "text/csv"}

pytestmark = pytest.mark.usefixtures("course")


def row(day: str = "2026-09-07", **changed: object) -> dict[str, Any]:
    return {
        "call_off_id": COURSE,
        "day": day,
        "planned_hours": 6,
        "attended_hours": 6,
        **changed,
    }


@pytest_asyncio.fixture(loop_scope="session")
async def course(client: httpx.AsyncClient, follow_events: Follow) -> str:
    return await factories.started_call_off(client, follow_events, COURSE)


@pytest.fixture
def provider(as_provider: As) -> dict[str, str]:
    return as_provider(factories.PROVIDER)


async def send(
    client: httpx.AsyncClient, rows: list[Any], headers: dict[str, str], query: str = ""
) -> httpx.Response:
    return await client.post(f"{BATCHES}{query}", json=rows, headers=headers)


async def reported(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get("/v1/attendance?limit=200")).json()["items"]
    return found


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def test_a_batch_is_taken_and_sent_again_changes_nothing(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    rows = [row(), row("2026-09-08", attended_hours=2.25, absence_reason="ill")]
    first = (await send(client, rows, provider)).json()
    assert (first["outcome"], first["created"], first["refused"]) == ("taken", 2, 0)
    before = await reported(client)
    again = (await send(client, rows, provider)).json()
    assert (again["created"], again["revised"], again["unchanged"]) == (0, 0, 2)
    assert await reported(client) == before
    assert [each["attended_hours"] for each in before] == ["6.00", "2.25"]
    assert before[0]["week"] == "2026-W37"


async def test_a_batch_under_its_name_is_taken_once(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    await send(client, [row()], provider, "?batch_id=uge-37")
    again = await send(client, [row()], provider, "?batch_id=uge-37")
    assert again.json()["outcome"] == "repeated"
    other = await send(client, [row(attended_hours=7)], provider, "?batch_id=uge-37")
    assert (other.status_code, other.json()["code"]) == (409, "batch_id_reused")
    kept = await client.get(f"{BATCHES}/uge-37", headers=provider)
    assert kept.json()["created"] == 1


async def test_two_senders_may_call_their_batches_the_same(
    client: httpx.AsyncClient,
    provider: dict[str, str],
    as_provider: As,
    follow_events: Follow,
) -> None:
    await factories.started_call_off(client, follow_events, "andens", provider_id="leverandoer-02")
    theirs = as_provider("leverandoer-02")
    await send(client, [row()], provider, "?batch_id=uge-37")
    other = await send(client, [row(call_off_id="andens")], theirs, "?batch_id=uge-37")
    assert other.json()["outcome"] == "taken"
    own = await client.get(f"{BATCHES}/uge-37")
    assert (own.status_code, own.json()["code"]) == (404, "batch_not_found")


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"attended_hours": 25}, "/0/attended_hours", "less_than_equal"),
        ({"planned_hours": -1}, "/0/planned_hours", "greater_than_equal"),
        ({"planned_hours": 6.333}, "/0/planned_hours", "decimal_max_places"),
        ({"attended_hours": 5}, "/0/absence_reason", "absence_reason_missing"),
        ({"absence_reason": "sulky"}, "/0/absence_reason", "literal_error"),
        ({"day": "2026-02-30"}, "/0/day", "date_from_datetime_parsing"),
        ({"day": 20260907}, "/0/day", "date_parsing"),
        ({"day": "2026-09-06"}, "/0/day", "day_before_start"),
        ({"call_off_id": "fremmed"}, "/0/call_off_id", "call_off_unknown"),
        ({"call_off_id": "010190-1111"}, "/0/call_off_id", "cpr_in_text"),
        ({"note": "kom for sent"}, "/0/note", "extra_forbidden"),
    ],
)
async def test_a_wrong_row_is_named_with_its_remedy_and_nothing_is_taken(
    client: httpx.AsyncClient,
    provider: dict[str, str],
    wrong: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    answer = await send(client, [row(**wrong), row("2026-09-08")], provider)
    assert (answer.status_code, answer.json()["code"]) == (422, "import_refused")
    assert codes(answer) == [(pointer, code)]
    assert answer.json()["errors"][0]["detail"]
    assert "010190" not in answer.text
    assert await reported(client) == []


async def test_tomorrow_cannot_be_reported_but_today_can(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    today = datetime.now(UTC).date()
    later = (today + timedelta(days=2)).isoformat()
    refused = await send(client, [row(later)], provider)
    assert codes(refused) == [("/0/day", "day_in_the_future")]
    taken = await send(client, [row(today.isoformat())], provider)
    assert taken.json()["created"] == 1


async def test_a_course_that_ended_takes_its_last_day_and_no_later_one(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    body = {"ended_on": "2026-09-18", "reason": "left"}
    ended = await client.post(f"/v1/call-offs/{COURSE}/end", json=body, headers=factories.key())
    assert ended.status_code == 200, ended.text
    answer = await send(
        client, [row("2026-09-18"), row("2026-09-21")], provider, "?on_error=skip_rows"
    )
    assert answer.json()["created"] == 1
    assert [each["code"] for each in answer.json()["errors"]] == ["day_after_end"]


async def test_a_course_that_has_not_begun_takes_no_attendance(
    client: httpx.AsyncClient, provider: dict[str, str], follow_events: Follow
) -> None:
    await follow_events(factories.ordered("bestilling-2"))
    answer = await send(client, [row(call_off_id="bestilling-2")], provider)
    assert codes(answer) == [("/0/call_off_id", "call_off_not_started")]


async def test_a_provider_reports_for_its_own_call_offs_alone(
    client: httpx.AsyncClient, as_provider: As, other: dict[str, str]
) -> None:
    theirs = await send(client, [row()], as_provider("leverandoer-02"))
    assert codes(theirs) == [("/0/call_off_id", "call_off_unknown")]
    foreign = await send(client, [row()], other)
    assert codes(foreign) == [("/0/call_off_id", "call_off_unknown")]
    own = await send(client, [row()], {})
    assert own.json()["created"] == 1


async def test_of_two_rows_about_the_same_day_neither_is_taken(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    rows = [row(), row("2026-09-08"), row(attended_hours=7)]
    answer = await send(client, rows, provider, "?on_error=skip_rows")
    assert answer.json()["created"] == 1
    told = [(each["row"], each["code"]) for each in answer.json()["errors"]]
    assert told == [(1, "repeated_day"), (3, "repeated_day")]
    assert [each["day"] for each in await reported(client)] == ["2026-09-08"]


@pytest.mark.parametrize("on_error", ["reject_all", "skip_rows"])
async def test_an_array_that_is_cut_in_half_is_refused_whole(
    client: httpx.AsyncClient, provider: dict[str, str], on_error: str
) -> None:
    whole = json.dumps([row(), row("2026-09-08")])
    answer = await client.post(
        f"{BATCHES}?on_error={on_error}",
        content=whole[: len(whole) - 30].encode(),
        headers=provider | {"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "import_refused")
    assert "Send den hel" in answer.json()["detail"]
    assert await reported(client) == []


async def test_lines_that_are_cut_in_half_name_the_broken_one(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    body = factories.ndjson(row(), row("2026-09-08"))[:-30]
    headers = provider | factories.NDJSON
    refused = await client.post(BATCHES, content=body, headers=headers)
    assert codes(refused) == [("/1", "row_unreadable")]
    taken = await client.post(f"{BATCHES}?on_error=skip_rows", content=body, headers=headers)
    assert (taken.json()["created"], taken.json()["refused"]) == (1, 1)


async def test_a_table_is_read_as_people_write_it(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    table = (
        "\ufeffcall_off_id;day;planned_hours;attended_hours;absence_reason\r\n"
        f"{COURSE};07-09-2026;7,40;7,40;\r\n"
        "\r\n"
        f"{COURSE};2026-09-08;7,40;3,5;ill\r\n"
        f"{COURSE};2026-09-05;7;7;\r\n"
    )
    answer = await client.post(
        f"{BATCHES}?on_error=skip_rows", content=table.encode(), headers=provider | CSV
    )
    assert answer.json()["created"] == 2, answer.text
    assert [(each["row"], each["code"]) for each in answer.json()["errors"]] == [
        (5, "day_before_start")
    ]
    assert [each["attended_hours"] for each in await reported(client)] == ["7.40", "3.50"]


async def test_an_empty_batch_is_refused(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    answer = await send(client, [], provider)
    assert (answer.status_code, answer.json()["code"]) == (422, "import_empty")


async def test_what_is_only_to_be_validated_is_not_taken(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    await send(client, [row()], provider)
    rows = [row(attended_hours=8), row("2026-09-08"), row("2026-09-09", attended_hours=25)]
    answer = (await send(client, rows, provider, "?validate_only=true")).json()
    assert answer["outcome"] == "validated"
    assert (answer["created"], answer["revised"], answer["refused"]) == (1, 1, 1)
    assert [each["attended_hours"] for each in await reported(client)] == ["6.00"]
    assert (await client.get(f"/v1/attendance/{COURSE}/2026-09-07/history")).json()["before"] == []


async def events_of(database: Database) -> list[dict[str, Any]]:
    async with database.transaction("0999") as session:
        rows = await session.execute(
            text(
                "SELECT subject, provider_id, data FROM outbox"
                " WHERE type = 'AttendanceWeekReported' ORDER BY position"
            )
        )
        return [dict(each) for each in rows.mappings()]


async def test_each_week_is_told_once_a_batch_with_its_whole_state(
    client: httpx.AsyncClient, provider: dict[str, str], database: Database
) -> None:
    rows = [
        row("2026-09-07", attended_hours=4, absence_reason="ill"),
        row("2026-09-08", attended_hours=0, absence_reason="unexcused"),
        row("2026-09-14"),
    ]
    await send(client, rows, provider)
    await send(client, [row("2026-09-09", attended_hours=3, absence_reason="ill")], provider)
    await send(client, [row("2026-09-09", attended_hours=3, absence_reason="ill")], provider)
    told = await events_of(database)
    assert sorted(each["subject"] for each in told) == [
        f"{COURSE}/2026-W37",
        f"{COURSE}/2026-W37",
        f"{COURSE}/2026-W38",
    ]
    last = told[-1]["data"]
    fact = AttendanceWeekReported.model_validate(last, extra="forbid")
    assert set(last) == set(AttendanceWeekReported.model_fields)
    assert fact.subject == told[-1]["subject"]
    assert told[-1]["provider_id"] == factories.PROVIDER
    assert (fact.planned_hours, fact.attended_hours, fact.days_reported) == ("18.00", "7.00", 3)
    assert fact.absence_hours == {"ill": "5.00", "unexcused": "6.00"}
    assert fact.version == 3
    assert fact.is_late
    feed = await client.get("/v1/events?limit=1000", headers=provider)
    assert [each["type"] for each in feed.json()].count("AttendanceWeekReported") == 3


async def test_a_large_batch_takes_as_many_statements_as_a_larger_one(
    client: httpx.AsyncClient, provider: dict[str, str]
) -> None:
    first = date(2026, 9, 7)
    days = [(first + timedelta(days=number)).isoformat() for number in range(60)]
    counts = []
    for some in (days[:10], days[10:60]):
        with noted_statements() as said:
            answer = await send(client, [row(day) for day in some], provider)
        assert answer.json()["created"] == len(some)
        counts.append(len(said))
    assert counts[0] == counts[1]


async def test_a_batch_leaves_one_line_in_the_log_that_names_it(
    client: httpx.AsyncClient, provider: dict[str, str], database: Database
) -> None:
    await send(client, [row()], provider, "?batch_id=uge-37")
    async with database.transaction("0999") as session:
        found = await session.execute(
            text("SELECT subjects FROM audit_log WHERE act = 'attendance.report'")
        )
        assert [each.subjects for each in found] == [["uge-37"]]


async def test_who_may_only_look_may_not_report(client: httpx.AsyncClient, as_provider: As) -> None:
    looking = as_provider(factories.PROVIDER, frozenset({"attendance.read"}))
    answer = await send(client, [row()], looking)
    assert (answer.status_code, answer.json()["code"]) == (403, "right_missing")
