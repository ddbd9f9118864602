"""Columns that are worked out for a course: its citizen's age, weeks on support, and its quarter.

The bands are fixed (the project's domain description, "Disclosure"), so that nobody can find a
person by asking for ranges that differ a little.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.definitions import Anchor
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
    numbers: npt.NDArray[np.int64],
    known: npt.NDArray[np.bool_],
    bands: tuple[tuple[int, str], ...],
    over: str,
) -> Coded:
    limits = np.array([limit for limit, _ in bands])
    codes = np.searchsorted(limits, numbers, side="right").astype(np.int32)
    codes[~known] = len(bands) + 1
    return Coded(codes, pa.array([*(name for _, name in bands), over]))


def age_at_start(register: PackedRegister) -> npt.NDArray[np.int64]:
    """Whole years at start, start year less birth year; below 0 where it is unknown, `int64[k]`."""
    column = register.courses.column("birth_year")
    born = pc.fill_null(pc.cast(column, pa.int64()), _LONG_AFTER).to_numpy()
    years = register.starts_on.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    return np.asarray(years + 1970 - born, np.int64)


def _age(outcomes: Outcomes, _: Anchor) -> Coded:
    age = age_at_start(outcomes.register)
    return _banded(age, age >= 0, AGE_BANDS, AGE_OVER)


def _weeks_before(outcomes: Outcomes, _: Anchor) -> Coded:
    weeks = outcomes.weeks_before
    return _banded(weeks.astype(np.int64), weeks != NOT_KNOWN, WEEKS_BANDS, WEEKS_OVER)


def _quarter_of(anchor: Anchor | None) -> Callable[[Outcomes, Anchor], Coded]:
    """The quarter of a date; of the one that a definition counts from, where none is named."""

    def quarter(outcomes: Outcomes, counted_from: Anchor) -> Coded:
        register = outcomes.register
        days = register.starts_on if (anchor or counted_from) == "start" else register.ends_on
        known = days != NO_DAY
        months = np.where(known, days, 0).astype("datetime64[D]").astype("datetime64[M]")
        quarters = months.astype(np.int64) // 3
        first, last = (
            (int(quarters[known].min()), int(quarters[known].max())) if known.any() else (0, -1)
        )
        codes = np.where(known, quarters - first, last - first + 1).astype(np.int32)
        names = [f"{1970 + number // 4}-Q{number % 4 + 1}" for number in range(first, last + 1)]
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
