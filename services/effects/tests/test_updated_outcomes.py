"""Outcomes of a register that moves on, or as it was known one day, are those of computing anew."""

import calendar
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from effects import kernel, weeks
from effects.commands import commands
from effects.coverage import Coverage
from effects.packed.advancing import advance_register
from effects.packed.building import RegisterBuilder
from effects.packed.register import PackedRegister

from . import slow_reading
from .large_registers import Tables, draw_tables
from .random_registers import draw_register, month_text, week_text, write_files
from .slow_reading import Register, iso_week, later

Rows = list[dict[str, Any]]


def _pack(tables: Tables, citizens: pa.LargeStringArray | None = None) -> PackedRegister:
    builder = RegisterBuilder(tables.codes, citizens=citizens)
    for batch in tables.support.to_batches():
        builder.add_support(batch)
    builder.add_no_hours()
    for batch in tables.hours.to_batches():
        builder.add_hours(batch)
    builder.add_courses(tables.courses)
    return builder.build()


def _with(tables: Tables, courses: Rows, support: Rows, hours: Rows) -> Tables:
    return replace(
        tables,
        courses=pa.Table.from_pylist(courses, tables.courses.schema),
        support=pa.Table.from_pylist(support, tables.support.schema),
        hours=pa.Table.from_pylist(hours, tables.hours.schema),
    )


def _clipped(spells: Rows, first: int, last: int) -> Rows:
    """The parts of the spells in the weeks from the first to the last."""
    return [
        {
            **spell,
            "from_week": max(spell["from_week"], first),
            "to_week": min(spell["to_week"], last),
        }
        for spell in spells
        if spell["from_week"] <= last and spell["to_week"] >= first
    ]


def _earlier(tables: Tables, random: Random, week: int, since: int) -> Tables:
    """The register as it may have stood by a week, wrong here and there in the weeks since."""
    day, month = weeks.thursday_of(week), weeks.month_of_week(week)
    courses = [
        {
            **course,
            "ends_on": course["ends_on"] if (course["ends_on"] or date.max) <= day else None,
            "business_oriented": course["business_oriented"] != (random.random() < 0.1),
        }
        for course in tables.courses.to_pylist()
        if course["starts_on"] is not None and course["starts_on"] <= day and random.random() < 0.95
    ]
    support = _clipped(tables.support.to_pylist(), 0, week)
    support = [
        row
        if row["from_week"] < since or random.random() < 0.7
        else {**row, "to_week": row["from_week"]}
        for row in support
    ]
    hours = [
        row
        for row in tables.hours.to_pylist()
        if row["month"] <= month
        and (row["month"] < weeks.month_of_week(since) or random.random() < 0.4)
    ]
    return _with(tables, courses, support, hours)


def _rows(outcomes: kernel.Outcomes) -> Rows:
    """Every course with its verdicts, by id; texts lie in dictionaries or do not."""
    table = outcomes.to_table()
    rows: Rows = table.take(pc.sort_indices(table.column("course_id"))).to_pylist()
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_a_register_that_moves_on_is_judged_as_if_computed_anew(seed: int) -> None:
    random = Random(f"updated {seed}")  # noqa: S311 - a seeded register, no secret
    tables = draw_tables([f"{seed}-{number}" for number in range(random.randint(1, 3))])
    first, last = (
        pc.min(tables.support.column("from_week")).as_py(),
        pc.max(tables.support.column("to_week")).as_py(),
    )
    week = random.randint(first + 10, last)
    since = week - random.choice((-1, 0, 8, 20))
    earlier = _earlier(tables, random, week, since)
    register = _pack(earlier)
    before = kernel.compute_outcomes(
        register, Coverage(first, week), definitions=tables.definitions
    )
    known = {row["course_id"]: row for row in earlier.courses.to_pylist()}
    courses = [row for row in tables.courses.to_pylist() if row != known.get(row["course_id"])]
    months = (weeks.month_of_week(since), weeks.month_of_week(last) + 1)
    new = _pack(
        _with(
            tables,
            courses,
            _clipped(tables.support.to_pylist(), since, last),
            [row for row in tables.hours.to_pylist() if months[0] <= row["month"] <= months[1]],
        ),
        register.citizens,
    )
    never_started = [row["course_id"] for row in courses if row["starts_on"] is None]
    moved = advance_register(
        register,
        new,
        weeks=(since, last),
        months=months,
        withdrawn=pa.array(never_started, pa.string()),
    )
    coverage = Coverage(first, last)
    updated = kernel.update_outcomes(before, moved.register, coverage, moved.changed)
    anew = kernel.compute_outcomes(moved.register, coverage, definitions=tables.definitions)
    np.testing.assert_array_equal(updated.verdicts, anew.verdicts)
    np.testing.assert_array_equal(updated.weeks_before, anew.weeks_before)
    packed = kernel.compute_outcomes(_pack(tables), coverage, definitions=tables.definitions)
    assert _rows(updated) == _rows(packed)


@pytest.mark.parametrize("seed", range(8))
def test_corrected_hours_alone_are_judged_as_if_computed_anew(seed: int) -> None:
    random = Random(f"corrected {seed}")  # noqa: S311 - as above
    tables = draw_tables([f"{seed}", f"{seed}-more"])
    rows = tables.hours.to_pylist()
    before = replace(
        tables,
        hours=pa.Table.from_pylist(
            [row for row in rows if random.random() < 0.3], tables.hours.schema
        ),
    )
    register = _pack(before)
    outcomes = kernel.compute_outcomes(register, tables.coverage, definitions=tables.definitions)
    new = _pack(_with(tables, [], [], rows), register.citizens)
    months = (min(row["month"] for row in rows), max(row["month"] for row in rows))
    moved = advance_register(register, new, months=months)
    updated = kernel.update_outcomes(outcomes, moved.register, tables.coverage, moved.changed)
    packed = kernel.compute_outcomes(_pack(tables), tables.coverage, definitions=tables.definitions)
    assert _rows(updated) == _rows(packed)


