"""The clock against its slow reading, and what spells are grouped by and shown as."""

from datetime import date
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effects import survival, weeks
from effects.coverage import Coverage
from effects.kernel import ColumnNotThere

from .slow_survival import draw_weeks, packed, spells_of

FIRST = weeks.parse_week("2019-W50")


def _found(citizens: list[str]) -> tuple[list[tuple[int, int, int, str]], int]:
    """What the clock finds: citizen, first week of the text, weeks, and how it ended."""
    register = packed(citizens, from_week=FIRST)
    coverage = Coverage(FIRST, FIRST + max(map(len, citizens)) - 1)
    return _rows(survival.find_spells(register, coverage), FIRST)


def _rows(spells: survival.Spells, first: int) -> tuple[list[tuple[int, int, int, str]], int]:
    columns = (
        spells.citizen.tolist(),
        (spells.first_week - first).tolist(),
        spells.weeks.tolist(),
        [survival.ENDINGS[how] for how in spells.ended],
    )
    return list(zip(*columns, strict=True)), spells.unknown_beginnings


@pytest.mark.parametrize(
    ("citizen", "spell"),
    [
        ("....SSS....", (4, 3, "exit")),
        ("....SSS...", (4, 3, "coverage_end")),
        ("....SSS", (4, 3, "coverage_end")),
        ("....S", (4, 1, "coverage_end")),
        ("....SSS...S....", (4, 7, "exit")),
        ("....SWS.E.SEEEE", (4, 7, "exit")),
        ("....SSEE.EE", (4, 2, "exit")),
        ("....SSDDDD", (4, 2, "dead")),
        ("....SS.DDD", (4, 2, "dead")),
        ("....SS...A", (4, 2, "abroad")),
        ("....SS....D", (4, 2, "exit")),
        ("....SS..S.RRRR", (4, 5, "retired")),
        ("....SSASSS....", (4, 2, "abroad")),
        ("....SS.ADD", (4, 2, "abroad")),
    ],
)
def test_time_runs_to_the_first_of_four_weeks_without(
    citizen: str, spell: tuple[int, int, str]
) -> None:
    assert _found([citizen]) == ([(0, *spell)], 0)


@pytest.mark.parametrize("citizen", ["S......", "...S...", ".S...S.", "SSSSSSS", "AAAS..."])
def test_a_spell_with_an_unknown_beginning_is_left_out_and_counted(citizen: str) -> None:
    assert _found([citizen]) == ([], 1)


def test_a_new_spell_begins_after_four_weeks_without_of_any_kind() -> None:
    spells, unknown = _found(["SS....SS.EE.SAAAASS"])
    assert spells == [(0, 6, 2, "exit"), (0, 12, 1, "abroad"), (0, 17, 2, "coverage_end")]
    assert unknown == 1


def test_weeks_outside_coverage_are_unknown() -> None:
    register = packed(["....SS....SSS...."], from_week=FIRST)
    spells = survival.find_spells(register, Coverage(FIRST + 2, FIRST + 14))
    assert _rows(spells, FIRST) == ([(0, 10, 3, "coverage_end")], 1)


@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False))
def test_every_spell_agrees_with_the_slow_reading(random: Random) -> None:
    length = random.randint(1, 150)
    citizens = [draw_weeks(random, length) for _ in range(random.randint(1, 12))]
    first, last = -random.randint(0, 6), length - 1 + random.randint(0, 6)
    if random.random() < 0.6:
        first = random.randint(0, length - 1)
        last = random.randint(first, length - 1)
    wanted, unknown = [], 0
    for number, letters in enumerate(citizens):
        covered = f"......{letters}......"[first + 6 : last + 7]
        slow, left_out = spells_of(covered)
        wanted += [(number, first + week, lasted, how) for week, lasted, how in slow]
        unknown += left_out
    register = packed(citizens, from_week=FIRST)
    spells = survival.find_spells(register, Coverage(FIRST + first, FIRST + last))
    assert _rows(spells, FIRST) == (wanted, unknown)


def test_threads_find_what_one_walk_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("effects.survival.clock._SMALLEST_SHARE", 3)
    random = Random(4)  # noqa: S311 - the same register each time
    register = packed([draw_weeks(random, 90) for _ in range(50)], from_week=FIRST)
    coverage = Coverage(FIRST, FIRST + 89)
    one = survival.find_spells(register, coverage)
    many = survival.find_spells(register, coverage, threads=7)
    assert len(one.weeks) > 50
    assert _rows(one, FIRST) == _rows(many, FIRST)


def test_a_register_without_citizens_has_no_spells() -> None:
    spells = survival.find_spells(packed([], from_week=FIRST), Coverage(FIRST, FIRST + 9))
    assert _rows(spells, FIRST) == ([], 0)


def test_spells_are_grouped_by_the_year_and_quarter_of_their_first_thursday() -> None:
    # Week 2020-W01 holds 31 December 2019, and its Thursday lies in 2020; 2020-W53 ends in 2021.
    citizens = [f"{'.' * gap}S" for gap in (4, 5, 58, 59)]
    first = weeks.parse_week("2019-W48")
    register = packed(citizens, from_week=first)
    spells = survival.find_spells(register, Coverage(first, first + 59))
    assert [weeks.format_week(week) for week in spells.first_week.tolist()] == [
        *("2019-W52", "2020-W01", "2021-W01", "2021-W02")
    ]
    assert survival.start_of(spells, "year").to_pylist() == [2019, 2020, 2021, 2021]
    assert survival.start_of(spells, "quarter").to_pylist() == [
        *("2019-Q4", "2020-Q1", "2021-Q1", "2021-Q1")
    ]


