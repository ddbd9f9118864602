"""Every cell of the kernel against both second opinions, on registers drawn at random."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effects import kernel, packing, reading, weeks
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS
from effects.kernel import Outcomes, loops
from effects.tables import pack_tables

from . import slow_reading, sql_reading
from .random_definitions import draw_definitions
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
    loops.YES: slow_reading.YES,
    loops.NO: slow_reading.NO,
    loops.LEFT_THE_COUNT: slow_reading.LEFT,
    loops.OUTSIDE_REGISTER: slow_reading.OUTSIDE,
}


def _outcomes(register: Register, folder: Path, suffix: str) -> Outcomes:
    """What the kernel makes of the register's files."""
    files = write_files(register, folder, suffix=suffix)
    with duckdb.connect() as con:
        packed = packing.pack_files(
            con,
            packing.Files(
                courses=files.courses, support=files.support, codes=files.codes, hours=files.hours
            ),
        ).register
    first, last = (weeks.parse_week(week_text(week)) for week in register.coverage)
    months = [weeks.parse_month(month_text(month)) for month in register.hours_coverage or ()]
    definitions = [replace(each, min_hours=register.min_hours) for each in DEFINITIONS]
    return kernel.compute_outcomes(packed, Coverage(first, last, *months), definitions=definitions)


def _cells(outcomes: Outcomes, by: Sequence[str], min_group: int) -> dict[Any, Any]:
    table = kernel.compute_results(outcomes, by=by, min_group=min_group).to_pylist()
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
    judged = _outcomes(register, folder, suffix)
    outcomes = {row["course_id"]: row for row in judged.to_table().to_pylist()}
    assert outcomes.keys() == {course.course_id for course in started}
    for course in started:
        outcome = outcomes[course.course_id]
        for name, judge in slow_reading.JUDGES.items():
            assert _VERDICTS[outcome[name]] == judge(register, course), (name, course)
        before = slow_reading.weeks_before(register, course)
        assert outcome["weeks_on_support_before"] == before, course
    for by in _GROUPINGS[min_group % 2 :: 2]:
        slow = slow_reading.results(register, by, min_group=min_group)
        _agree(_cells(judged, by, min_group), slow)


@pytest.mark.parametrize("seed", range(24))
def test_every_verdict_on_drawn_definitions_agrees_with_both_second_opinions(
    seed: int, tmp_path: Path
) -> None:
    random = Random(f"kernel {seed}")  # noqa: S311 - a seeded register, no secret
    register = draw_register(random)
    definitions = draw_definitions(random, 12)
    tables = _tables(register, tmp_path)
    first, last = (weeks.parse_week(week_text(week)) for week in register.coverage)
    months = [weeks.parse_month(month_text(month)) for month in register.hours_coverage or ()]
    coverage = Coverage(first, last, *months)
    outcomes = kernel.compute_outcomes(pack_tables(**tables), coverage, definitions=definitions)
    ours = {row["course_id"]: row for row in outcomes.to_table().to_pylist()}
    with duckdb.connect() as con:
        for name, table in tables.items():
            con.register(name, table)
        sql_reading.write_outcomes(con, sql_reading.Registers(), coverage, definitions=definitions)
        rows = con.sql("FROM outcomes").to_arrow_table().to_pylist()
    second = {row["course_id"]: row for row in rows}
    for course in register.courses:
        if course.starts_on is None:
            continue
        for definition in definitions:
            verdict = ours[course.course_id][definition.name]
            assert verdict == second[course.course_id][definition.name], (definition, course)
            slow = slow_reading.judge_definition(register, course, definition)
            assert _VERDICTS[verdict] == slow, (definition, course)


def _tables(register: Register, folder: Path) -> dict[str, pa.Table]:
    files = write_files(register, folder)
    with duckdb.connect() as con:
        reading.read_codes(con, files.codes)
        reading.read_courses(con, files.courses)
        reading.read_support(con, files.support)
        reading.read_hours(con, files.hours)
        names = ("codes", "courses", "support", "hours")
        return {name: con.sql(f"FROM {name}").to_arrow_table() for name in names}


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
