"""The kernel's calendar says the same of every day from 1990 to 2060 as Python, and so as SQL.

`test_weeks.py` holds Python and SQL against each other and the standard library on the same days.
"""

from datetime import date, timedelta

import pyarrow as pa

from effects import weeks
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS, Definition, Month
from effects.kernel import compute_outcomes, program
from effects.packed.register import DAY_ZERO, MONTH_ZERO, WEEK_ZERO
from effects.tables import pack_tables

_DAYS = [date(1990, 1, 1) + timedelta(days=day) for day in range(71 * 365 + 18)]
_FIRST, _LAST = (day.toordinal() - DAY_ZERO for day in (_DAYS[0], _DAYS[-1]))


def _in_week(months: int, month: Month) -> Definition:
    return Definition(
        name=f"in_{months}_{month}", label="", text="", formula="", kind="in_week",
        months=months, month=month,
    )  # fmt: skip


_ASKED = (
    *DEFINITIONS,
    *(_in_week(months, "calendar") for months in (12, 24)),
    *(_in_week(months, "four_weeks") for months in (1, 13)),
)


def _later(day: date, months: int, month: Month) -> date:
    if month == "four_weeks":
        return day + timedelta(days=28 * months)
    return weeks.add_months(day, months)


def test_the_days_tried_end_with_2060() -> None:
    assert _DAYS[-1] == date(2060, 12, 31)


def test_every_row_of_the_day_table_is_what_python_says_of_its_day() -> None:
    asked = program.compile_definitions(_ASKED)
    table = program.day_table(asked, _FIRST, _LAST)
    assert len(table) == len(_DAYS)
    assert {months for _, months, _ in asked.columns} >= {1, 2, 3, 4, 5, 6, 7, 12, 13, 24}
    for day, row in zip(_DAYS, table.tolist(), strict=True):
        week = weeks.week_of(day)
        assert row[0] + WEEK_ZERO == week
        assert week + row[1] == weeks.last_week_by(day) + 1
        for (month, months, at), after in zip(asked.columns, row[2:], strict=True):
            then = _later(day, months, month)
            expected = weeks.week_of(then) if at else weeks.last_week_by(then)
            assert week + after == expected, (day, month, months)


def test_every_week_belongs_to_the_month_that_python_says() -> None:
    firsts, months = program.month_weeks(), program.week_months()
    for day in _DAYS[::7]:
        week = weeks.week_of(day)
        month = weeks.month_of_week(week)
        assert months[week - WEEK_ZERO] + MONTH_ZERO == month
        assert firsts[month - MONTH_ZERO] + WEEK_ZERO == weeks.first_week_of_month(month)


def test_the_first_week_from_a_day_is_the_one_after_the_last_before_it() -> None:
    for day in _DAYS:
        assert weeks.first_week_from(day) == weeks.last_week_by(day - timedelta(days=1)) + 1


def test_weeks_on_support_are_counted_up_to_the_week_before_the_start_of_every_day() -> None:
    courses = pa.table(
        {
            "course_id": [str(number) for number in range(len(_DAYS))],
            "citizen_id": ["a"] * len(_DAYS),
            "starts_on": pa.array(_DAYS, pa.date32()),
            "ends_on": pa.array(_DAYS, pa.date32()),
            "business_oriented": [False] * len(_DAYS),
        }
    )
    first, last = weeks.week_of(_DAYS[0]) - 10, weeks.week_of(_DAYS[-1])
    support = pa.table(
        {"citizen_id": ["a"], "from_week": [first], "to_week": [last], "code": ["111"]}
    )
    always = (date(1900, 1, 1), date(2199, 12, 31))
    codes = pa.table(
        {"code": ["111"], "class": ["support"], "valid_from": always[:1], "valid_to": always[1:]}
    )
    register = pack_tables(courses=courses, support=support, codes=codes)
    outcomes = compute_outcomes(register, Coverage(first, last), definitions=())
    # Always on support: the weeks before tell which week the start was taken to lie in.
    told = outcomes.weeks_before.tolist()
    assert told == [weeks.week_of(day) - first for day in _DAYS]
