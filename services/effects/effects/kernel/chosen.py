"""Which courses a period selects, by the date that each definition counts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from effects.definitions import Anchor
from effects.packed.register import DAY_ZERO, NO_DAY, PackedRegister

Period = tuple[date | None, date | None]
"""First and last day, both included; None is open."""

ALWAYS: Period = (None, None)

_ANCHORS: tuple[Anchor, ...] = ("end", "start")


@dataclass(frozen=True)
class Chosen:
    """The courses in a period.

    Attributes:
        courses: by end, and by start, `bool[2, k]`; of no rows where the period is open.
        rows: the row of `courses` for each definition; -1 for all courses, `int64[d]`.
    """

    courses: npt.NDArray[np.bool_]
    rows: npt.NDArray[np.int64]


def choose_courses(register: PackedRegister, period: Period, anchors: Sequence[Anchor]) -> Chosen:
    """The courses in the period, for definitions that count from these dates."""
    if period == ALWAYS:
        return Chosen(np.zeros((0, 0), np.bool_), np.full(len(anchors), -1, np.int64))
    first, last = (None if day is None else day.toordinal() - DAY_ZERO for day in period)
    courses = np.ones((len(_ANCHORS), len(register.starts_on)), np.bool_)
    for row, anchor in enumerate(_ANCHORS):
        days = days_of(register, anchor)
        courses[row] = days != NO_DAY
        if first is not None:
            courses[row] &= days >= first
        if last is not None:
            courses[row] &= days <= last
    return Chosen(courses, np.array([_ANCHORS.index(each) for each in anchors], np.int64))


def days_of(register: PackedRegister, anchor: Anchor) -> npt.NDArray[np.int32]:
    """The day that each course's windows count from, `NO_DAY` where there is none; `int32[k]`."""
    return register.starts_on if anchor == "start" else register.ends_on
