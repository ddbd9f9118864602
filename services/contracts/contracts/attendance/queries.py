"""Every SELECT on attendance, one row of it or a page; what batches do stands in its own module."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, text, tuple_, update

from contracts.attendance import calendar
from contracts.attendance.models import Attendance, AttendanceBatch, AttendanceHistory
from contracts.attendance.schemas import AttendanceFilter
from contracts.call_offs.models import CallOff
from kit import problems
from kit.database import Session
from kit.local_time import COPENHAGEN
from kit.rights import Caller

_AT_A_TIME = 500

_DAY = select(
    *Attendance.__table__.columns, CallOff.offer_id, CallOff.provider_id, CallOff.citizen_id
).join(
    CallOff,
    and_(CallOff.municipality == Attendance.municipality, CallOff.id == Attendance.call_off_id),
)

_MISSING = """
    SELECT d.day, c.id AS call_off_id, c.offer_id, c.provider_id
    FROM unnest(CAST(:days AS date[])) AS d (day)
    JOIN call_offs c ON c.municipality = :municipality AND c.started_on <= d.day
        AND (c.ended_on IS NULL OR c.ended_on >= d.day)
        AND (CAST(:own AS text) IS NULL OR c.provider_id = :own)
        AND (CAST(:provider_id AS text) IS NULL OR c.provider_id = :provider_id)
        AND (CAST(:offer_id AS text) IS NULL OR c.offer_id = :offer_id)
        AND (CAST(:call_off_id AS text) IS NULL OR c.id = :call_off_id)
    WHERE NOT EXISTS (SELECT FROM attendance a WHERE a.municipality = :municipality
                        AND a.call_off_id = c.id AND a.day = d.day)
      AND (CAST(:after_day AS date) IS NULL OR (d.day, c.id) > (:after_day, :after_id))
    ORDER BY d.day, c.id
    LIMIT :most
    """
_LIST_MISSING = text(_MISSING)


class AttendanceNotFound(problems.NotThere):
    """Nothing is reported of the day, or the caller may not know of it."""

    code = "attendance_not_found"
    title = "Fremmødet findes ikke"


class BatchNotFound(problems.NotThere):
    """No batch was taken under this name, or it was somebody else's."""

    code = "batch_not_found"
    title = "Indlæsningen findes ikke"


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's; of a provider's, that of its own call-offs."""
    mine = and_(
        CallOff.municipality == caller.municipality,
        Attendance.municipality == caller.municipality,
    )
    return (
        mine if caller.provider_id is None else mine & (CallOff.provider_id == caller.provider_id)
    )


async def find_day(session: Session, caller: Caller, call_off_id: str, day: date) -> Any | None:  # noqa: ANN401 - a row of _DAY
    """What is reported of one day."""
    statement = _DAY.where(
        visible_to(caller), Attendance.call_off_id == call_off_id, Attendance.day == day
    )
    return (await session.execute(statement)).one_or_none()


async def get_day(session: Session, caller: Caller, call_off_id: str, day: date) -> Any:  # noqa: ANN401 - as above
    """What is reported of one day.

    Raises:
        AttendanceNotFound: When nothing is that the caller may see.
    """
    found = await find_day(session, caller, call_off_id, day)
    if found is None:
        raise AttendanceNotFound("Kontrollér forløb og dag; se også /v1/attendance/missing.")
    return found


async def list_history(
    session: Session, caller: Caller, call_off_id: str, day: date
) -> Sequence[AttendanceHistory]:
    """What was reported of a day before, the newest first; who may see it is asked beforehand."""
    statement = (
        select(AttendanceHistory)
        .where(
            AttendanceHistory.municipality == caller.municipality,
            AttendanceHistory.call_off_id == call_off_id,
            AttendanceHistory.day == day,
        )
        .order_by(AttendanceHistory.version.desc())
    )
    return (await session.scalars(statement)).all()


def _wanted(caller: Caller, wanted: AttendanceFilter) -> Select[Any]:
    """The days that fit, in the order of call-off and day, which is that of the table's key."""
    statement = _DAY.where(visible_to(caller)).order_by(Attendance.call_off_id, Attendance.day)
    if wanted.call_off_id is not None:
        statement = statement.where(Attendance.call_off_id == wanted.call_off_id)
    if wanted.offer_id is not None:
        statement = statement.where(CallOff.offer_id == wanted.offer_id)
    if wanted.provider_id is not None:
        statement = statement.where(CallOff.provider_id == wanted.provider_id)
    if wanted.is_late is not None:
        statement = statement.where(Attendance.is_late.is_(wanted.is_late))
    first, last = wanted.from_day, wanted.to_day
    if wanted.week is not None:
        monday = calendar.monday_of(wanted.week)
        sunday = monday + calendar.A_WEEK - calendar.A_DAY
        first, last = max(first or monday, monday), min(last or sunday, sunday)
    if first is not None:
        # Nothing was reported after the end was: such courses need not be looked through. Their
        # last day may be said to lie before days that had been reported.
        ended = (
            CallOff.ended_on.is_(None)
            | (CallOff.ended_on >= first)
            | (CallOff.ended_at >= datetime.combine(first, time.min, COPENHAGEN))
        )
        statement = statement.where(Attendance.day >= first, ended)
    if last is not None:
        statement = statement.where(Attendance.day <= last, CallOff.started_on <= last)
    return statement