@pytest.mark.parametrize("seed", range(6))
def test_coverage_that_grows_or_shrinks_is_judged_as_if_computed_anew(seed: int) -> None:
    random = Random(f"covered {seed}")  # noqa: S311 - as above
    tables = draw_tables([f"{seed}"])
    register = _pack(tables)
    nobody = np.zeros(len(register.citizens), np.bool_)
    first, last = tables.coverage.from_week, tables.coverage.to_week
    month = weeks.month_of_week(last)
    for _ in range(8):
        one, other = (
            Coverage(
                first + random.choice((0, 0, 0, 3)),
                random.randint(first + 3, last + 5),
                random.choice((None, weeks.month_of_week(first) + random.choice((-1, 0, 1)))),
                random.choice((None, month + random.randint(-3, 3))),
            )
            for _ in range(2)
        )
        before = kernel.compute_outcomes(register, one, definitions=tables.definitions)
        updated = kernel.update_outcomes(before, register, other, nobody)
        anew = kernel.compute_outcomes(register, other, definitions=tables.definitions)
        np.testing.assert_array_equal(updated.verdicts, anew.verdicts)
        np.testing.assert_array_equal(updated.weeks_before, anew.weeks_before)


@pytest.mark.parametrize("seed", range(4))
def test_outcomes_written_as_a_table_are_grouped_as_they_were(seed: int) -> None:
    tables = draw_tables([f"{seed}", f"{seed}-more"])
    outcomes = kernel.compute_outcomes(
        _pack(tables), tables.coverage, definitions=tables.definitions
    )
    again = kernel.outcomes_of_table(outcomes.to_table(), tables.coverage, tables.definitions)
    for by in ((), ("offer_id", "match_group"), ("age_band", "weeks_before_band", "quarter")):
        for min_group in (0, 3):
            one, other = (
                kernel.compute_results(each, by=by, min_group=min_group).to_pylist()
                for each in (outcomes, again)
            )
            assert one == other


def _cut(register: Register, day: date) -> Register:
    """The register as its files would have been written in the evening of a day."""
    sunday = day - timedelta(days=day.isoweekday() % 7)
    until = min(iso_week(sunday), register.coverage[1])
    ended = calendar.monthrange(day.year, day.month)[1] == day.day
    month_end = day if ended else day.replace(day=1) - timedelta(days=1)
    months = register.hours_coverage or tuple(
        (date.fromisocalendar(*week, 4).year, date.fromisocalendar(*week, 4).month)
        for week in register.coverage
    )
    last_month = min(months[1], (month_end.year, month_end.month))
    courses = [
        replace(course, ends_on=None if (course.ends_on or day) > day else course.ends_on)
        for course in register.courses
        if course.starts_on is not None and course.starts_on <= day
    ]
    support = [
        (id_, first, min(last, until), code)
        for id_, first, last, code in register.support
        if first <= until
    ]
    hours = [row for row in register.hours if row[1] <= last_month]
    return replace(
        register,
        courses=courses,
        support=support,
        hours=hours,
        coverage=(register.coverage[0], until),
        hours_coverage=(months[0], last_month),
        _codes_by_week={},
    )


@pytest.mark.parametrize("seed", range(10))
def test_as_of_a_day_is_what_the_files_cut_by_hand_at_that_day_give(
    seed: int, tmp_path: Path
) -> None:
    random = Random(f"as of {seed}")  # noqa: S311 - as above
    register = draw_register(random)
    middle = later(register.coverage[0], random.randint(12, 40))
    day = date.fromisocalendar(*middle, random.randint(1, 7))
    if random.random() < 0.4:
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    cut = _cut(register, day)
    assert cut.hours_coverage is not None
    assert cut.hours_coverage[0] <= cut.hours_coverage[1], "a month of hours was over by that day"
    files = write_files(register, tmp_path)
    out = tmp_path / "out.parquet"
    given = ["--courses", files.courses, "--support", files.support, "--codes", files.codes]
    given += ["--hours", files.hours, "--min-hours", register.min_hours, "--min-group", 0]
    given += [
        "--from-week",
        week_text(register.coverage[0]),
        "--to-week",
        week_text(register.coverage[1]),
    ]
    if register.hours_coverage:
        given += ["--from-month", month_text(register.hours_coverage[0])]
        given += ["--to-month", month_text(register.hours_coverage[1])]
    given += ["--as-of", day.isoformat(), "--out", out, "--by", "offer_id,target_group"]
    result = CliRunner().invoke(commands, ["measure", *map(str, given)])
    assert result.exit_code == 0, result.stderr
    slow = slow_reading.results(cut, ("offer_id", "target_group"))
    found = {
        (row.pop("offer_id"), row.pop("target_group"), row.pop("definition")): row
        for row in pq.read_table(out).to_pylist()
    }
    assert found.keys() == slow.keys()
    for key, cell in slow.items():
        assert {column: found[key][column] for column in cell} == pytest.approx(cell, nan_ok=True)
