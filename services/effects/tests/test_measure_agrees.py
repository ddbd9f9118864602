"""Every cell of the SQL reading against the slow reading, on registers drawn at random."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effects import measure, reading, weeks
from effects.measure import verdicts

from . import slow_reading
from .random_registers import draw_register, month_text, week_text, write_files
from .slow_reading import Register

_GROUPINGS = (
    (),
    ("offer_id",),
    ("offer_id", "target_group"),
    ("match_group",),
    ("target_group", "match_group", "business_oriented"),
)
_VERDICTS = {
    verdicts.YES: slow_reading.YES,
    verdicts.NO: slow_reading.NO,
    verdicts.LEFT_THE_COUNT: slow_reading.LEFT,
    verdicts.OUTSIDE_REGISTER: slow_reading.OUTSIDE,
}


def _read(con: duckdb.DuckDBPyConnection, register: Register, folder: Path, suffix: str) -> None:
    """Read the register's files and write its outcomes."""
    files = write_files(register, folder, suffix=suffix)
    for answer in (
        reading.read_codes(con, files.codes),
        reading.read_courses(con, files.courses),
        reading.read_support(con, files.support),
        reading.read_hours(con, files.hours),
    ):
        assert answer.accepted, [str(mistake) for mistake in answer.mistakes]
    first_month, last_month = (
        (weeks.parse_month(month_text(month)) for month in register.hours_coverage)
        if register.hours_coverage
        else (None, None)
    )
    coverage = measure.find_coverage(
        con,
        from_week=weeks.parse_week(week_text(register.coverage[0])),
        to_week=weeks.parse_week(week_text(register.coverage[1])),
        from_month=first_month,
        to_month=last_month,
    )
    measure.write_outcomes(con, measure.Registers(), coverage, min_hours=register.min_hours)


def _cells(con: duckdb.DuckDBPyConnection, by: Sequence[str], min_group: int) -> dict[Any, Any]:
    table = measure.compute_results(con, by=by, min_group=min_group).to_pylist()
    cells = {}
    for row in table:
        key = (*(row.pop(column) for column in by), row.pop("definition"))
        assert row.pop("version") == 1
        cells[key] = row
    assert len(cells) == len(table)
    return cells


def _agree(ours: dict[Any, Any], slow: dict[Any, Any]) -> None:
    assert ours.keys() == slow.keys()
    for key, cell in slow.items():
        for column, value in cell.items():
            if isinstance(value, float):
                assert ours[key][column] == pytest.approx(value, abs=1e-12), (key, column)
            else:
                assert ours[key][column] == value, (key, column)


def _check(register: Register, folder: Path, *, suffix: str, min_group: int) -> None:
    started = [course for course in register.courses if course.starts_on is not None]
    with duckdb.connect() as con:
        _read(con, register, folder, suffix)
        outcomes = {
            row["course_id"]: row for row in con.sql("FROM outcomes").to_arrow_table().to_pylist()
        }
        assert outcomes.keys() == {course.course_id for course in started}
        for course in started:
            outcome = outcomes[course.course_id]
            for name, judged in slow_reading.JUDGES.items():
                assert _VERDICTS[outcome[name]] == judged(register, course), (name, course)
            before = slow_reading.weeks_before(register, course)
            assert outcome["weeks_on_support_before"] == before, course
        for by in _GROUPINGS[min_group % 2 :: 2]:
            slow = slow_reading.results(register, by, min_group=min_group)
            _agree(_cells(con, by, min_group), slow)


@pytest.mark.parametrize("seed", range(40))
def test_every_cell_agrees_with_the_slow_reading(seed: int, tmp_path: Path) -> None:
    register = draw_register(Random(seed))  # noqa: S311 - a seeded register, no secret
    suffix = ".parquet" if seed % 2 else ".csv"
    _check(register, tmp_path, suffix=suffix, min_group=(0, 2, 5)[seed % 3])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(random=st.randoms(use_true_random=False))
def test_every_cell_agrees_on_whatever_hypothesis_draws(random: Random, tmp_path: Path) -> None:
    _check(draw_register(random), tmp_path, suffix=".csv", min_group=0)
