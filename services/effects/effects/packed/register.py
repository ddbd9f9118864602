"""The packed register: every citizen's weeks, hours and courses, sorted and side by side.

Citizens have numbers from 0; what belongs to citizen `c` lies from `offsets[c]` to
`offsets[c + 1]` in the arrays beside each of the three `…_offsets`. Weeks, months and days are
small whole numbers from one origin, so that a register of a country fits the memory of a laptop and
a walk over it is a walk through memory in order. The arrays may lie in a file (`effects.packed.
files`) and be read from it as they are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from effects import weeks

WEEK_ZERO = weeks.week_of(date(weeks.FIRST_YEAR, 1, 1))
"""The week (see `effects.weeks`) that is week 0 of a packed register."""

MONTH_ZERO = weeks.FIRST_YEAR * 12
"""The month that is month 0 of a packed register."""

DAY_ZERO = date(1970, 1, 1).toordinal()
"""The ordinal of day 0, as Arrow and numpy count days."""

NO_DAY = np.iinfo(np.int32).max
"""Stands for a date that is not there."""

SUPPORT, SUBSIDISED_WORK, EDUCATION, RETIRED, DEAD, ABROAD = range(6)
"""Classes of a span, in the order of `effects.reading.formats.CLASSES`."""

Offsets = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.uint8]
Days = npt.NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class PackedRegister:
    """A register, sorted by citizen and packed; nothing in it is ever changed in place.

    Attributes:
        citizens: ids by number, `large_string[c]`.
        span_offsets: `int64[c + 1]`.
        span_from: first week of each run of weeks in one class, from `WEEK_ZERO`; ascending within
            a citizen, never overlapping, and two that touch differ in class. `uint16[s]`.
        span_to: its last week, included. `uint16[s]`.
        span_class: its class, `SUPPORT` to `ABROAD`. `uint8[s]`.
        hours_offsets: `int64[c + 1]`.
        hours_month: months with hours, from `MONTH_ZERO`, ascending, each once. `uint16[h]`.
        hours_amount: hours of that month together, in units of `1 / hours_unit` hour;
            `uint32[h]`, or `int64[h]` where that is too small.
        hours_unit: a power of ten.
        has_hours: whether there is an hours register at all.
        course_offsets: `int64[c + 1]`.
        starts_on: day of each started course, from 1970-01-01; ascending within a citizen.
            `int32[k]`.
        ends_on: its last day, or `NO_DAY`. `int32[k]`.
        business_oriented: 0 or 1. `uint8[k]`.
        courses: every column of the started courses except `citizen_id`, in the same order,
            texts as dictionaries where their values repeat.
        from_week: first week of any spell (number of `effects.weeks`); None without spells.
        to_week: last week of any spell; None likewise.
        facts: what is known of its making, as JSON would hold it.
    """

    citizens: pa.LargeStringArray
    span_offsets: Offsets
    span_from: Small
    span_to: Small
    span_class: Flags
    hours_offsets: Offsets
    hours_month: Small
    hours_amount: npt.NDArray[Any]
    hours_unit: int
    has_hours: bool
    course_offsets: Offsets
    starts_on: Days
    ends_on: Days
    business_oriented: Flags
    courses: pa.Table
    from_week: int | None
    to_week: int | None
    facts: dict[str, Any]

    @property
    def course_citizens(self) -> npt.NDArray[np.int32]:
        """The citizen's number of each course, `int32[k]`."""
        numbers = np.arange(len(self.citizens), dtype=np.int32)
        return np.repeat(numbers, np.diff(self.course_offsets))

    def courses_with_citizens(self) -> pa.Table:
        """The courses with their citizens' ids."""
        ids = self.citizens.take(pa.array(self.course_citizens))
        return self.courses.append_column("citizen_id", ids)
