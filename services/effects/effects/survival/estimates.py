"""Kaplan–Meier by group, from counts of the spells that end in each week.

A duration is a whole number of weeks, so a million spells are a few hundred counts a group, and
the curves of all groups follow from one walk over the spells and one over the counts. Nothing is
sorted, ties are exact, and memory is bounded whatever the number of groups.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled, frozen

Z_95 = NormalDist().inv_cdf(0.975)

MOST_WEEKS = np.iinfo(np.uint16).max
"""A longer spell than the packed register can hold is a slip, not a spell."""

_CELLS = 1 << 22  # groups times weeks that are counted at once: 32 MB
_NEAR_HALF = 1e-9  # far more than rounding can move a survival


class SpellsDoNotFit(ValueError):
    """The durations, endings and groups given are not those of the same spells, or cannot be."""


@dataclass(frozen=True, kw_only=True)
class Curves:
    """One Kaplan–Meier curve per group: a row for week 0 and one for each week with an ending.

    Between two rows of a group nothing ends, so its survival stays. Rows of group `g` lie from
    `offsets[g]` to `offsets[g + 1]`; a group without spells has none.

    Attributes:
        offsets: `int64[groups + 1]`.
        week: weeks from the beginning, ascending within a group. `int32[r]`.
        at_risk: spells that have lasted so many weeks, those that end in the week among them.
            `int64[r]`.
        exits: spells that exit in the week. `int64[r]`.
        censored: spells censored in the week, after its exits. `int64[r]`.
        survival: the share still on support after the week's exits. `float64[r]`.
        variance: Greenwood's sum of exits / (at risk × (at risk − exits)), the variance of the
            logarithm of `survival`; weeks in which all exit add nothing. `float64[r]`.
        ci_low: lower 95 % limit of `survival`. `float64[r]`.
        ci_high: upper. `float64[r]`.
    """

    offsets: npt.NDArray[np.int64]
    week: npt.NDArray[np.int32]
    at_risk: npt.NDArray[np.int64]
    exits: npt.NDArray[np.int64]
    censored: npt.NDArray[np.int64]
    survival: npt.NDArray[np.float64]
    variance: npt.NDArray[np.float64]
    ci_low: npt.NDArray[np.float64]
    ci_high: npt.NDArray[np.float64]

    @property
    def groups(self) -> int:
        """How many groups there are, those without spells among them."""
        return len(self.offsets) - 1

    @property
    def group(self) -> npt.NDArray[np.int64]:
        """The group of each row, `int64[r]`."""
        return np.repeat(np.arange(self.groups), np.diff(self.offsets))

    @property
    def spells(self) -> npt.NDArray[np.int64]:
        """Spells of each group, `int64[groups]`."""
        here = self.offsets[:-1] < self.offsets[1:]
        spells = np.zeros(self.groups, np.int64)
        spells[here] = self.at_risk[self.offsets[:-1][here]]
        return spells

    def rows_of(self, group: int) -> slice:
        """Where the rows of a group lie."""
        return slice(int(self.offsets[group]), int(self.offsets[group + 1]))


def estimate_curves(
    weeks: npt.ArrayLike,
    exited: npt.ArrayLike,
    codes: npt.ArrayLike | None = None,
    *,
    groups: int | None = None,
) -> Curves:
    """Estimate a Kaplan–Meier curve for each group of spells.

    The intervals are log-minus-log ones (Kalbfleisch and Prentice, *The Statistical Analysis of
    Failure Time Data*, 1980, §1.4): `survival ** exp(±z × sqrt(variance) / log(survival))`. They
    are 1 to 1 until the first exit, and 0 to 0 when all that are left have exited.

    Args:
        weeks: duration of each spell in whole weeks, from 0 to `MOST_WEEKS`. `[n]`.
        exited: whether it ended in an exit; else it is censored, after the exits of its week.
            `bool[n]`.
        codes: group of each spell, from 0; all in one group where not given. `int[n]`.
        groups: how many groups there are; one more than the largest code where not given.

    Raises:
        SpellsDoNotFit: the arrays differ in length, or hold what they cannot.
    """
    durations = _whole_numbers(weeks, MOST_WEEKS)
    if codes is None:
        codes = np.zeros(len(durations), np.int32)
        groups = 1 if groups is None else groups
    places = _whole_numbers(codes, groups)
    if groups is None:
        groups = int(places.max(initial=-1)) + 1
    endings = frozen(np.ascontiguousarray(exited, np.bool_))
    if not durations.shape == endings.shape == places.shape or places.max(initial=-1) >= groups:
        raise SpellsDoNotFit
    span = int(durations.max(initial=0)) + 1
    block = max(1, min(_CELLS // span, groups))
    parts = []
    for first in range(0, groups, block):
        counts = np.zeros((min(block, groups - first), span, 2), np.int32)
        _count(durations, endings, places, first, counts)
        parts.append(_estimate(counts, Z_95))
    parts = parts or [_estimate(np.zeros((0, 1, 2), np.int32), Z_95)]
    columns = [
        np.concatenate(column) if len(parts) > 1 else column[0]
        for column in zip(*parts, strict=True)
    ]
    rows, *values = columns
    names = ("week", "at_risk", "exits", "censored", "survival", "variance", "ci_low", "ci_high")
    return Curves(
        offsets=np.concatenate([np.zeros(1, np.int64), np.cumsum(rows)]),
        **dict(zip(names, values, strict=True)),
    )


def _whole_numbers(values: npt.ArrayLike, most: int | None) -> npt.NDArray[np.int32]:
    """The values as whole numbers from 0 to `most`."""
    given = np.asarray(values)
    if given.ndim != 1 or (len(given) and given.dtype.kind not in "iu"):
        raise SpellsDoNotFit
    if len(given) and not 0 <= given.min() <= given.max() <= min(most or _INT32, _INT32):
        raise SpellsDoNotFit
    return frozen(np.ascontiguousarray(given, np.int32))


_INT32 = int(np.iinfo(np.int32).max)
_Whole = npt.NDArray[np.int64]
_Real = npt.NDArray[np.float64]
_Columns = tuple[_Whole, npt.NDArray[np.int32], _Whole, _Whole, _Whole, _Real, _Real, _Real, _Real]


@compiled
def _count(
    weeks: npt.NDArray[np.int32],
    exited: npt.NDArray[np.bool_],
    codes: npt.NDArray[np.int32],
    first_group: int,
    counts: npt.NDArray[np.int32],
) -> None:
    """Count endings by group and week; `int32[groups, weeks, 2]`, censored first, then exits."""
    for spell in range(len(weeks)):
        group = codes[spell] - first_group
        if 0 <= group < counts.shape[0]:
            counts[group, weeks[spell], int(exited[spell])] += 1


@compiled
def _limits(survival: float, variance: float, z: float) -> tuple[float, float]:
    """The limits of a survival below 1; see `estimate_curves`."""
    if survival == 0:
        return 0.0, 0.0
    log_survival = math.log(survival)
    spread = math.exp(z * math.sqrt(variance) / -log_survival)
    return math.exp(log_survival * spread), math.exp(log_survival / spread)


@compiled
def _count_rows(
    counts: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of each group's curve, and its spells."""
    rows = np.zeros(counts.shape[0], np.int64)
    spells = np.zeros(counts.shape[0], np.int64)
    for group in range(counts.shape[0]):
        for at in range(counts.shape[1]):
            ended = int(counts[group, at, 0]) + int(counts[group, at, 1])
            spells[group] += ended
            rows[group] += ended > 0 or at == 0
        if spells[group] == 0:
            rows[group] = 0
    return rows, spells


