"""Weeks, deadlines and working days: when attendance is expected, and when it comes late."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from contracts.working_days import is_working_day

A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 2000, 2999


def monday_of(week: str) -> date:
    """The first day of an ISO week such as ``2026-W46``.

    Raises:
        ValueError: When the year has no such week.
    """
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def week_of(day: date) -> str:
    """The ISO week that holds a day: ``2026-W46``."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _that_there_is(week: str) -> str:
    try:
        monday = monday_of(week)
    except ValueError:
        monday = None
    if monday is None or not _FIRST_YEAR <= monday.year <= _LAST_YEAR:
        raise PydanticCustomError(
            "week_unknown", "no such week", {"danish": "Skal være en ISO-uge som 2026-W46."}
        )
    return week


Week = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-W[0-9]{2}$"),
    AfterValidator(_that_there_is),
]
"""An ISO week that there is."""


def late_through(today: date, deadline_days: int) -> date:
    """The Sunday through which a report that comes today is late.

    A week may be reported until ``deadline_days`` after its Sunday, that day included.
    """
    last_in_time = today - timedelta(days=deadline_days)
    # The last Sunday before the first one that is still in time.
    return last_in_time - timedelta(days=last_in_time.isoweekday())


def deadline_of(day: date, deadline_days: int) -> date:
    """The last day on which a report of a day is in time."""
    return day + timedelta(days=7 - day.isoweekday() + deadline_days)


def working_days(first: date, last: date) -> Iterator[date]:
    """Mondays to Fridays that are no Danish holidays, both ends included."""
    day = first
    while day <= last:
        if is_working_day(day):
            yield day
        day += A_DAY
