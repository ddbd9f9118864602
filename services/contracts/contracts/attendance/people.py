"""Putting another id, or none, where a citizen's stands in what was told of attendance."""

from datetime import date, datetime

from contracts import events
from contracts.attendance import batch_queries, calendar, queries
from kit import erasure
from kit.database import Session

Weeks = set[tuple[str, date]]


async def list_weeks(session: Session, municipality: str, citizen_id: str) -> Weeks:
    """The call-offs and weeks of which attendance was told under a citizen's id.

    Until the commit nobody reports: it would be told under the id that the call-offs had before.
    """
    await batch_queries.hold(session, municipality)
    days = await queries.list_days_of_citizen(session, municipality, citizen_id)
    return {(call_off_id, calendar.monday_of(calendar.week_of(day))) for call_off_id, day in days}


async def tell_anew(
    session: Session, municipality: str, weeks: Weeks, *, is_erased: bool, at: datetime
) -> None:
    """Empty what was told of some weeks, and tell it under the id that their call-offs have now.

    Hours stay, as nobody's; why somebody corrected them is forgotten with an erased citizen.
    """
    if not weeks:
        return
    call_off_ids = sorted({call_off_id for call_off_id, _ in weeks})
    subjects = [f"{call_off_id}/{calendar.week_of(monday)}" for call_off_id, monday in weeks]
    await erasure.compact(session, subjects, [events.AttendanceWeekReported.__name__])
    if is_erased:
        await queries.forget_reasons(session, municipality, call_off_ids)
    await batch_queries.publish(session, municipality, sorted(weeks), at=at)
