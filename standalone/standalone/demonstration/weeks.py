"""The generator's calendar: ISO weeks as running numbers, and back to text."""

import datetime as dt
from dataclasses import dataclass

YEARS = 8
COURSE_WEEKS = 4 * 52


def parse_week(text: str) -> dt.date:
    """The Monday of an ISO week written as ``2026-W46``.

    Raises:
        ValueError: When there is no such week (``2021-W53``).
    """
    year, _, week = text.partition("-W")
    return dt.date.fromisocalendar(int(year), int(week), 1)


def week_text(monday: dt.date) -> str:
    """An ISO week as ``2026-W46``."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def last_whole_week(today: dt.date) -> str:
    """The ISO week that has ended most recently; on a Sunday its own week has not."""
    return week_text(today - dt.timedelta(days=today.weekday() + 7))


def month_of(monday: dt.date) -> str:
    """The month that a week belongs to, as ``2024-07``: that of its Thursday."""
    return f"{monday + dt.timedelta(days=3):%Y-%m}"


def last_whole_month(monday: dt.date) -> str:
    """The newest month of which every week has passed at the end of a week."""
    following = month_of(monday + dt.timedelta(weeks=1))
    month = month_of(monday)
    while month == following:
        monday -= dt.timedelta(weeks=1)
        month = month_of(monday)
    return month


@dataclass(frozen=True)
class Calendar:
    """The weeks that the register covers: number 0 is the first, ``weeks - 1`` is ``as_of``.

    Some more are lived through: those of the next month's register.
    """

    mondays: tuple[dt.date, ...]
    ahead: int = 0

    @classmethod
    def until(cls, as_of: str, *, ahead: int = 0) -> "Calendar":
        """Eight years of ISO weeks, the last of them ``as_of``, and some ahead."""
        last = parse_week(as_of)
        count = round(YEARS * 365.25 / 7)
        start = last - dt.timedelta(weeks=count - 1)
        weeks = range(count + ahead)
        return cls(tuple(start + dt.timedelta(weeks=week) for week in weeks), ahead)

    @property
    def weeks(self) -> int:
        """How many weeks the register covers."""
        return len(self.mondays) - self.ahead

    @property
    def last(self) -> dt.date:
        """The Monday of the last week that the register covers."""
        return self.mondays[self.weeks - 1]

    @property
    def first_course_week(self) -> int:
        """The week in which the first course of the file may begin."""
        return self.weeks - COURSE_WEEKS

    def texts(self) -> list[str]:
        """Every week as text."""
        return [week_text(monday) for monday in self.mondays]

    def months(self) -> tuple[list[str], list[int]]:
        """The months as ``2024-07``, and for each week the number of the month of its Thursday."""
        names = [month_of(monday) for monday in self.mondays]
        months = sorted(set(names))
        number = {month: index for index, month in enumerate(months)}
        return months, [number[name] for name in names]

    def day(self, week: int, weekday: int) -> str:
        """The date of a week's day (0 is Monday) as ISO 8601."""
        return (self.mondays[week] + dt.timedelta(days=weekday)).isoformat()