async def list_days(
    session: Session,
    caller: Caller,
    wanted: AttendanceFilter,
    *,
    after: tuple[str, date] | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """Days by call-off, one more than a page holds."""
    statement = _wanted(caller, wanted).limit(limit + 1)
    if after is not None:
        statement = statement.where(tuple_(Attendance.call_off_id, Attendance.day) > after)
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def stream_days(
    session: Session, caller: Caller, wanted: AttendanceFilter
) -> AsyncIterator[Row[Any]]:
    """All days that fit, a few at a time."""
    statement = _wanted(caller, wanted).execution_options(yield_per=_AT_A_TIME)
    rows = await session.stream(statement)
    try:
        async for row in rows:
            yield row
    finally:
        await rows.close()


async def list_citizens(
    session: Session, caller: Caller, wanted: AttendanceFilter
) -> Sequence[str]:
    """Whose attendance that is, for the audit log."""
    statement = (
        _wanted(caller, wanted)
        .order_by(None)
        .with_only_columns(CallOff.citizen_id, maintain_column_froms=True)
        .where(CallOff.citizen_id.is_not(None))
        .distinct()
    )
    return sorted(filter(None, await session.scalars(statement)))


async def list_missing(
    session: Session,
    caller: Caller,
    *,
    days: Sequence[date],
    provider_id: str | None = None,
    offer_id: str | None = None,
    call_off_id: str | None = None,
    after: tuple[date, str] | None = None,
    limit: int,
) -> Sequence[Row[Any]]:
    """Those of some days of courses under way of which nothing is reported, one more than asked."""
    after_day, after_id = after or (None, None)
    rows = await session.execute(
        _LIST_MISSING,
        {
            "municipality": caller.municipality,
            "own": caller.provider_id,
            "days": list(days),
            "provider_id": provider_id,
            "offer_id": offer_id,
            "call_off_id": call_off_id,
            "after_day": after_day,
            "after_id": after_id,
            "most": limit + 1,
        },
    )
    return rows.all()


async def list_days_of(session: Session, call_off: CallOff) -> Sequence[Attendance]:
    """Everything that is reported of one course."""
    statement = (
        select(Attendance)
        .where(
            Attendance.municipality == call_off.municipality,
            Attendance.call_off_id == call_off.id,
        )
        .order_by(Attendance.day)
    )
    return (await session.scalars(statement)).all()


async def list_days_of_citizen(
    session: Session, municipality: str, citizen_id: str
) -> Sequence[Row[str, date]]:
    """The call-offs and days of which attendance of a citizen is reported."""
    statement = (
        select(Attendance.call_off_id, Attendance.day)
        .join(
            CallOff,
            and_(
                CallOff.municipality == Attendance.municipality,
                CallOff.id == Attendance.call_off_id,
            ),
        )
        .where(CallOff.municipality == municipality, CallOff.citizen_id == citizen_id)
    )
    return (await session.execute(statement)).all()


async def forget_reasons(session: Session, municipality: str, call_off_ids: Sequence[str]) -> None:
    """Empty why the attendance of some call-offs was corrected: somebody's own words."""
    await session.execute(
        update(AttendanceHistory)
        .where(
            AttendanceHistory.municipality == municipality,
            AttendanceHistory.call_off_id.in_(call_off_ids),
        )
        .values(reason="")
        .execution_options(synchronize_session=False)
    )


async def get_batch(session: Session, caller: Caller, batch_id: str) -> AttendanceBatch:
    """A batch of the caller's own that was taken under this name.

    Raises:
        BatchNotFound: When there is none.
    """
    batch = await session.scalar(
        select(AttendanceBatch).where(
            AttendanceBatch.municipality == caller.municipality,
            AttendanceBatch.sender == (caller.provider_id or ""),
            AttendanceBatch.id == batch_id,
        )
    )
    if batch is None:
        raise BatchNotFound("Kun indlæsninger med et batch_id, der blev taget imod, huskes.")
    return batch


async def count_present(
    session: Session, municipality: str, offer_ids: Sequence[str], days: Sequence[date]
) -> dict[tuple[str, date], int]:
    """How many were there at some offers on some days, where anything was reported of them."""
    statement = (
        select(
            CallOff.offer_id,
            Attendance.day,
            func.count().filter(Attendance.attended_hours > 0),
        )
        .join(
            CallOff,
            and_(
                CallOff.municipality == Attendance.municipality,
                CallOff.id == Attendance.call_off_id,
            ),
        )
        .where(
            Attendance.municipality == municipality,
            CallOff.offer_id.in_(offer_ids),
            Attendance.day.in_(days),
        )
        .group_by(CallOff.offer_id, Attendance.day)
    )
    return {(row[0], row[1]): row[2] for row in await session.execute(statement)}
