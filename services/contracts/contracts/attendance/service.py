"""What is done with attendance, a day or a list at a time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contracts.attendance import batch_queries, batches, calendar, queries, schemas
from contracts.attendance.batch_queries import Staged
from contracts.attendance.batches import FAULTS, Terms
from contracts.attendance.models import AbsenceReason
from contracts.call_offs import queries as call_off_queries
from kit import audit, pages, problems
from kit.bulk.outcomes import Outcome, Report
from kit.database import Session
from kit.local_time import local_date
from kit.pages import PageRequest, day_of
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

READ = "attendance.read"
_WEEKS_LOOKED_BACK = 8


class DayNotPossible(problems.NotNow):
    """The day does not fit with the course that it is reported of."""

    code = "attendance_not_possible"
    title = "Dagen passer ikke med forløbet"


class _Nothing:
    """What is there before anything is reported."""

    version = 0


async def report_day(
    session: Session,
    caller: Caller,
    call_off_id: str,
    day: date,
    body: schemas.Correction,
    expected: Precondition,
    terms: Terms,
) -> tuple[Any, bool]:
    """What is so of one day, and whether nothing was reported of it before.

    Raises:
        CallOffNotFound: When there is no such call-off that the caller may see.
        DayNotPossible: When the day lies in the future, or the course was not under way.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
    """
    await batch_queries.lock(session, caller)
    call_off = await call_off_queries.get_call_off(session, caller, call_off_id)
    held = await queries.find_day(session, caller, call_off_id, day)
    expected.check(held or _Nothing())
    hours = float(body.planned_hours), float(body.attended_hours)
    staged = Staged(session, municipality_of(caller))
    await staged.add([(0, call_off_id, day, *hours, body.absence_reason)])
    faults = await staged.find_refused(caller.provider_id, today=local_date(terms.at))
    for fault in faults.values():
        pointer, detail = FAULTS[fault]
        raise DayNotPossible(detail, errors=[FieldError(f"/path{pointer}", fault, detail)])
    weeks = await batches.write(staged, Outcome(), caller, terms, why=body.reason)
    await _note(session, caller, batches.JOB, [call_off.citizen_id], at=terms.at)
    found = await queries.get_day(session, caller, call_off_id, day)
    await batch_queries.publish(session, municipality_of(caller), weeks, at=terms.at)
    return found, held is None


async def get_day(
    session: Session, caller: Caller, call_off_id: str, day: date, *, at: datetime
) -> Any:  # noqa: ANN401 - a row of queries
    """What is reported of one day.

    Raises:
        AttendanceNotFound: When nothing is that the caller may see.
    """
    found = await queries.get_day(session, caller, call_off_id, day)
    await _note(session, caller, READ, [found.citizen_id], at=at)
    return found


async def get_history(
    session: Session, caller: Caller, call_off_id: str, day: date, *, at: datetime
) -> schemas.AttendanceHistoryOfDay:
    """A day as it is now, and as it was before each correction.

    Raises:
        AttendanceNotFound: When nothing is reported that the caller may see.
    """
    found = await get_day(session, caller, call_off_id, day, at=at)
    before = await queries.list_history(session, caller, call_off_id, day)
    return schemas.AttendanceHistoryOfDay(
        now=present(found), before=[schemas.EarlierReport.model_validate(each) for each in before]
    )


async def list_days(
    session: Session, caller: Caller, query: schemas.AttendanceQuery, *, at: datetime
) -> schemas.AttendancePage:
    """One page of attendance, by call-off and day."""
    key = PageRequest(query.limit, query.cursor).after(str, str)
    after = None if key is None else (str(key[0]), day_of(key[1]))
    rows = await queries.list_days(session, caller, query, after=after, limit=query.limit)
    found, cursor = pages.cut(rows, query.limit, lambda row: (row.call_off_id, row.day.isoformat()))
    await _note(session, caller, READ, [row.citizen_id for row in found], at=at)
    return schemas.AttendancePage(items=[present(row) for row in found], next=cursor)


async def list_missing(
    session: Session,
    caller: Caller,
    query: schemas.MissingQuery,
    deadline_days: int,
    *,
    at: datetime,
) -> schemas.MissingPage:
    """One page of the working days of which nothing is reported, the oldest first."""
    key = PageRequest(query.limit, query.cursor).after(str, str)
    after = None if key is None else (day_of(key[0]), str(key[1]))
    today = local_date(at)
    late_through = calendar.late_through(today, deadline_days)
    days = [
        day
        for day in _days_looked_at(query.week, today)
        if query.overdue is None or query.overdue == (day <= late_through)
    ]
    rows = await queries.list_missing(
        session,
        caller,
        days=days,
        provider_id=query.provider_id,
        offer_id=query.offer_id,
        call_off_id=query.call_off_id,
        after=after,
        limit=query.limit,
    )
    found, cursor = pages.cut(rows, query.limit, lambda row: (row.day.isoformat(), row.call_off_id))
    items = [
        schemas.MissingDay(
            day=row.day,
            week=calendar.week_of(row.day),
            call_off_id=row.call_off_id,
            offer_id=row.offer_id,
            provider_id=row.provider_id,
            deadline=calendar.deadline_of(row.day, deadline_days),
            overdue=row.day <= late_through,
        )
        for row in found
    ]
    return schemas.MissingPage(items=items, next=cursor)


async def sum_up(
    session: Session, caller: Caller, call_off_id: str, *, at: datetime
) -> schemas.AttendanceSummary:
    """How much of what was planned for one person was attended.

    Raises:
        CallOffNotFound: When there is no such call-off that the caller may see.
    """
    call_off = await call_off_queries.get_call_off(session, caller, call_off_id)
    days = await queries.list_days_of(session, call_off)
    planned = sum((day.planned_hours for day in days), Decimal(0))
    absent: dict[AbsenceReason, Decimal] = defaultdict(Decimal)
    kept = Decimal(0)
    for day in days:
        kept += min(day.attended_hours, day.planned_hours)
        if day.absence_reason is not None and day.attended_hours < day.planned_hours:
            absent[day.absence_reason] += day.planned_hours - day.attended_hours
    await _note(session, caller, READ, [call_off.citizen_id], at=at)
    return schemas.AttendanceSummary(
        call_off_id=call_off.id,
        days_reported=len(days),
        days_missing=_count_missing(call_off, {day.day for day in days}, local_date(at)),
        planned_hours=planned,
        attended_hours=sum((day.attended_hours for day in days), Decimal(0)),
        rate=float(kept / planned) if planned else None,
        absence_hours=dict(absent),
        late_days=sum(day.is_late for day in days),
    )


async def get_batch(session: Session, caller: Caller, batch_id: str) -> Report:
    """What became of a batch that was taken under its sender's name.

    Raises:
        BatchNotFound: When none of the caller's own was.
    """
    batch = await queries.get_batch(session, caller, batch_id)
    return Report.model_validate(batch.report)


def present(row: Any) -> schemas.AttendanceDay:  # noqa: ANN401 - a row of queries
    """A day as it is answered."""
    held = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return schemas.AttendanceDay.model_validate(held | {"week": calendar.week_of(row.day)})


def _days_looked_at(week: str | None, today: date) -> list[date]:
    """Working days that are over: of a week, or of the last eight."""
    yesterday = today - calendar.A_DAY
    if week is None:
        return list(calendar.working_days(today - _WEEKS_LOOKED_BACK * calendar.A_WEEK, yesterday))
    monday = calendar.monday_of(week)
    last = min(monday + calendar.A_WEEK - calendar.A_DAY, yesterday)
    return list(calendar.working_days(monday, last))


def _count_missing(call_off: Any, reported: set[date], today: date) -> int:  # noqa: ANN401 - a CallOff
    if call_off.started_on is None:
        return 0
    yesterday = today - calendar.A_DAY
    last = min(call_off.ended_on or yesterday, yesterday)
    return sum(day not in reported for day in calendar.working_days(call_off.started_on, last))


async def _note(
    session: Session, caller: Caller, act: str, citizens: Sequence[str | None], *, at: datetime
) -> None:
    """Write down whose attendance was read or reported; of those erased there is nobody left."""
    known = list(dict.fromkeys(each for each in citizens if each is not None))
    if known:
        await audit.record(session, caller, act=act, subjects=known, at=at)
