"""A packed register that is moved on is the one that packing everything anew would give."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from effects import weeks
from effects.packed import files
from effects.packed.advancing import NEVER, Advance, OutsidePeriod, advance_register
from effects.packed.building import RegisterBuilder
from effects.packed.register import PackedRegister

from .random_registers import draw_register, month_text, week_text
from .slow_reading import Course, Register, walk_weeks

Period = tuple[int, int]

COURSES = pa.schema(
    [
        *((name, pa.string()) for name in ("course_id", "citizen_id", "offer_id", "target_group")),
        ("match_group", pa.string()),
        ("starts_on", pa.date32()),
        ("ends_on", pa.date32()),
        ("price_dkk", pa.decimal128(38, 2)),
        ("business_oriented", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Rows:
    """What there is to know, one entry a fact.

    Attributes:
        weeks: the code of a citizen's week.
        months: a citizen's hours in a month.
        courses: by id.
    """

    weeks: dict[tuple[str, int], str]
    months: dict[tuple[str, int], Decimal]
    courses: dict[str, Course]

    def within(self, of_weeks: Period, of_months: Period, courses: Iterable[str]) -> "Rows":
        """The facts of these weeks and months, and these courses."""
        return Rows(
            {key: code for key, code in self.weeks.items() if _inside(key[1], of_weeks)},
            {key: hours for key, hours in self.months.items() if _inside(key[1], of_months)},
            {course: self.courses[course] for course in courses},
        )

    def replaced(self, new: "Rows", of_weeks: Period, of_months: Period) -> "Rows":
        """These facts with those of `new` instead, in their periods and for their courses."""
        return Rows(
            {k: code for k, code in self.weeks.items() if not _inside(k[1], of_weeks)} | new.weeks,
            {k: v for k, v in self.months.items() if not _inside(k[1], of_months)} | new.months,
            self.courses | new.courses,
        )


NOTHING = Rows({}, {}, {})


def _inside(number: int, period: Period) -> bool:
    return period[0] <= number <= period[1]


def _rows(register: Register) -> Rows:
    months: dict[tuple[str, int], Decimal] = {}
    for citizen, month, hours in register.hours:
        key = citizen, weeks.parse_month(month_text(month))
        months[key] = months.get(key, Decimal()) + hours
    return Rows(
        {
            (citizen, weeks.parse_week(week_text(week))): code
            for citizen, first, last, code in register.support
            for week in walk_weeks(first, last)
        },
        months,
        {course.course_id: course for course in register.courses},
    )


def _disturbed(rows: Rows, random: Random) -> Rows:
    """The same facts told by somebody who knew other things of some citizens."""
    codes = {
        key: code if int(key[0]) % 3 else random.choice([code, code, "111", "651"])
        for key, code in rows.weeks.items()
        if random.random() < 0.9 or int(key[0]) % 2
    }
    months = {
        key: hours if random.random() < 0.7 else hours + Decimal(random.choice(["1", "0.25"]))
        for key, hours in rows.months.items()
        if random.random() < 0.8
    }
    return Rows(codes, months, {id_: _corrected(c, random) for id_, c in rows.courses.items()})


def _corrected(course: Course, random: Random) -> Course:
    """The course, mostly as it was; else another offer, citizen or date, or never started."""
    if random.random() < 0.6 or course.starts_on is None:
        return course
    return replace(
        course,
        offer_id=random.choice(["moved", course.offer_id]),
        citizen_id=random.choice([course.citizen_id, "001"]),
        ends_on=random.choice([None, course.ends_on]),
        starts_on=random.choice([None, course.starts_on, course.starts_on - timedelta(days=3)]),
    )


def _packed(
    rows: Rows, codes: list[Any], random: Random, citizens: pa.LargeStringArray | None = None
) -> PackedRegister:
    """The facts packed, taken in any order, weeks in a row as one spell or cut anywhere."""
    names = ("code", "class", "valid_from", "valid_to")
    columns = dict(zip(names, map(list, zip(*codes, strict=True)), strict=True))
    builder = RegisterBuilder(pa.table(columns), citizens=citizens)
    spells: list[list[Any]] = []
    for (citizen, week), code in sorted(rows.weeks.items()):
        goes_on = spells and spells[-1][0] == citizen and spells[-1][2] == week - 1
        if goes_on and spells[-1][3] == code and random.random() < 0.9:
            spells[-1][2] = week
        else:
            spells.append([citizen, week, week, code])
    hours = [[*key, amount] for key, amount in rows.months.items()]
    for each in (spells, hours):
        random.shuffle(each)
    builder.add_support(
        _batch(spells, citizen_id=pa.string(), from_week=pa.int32(), to_week=pa.int32(),
               code=pa.string())
    )  # fmt: skip
    builder.add_hours(
        _batch(hours, citizen_id=pa.string(), month=pa.int32(), hours=pa.decimal128(38, 9))
    )
    courses = [vars(course) for course in rows.courses.values()]
    builder.add_courses(pa.Table.from_pylist(courses, COURSES))
    return builder.build()


def _batch(rows: list[list[Any]], **types: pa.DataType) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [[]] * len(types)
    arrays = [pa.array(list(c), t) for c, t in zip(columns, types.values(), strict=True)]
    return pa.RecordBatch.from_arrays(arrays, list(types))


def _content(register: PackedRegister) -> dict[str, Any]:
    """By citizen, the spans, hours and courses; citizens without any are left out."""
    amounts = [Decimal(int(a)) / register.hours_unit for a in register.hours_amount]
    spans = list(zip(register.span_from, register.span_to, register.span_class, strict=True))
    hours = list(zip(register.hours_month, amounts, strict=True))
    listed = register.courses.to_pylist()
    walked = zip(
        register.starts_on, register.ends_on, register.business_oriented, listed, strict=True
    )
    courses = list(walked)
    content = {}
    for number, citizen in enumerate(register.citizens.to_pylist()):
        own = (
            _part(spans, register.span_offsets, number),
            _part(hours, register.hours_offsets, number),
            sorted(_part(courses, register.course_offsets, number), key=str),
        )
        if any(own):
            content[citizen] = own
    return content


def _part(values: list[Any], offsets: Any, number: int) -> list[Any]:  # noqa: ANN401 - an array
    return values[offsets[number] : offsets[number + 1]]


def _changed(advance: Advance) -> set[str]:
    ids = advance.register.citizens.to_pylist()
    return {ids[number] for number in np.flatnonzero(advance.changed)}


def _differing(before: PackedRegister, after: PackedRegister) -> set[str]:
    one, other = _content(before), _content(after)
    return {
        citizen for citizen in one.keys() | other.keys() if one.get(citizen) != other.get(citizen)
    }


def _draw_period(random: Random, numbers: Iterable[int]) -> Period:
    known = sorted(set(numbers)) or [0]
    if random.random() < 0.2:
        return NEVER
    ends = random.choice(known), random.choice(known)
    return min(ends) - random.choice([0, 5]), max(ends) + random.choice([0, 5])


@pytest.mark.parametrize("seed", range(40))
def test_a_register_moved_on_is_the_one_packed_anew(seed: int, tmp_path: Path) -> None:
    random = Random(f"advancing {seed}")  # noqa: S311 - a seeded register, no secret
    drawn = draw_register(random)
    truth = _rows(drawn)
    first = _draw_period(random, (week for _, week in truth.weeks))
    known = truth.within(
        first, first, random.sample(sorted(truth.courses), len(truth.courses) // 2)
    )
    register = _packed(known, drawn.codes, random)
    for turn in range(5):
        told = random.choice([truth, _disturbed(truth, random), NOTHING])
        of_weeks = _draw_period(random, (week for _, week in truth.weeks))
        of_months = _draw_period(random, (month for _, month in truth.months))
        some = random.sample(sorted(told.courses), random.randint(0, len(told.courses)))
        new = told.within(of_weeks, of_months, some)
        known = known.replaced(new, of_weeks, of_months)
        never = [course.course_id for course in new.courses.values() if course.starts_on is None]
        advance = advance_register(
            register,
            _packed(new, drawn.codes, random, register.citizens),
            weeks=of_weeks,
            months=of_months,
            withdrawn=pa.array(never, pa.string()),
        )
        anew = _packed(known, drawn.codes, random)
        assert _content(advance.register) == _content(anew)
        ends = advance.register.from_week, advance.register.to_week
        assert of_weeks == NEVER or ends == (anew.from_week, anew.to_week)
        marked, differing = _changed(advance), _differing(register, advance.register)
        assert marked >= differing
        # Besides, only those whom a course was told of anew, or who came without any content.
        told_of = {course.citizen_id for course in new.courses.values()} | {
            owner
            for owner, (*_, courses) in _content(register).items()
            if {course[-1]["course_id"] for course in courses} & new.courses.keys()
        }
        known_before = set(register.citizens.to_pylist())
        assert marked - differing <= told_of | (
            set(advance.register.citizens.to_pylist()) - known_before
        )
        register = advance.register
        if turn % 2:  # as it is mapped from a file, which nothing may be written to
            files.write_register(register, tmp_path)
            register = files.open_register(tmp_path)


def test_citizens_keep_their_numbers_and_new_ones_come_after_them() -> None:
    random = Random("numbers")  # noqa: S311 - as above
    drawn = draw_register(random)
    truth = _rows(drawn)
    register = _packed(truth, drawn.codes, random)
    first = min(week for _, week in truth.weeks)
    new = Rows({("nobody knew", first): "111"}, {}, {})
    advance = advance_register(
        register,
        _packed(new, drawn.codes, random, register.citizens),
        weeks=(first, first),
    )
    ids = advance.register.citizens.to_pylist()
    assert ids == [*register.citizens.to_pylist(), "nobody knew"]
    assert advance.changed[-1]


def test_everything_can_be_taken_away() -> None:
    random = Random("nothing left")  # noqa: S311 - as above
    drawn = draw_register(random)
    truth = _rows(drawn)
    register = _packed(truth, drawn.codes, random)
    advance = advance_register(
        register,
        _packed(NOTHING, drawn.codes, random, register.citizens),
        weeks=(0, 1 << 20),
        months=(0, 1 << 20),
        withdrawn=pa.array(truth.courses.keys(), pa.string()),
    )
    assert _content(advance.register) == {}
    assert (advance.register.from_week, advance.register.to_week) == (None, None)
    assert _changed(advance) == set(_content(register))


def test_a_row_outside_the_period_that_is_replaced_is_refused() -> None:
    random = Random("outside")  # noqa: S311 - as above
    codes = [("111", "support", date(1990, 1, 1), date(9999, 12, 31))]
    week, month = weeks.parse_week("2024-W10"), weeks.parse_month("2024-03")
    register = _packed(NOTHING, codes, random)
    spell = _packed(Rows({("a", week): "111"}, {}, {}), codes, random)
    hours = _packed(Rows({}, {("a", month): Decimal(1)}, {}), codes, random)
    for period in (NEVER, (week + 1, week + 5), (week - 5, week - 1)):
        with pytest.raises(OutsidePeriod):
            advance_register(register, spell, weeks=period)
    for period in (NEVER, (month + 1, month + 5), (month - 5, month - 1)):
        with pytest.raises(OutsidePeriod):
            advance_register(register, hours, months=period)
