"""Quartiles of whole numbers by group, and of all other groups, from counts of each number.

With counts, the distribution of the others is a subtraction; sorting them for every group would
read all courses once per group.
"""

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled
from effects.kernel.comparisons import Kinds
from effects.kernel.loops import NOT_KNOWN

SHARES = (0.25, 0.5, 0.75)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@compiled
def _at_place(counts: Ints, place: float) -> float:
    """The value at a place from 0 among so many of each number, linear between neighbours."""
    low, high = int(np.floor(place)), int(np.ceil(place))
    reached, below = 0, -1
    for number in range(len(counts)):
        reached += counts[number]
        if below < 0 and reached > low:
            below = number
        if reached > high:
            return below + (place - low) * (number - below)
    return np.nan


@compiled
def _write_quartiles(
    first: Ints,
    numbers: npt.NDArray[np.int16],
    kinds: npt.NDArray[np.int32],
    of_kinds: Ints,
    shares: Floats,
    own: Floats,
    others: Floats,
) -> None:
    """Write each group's quartiles, and those of the others of its kind.

    The numbers of group g lie from `first[g]` to `first[g + 1]`; `of_kinds[kind, number]` counts
    them over a kind.
    """
    mine = np.zeros(of_kinds.shape[1], np.int64)
    rest = np.zeros(of_kinds.shape[1], np.int64)
    for group in range(len(kinds)):
        mine[:] = 0
        for place in range(first[group], first[group + 1]):
            mine[numbers[place]] += 1
        n = first[group + 1] - first[group]
        rest[:] = of_kinds[kinds[group]] - mine
        left = rest.sum()
        for share in range(len(shares)):
            own[group, share] = _at_place(mine, shares[share] * (n - 1)) if n > 0 else np.nan
            others[group, share] = (
                _at_place(rest, shares[share] * (left - 1)) if left > 0 else np.nan
            )


def of_groups_and_others(
    groups: npt.NDArray[np.int32], numbers: npt.NDArray[np.int16], kinds: Kinds
) -> tuple[Floats, Floats]:
    """Quartiles of each group's numbers, and of the others' of its kind.

    Args:
        groups: each row's group, `int32[n]`.
        numbers: each row's number, not below 0, or `NOT_KNOWN`, which is passed over; `int16[n]`.
        kinds: the groups' kinds.

    Returns:
        Two times `float64[groups, 3]`; not a number where there are no numbers.
    """
    known = numbers != NOT_KNOWN
    groups, numbers = groups[known], numbers[known]
    size = int(numbers.max(initial=0)) + 1
    of_kinds = np.bincount(
        kinds.shared[groups].astype(np.int64) * size + numbers, minlength=kinds.count * size
    ).reshape(kinds.count, size)
    order = np.argsort(groups, kind="stable")
    first = np.searchsorted(groups[order], np.arange(len(kinds.groups) + 1))
    own = np.empty((len(kinds.groups), len(SHARES)))
    others = np.empty_like(own)
    _write_quartiles(
        first.astype(np.int64), numbers[order], kinds.shared, of_kinds.astype(np.int64),
        np.array(SHARES), own, others,
    )  # fmt: skip
    return own, others
