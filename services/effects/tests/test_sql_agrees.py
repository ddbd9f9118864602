"""The two second opinions agree on every verdict, of the ten and of readings drawn at random."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pytest

from effects import reading, weeks
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS, Definition

from . import slow_reading, sql_reading, sql_verdicts
from .random_definitions import draw_definitions
from .random_registers import draw_register, month_text, week_text, write_files
from .slow_reading import Register

_VERDICTS = {
    sql_verdicts.YES: slow_reading.YES,
    sql_verdicts.NO: slow_reading.NO,
    sql_verdicts.LEFT_THE_COUNT: slow_reading.LEFT,
    sql_verdicts.OUTSIDE_REGISTER: slow_reading.OUTSIDE,
}


def _ten(register: Register) -> tuple[Definition, ...]:
    """The ten, with the hours of work that this register was drawn with."""
    return tuple(replace(definition, min_hours=register.min_hours) for definition in DEFINITIONS)


def _outcomes(
    register: Register, folder: Path, definitions: Sequence[Definition]
) -> dict[str, dict[str, int | None]]:
    """What the SQL says of each started course."""
    files = write_files(register, folder)
    with duckdb.connect() as con:
        for answer in (
            reading.read_codes(con, files.codes),
            reading.read_courses(con, files.courses),
            reading.read_support(con, files.support),
            reading.read_hours(con, files.hours),
        ):
            assert answer.accepted, [str(mistake) for mistake in answer.mistakes]
        first, last = (weeks.parse_week(week_text(week)) for week in register.coverage)
        months = [weeks.parse_month(month_text(month)) for month in register.hours_coverage or ()]
        sql_reading.write_outcomes(
            con,
            sql_reading.Registers(),
            Coverage(first, last, *months),
            definitions=definitions,
        )
        rows = con.sql("FROM outcomes").to_arrow_table().to_pylist()
    return {row["course_id"]: row for row in rows}


@pytest.mark.parametrize("seed", range(24))
def test_sql_and_the_slow_reading_give_the_same_verdicts(seed: int, tmp_path: Path) -> None:
    random = Random(f"sql {seed}")  # noqa: S311 - a seeded register, no secret
    register = draw_register(random)
    # The ten alone keep to narrow masks; long windows among the drawn need wide ones.
    definitions = (*_ten(register), *draw_definitions(random, random.choice((0, 1, 16))))
    outcomes = _outcomes(register, tmp_path, definitions)
    started = [course for course in register.courses if course.starts_on is not None]
    assert outcomes.keys() == {course.course_id for course in started}
    for course in started:
        outcome = outcomes[course.course_id]
        assert outcome["weeks_on_support_before"] == slow_reading.weeks_before(register, course)
        for definition in definitions:
            slow = slow_reading.judge_definition(register, course, definition)
            verdict = outcome[definition.name]
            assert verdict is not None
            assert _VERDICTS[verdict] == slow, (definition, course)


@pytest.mark.parametrize("seed", range(24))
def test_the_ten_written_by_hand_are_what_their_parameters_say(seed: int) -> None:
    register = draw_register(Random(f"ten {seed}"))  # noqa: S311 - as above
    for course in register.courses:
        if course.starts_on is None:
            continue
        for definition in _ten(register):
            by_hand = slow_reading.JUDGES[definition.name](register, course)
            general = slow_reading.judge_definition(register, course, definition)
            assert general == by_hand, (definition.name, course)
    by = ("offer_id",)
    general_cells = slow_reading.results(register, by, definitions=_ten(register))
    assert general_cells == slow_reading.results(register, by)
