"""Columns that are worked out for a course: its citizen's age, weeks on support, and its quarter.

The bands are fixed (the project's domain description, "Disclosure"), so that nobody can find a
person by asking for ranges that differ a little.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.definitions import Anchor
from effects.kernel import program
from effects.kernel.loops import NOT_KNOWN
from effects.kernel.outcomes import Outcomes
from effects.packed.register import NO_DAY, PackedRegister

Codes = npt.NDArray[np.int32]

AGE_BANDS = ((25, "under 25"), (30, "25-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"))
AGE_OVER = "60+"
WEEKS_BANDS = ((13, "0-12"), (26, "13-25"), (52, "26-51"), (104, "52-103"))
WEEKS_OVER = "104+"

_LONG_AFTER = 9999  # a year of birth that makes every age negative


@dataclass(frozen=True)
class Coded:
    """A column as the numbers of its values.

    Attributes:
        codes: each course's value, `int32[k]`; the number of values where it has none.
        values: the values, in order.
    """

    codes: Codes
    values: pa.Array


def _banded(
    numbers: npt.NDArray[Any],
    known: npt.NDArray[np.bool_],
    bands: tuple[tuple[int, str], ...],
    over: str,
) -> Coded:
    """The band of each number, looked up; `numbers` are not below 0 where they are known."""
    last = bands[-1][0]
    limits = np.array([limit for limit, _ in bands])
    table = np.searchsorted(limits, np.arange(last + 1), side="right").astype(np.int32)
    codes = table[np.clip(numbers, 0, last)]
    codes[~known] = len(bands) + 1
    return Coded(codes, pa.array([*(name for _, name in bands), over]))


def age_at_start(register: PackedRegister) -> npt.NDArray[np.int32]:
    """Whole years at start, start year less birth year; below 0 where it is unknown, `int32[k]`."""
    column = register.courses.column("birth_year")
    born = pc.fill_null(pc.cast(column, pa.int32()), _LONG_AFTER).to_numpy()
    years, first = _years_of_days(register.starts_on)
    return np.asarray(years[register.starts_on - first] - born, np.int32)


def _years_of_days(days: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], int]:
    """The year of each day from the first to the last of these, and the first."""
    first, last = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    every = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[Y]")
    return every.astype(np.int32) + 1970, first


def _age(outcomes: Outcomes, _: Anchor) -> Coded:
    age = age_at_start(outcomes.register)
    return _banded(age, age >= 0, AGE_BANDS, AGE_OVER)


def _weeks_before(outcomes: Outcomes, _: Anchor) -> Coded:
    weeks = outcomes.weeks_before
    return _banded(weeks, weeks != NOT_KNOWN, WEEKS_BANDS, WEEKS_OVER)


def _quarter_of(anchor: Anchor | None) -> Callable[[Outcomes, Anchor], Coded]:
    """The quarter of a date; of the one that a definition counts from, where none is named."""

    def quarter(outcomes: Outcomes, counted_from: Anchor) -> Coded:
        register = outcomes.register
        days = register.starts_on if (anchor or counted_from) == "start" else register.ends_on
        first, last = program.day_range(days)
        every = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]")
        quarters = (every.astype(np.int64) // 3).astype(np.int32)
        count = int(quarters[-1] - quarters[0]) + 1
        codes = (quarters - quarters[0])[np.minimum(days, last) - first]
        codes[days == NO_DAY] = count
        numbers = range(int(quarters[0]), int(quarters[0]) + count)
        names = [f"{1970 + number // 4}-Q{number % 4 + 1}" for number in numbers]
        return Coded(codes, pa.array(names, pa.string()))

    return quarter


BANDS: dict[str, Callable[[Outcomes, Anchor], Coded]] = {
    "age_band": _age,
    "weeks_before_band": _weeks_before,
    "start_quarter": _quarter_of("start"),
    "end_quarter": _quarter_of("end"),
    "quarter": _quarter_of(None),
}
"""The derived columns: `quarter` is that of the date which each definition counts from."""

IN_ORDER: dict[str, tuple[str, ...]] = {
    "age_band": (*(name for _, name in AGE_BANDS), AGE_OVER),
    "weeks_before_band": (*(name for _, name in WEEKS_BANDS), WEEKS_OVER),
}
"""The bands that do not stand in order of their letters."""
