"""Attendance a day, a list or a file at a time: corrected, late, missing, summed up."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from contracts import jobs as contract_jobs
from contracts.attendance import calendar
from kit import jobs
from kit.database import Database
from kit.testing.counting import noted_statements

from . import factories
from .conftest import As, Follow

COURSE = "bestilling-1"
DAY = f"/v1/attendance/{COURSE}/2026-09-07"
WHOLE = {"planned_hours": "6", "attended_hours": "6"}
ABSENT = {"planned_hours": 6, "attended_hours": 2, "absence_reason": "ill"}
NEW = {"If-Match": '"0"'}

pytestmark = pytest.mark.usefixtures("course")


@pytest_asyncio.fixture(loop_scope="session")
async def course(client: httpx.AsyncClient, follow_events: Follow) -> str:
    return await factories.started_call_off(client, follow_events, COURSE)


async def report(client: httpx.AsyncClient, *days: str, call_off: str = COURSE) -> None:
    rows = [{"call_off_id": call_off, "day": day, **WHOLE} for day in days]
    answer = await client.post("/v1/attendance/batches", json=rows)
    assert answer.status_code == 200, answer.text


async def test_a_day_is_reported_and_a_correction_keeps_what_was_there(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    first = await client.put(DAY, json=ABSENT, headers=NEW | as_provider(factories.PROVIDER))
    assert (first.status_code, first.headers["ETag"]) == (201, '"1"')
    corrected = await client.put(
        DAY, json=WHOLE | {"reason": "Var der alligevel"}, headers={"If-Match": '"1"'}
    )
    assert (corrected.status_code, corrected.json()["version"]) == (200, 2)
    history = (await client.get(f"{DAY}/history")).json()
    assert history["now"] == corrected.json()
    [before] = history["before"]
    assert (before["version"], before["attended_hours"], before["absence_reason"]) == (
        1,
        "2.00",
        "ill",
    )
    assert before["updated_by"] == f"system-{factories.PROVIDER}"
    assert before["replaced_by"] == "client-1"
    assert before["reason"] == "Var der alligevel"


async def test_a_correction_without_a_difference_is_none(client: httpx.AsyncClient) -> None:
    await client.put(DAY, json=WHOLE, headers=NEW)
    again = await client.put(DAY, json=WHOLE, headers={"If-Match": "*"})
    assert (again.status_code, again.headers["ETag"]) == (200, '"1"')
    assert (await client.get(f"{DAY}/history")).json()["before"] == []


async def test_nobody_corrects_what_he_has_not_read(client: httpx.AsyncClient) -> None:
    assert (await client.put(DAY, json=WHOLE)).status_code == 428
    early = await client.put(DAY, json=WHOLE, headers={"If-Match": '"1"'})
    assert (early.status_code, early.json()["code"]) == (412, "edited_meanwhile")
    await client.put(DAY, json=WHOLE, headers=NEW)
    late = await client.put(DAY, json=ABSENT, headers=NEW)
    assert late.status_code == 412


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-09-04", "day_before_start"), ("2999-01-01", "day_in_the_future")],
)
async def test_a_day_outside_the_course_is_refused(
    client: httpx.AsyncClient, day: str, code: str
) -> None:
    answer = await client.put(f"/v1/attendance/{COURSE}/{day}", json=WHOLE, headers=NEW)
    assert (answer.status_code, answer.json()["code"]) == (409, "attendance_not_possible")
    assert answer.json()["errors"][0]["code"] == code


async def test_what_others_reported_is_not_there_for_a_provider(
    client: httpx.AsyncClient, as_provider: As, other: dict[str, str]
) -> None:
    await client.put(DAY, json=WHOLE, headers=NEW)
    for headers in (as_provider("leverandoer-02"), other):
        assert (await client.get(DAY, headers=headers)).status_code == 404
        assert (await client.get(f"{DAY}/history", headers=headers)).status_code == 404
        put = await client.put(DAY, json=WHOLE, headers=headers | {"If-Match": "*"})
        assert (put.status_code, put.json()["code"]) == (404, "call_off_not_found")
        listed = await client.get("/v1/attendance", headers=headers)
        assert listed.json()["items"] == []
        missing = await client.get("/v1/attendance/missing", headers=headers)
        assert missing.json()["items"] == []
        summary = await client.get(f"/v1/attendance/summary?call_off_id={COURSE}", headers=headers)
        assert summary.status_code == 404
        file = await client.get("/v1/attendance/export", headers=headers)
        assert file.text.count("\r\n") == 1
    own = await client.get(DAY, headers=as_provider(factories.PROVIDER))
    assert own.status_code == 200


async def test_a_list_is_filtered_and_paged_with_a_fixed_number_of_queries(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await factories.started_call_off(client, follow_events, "bestilling-2", offer_id="andet")
    days = ["2026-09-07", "2026-09-08", "2026-09-14"]
    await report(client, *days)
    await report(client, *days[:2], call_off="bestilling-2")
    seen: list[tuple[str, str]] = []
    address: str | None = "/v1/attendance?limit=2"
    counts = set()
    while address:
        with noted_statements() as said:
            page = (await client.get(address)).json()
        counts.add(len(said))
        seen += [(each["call_off_id"], each["day"]) for each in page["items"]]
        address = page["next"] and f"/v1/attendance?limit=2&cursor={page['next']}"
    assert seen == sorted(seen)
    assert len(seen) == 5
    assert len(counts) == 1
    for query, expected in (
        ("week=2026-W37", 4),
        ("week=2026-W38&call_off_id=bestilling-1", 1),
        ("offer_id=andet", 2),
        ("provider_id=ukendt", 0),
        ("from_day=2026-09-08&to_day=2026-09-13", 2),
        ("is_late=true", 5),
    ):
        assert len((await client.get(f"/v1/attendance?{query}")).json()["items"]) == expected, query
    wrong = await client.get("/v1/attendance?week=2026-W54")
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "week_unknown")


async def test_reporting_after_the_deadline_is_late_and_stays_so(client: httpx.AsyncClient) -> None:
    today = datetime.now(UTC).date()
    await report(client, "2026-09-07", today.isoformat())
    assert (await client.get(DAY)).json()["is_late"]
    await client.put(DAY, json=ABSENT, headers={"If-Match": "*"})
    assert (await client.get(DAY)).json()["is_late"]
    assert not (await client.get(f"/v1/attendance/{COURSE}/{today}")).json()["is_late"]


async def test_history_was_in_time_when_it_is_said_when_it_came(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    query = "?happened_at=2026-09-15T21:59:00Z"
    rows = [{"call_off_id": COURSE, "day": "2026-09-07", **WHOLE}]
    refused = await client.post(
        f"/v1/attendance/batches{query}", json=rows, headers=as_provider(factories.PROVIDER)
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "history_right_missing")
    await client.post(f"/v1/attendance/batches{query}", json=rows)
    found = (await client.get(DAY)).json()
    assert (found["is_late"], found["reported_at"]) == (False, "2026-09-15T21:59:00Z")


@given(st.dates(date(1, 2, 1), date(9999, 1, 1)), st.integers(0, 20))
def test_a_week_is_late_from_the_day_after_its_deadline(day: date, days: int) -> None:
    deadline = calendar.deadline_of(day, days)
    assert calendar.late_through(deadline, days) < day
    assert calendar.late_through(deadline + timedelta(days=1), days) >= day
    assert (deadline - timedelta(days=days)).isoweekday() == 7
    assert calendar.monday_of(calendar.week_of(day)) <= day


async def test_missing_days_are_working_days_of_courses_under_way(
    client: httpx.AsyncClient, as_provider: As, follow_events: Follow
) -> None:
    await factories.started_call_off(
        client, follow_events, "bestilling-2", started_on="2026-09-09", provider_id="leverandoer-02"
    )
    await report(client, "2026-09-07", "2026-09-10")
    path = "/v1/attendance/missing?week=2026-W37"
    found = (await client.get(path)).json()["items"]
    assert [(each["day"][-2:], each["call_off_id"][-1]) for each in found] == [
        ("08", "1"),
        ("09", "1"),
        ("09", "2"),
        ("10", "2"),
        ("11", "1"),
        ("11", "2"),
    ]
    assert {(each["deadline"], each["overdue"]) for each in found} == {("2026-09-15", True)}
    own = (await client.get(path, headers=as_provider(factories.PROVIDER))).json()["items"]
    assert {each["call_off_id"] for each in own} == {COURSE}
    assert (await client.get(f"{path}&overdue=false")).json()["items"] == []
    assert len((await client.get(f"{path}&provider_id=leverandoer-02")).json()["items"]) == 3
    seen = []
    address: str | None = f"{path}&limit=4"
    while address:
        page = (await client.get(address)).json()
        seen += page["items"]
        address = page["next"] and f"{path}&limit=4&cursor={page['next']}"
    assert seen == found


async def test_no_day_is_missing_on_a_danish_holiday(
    client: httpx.AsyncClient, follow_events: Follow
) -> None:
    await factories.started_call_off(client, follow_events, "bestilling-2", started_on="2026-03-30")
    found = (await client.get("/v1/attendance/missing?week=2026-W14")).json()["items"]
    # Maundy Thursday and Good Friday.
    assert [each["day"] for each in found] == ["2026-03-30", "2026-03-31", "2026-04-01"]


async def test_a_summary_counts_hours_days_and_reasons(client: httpx.AsyncClient) -> None:
    body = {"ended_on": "2026-09-11", "reason": "completed"}
    ended = await client.post(f"/v1/call-offs/{COURSE}/end", json=body, headers=factories.key())
    assert ended.status_code == 200, ended.text
    await client.put(DAY, json=ABSENT, headers=NEW)
    over = {"planned_hours": 6, "attended_hours": 8}
    await client.put(f"/v1/attendance/{COURSE}/2026-09-08", json=over, headers=NEW)
    summary = (await client.get(f"/v1/attendance/summary?call_off_id={COURSE}")).json()
    assert summary == {
        "call_off_id": COURSE,
        "days_reported": 2,
        "days_missing": 3,
        "planned_hours": "12.00",
        "attended_hours": "10.00",
        "rate": pytest.approx(8 / 12),
        "absence_hours": {"ill": "4.00"},
        "late_days": 2,
    }


async def test_a_file_is_for_machines_or_for_people(client: httpx.AsyncClient) -> None:
    await client.put(DAY, json=ABSENT, headers=NEW)
    machine = await client.get("/v1/attendance/export?week=2026-W37")
    header, line = machine.text.strip().split("\r\n")
    assert header.startswith("call_off_id,day,week,offer_id,")
    assert line.startswith(f"{COURSE},2026-09-07,2026-W37,vejen-til-job,{factories.PROVIDER},")
    assert ",6.00,2.00,ill,true,1," in line
    people = await client.get("/v1/attendance/export?for_people=true")
    assert people.content.startswith("\ufeffBestilling;Dato;Uge;".encode())
    assert f"{COURSE};07.09.2026;2026-W37;" in people.text
    assert ";6,00;2,00;Syg;ja;1;" in people.text


async def subjects(database: Database, act: str) -> list[list[str]]:
    async with database.transaction("0999") as session:
        rows = await session.execute(
            text("SELECT subjects FROM audit_log WHERE act = :act ORDER BY id"), {"act": act}
        )
        return [each.subjects for each in rows]


async def test_who_read_whose_attendance_is_written_down(
    client: httpx.AsyncClient, database: Database
) -> None:
    citizen = factories.referral(COURSE)["citizen_id"]
    await client.put(DAY, json=WHOLE, headers=NEW)
    assert await subjects(database, "attendance.report") == [[citizen]]
    await client.get("/v1/attendance?week=2026-W40")
    assert await subjects(database, "attendance.read") == []
    for path in (
        DAY,
        f"{DAY}/history",
        "/v1/attendance",
        f"/v1/attendance/summary?call_off_id={COURSE}",
    ):
        await client.get(path)
    assert await subjects(database, "attendance.read") == [[citizen]] * 4
    await client.get("/v1/attendance/export")
    assert await subjects(database, "attendance.export") == [[citizen]]


async def test_free_text_with_a_persons_number_is_refused(client: httpx.AsyncClient) -> None:
    body = WHOLE | {"reason": "Det var 010190-1111"}
    answer = await client.put(DAY, json=body, headers=NEW)
    assert answer.json()["errors"][0]["code"] == "cpr_in_text"
    assert "010190" not in answer.text


async def test_a_batch_can_be_taken_as_a_job(
    client: httpx.AsyncClient, database: Database, as_provider: As
) -> None:
    rights = frozenset({"attendance.report", "attendance.read", "jobs.read"})
    headers = as_provider(factories.PROVIDER, rights) | {"Prefer": "respond-async"}
    rows = [{"call_off_id": COURSE, "day": "2026-09-07", **WHOLE}]
    asked = await client.post("/v1/attendance/batches", json=rows, headers=headers)
    assert asked.status_code == 202
    job_id = asked.json()["id"]
    assert await jobs.do(database, contract_jobs.HANDLERS, job_id) is None
    done = (await client.get(f"/v1/jobs/{job_id}", headers=headers)).json()
    assert (done["state"], done["result"]["created"]) == ("done", 1)
    assert (await client.get(DAY)).json()["updated_by"] == f"system-{factories.PROVIDER}"


async def test_whoever_may_not_follow_a_job_is_answered_at_once(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    headers = as_provider(factories.PROVIDER, frozenset({"attendance.report"}))
    rows = [{"call_off_id": COURSE, "day": "2026-09-07", **WHOLE}]
    preferring = headers | {"Prefer": "respond-async"}
    answer = await client.post("/v1/attendance/batches", json=rows, headers=preferring)
    assert (answer.status_code, answer.json()["created"]) == (200, 1)
    assert "preference-applied" not in answer.headers


async def told(database: Database) -> list[tuple[str, dict[str, Any]]]:
    async with database.transaction("0999") as session:
        rows = await session.execute(
            text("SELECT type, data FROM outbox WHERE subject LIKE :subject ORDER BY position"),
            {"subject": f"{COURSE}/%"},
        )
        return [(each.type, each.data) for each in rows]


@pytest.mark.parametrize("kept_id", ["0190b8a4-0000-8000-8000-000000000002", None])
async def test_a_citizen_who_is_gone_is_not_told_of_any_more(
    client: httpx.AsyncClient, database: Database, follow_events: Follow, kept_id: str | None
) -> None:
    citizen = factories.referral(COURSE)["citizen_id"]
    await client.put(DAY, json=ABSENT, headers=NEW)
    await client.put(DAY, json=WHOLE | {"reason": "Rettet"}, headers={"If-Match": '"1"'})
    at = "2026-11-01T10:00:00Z"
    if kept_id:
        data = {"citizen_id": citizen, "kept_id": kept_id, "merged_at": at}
        await follow_events(factories.event("CitizensMerged", citizen, data))
    else:
        data = {"citizen_id": citizen, "erased_at": at}
        await follow_events(factories.event("CitizenErased", citizen, data))
    *emptied, (kind, last) = await told(database)
    assert emptied == [("Compacted", {})] * 2
    assert (kind, last["citizen_id"]) == ("AttendanceWeekReported", kept_id)
    history = (await client.get(f"{DAY}/history")).json()
    assert history["now"]["citizen_id"] == kept_id
    assert history["before"][0]["reason"] == ("Rettet" if kept_id else "")