@compiled
def _estimate(counts: npt.NDArray[np.int32], z: float) -> _Columns:
    """The curves of `counts`: rows of each group, and the columns of `Curves` from `week` on."""
    rows, spells = _count_rows(counts)
    total = rows.sum()
    week = np.empty(total, np.int32)
    at_risk = np.empty(total, np.int64)
    exits = np.empty(total, np.int64)
    censored = np.empty(total, np.int64)
    survival = np.empty(total, np.float64)
    variance = np.empty(total, np.float64)
    ci_low = np.empty(total, np.float64)
    ci_high = np.empty(total, np.float64)
    row = 0
    for group in range(counts.shape[0]):
        left = spells[group]
        # Between two weeks with censorings the factors telescope, so that survival is one division
        # of whole numbers from the last such week on, and exact to the last bit before the first.
        base, base_at_risk = 1.0, float(left)
        share, greenwood, low, high = 1.0, 0.0, 1.0, 1.0
        at = 0
        while left > 0:
            lost, gone = int(counts[group, at, 0]), int(counts[group, at, 1])
            if gone > 0:
                stay = left - gone
                share = base * (float(stay) / base_at_risk)
                if stay > 0:
                    greenwood += float(gone) / (float(left) * float(stay))
                low, high = _limits(share, greenwood, z)
            if gone > 0 or lost > 0 or at == 0:
                week[row] = at
                at_risk[row], exits[row], censored[row] = left, gone, lost
                survival[row], variance[row] = share, greenwood
                ci_low[row], ci_high[row] = low, high
                row += 1
            left -= gone + lost
            if lost > 0:
                base, base_at_risk = share, float(left)
            at += 1
    return rows, week, at_risk, exits, censored, survival, variance, ci_low, ci_high


def find_medians(curves: Curves) -> npt.NDArray[np.float64]:
    """Weeks after which at most half are still on support, infinite where that is never reached.

    Where survival comes so near a half that rounding could decide, whole numbers do.

    Returns:
        The first such week of each group, `float64[groups]`; NaN for a group without spells.
    """
    medians = np.where(curves.spells > 0, math.inf, math.nan)
    low = np.flatnonzero(curves.survival <= 0.5 + _NEAR_HALF)
    owners, first = np.unique(curves.group[low], return_index=True)
    rows = low[first]
    medians[owners] = curves.week[rows]
    near = curves.survival[rows] >= 0.5 - _NEAR_HALF
    for group, row in zip(owners[near].tolist(), rows[near].tolist(), strict=True):
        medians[group] = _median_from(curves, group, row)
    return medians


def _median_from(curves: Curves, group: int, row: int) -> float:
    """The median of a group whose survival comes near a half in `row`, in whole numbers."""
    begins, ends = int(curves.offsets[group]), int(curves.offsets[group + 1])
    at_risk, exits = curves.at_risk[begins:ends].tolist(), curves.exits[begins:ends].tolist()
    for last in range(row - begins, ends - begins):
        factors = [(n, n - d) for n, d in zip(at_risk[: last + 1], exits, strict=False) if d]
        if 2 * math.prod(stay for _, stay in factors) <= math.prod(n for n, _ in factors):
            return float(curves.week[begins + last])
    return math.inf
