"""The log-rank test of many groups at once: do they leave support at the same pace?

With `k` groups and exits in `T` different weeks, the covariance of observed less expected exits
is `V = D − M Mᵀ`, `D` diagonal and `M` of `k × T`. What is solved has therefore the smaller of the
two sizes, by the identity of Sherman, Morrison and Woodbury where there are more groups than weeks;
thousands of groups cost no more than thousands of weeks.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled
from effects.survival.estimates import Curves

_BLOCK_CELLS = 1 << 22  # groups times weeks that are held at once: 32 MB


@dataclass(frozen=True)
class LogRank:
    """The test that all groups leave support at the same pace.

    Attributes:
        chi_square: how far the groups' exits are from those expected if they did.
        degrees: groups with a spell, less one.
        p: the probability of so large a `chi_square`, or a larger one, if they did.
        least_expected: the fewest exits that any group would have had if they did. Below about 5
            `p` is not to be trusted: many tiny groups seem to differ where none do.
    """

    chi_square: float
    degrees: int
    p: float
    least_expected: float


def compare_groups(curves: Curves) -> LogRank | None:
    """Test all groups with a spell against each other; None with fewer than two.

    In each week `t` with exits, `n` spells at risk and `d` exits, group `j` with `n_j` at risk
    expects `d × n_j / n` exits, with the hypergeometric covariance `f n_j (n − n_j)`, and
    `−f n_j n_l` with group `l`, where `f = d (n − d) / ((n − 1) n²)`; so ties are exact (Klein and
    Moeschberger, *Survival Analysis*, 2003, §7.3). `chi_square` is `zᵀ V⁻ z` with `z` observed less
    expected, summed over weeks as whole numbers over `n`.

    A group whose spells have all ended before the first exit of any group tells nothing: it adds
    nothing to `chi_square`, but, as in lifelines, one to `degrees`.
    """
    groups = int(np.count_nonzero(curves.spells))
    if groups < 2:  # noqa: PLR2004 - a comparison takes two
        return None
    exits, at_risk = _pooled(curves)
    event_weeks = np.flatnonzero(exits)
    d, n = exits[event_weeks], at_risk[event_weeks]
    spread = (n - d) / np.maximum(n - 1, 1) * d / n.astype(np.float64) ** 2
    differences, expected, diagonal = _differences(
        curves.offsets, curves.week, curves.at_risk, curves.exits, event_weeks, d, n, spread
    )
    varying = spread > 0
    chi_square = _chi_square(
        curves, differences, diagonal, event_weeks[varying], np.sqrt(spread[varying])
    )
    return LogRank(
        chi_square=chi_square,
        degrees=groups - 1,
        p=chi_square_tail(chi_square, groups - 1),
        least_expected=float(expected[curves.spells > 0].min()),
    )


def _pooled(curves: Curves) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Exits, and spells at risk, of all groups together in each week, `int64[weeks]`."""
    weeks = int(curves.week.max()) + 1
    exits, ended = np.zeros(weeks, np.int64), np.zeros(weeks, np.int64)
    np.add.at(exits, curves.week, curves.exits)
    np.add.at(ended, curves.week, curves.exits + curves.censored)
    return exits, np.cumsum(ended[::-1])[::-1]


