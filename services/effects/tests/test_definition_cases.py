"""Each definition on cases whose answer was worked out on paper.

Most courses end on Wednesday 31 January 2024, in 2024-W05. Its Thursday is 1 February, so W05 is
the first week after the end. One month later is 29 February (W09), three is Tuesday 30 April (W18,
whose Thursday is 2 May), six is Wednesday 31 July (W31, whose Thursday is 1 August). The three
months hold W05-W09, W10-W13 and W14-W17; an exit is looked for until W20.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from effects import kernel, weeks
from effects.coverage import Coverage
from effects.definitions import BY_NAME, DEFINITIONS
from effects.kernel import loops
from effects.packed.building import no_codes
from effects.tables import measure_tables, pack_tables

from . import sql_reading

YES, NO = loops.YES, loops.NO
LEFT, OUTSIDE = loops.LEFT_THE_COUNT, loops.OUTSIDE_REGISTER

Spell = tuple[str, str, str]  # from week, to week, code
END = date(2024, 1, 31)

_ALWAYS = (date(1990, 1, 1), date(9999, 12, 31))
_CODES = [
    ("ydelse", "support", *_ALWAYS),
    ("tilskud", "subsidised_work", *_ALWAYS),
    ("SU", "education", *_ALWAYS),
    ("død", "dead", *_ALWAYS),
    ("ude", "abroad", *_ALWAYS),
    ("pension", "retired", *_ALWAYS),
    # From Thursday 2 May 2024 another class: W18 is already education, though it began as support.
    ("reform", "support", date(1990, 1, 1), date(2024, 5, 1)),
    ("reform", "education", date(2024, 5, 2), date(9999, 12, 31)),
]


def _course(
    course_id: str = "1",
    citizen_id: str = "a",
    *,
    starts_on: date | None = date(2024, 1, 1),
    ends_on: date | None = END,
    business_oriented: bool = False,
) -> dict[str, object]:
    return {
        "course_id": course_id,
        "citizen_id": citizen_id,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "business_oriented": business_oriented,
    }


_COURSE = pa.schema(
    {
        "course_id": pa.string(),
        "citizen_id": pa.string(),
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
        "business_oriented": pa.bool_(),
    }
)


def _outcomes(
    *spells: Spell,
    hours: Sequence[tuple[str, str]] = (),
    courses: Sequence[dict[str, object]] | None = None,
    coverage: tuple[str, str] = ("2022-W01", "2025-W52"),
    hours_coverage: tuple[str | None, str | None] = (None, None),
    min_hours: str = "1",
) -> list[dict[str, int | None]]:
    """The outcomes of courses of citizen a, whose spells and hours these are."""
    support = {
        "citizen_id": ["a"] * len(spells),
        "from_week": [weeks.parse_week(first) for first, _, _ in spells],
        "to_week": [weeks.parse_week(last) for _, last, _ in spells],
        "code": [code for _, _, code in spells],
    }
    worked = {
        "citizen_id": ["a"] * len(hours),
        "month": [weeks.parse_month(month) for month, _ in hours],
        "hours": [Decimal(amount) for _, amount in hours],
    }
    names = ("code", "class", "valid_from", "valid_to")
    tables = {
        "courses": pa.Table.from_pylist(list(courses or [_course()]), _COURSE),
        "support": pa.table(support, _SUPPORT),
        "hours": pa.table(worked, _HOURS),
        "codes": pa.table({name: [c[i] for c in _CODES] for i, name in enumerate(names)}),
    }
    covered = Coverage(
        *(weeks.parse_week(week) for week in coverage),
        *(month and weeks.parse_month(month) for month in hours_coverage),
    )
    asked = tuple(replace(each, min_hours=Decimal(min_hours)) for each in DEFINITIONS)
    register = pack_tables(**tables)
    outcomes = kernel.compute_outcomes(register, covered, definitions=asked)
    rows: list[dict[str, int | None]] = (
        outcomes.to_table().select(_ANSWERS).sort_by("course_id").to_pylist()
    )
    with duckdb.connect() as con:
        for name, table in tables.items():
            con.register(name, table)
        sql_reading.write_outcomes(con, sql_reading.Registers(), covered, definitions=asked)
        second = con.sql("FROM outcomes ORDER BY course_id").to_arrow_table().select(_ANSWERS)
    assert rows == second.to_pylist()
    return rows


_ANSWERS = ["course_id", *(each.name for each in DEFINITIONS), kernel.WEEKS_BEFORE]

_SUPPORT = pa.schema(
    {
        "citizen_id": pa.string(),
        "from_week": pa.int32(),
        "to_week": pa.int32(),
        "code": pa.string(),
    }
)
_HOURS = pa.schema({"citizen_id": pa.string(), "month": pa.int32(), "hours": pa.decimal128(18, 9)})


def _outcome(*spells: Spell, **facts: object) -> dict[str, int | None]:
    (outcome,) = _outcomes(*spells, **facts)  # type: ignore[arg-type]  # handed on as they came
    return outcome


def test_one_month_after_looks_at_the_week_of_the_clamped_date_alone() -> None:
    around = _outcome(("2024-W01", "2024-W08", "ydelse"), ("2024-W10", "2024-W30", "ydelse"))
    assert around["self_support_1m"] == YES
    assert _outcome(("2024-W09", "2024-W09", "ydelse"))["self_support_1m"] == NO


def test_three_months_after_is_the_week_of_the_date_though_it_belongs_to_the_next_month() -> None:
    # W18 holds 30 April, but its Thursday is in May: it is three months after, not within them.
    outcome = _outcome(("2024-W18", "2024-W18", "ydelse"))
    assert outcome["self_support_3m"] == NO
    assert outcome["self_support_3m_sustained"] == YES


def test_six_months_after_is_the_week_of_31_july() -> None:
    assert _outcome(("2024-W31", "2024-W31", "tilskud"))["self_support_6m"] == NO
    assert (
        _outcome(("2024-W01", "2024-W30", "ydelse"), ("2024-W32", "2024-W40", "ydelse"))[
            "self_support_6m"
        ]
        == YES
    )


@pytest.mark.parametrize(
    ("ends_on", "week"),
    [
        (date(2023, 11, 30), "2024-W09"),  # + 3 months = Thursday 29 February 2024
        (date(2022, 11, 30), "2023-W09"),  # + 3 months = Tuesday 28 February 2023
        (date(2024, 2, 29), "2024-W22"),  # + 3 months = Wednesday 29 May 2024, not the 31st
        (date(2022, 10, 2), "2023-W01"),  # + 3 months = Monday 2 January 2023
    ],
)
def test_three_months_after_is_the_same_day_of_the_month_or_its_last(
    ends_on: date, week: str
) -> None:
    course = [_course(starts_on=date(2022, 9, 1), ends_on=ends_on)]
    assert _outcome((week, week, "ydelse"), courses=course)["self_support_3m"] == NO
    assert _outcome(courses=course)["self_support_3m"] == YES


def test_three_months_after_may_be_week_53() -> None:
    # 1 October 2020 + 3 months = Friday 1 January 2021, which lies in 2020-W53.
    course = [_course(starts_on=date(2020, 9, 1), ends_on=date(2020, 10, 1))]
    covered = ("2020-W01", "2021-W52")
    outcome = _outcome(("2020-W53", "2020-W53", "ydelse"), courses=course, coverage=covered)
    assert outcome["self_support_3m"] == NO
    # Thursday 31 December lies within the three months.
    assert outcome["self_support_3m_sustained"] == NO


def test_education_counts_as_self_supporting_and_a_subsidised_job_does_not() -> None:
    assert _outcome(("2024-W05", "2024-W31", "SU"))["self_support_3m_sustained"] == YES
    assert _outcome(("2024-W05", "2024-W31", "tilskud"))["self_support_3m_sustained"] == NO


@pytest.mark.parametrize(
    ("week", "answer"),
    [("2024-W04", YES), ("2024-W05", NO), ("2024-W11", NO), ("2024-W17", NO), ("2024-W18", YES)],
)
def test_sustained_asks_for_every_week_whose_thursday_lies_in_the_three_months(
    week: str, answer: int
) -> None:
    assert _outcome((week, week, "ydelse"))["self_support_3m_sustained"] == answer


def test_three_of_seven_months_counts_whole_months_after_the_start() -> None:
    # Start 1 January 2024: the months end with W05, W09, W13, W17, W22, W26 and W31.
    # Free are W14-W17, W23-W26 and W27-W31: three months.
    three = (("2024-W01", "2024-W13", "ydelse"), ("2024-W22", "2024-W22", "ydelse"))
    assert _outcome(*three)["self_support_3_of_7m"] == YES
    # One week more takes the fourth month.
    two = (("2024-W01", "2024-W14", "ydelse"), ("2024-W22", "2024-W22", "ydelse"))
    assert _outcome(*two)["self_support_3_of_7m"] == NO


def test_three_of_seven_months_looks_no_further_than_the_seventh() -> None:
    # W32 (Thursday 8 August) lies after 1 August; death then changes nothing.
    outcome = _outcome(("2024-W32", "2024-W40", "død"))
    assert outcome["self_support_3_of_7m"] == YES
    assert _outcome(("2024-W31", "2024-W40", "død"))["self_support_3_of_7m"] == LEFT


def test_employment_is_by_the_month_of_the_weeks_thursday() -> None:
    # W31 holds 31 July, but its Thursday is 1 August.
    assert _outcome(hours=[("2024-07", "160")])["employed_6m"] == NO
    assert _outcome(hours=[("2024-08", "160")])["employed_6m"] == YES


def test_hours_of_several_rows_are_added_exactly() -> None:
    tenths = [("2024-08", "0.1")] * 10
    assert _outcome(hours=tenths)["employed_6m"] == YES
    assert _outcome(hours=tenths[1:])["employed_6m"] == NO
    assert _outcome(hours=tenths[1:], min_hours="0.9")["employed_6m"] == YES


def test_a_code_decides_the_state_before_any_hours() -> None:
    working_student = _outcome(("2024-W31", "2024-W31", "SU"), hours=[("2024-08", "80")])
    assert working_student["education_6m"] == YES
    assert working_student["employed_6m"] == NO
    pensioner = _outcome(("2024-W31", "2024-W31", "pension"), hours=[("2024-08", "80")])
    assert pensioner["employed_6m"] == LEFT


def test_a_code_has_the_class_of_the_weeks_thursday() -> None:
    # "reform" turns from support into education on Thursday 2 May 2024, in W18.
    outcome = _outcome(("2024-W10", "2024-W40", "reform"))
    assert outcome["self_support_1m"] == YES  # W09 is before it
    assert outcome["self_support_3m"] == YES  # W18: education
    assert outcome["education_6m"] == YES
    assert outcome["self_support_3m_sustained"] == NO  # W10-W17: support


def test_an_exit_is_four_weeks_in_a_row_that_begin_within_the_three_months() -> None:
    # Free W17-W20: begins in the last week of the three months. May has hours (W18-W20).
    last = _outcome(
        ("2024-W01", "2024-W16", "ydelse"), ("2024-W21", "2024-W40", "ydelse"),
        hours=[("2024-05", "80")],
    )  # fmt: skip
    assert (last["exit_to_job"], last["exit_to_education"]) == (YES, NO)
    too_late = _outcome(("2024-W01", "2024-W17", "ydelse"), hours=[("2024-05", "80")])
    assert (too_late["exit_to_job"], too_late["exit_to_education"]) == (NO, NO)
    three_weeks = _outcome(
        ("2024-W01", "2024-W16", "ydelse"), ("2024-W20", "2024-W40", "ydelse"),
        hours=[("2024-05", "80")],
    )  # fmt: skip
    assert three_weeks["exit_to_job"] == NO


def test_the_first_exit_decides_though_a_later_one_leads_to_work() -> None:
    # Free W05-W08 without hours, then support, then free W10-W20 with hours in March.
    outcome = _outcome(
        ("2024-W01", "2024-W04", "ydelse"), ("2024-W09", "2024-W09", "ydelse"),
        hours=[("2024-03", "80")],
    )  # fmt: skip
    assert (outcome["exit_to_job"], outcome["exit_to_education"]) == (NO, NO)


def test_only_the_first_four_weeks_of_an_exit_say_where_it_leads() -> None:
    # The run is under way since long and counts from W05; its first four weeks are W05-W08.
    assert _outcome(hours=[("2024-03", "80")])["exit_to_job"] == NO
    assert _outcome(hours=[("2024-02", "80")])["exit_to_job"] == YES
    student = _outcome(("2024-W08", "2024-W08", "SU"))
    assert (student["exit_to_job"], student["exit_to_education"]) == (NO, YES)
    late_student = _outcome(("2024-W09", "2024-W20", "SU"))
    assert (late_student["exit_to_job"], late_student["exit_to_education"]) == (NO, NO)
    both = _outcome(("2024-W08", "2024-W08", "SU"), hours=[("2024-02", "80")])
    assert (both["exit_to_job"], both["exit_to_education"]) == (YES, NO)


def test_a_window_that_the_register_does_not_cover_is_outside_it() -> None:
    # The months end with W17; an exit needs W20 as well; six months after is W31.
    outcome = _outcome(coverage=("2024-W01", "2024-W19"))
    assert outcome["self_support_3m_sustained"] == YES
    assert outcome["exit_to_job"] == outcome["exit_to_education"] == OUTSIDE
    assert outcome["self_support_6m"] == outcome["self_support_3_of_7m"] == OUTSIDE
    assert outcome["business_oriented_share"] == NO
    assert _outcome(coverage=("2024-W01", "2024-W20"))["exit_to_job"] == NO
    begins_late = _outcome(coverage=("2024-W06", "2025-W01"))
    assert begins_late["self_support_3m_sustained"] == OUTSIDE
    assert begins_late["self_support_1m"] == YES


def test_an_unobservable_week_leaves_the_count_only_inside_the_window() -> None:
    outcome = _outcome(("2024-W19", "2024-W19", "ude"))
    assert outcome["exit_to_job"] == outcome["exit_to_education"] == LEFT
    assert outcome["self_support_3m_sustained"] == outcome["self_support_3m"] == YES
    assert outcome["self_support_3_of_7m"] == LEFT


def test_outside_the_register_is_said_before_left_the_count() -> None:
    outcome = _outcome(("2024-W06", "2024-W19", "død"), coverage=("2024-W01", "2024-W19"))
    assert outcome["exit_to_job"] == OUTSIDE
    assert outcome["self_support_3m_sustained"] == LEFT


def test_hours_of_their_own_coverage_limit_only_the_definitions_that_read_them() -> None:
    # Hours until April: W18-W20 of the exits' window belong to May, W31 to August.
    outcome = _outcome(hours_coverage=(None, "2024-04"))
    assert outcome["exit_to_job"] == outcome["exit_to_education"] == OUTSIDE
    assert outcome["employed_6m"] == OUTSIDE
    assert outcome["education_6m"] == NO
    assert outcome["self_support_6m"] == YES
    until_may = _outcome(hours_coverage=(None, "2024-05"))
    assert until_may["exit_to_job"] == NO
    from_march = _outcome(hours_coverage=("2024-03", None))
    assert (from_march["exit_to_job"], from_march["employed_6m"]) == (OUTSIDE, NO)


def test_a_course_without_an_end_counts_only_from_its_start() -> None:
    outcome = _outcome(courses=[_course(ends_on=None, business_oriented=True)])
    from_start = {"self_support_3_of_7m", "business_oriented_share"}
    for name in BY_NAME:
        assert outcome[name] == (YES if name in from_start else OUTSIDE), name


def test_a_course_that_never_started_is_not_there() -> None:
    assert _outcomes(courses=[_course(starts_on=None, ends_on=END)]) == []


def test_a_course_of_one_day_is_like_any_other() -> None:
    outcome = _outcome(
        ("2024-W05", "2024-W31", "ydelse"), courses=[_course(starts_on=END, ends_on=END)]
    )
    assert outcome["self_support_1m"] == outcome["self_support_3m_sustained"] == NO


def test_a_citizen_without_any_row_supports_itself() -> None:
    outcome = _outcome(("2024-W01", "2024-W40", "ydelse"), courses=[_course(citizen_id="b")])
    assert outcome["self_support_3m_sustained"] == YES
    assert outcome["weeks_on_support_before"] == 0


@pytest.mark.parametrize(
    ("spells", "before"),
    [
        # The start, 1 January 2024, lies in W01, so the last week counted is 2023-W52.
        ([("2023-W43", "2024-W10", "ydelse")], 10),
        ([("2024-W01", "2024-W10", "ydelse")], 0),
        # Three weeks without do not end it; the four before W43 do.
        ([("2023-W30", "2023-W38", "ydelse"), ("2023-W43", "2023-W49", "ydelse")], 7),
        ([("2023-W30", "2023-W38", "ydelse"), ("2023-W42", "2023-W49", "ydelse")], 17),
        # Four weeks without right before the start: no weeks.
        ([("2023-W30", "2023-W48", "ydelse")], 0),
        ([("2023-W30", "2023-W49", "tilskud")], 20),
        # Education is without support, so four weeks of it end the spell, and three do not.
        ([("2023-W01", "2023-W40", "ydelse"), ("2023-W41", "2023-W44", "SU"),
          ("2023-W45", "2023-W52", "ydelse")], 8),
        ([("2023-W01", "2023-W40", "ydelse"), ("2023-W41", "2023-W43", "SU"),
          ("2023-W44", "2023-W52", "ydelse")], 49),
        # Weeks before the register begins (2022-W01) are not known and not counted.
        ([("2021-W40", "2023-W52", "ydelse")], 104),
    ],
)  # fmt: skip
def test_weeks_on_support_before_start_are_those_since_four_weeks_without(
    spells: list[Spell], before: int
) -> None:
    assert _outcome(*spells)["weeks_on_support_before"] == before


def test_weeks_before_are_not_known_where_the_week_before_the_start_is_not_covered() -> None:
    for coverage in (("2024-W01", "2024-W40"), ("2022-W01", "2023-W51")):
        outcome = _outcome(("2023-W40", "2023-W50", "ydelse"), coverage=coverage)
        assert outcome["weeks_on_support_before"] is None


def test_overlapping_courses_each_count_and_a_citizen_counts_once() -> None:
    courses = [_course(str(number), business_oriented=number < 3) for number in range(10)]
    tables = {
        "courses": pa.Table.from_pylist(courses, _COURSE),
        "support": _SUPPORT.empty_table(),
        "hours": _HOURS.empty_table(),
        "codes": no_codes(),
        "coverage": Coverage(weeks.parse_week("2022-W01"), weeks.parse_week("2025-W01")),
    }
    rows = measure_tables(**tables, by=(), min_group=1).to_pylist()
    hidden = measure_tables(**tables, by=(), min_group=2).to_pylist()
    share = rows[-1]
    assert share["definition"] == "business_oriented_share"
    assert (share["n"], share["citizens"], share["numerator"]) == (10, 1, 3)
    # Wilson's interval of 3 in 10, as tabulated.
    assert (share["value"], share["ci_low"], share["ci_high"]) == pytest.approx(
        (0.3, 0.10779, 0.60322), abs=1e-5
    )
    assert [row["definition"] for row in rows] == [row["definition"] for row in hidden]
    assert all(row["suppressed"] for row in hidden)
    kept = {"definition", "version", "suppressed"}
    assert {row[column] for row in hidden for column in row.keys() - kept} == {None}


def test_definitions_that_read_hours_are_refused_by_name_without_them() -> None:
    register = pack_tables(
        courses=pa.Table.from_pylist([_course()], _COURSE),
        support=_SUPPORT.empty_table(),
        codes=no_codes(),
    )
    with pytest.raises(kernel.HoursMissing) as missing:
        kernel.compute_outcomes(register, Coverage(1, 2))
    assert missing.value.names == ("employed_6m", "exit_to_job", "exit_to_education")
