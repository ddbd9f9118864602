"""Hours a month: rows in any order become one sum for each citizen and month."""

from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from effects.compiling import compiled
from effects.packed.columns import Column
from effects.packed.decimals import unscaled
from effects.packed.sorting import order_rows

CENTI, NANO = 100, 1_000_000_000
"""Parts of an hour that amounts are held in: hundredths, or the finest that a file may state."""

_NANO_DECIMALS = 9

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint16]


@compiled
def _sum_months(
    offsets: Ints,
    months: Small,
    amounts: npt.NDArray[Any],
    places: npt.NDArray[Any],
    counts: Ints,
    summed_months: Small,
    sums: npt.NDArray[Any],
    most: int,
) -> int:
    """Add the rows of each citizen and month; how many sums there are.

    `places` are the rows in order, of length 0 where they already are. Each citizen's months are
    counted at place citizen + 1. A sum stops at `most`, which no threshold of hours comes near.
    """
    ordered = len(places) == 0
    place = -1
    for citizen in range(len(offsets) - 1):
        first, total = place + 1, 0
        for at in range(offsets[citizen], offsets[citizen + 1]):
            row = at if ordered else places[at]
            if place < first or summed_months[place] != months[row]:
                place += 1
                summed_months[place] = months[row]
                total = 0
            total = min(total + int(amounts[row]), most)
            sums[place] = total
        counts[citizen + 1] = place + 1 - first
    return place + 1


class HoursRows:
    """Hours as they come; amounts are hundredths of an hour until one is finer."""

    def __init__(self) -> None:
        self._citizens = Column(np.int32)
        self._months = Column(np.uint16)
        self._amounts = Column(np.uint32)
        self._unit = CENTI

    def reserve(self, more: int) -> None:
        """Make room for so many more rows."""
        for column in (self._citizens, self._months, self._amounts):
            column.reserve(more)

    def add(
        self, citizens: npt.NDArray[np.int32], months: npt.NDArray[Any], amounts: pa.Array
    ) -> None:
        """Take rows: citizens' numbers, months from `MONTH_ZERO`, amounts as decimals."""
        self.add_units(citizens, months, *_units(amounts))

    def add_units(
        self,
        citizens: npt.NDArray[np.int32],
        months: npt.NDArray[Any],
        amounts: npt.NDArray[Any],
        unit: int,
    ) -> None:
        """Take rows whose amounts are whole numbers of `1 / unit` hour, not below 0."""
        if unit == CENTI and len(amounts) and amounts.max() > np.iinfo(np.uint32).max:
            amounts, unit = amounts.astype(np.int64) * (NANO // CENTI), NANO
        if unit != CENTI and self._unit == CENTI:
            self._amounts.scale(np.int64, NANO // CENTI)
            self._unit = NANO
        elif unit == CENTI and self._unit != CENTI:
            amounts = amounts.astype(np.int64) * (NANO // CENTI)
        self._citizens.add(citizens)
        self._months.add(months)
        self._amounts.add(amounts)

    def pack(self, merged: npt.NDArray[np.int32] | None, count: int) -> dict[str, Any]:
        """The packed register's arrays of hours; the rows are given up.

        Args:
            merged: the number that each number is kept under; None where all are kept.
            count: how many citizens there are.
        """
        citizens, months, amounts = (
            column.take() for column in (self._citizens, self._months, self._amounts)
        )
        if merged is not None:
            citizens = merged[citizens]
        offsets, places = order_rows(citizens, months, count)
        del citizens
        ordered = np.zeros(0, np.int32) if places is None else places
        counts = np.zeros(count + 1, np.int64)
        # Rows that stand in order are added up where they stand: a sum never overtakes its rows.
        summed_months = months if places is None else np.empty_like(months)
        sums = amounts if places is None else np.empty_like(amounts)
        most = min(int(np.iinfo(sums.dtype).max), 1 << 62)  # with room for one more amount
        size = _sum_months(offsets, months, amounts, ordered, counts, summed_months, sums, most)
        return {
            "hours_offsets": np.cumsum(counts),
            "hours_month": summed_months[:size],
            "hours_amount": sums[:size],
            "hours_unit": self._unit,
        }


def _units(amounts: pa.Array) -> tuple[Ints, int]:
    """Amounts as whole numbers of a hundredth of an hour, or of the finest part where one is."""
    nano = unscaled(amounts, _NANO_DECIMALS)
    step = NANO // CENTI
    if (nano % step == 0).all():
        return nano // step, CENTI
    return nano, NANO


def limit_of(hours: Decimal, unit: int) -> int:
    """The least whole amount of `1 / unit` hour that reaches so many hours."""
    return -int(-hours * unit // 1)
