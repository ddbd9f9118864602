"""Week and month arithmetic: Python, SQL and the standard library say the same of every day."""

import calendar
from datetime import date, timedelta

import duckdb
import pytest

from effects import weeks

_DAYS = [date(1990, 1, 1) + timedelta(days=day) for day in range(71 * 365 + 18)]


def _sql(*expressions: str) -> list[tuple[object, ...]]:
    """The expressions over every day from 1990 to 2060."""
    with duckdb.connect() as con:
        return con.execute(
            f"SELECT {', '.join(expressions)} FROM (SELECT (DATE '1990-01-01' + n::INTEGER) AS d"  # noqa: S608 - the code under test
            f" FROM range({len(_DAYS)}) r(n)) ORDER BY d"
        ).fetchall()


def test_the_days_tried_end_with_2060() -> None:
    assert _DAYS[-1] == date(2060, 12, 31)


def test_sql_and_python_number_the_week_of_every_day_alike() -> None:
    for day, (week, last) in zip(
        _DAYS, _sql(weeks.week_of_sql("d"), weeks.last_week_by_sql("d")), strict=True
    ):
        year, number, weekday = day.isocalendar()
        assert week == weeks.week_of(day) == weeks.parse_week(f"{year}-W{number:02d}")
        assert weeks.format_week(weeks.week_of(day)) == f"{year}-W{number:02d}"
        assert last == weeks.last_week_by(day) == weeks.week_of(day) - (weekday < 4)
        assert weeks.monday_of(weeks.week_of(day)) == day - timedelta(days=weekday - 1)


def test_sql_and_python_clamp_every_day_to_the_end_of_the_later_month() -> None:
    columns = [weeks.add_months_sql("d", months) for months in range(1, 8)]
    for day, later in zip(_DAYS, _sql(*columns), strict=True):
        for months, sql in enumerate(later, start=1):
            year, month = divmod(day.month - 1 + months, 12)
            length = calendar.monthrange(day.year + year, month + 1)[1]
            expected = date(day.year + year, month + 1, min(day.day, length))
            assert sql == weeks.add_months(day, months) == expected


def test_every_thursday_says_which_month_its_week_belongs_to() -> None:
    months = sorted({day.year * 12 + day.month - 1 for day in _DAYS})
    with duckdb.connect() as con:
        first_weeks = con.execute(
            f"SELECT m, {weeks.first_week_of_month_sql('m')} FROM (SELECT unnest(?) AS m)",  # noqa: S608 - the code under test
            [months],
        ).fetchall()
    assert [month for month, _ in first_weeks] == months
    for month, first in first_weeks:
        assert first == weeks.first_week_of_month(month)
        for week in range(first, weeks.last_week_of_month(month) + 1):
            thursday = weeks.thursday_of(week)
            assert thursday.isoweekday() == 4
            assert weeks.month_of_week(week) == month == thursday.year * 12 + thursday.month - 1
        assert weeks.last_week_of_month(month) + 1 == weeks.first_week_of_month(month + 1)


def _parsed_in_sql(parse: str, texts: list[str]) -> list[int | None]:
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT {parse} FROM (SELECT unnest(?) AS t)",  # noqa: S608 - the code under test
            [texts],
        ).fetchall()
    return [row[0] for row in rows]


def test_every_week_of_every_year_and_no_other_is_read() -> None:
    texts = [f"{year}-W{week:02d}" for year in range(1900, 2200) for week in range(55)]
    read = _parsed_in_sql(weeks.parse_week_sql("t"), texts)
    there = {
        f"{year}-W{week:02d}"
        for year in range(1900, 2200)
        for week in range(1, date(year, 12, 28).isocalendar().week + 1)
    }
    assert {text for text, week in zip(texts, read, strict=True) if week is not None} == there
    for text, week in zip(texts, read, strict=True):
        if week is not None:
            assert week == weeks.parse_week(text)


@pytest.mark.parametrize(
    "text",
    ["2021-W53", "2021-W00", "2021-W54", "2021W01", "2021-W1", " 2021-W01", "2021-W01 ", "21-W01",
     "2021-W01-1", "1899-W01", "2200-W01", "２０２１-W01", "+021-W01", "2021-w01", ""],
)  # fmt: skip
def test_what_is_no_week_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"week|YYYY"):
        weeks.parse_week(text)
    assert _parsed_in_sql(weeks.parse_week_sql("t"), [text]) == [None]


@pytest.mark.parametrize(
    "text", ["2024-00", "2024-13", "2024-1", "202401", "2024-07-01", "1899-12", "２０２４-01", ""]
)
def test_what_is_no_month_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|YYYY"):
        weeks.parse_month(text)
    assert _parsed_in_sql(weeks.parse_month_sql("t"), [text]) == [None]


def test_week_53_is_read_in_the_years_that_have_one() -> None:
    for year in (2015, 2020, 2026):
        assert weeks.weeks_in_year(year) == 53
        assert weeks.parse_week(f"{year}-W53") + 1 == weeks.parse_week(f"{year + 1}-W01")


def test_every_month_is_written_as_it_is_read() -> None:
    months = list(range(1900 * 12, 2199 * 12 + 12))
    texts = [weeks.format_month(month) for month in months]
    assert [weeks.parse_month(text) for text in texts] == months
    assert _parsed_in_sql(weeks.parse_month_sql("t"), texts) == months