def _chi_square(
    curves: Curves,
    differences: npt.NDArray[np.float64],
    diagonal: npt.NDArray[np.float64],
    event_weeks: npt.NDArray[np.int64],
    roots: npt.NDArray[np.float64],
) -> float:
    """`zᵀ V⁻ z`, from `z`, the diagonal `D`, and the weeks in which `f` is above 0 with its roots.

    One group is redundant, since the rows of `V` add to 0. The group with most variance is left
    out: of those that remain none has most of the spells, so no difference of large numbers is
    taken, and with rows and columns scaled by `D` the rest is well conditioned, however unequal
    the groups.
    """
    chosen = np.flatnonzero(diagonal > 0)
    if len(chosen) < 2:  # noqa: PLR2004 - nothing is left to vary
        return 0.0
    chosen = np.delete(chosen, np.argmax(diagonal[chosen]))
    scales = 1 / np.sqrt(diagonal[chosen])
    z = differences[chosen] * scales

    def scaled_m(begins: int, ends: int) -> npt.NDArray[np.float64]:
        m = np.empty((len(chosen[begins:ends]), len(event_weeks)))
        part = chosen[begins:ends]
        _write_at_risk(curves.offsets, curves.week, curves.at_risk, part, event_weeks, m)
        m *= roots
        m *= scales[begins:ends, None]
        return m

    if len(chosen) <= len(event_weeks):
        m = scaled_m(0, len(chosen))
        return float(z @ np.linalg.solve(np.eye(len(chosen)) - m @ m.T, z))
    within = np.eye(len(event_weeks))
    projected = np.zeros(len(event_weeks))
    block = max(1, _BLOCK_CELLS // len(event_weeks))
    for begins in range(0, len(chosen), block):
        m = scaled_m(begins, begins + block)
        within -= m.T @ m
        projected += z[begins : begins + block] @ m
    return float(z @ z + projected @ np.linalg.solve(within, projected))


@compiled
def _differences(
    offsets: npt.NDArray[np.int64],
    week: npt.NDArray[np.int32],
    at_risk: npt.NDArray[np.int64],
    exits: npt.NDArray[np.int64],
    event_weeks: npt.NDArray[np.int64],
    d: npt.NDArray[np.int64],
    n: npt.NDArray[np.int64],
    spread: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Each group's exits less those expected, those expected, and its place on the diagonal `D`.

    A week adds `(d_j n − d n_j) / n`, whose numerator is whole: it fits 64 bits as long as there
    are fewer than three billion spells.
    """
    groups = len(offsets) - 1
    differences = np.zeros(groups)
    expected = np.zeros(groups)
    diagonal = np.zeros(groups)
    for group in range(groups):
        row = offsets[group]
        final = offsets[group + 1]
        for place in range(len(event_weeks)):
            while row < final and week[row] < event_weeks[place]:
                row += 1
            if row == final:
                break
            here = exits[row] if week[row] == event_weeks[place] else 0
            differences[group] += (here * n[place] - d[place] * at_risk[row]) / n[place]
            expected[group] += d[place] * at_risk[row] / n[place]
            diagonal[group] += spread[place] * n[place] * at_risk[row]
    return differences, expected, diagonal


@compiled
def _write_at_risk(
    offsets: npt.NDArray[np.int64],
    week: npt.NDArray[np.int32],
    at_risk: npt.NDArray[np.int64],
    groups: npt.NDArray[np.int64],
    event_weeks: npt.NDArray[np.int64],
    written: npt.NDArray[np.float64],
) -> None:
    """Write how many of each of these groups are at risk in each of these weeks."""
    for place in range(len(groups)):
        row = offsets[groups[place]]
        final = offsets[groups[place] + 1]
        for column in range(len(event_weeks)):
            while row < final and week[row] < event_weeks[column]:
                row += 1
            written[place, column] = at_risk[row] if row < final else 0


def chi_square_tail(chi_square: float, degrees: int) -> float:
    """The probability that a chi-square variable of so many degrees is at least `chi_square`.

    For whole degrees the tail is a finite sum of positive terms (Abramowitz and Stegun, *Handbook
    of Mathematical Functions*, 26.4.4 and 26.4.5), so nothing cancels, far out in the tail either.

    Raises:
        ValueError: there are no degrees, or `chi_square` is not a number.
    """
    if degrees < 1 or math.isnan(chi_square):
        raise ValueError("a tail takes a number and at least one degree")
    half = chi_square / 2
    if half <= 0:
        return 1.0
    odd = degrees % 2
    powers = [power + odd / 2 for power in range(degrees // 2)]
    terms = [math.exp(power * math.log(half) - half - math.lgamma(power + 1)) for power in powers]
    return min(1.0, math.fsum([*terms, math.erfc(math.sqrt(half)) if odd else 0.0]))
