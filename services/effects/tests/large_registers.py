"""Many random registers as one, in tables typed as `effects.reading` leaves them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa

from effects import kernel, weeks
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS, Definition
from effects.packed.building import RegisterBuilder

from .random_registers import draw_register, month_text, week_text
from .slow_reading import Month, Week

_T = pa.string()
COURSES = pa.schema(
    {
        **dict.fromkeys(("course_id", "citizen_id", "offer_id", "target_group", "match_group"), _T),
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
        "birth_year": pa.int16(),
        "price_dkk": pa.decimal128(14, 2),
        "business_oriented": pa.bool_(),
        "place`s.name": pa.int64(),
    }
)
SUPPORT = pa.schema({"citizen_id": _T, "from_week": pa.int32(), "to_week": pa.int32(), "code": _T})
HOURS = pa.schema({"citizen_id": _T, "month": pa.int32(), "hours": pa.decimal128(18, 9)})
CODES = pa.schema(
    {"code": _T, "class": _T, "label_da": _T, "valid_from": pa.date32(), "valid_to": pa.date32()}
)

GROUPINGS: tuple[tuple[str, ...], ...] = (
    (),
    ("offer_id", "match_group"),
    ("age_band", "weeks_before_band", "business_oriented"),
    ("age_band", "target_group", "quarter"),
    ("place`s.name", "citizen_id", "start_quarter", "end_quarter"),
)
"""What is grouped by: nothing, columns with and without gaps, and every derived column."""


@dataclass(frozen=True)
class Tables:
    """A register's tables, and what is to be measured on it."""

    courses: pa.Table
    support: pa.Table
    hours: pa.Table
    codes: pa.Table
    coverage: Coverage
    definitions: tuple[Definition, ...]


def draw_tables(seeds: Sequence[str]) -> Tables:
    """The registers drawn from these seeds as one: no two share a citizen, a course or a code."""
    courses: list[dict[str, Any]] = []
    support: list[dict[str, Any]] = []
    hours: list[dict[str, Any]] = []
    codes: list[dict[str, Any]] = []
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - a seeded register, no secret
        register = draw_register(random)
        courses += [
            {
                **vars(course),
                "course_id": f"{seed}-{course.course_id}",
                "citizen_id": f"{seed}-{course.citizen_id}",
                "birth_year": random.choice([None, 1956, 1984, 1998]),
                "place`s.name": random.choice([None, -3, 20]),
            }
            for course in register.courses
        ]
        support += [
            {
                "citizen_id": f"{seed}-{citizen}",
                "from_week": week_number(first),
                "to_week": week_number(last),
                "code": f"{seed}-{code}",
            }
            for citizen, first, last, code in register.support
        ]
        hours += [
            {"citizen_id": f"{seed}-{citizen}", "month": month_number(month), "hours": amount}
            for citizen, month, amount in register.hours
        ]
        codes += [
            {"code": f"{seed}-{code}", "class": class_, "valid_from": first, "valid_to": last}
            for code, class_, first, last in register.codes
        ]
    covered = sorted(row["to_week"] for row in support)
    random = Random(" ".join(seeds))  # noqa: S311 - as above
    return Tables(
        pa.Table.from_pylist(courses, COURSES),
        pa.Table.from_pylist(support, SUPPORT),
        pa.Table.from_pylist(hours, HOURS),
        pa.Table.from_pylist(codes, CODES),
        # Narrower than the rows, so that there are courses at and beyond both of its ends.
        Coverage(covered[len(covered) // 20], covered[-len(covered) // 20]),
        tuple(
            replace(definition, min_hours=random.choice([Decimal(1), Decimal(37)]))
            for definition in DEFINITIONS
        ),
    )


def week_number(week: Week) -> int:
    return weeks.parse_week(week_text(week))


def month_number(month: Month) -> int:
    return weeks.parse_month(month_text(month))


def whole_outcomes(tables: Tables) -> kernel.Outcomes:
    """The outcomes of the whole register, packed and judged in one piece."""
    builder = RegisterBuilder(tables.codes)
    builder.add_courses(tables.courses)
    for batch in tables.support.to_batches():
        builder.add_support(batch)
    builder.add_no_hours()
    for batch in tables.hours.to_batches():
        builder.add_hours(batch)
    return kernel.compute_outcomes(builder.build(), tables.coverage, definitions=tables.definitions)