def test_a_spell_has_the_first_course_started_in_one_of_its_weeks() -> None:
    first = weeks.parse_week("2024-W01")
    citizens = ["....SSS....SS....", "....SSS....", "....SSS....", "....S...."]
    courses = [
        (0, date(2024, 1, 28), "too early"),  # the Sunday before the first week
        (0, date(2024, 1, 29), "monday of the first week"),
        (0, date(2024, 1, 30), "second"),
        (0, date(2024, 3, 24), "sunday of the last week"),
        (1, date(2024, 2, 19), "monday of the exit week"),
        (3, date(2024, 1, 31), None),
    ]
    register = packed(citizens, from_week=first, courses=courses)
    spells = survival.find_spells(register, Coverage(first, first + 16))
    assert survival.course_column(spells, register, "offer_id").to_pylist() == [
        *("monday of the first week", "sunday of the last week", None, None, None)
    ]
    assert survival.course_of(spells, register).tolist() == [1, 3, -1, -1, 5]
    with pytest.raises(ColumnNotThere):
        survival.course_column(spells, register, "no such column")


def test_courses_of_no_one_make_no_groups() -> None:
    register = packed(["....SS...."], from_week=FIRST)
    spells = survival.find_spells(register, Coverage(FIRST, FIRST + 9))
    assert survival.course_column(spells, register, "offer_id").to_pylist() == [None]


def test_groups_are_numbered_in_order_with_the_empty_value_last() -> None:
    columns = {
        "offer": pa.chunked_array([["b", None], ["a", "b"]]).dictionary_encode(),
        "year": pa.array([2024, 2023, 2024, 2023]),
    }
    groups = survival.group_by(columns, 4)
    assert groups.codes.tolist() == [2, 3, 0, 1]
    assert groups.labels.to_pylist() == [
        {"offer": "a", "year": 2024},
        {"offer": "b", "year": 2023},
        {"offer": "b", "year": 2024},
        {"offer": None, "year": 2023},
    ]


def test_no_columns_make_one_group_of_all() -> None:
    groups = survival.group_by({}, 3)
    assert groups.codes.tolist() == [0, 0, 0]
    assert (groups.labels.num_rows, groups.labels.column_names) == (1, [])


def test_survival_of_a_register_is_curves_and_a_summary() -> None:
    first = weeks.parse_week("2023-W49")
    citizens = ["....SSS....SS....", "....SSSS.DDDDDDDD", "S................", "......S.........."]
    register = packed(citizens, from_week=first, courses=[(3, date(2024, 1, 15), "a")])
    answer = survival.measure_survival(
        register, Coverage(first, first + 16), by=["start_year", "offer_id"]
    )
    assert (answer.spells, answer.left_out) == (4, 1)
    assert answer.log_rank is not None
    assert answer.log_rank.degrees == 1
    columns = ("start_year", "offer_id", *survival.presenting.SUMMARY_COLUMNS, "suppressed")
    assert [tuple(row) for row in zip(*answer.summary.to_pydict().values(), strict=True)] == [
        (2024, "a", 1, 1, 1, 0, 0, 0, 0, 1, False),
        (2024, None, 3, 2, 2, 0, 1, 0, 0, 3, False),
    ]
    assert tuple(answer.summary.column_names) == columns
    curves = answer.curves.select(["offer_id", "week", "at_risk", "exits", "censored", "survival"])
    assert [tuple(row) for row in zip(*curves.to_pydict().values(), strict=True)] == [
        ("a", 0, 1, 0, 0, 1.0),
        ("a", 1, 1, 1, 0, 0.0),
        (None, 0, 3, 0, 0, 1.0),
        (None, 2, 3, 1, 0, 2 / 3),
        (None, 3, 2, 1, 0, 1 / 3),
        (None, 4, 1, 0, 1, 1 / 3),
    ]


def test_small_groups_are_suppressed() -> None:
    register = packed(["....S....", "....S....", "....S...."], from_week=FIRST, courses=[])
    answer = survival.measure_survival(register, Coverage(FIRST, FIRST + 8), min_group=4)
    assert answer.curves.num_rows == 0
    assert answer.summary.to_pylist()[0] == {
        **dict.fromkeys(survival.presenting.SUMMARY_COLUMNS),
        "suppressed": True,
    }


@pytest.mark.parametrize("by", [["nothing"], ["offer_id", "offer_id"], ["week"]])
def test_a_column_that_cannot_be_grouped_by_is_refused(by: list[str]) -> None:
    with pytest.raises(ColumnNotThere):
        survival.measure_survival(packed([""], from_week=FIRST), Coverage(FIRST, FIRST), by=by)


@pytest.mark.parametrize("by", [[], ["start_quarter"], ["offer_id"]])
def test_a_register_without_spells_has_no_groups(by: list[str]) -> None:
    register = packed(["........"], from_week=FIRST)
    answer = survival.measure_survival(register, Coverage(FIRST, FIRST + 7), by=by)
    assert (answer.curves.num_rows, answer.summary.num_rows, answer.spells) == (0, 0, 0)
    assert answer.summary.column_names[: len(by)] == by
