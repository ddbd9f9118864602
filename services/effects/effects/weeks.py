"""One numbering of ISO weeks and calendar months, so that a window is two whole numbers.

A week's number is the count of whole weeks since Monday 0001-01-01, a month's is
``year * 12 + month - 1``. The same arithmetic is offered to Python and, as expressions, to SQL;
the tests hold the two against each other and against `datetime.isocalendar` for every day.
"""

import calendar
import re
from datetime import date, timedelta

MONTHS = 12
WEEK_PATTERN = "[0-9]{4}-W[0-9]{2}"
MONTH_PATTERN = "[0-9]{4}-[0-9]{2}"

FIRST_YEAR = 1900
"""Registers begin long after it; an earlier year is a slip of the keyboard."""

LAST_YEAR = 2199
"""As `FIRST_YEAR`; it also keeps "9999" from standing for "still running" in a register."""

MONDAY = "DATE '0001-01-01'"  # a Monday, and the day before every date that we meet
THURSDAY = 3  # days after the week's Monday


def week_of(day: date) -> int:
    """The number of the ISO week that holds `day`."""
    return (day.toordinal() - 1) // 7


def thursday_of(week: int) -> date:
    """The Thursday of a week: the day that says which month and which code class it has."""
    return date.fromordinal(week * 7 + 1 + THURSDAY)


def monday_of(week: int) -> date:
    """The first day of a week."""
    return date.fromordinal(week * 7 + 1)


def month_of(day: date) -> int:
    """The number of the calendar month that holds `day`."""
    return day.year * 12 + day.month - 1


def month_of_week(week: int) -> int:
    """The number of the calendar month that the week belongs to: the one of its Thursday."""
    thursday = thursday_of(week)
    return thursday.year * 12 + thursday.month - 1


def add_months(day: date, months: int) -> date:
    """`day` so many calendar months later, clamped to that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_week_by(day: date) -> int:
    """The latest week whose Thursday lies on or before `day`."""
    return (day.toordinal() - 1 - THURSDAY) // 7


def first_week_from(day: date) -> int:
    """The first week whose Thursday lies on or after `day`."""
    return (day.toordinal() - 2 - THURSDAY) // 7 + 1


def first_week_of_month(month: int) -> int:
    """The first week whose Thursday lies in the month."""
    return last_week_by(date(month // 12, month % 12 + 1, 1) - timedelta(days=1)) + 1


def last_week_of_month(month: int) -> int:
    """The last week whose Thursday lies in the month."""
    return first_week_of_month(month + 1) - 1


def weeks_in_year(year: int) -> int:
    """52 or 53: 28 December always lies in an ISO year's last week."""
    return date(year, 12, 28).isocalendar().week


def format_week(week: int) -> str:
    """A week's number as text, `2024-W07`."""
    year, number, _ = thursday_of(week).isocalendar()
    return f"{year:04d}-W{number:02d}"


def format_month(month: int) -> str:
    """A month's number as text, `2024-07`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def parse_week(text: str) -> int:
    """The number of the week written as `2024-W07`.

    Raises:
        ValueError: the text has another form, or the year has no such week.
    """
    if not re.fullmatch(WEEK_PATTERN, text, re.ASCII):
        raise ValueError("not written as YYYY-Www")
    year, number = int(text[:4]), int(text[6:])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= weeks_in_year(year)):
        raise ValueError("no such week")
    return week_of(date.fromisocalendar(year, number, 4))


def parse_month(text: str) -> int:
    """The number of the month written as `2024-07`.

    Raises:
        ValueError: the text has another form, or there is no such month.
    """
    if not re.fullmatch(MONTH_PATTERN, text, re.ASCII):
        raise ValueError("not written as YYYY-MM")
    year, number = int(text[:4]), int(text[5:])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= MONTHS):
        raise ValueError("no such month")
    return year * 12 + number - 1


_YEARS = "(19|20|21)[0-9]{2}"  # FIRST_YEAR to LAST_YEAR

# The same in SQL. Every count of days is positive, so `//`, which truncates, also floors.


def week_of_sql(day: str) -> str:
    """SQL for `week_of` of a DATE expression."""
    return f"(({day} - {MONDAY}) // 7)::INTEGER"


def last_week_by_sql(day: str) -> str:
    """SQL for `last_week_by` of a DATE expression."""
    return f"(({day} - {MONDAY} - {THURSDAY}) // 7)::INTEGER"


def add_months_sql(day: str, months: int) -> str:
    """SQL for `add_months` of a DATE expression; DuckDB's month interval clamps likewise."""
    return f"({day} + INTERVAL {months} MONTH)::DATE"


def first_week_of_month_sql(month: str) -> str:
    """SQL for `first_week_of_month` of a month's number."""
    first = f"make_date(({month}) // 12, ({month}) % 12 + 1, 1)"
    return f"(({first} - {MONDAY} - {THURSDAY} - 1) // 7 + 1)::INTEGER"


def parse_week_sql(text: str) -> str:
    """SQL for `parse_week` of a VARCHAR expression; NULL where it raises.

    The Thursday decides, so that week 53 of a year without one would land in the next ISO year.
    """
    thursday = f"strptime({text} || '-4', '%G-W%V-%u')::DATE"
    number = week_of_sql(thursday)
    return (
        f"CASE WHEN regexp_full_match({text}, '{_YEARS}-W(0[1-9]|[1-4][0-9]|5[0-2])') THEN {number}"
        f" WHEN regexp_full_match({text}, '{_YEARS}-W53')"
        f" AND isoyear({thursday}) = {text}[1:4]::INTEGER THEN {number} END"
    )


def parse_month_sql(text: str) -> str:
    """SQL for `parse_month` of a VARCHAR expression; NULL where it raises."""
    digits = f"replace({text}, '-', '')::INTEGER"
    return (
        f"CASE WHEN regexp_full_match({text}, '{_YEARS}-(0[1-9]|1[0-2])')"
        f" THEN {digits} // 100 * 12 + {digits} % 100 - 1 END"
    )
