"""The published statistics that the guide tells offers apart by, each with its source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erfc, exp, lgamma, log, pi, sqrt
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Number = TypeVar("Number", float, FloatArray)

LEVEL = 0.95
SAME = 1e-9
"""Standardised numbers nearer than this are equal; what parts them is rounding."""

_LOG_FACTORIALS = np.array([lgamma(whole + 1) for whole in range(64)])
_STEPS = 200
_EXACT = 1e-12


@lru_cache(maxsize=4096)
def critical_z(comparisons: int = 1, level: float = LEVEL) -> float:
    """The normal quantile of a two-sided interval, Bonferroni-adjusted for ``comparisons``.

    Args:
        comparisons: How many comparisons share the error rate, at least 1.
        level: Two-sided confidence level of the whole, between 0 and 1.
    """
    return -NormalDist().inv_cdf((1 - level) / (2 * comparisons))


def wilson_limits(share: Number, n: Number, z: float) -> tuple[Number, Number]:
    """The Wilson score limits of shares, for any ``z`` (E. B. Wilson, JASA 22, 1927).

    The vectorised sibling of ``kit.figure.wilson``, which writes the one interval of a Figure.

    Args:
        share: Between 0 and 1.
        n: How many were counted, at least 1.
        z: Normal quantile, at least 0.
    """
    scale = 1 + z * z / n
    centre = share + z * z / (2 * n)
    spread = z * ((share * (1 - share) + z * z / (4 * n)) / n) ** 0.5
    return (centre - spread) / scale, (centre + spread) / scale


def newcombe(
    first: Number, n_first: Number, second: Number, n_second: Number, z: float
) -> tuple[Number, Number]:
    """The limits of ``first - second``, two independent shares, by the hybrid score method.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17 (1998) 873–890, method 10: without continuity correction, sound at
    0 and 1. Numbers and arrays that broadcast are both taken.
    """
    low_first, high_first = wilson_limits(first, n_first, z)
    low_second, high_second = wilson_limits(second, n_second, z)
    down = ((first - low_first) ** 2 + (high_second - second) ** 2) ** 0.5
    up = ((high_first - first) ** 2 + (second - low_second) ** 2) ** 0.5
    return first - second - down, first - second + up


def normal_tail(z: float) -> float:
    """The chance that a standard normal number is above ``z``."""
    return 0.5 * erfc(z / sqrt(2))


def exact_tail(
    first: FloatArray, n_first: FloatArray, second: FloatArray, n_second: FloatArray
) -> FloatArray:
    """The most that chance gives a first count this far above a second, were the shares equal.

    The one-sided p-value of Fisher's exact test (R. A. Fisher, Statistical Methods for Research
    Workers, 1934), rounded up: the hypergeometric terms of the tail fall by ever larger
    factors, so the first term and the first factor, summed as a geometric series, bound it.
    1 where the first share is not above the second.

    Args:
        first: How many of ``n_first``, whole numbers.
        n_first: How many were counted, at least 1.
        second: How many of ``n_second``.
        n_second: How many were counted, at least 1.
    """
    total = first + second
    term = (
        _log_choose(n_first, first)
        + _log_choose(n_second, second)
        - _log_choose(n_first + n_second, total)
    )
    factor = second * (n_first - first) / ((first + 1) * (n_second - second + 1))
    above = first * n_second > second * n_first
    bound = np.exp(term) / np.where(above, 1 - factor, 1.0)
    return np.where(above, np.minimum(bound, 1.0), 1.0)


def _log_choose(n: FloatArray, k: FloatArray) -> FloatArray:
    return _log_factorial(n) - _log_factorial(k) - _log_factorial(n - k)


def _log_factorial(whole: FloatArray) -> FloatArray:
    # Stirling's series with two terms: from 64 on, wrong by less than 1e-12.
    x = np.maximum(whole, 1.0)
    series = x * np.log(x) - x + 0.5 * np.log(2 * pi * x) + 1 / (12 * x) - 1 / (360 * x**3)
    small = _LOG_FACTORIALS[np.minimum(whole, _LOG_FACTORIALS.size - 1).astype(np.intp)]
    return np.where(whole < _LOG_FACTORIALS.size, small, series)


def median_limits(ordered: Sequence[float], level: float = LEVEL) -> tuple[float, float, float]:
    """The interval of a median that assumes nothing of how the values are spread.

    Between two of the values themselves, as many from either end: the chance that the true median
    lies outside is that of so few heads in as many tosses (W. R. Thompson, Ann. Math. Statist. 7
    (1936) 122-128). The narrowest that holds the level; of fewer than six values, which hold none
    at 95 %, from the least to the largest.

    Args:
        ordered: The values, from the least, at least one.
        level: Two-sided confidence level that is wanted.

    Returns:
        The least and the largest of the interval, and the level that it really has.
    """
    n = len(ordered)
    outside, found, reached = 0.0, 0, 1 - 2 * 0.5**n
    for at in range(n // 2):
        # Through logarithms: half a chance to the power of some thousand is 0 to a computer.
        outside += exp(lgamma(n + 1) - lgamma(at + 1) - lgamma(n - at + 1) - n * log(2))
        if at and 1 - 2 * outside < level:
            break
        found, reached = at, 1 - 2 * outside
    return ordered[found], ordered[n - 1 - found], max(reached, 0.0)


def poisson_limits(count: int, level: float = LEVEL) -> tuple[float, float]:
    """The limits of the mean of a Poisson count, by Byar's approximation.

    N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (IARC 1987), formula
    2.10; off the exact limits by less than one in a hundred from 1 on.
    """
    z = critical_z(level=level)
    low = count and count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    above = count + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * sqrt(above))) ** 3
    return max(low, 0.0), high


@dataclass(frozen=True, slots=True)
class Spread:
    """How one indicator lies over the offers.

    Attributes:
        mean: The mean that offers are shrunk towards, in the indicator's unit.
        between: The variance between offers (tau squared), in the unit squared; 0 where
            sampling error alone explains every difference.
    """

    mean: float
    between: float


def paule_mandel(values: FloatArray, variances: FloatArray) -> Spread:
    """The mean of offers and the variance between them, sampling error taken out.

    R. C. Paule and J. Mandel, J. Res. Natl. Bur. Stand. 87 (1982) 377–385: the between-offer
    variance is the one under which the weighted sum of squares equals its expectation,
    k - 1. Solved by Newton's method from 0 (R. DerSimonian and R. Kacker, Contemp. Clin.
    Trials 28 (2007) 105–114); the sum is convex and falling in the variance, so the steps
    approach from below and never pass the root. Without sampling error it is the ordinary
    sample variance, so that prices and shares are spread by one rule.

    Args:
        values: One estimate per offer, at least one, finite.
        variances: Their sampling variances, 0 where the value is exact.
    """
    reach = float(np.ptp(values))
    if reach <= _EXACT * max(1.0, float(np.abs(values).max())):
        return Spread(mean=float(values[0]), between=0.0)
    middle = float(values.min()) + reach / 2
    scaled = (values - middle) / reach
    freedom = values.size - 1
    if not variances.any():
        mean = float(scaled.mean())
        exact = float(((scaled - mean) ** 2).sum()) / freedom
        return Spread(mean=middle + reach * mean, between=reach**2 * exact)
    # An exact value among uncertain ones would weigh infinitely where the variance is 0.
    errors = np.maximum(variances / reach**2, _EXACT)
    between = 0.0
    for _ in range(_STEPS):
        weights = 1 / (between + errors)
        mean = float((weights * scaled).sum() / weights.sum())
        parts = weights * (scaled - mean) ** 2
        excess = float(parts.sum()) - freedom
        if excess <= _EXACT * freedom:
            break
        between += excess / float((weights * parts).sum())
    return Spread(mean=middle + reach * mean, between=reach**2 * between)


def shrunk(values: FloatArray, variances: FloatArray, spread: Spread) -> FloatArray:
    """The empirical-Bayes estimates: each value drawn towards the mean by what it is unsure of.

    C. N. Morris, "Parametric empirical Bayes inference", JASA 78 (1983) 47–55:
    ``mean + B (value - mean)`` with ``B = between / (between + variance)``.
    """
    if spread.between == 0:
        return np.full_like(values, spread.mean)
    trust = spread.between / (spread.between + variances)
    return spread.mean + trust * (values - spread.mean)


def shrunk_variances(variances: FloatArray, spread: Spread) -> FloatArray:
    """What is left to doubt about each shrunk estimate, in the unit squared.

    The empirical-Bayes variance ``B x variance`` (Morris 1983). It is not the sampling variance
    of the estimate, ``B² x variance``, which goes to 0 for an offer with a handful of courses
    and would call it certainly average; this one goes to the whole spread between offers.
    """
    if spread.between == 0:
        return np.zeros_like(variances)
    return spread.between * variances / (spread.between + variances)


def typical_spread(variances: FloatArray, spread: Spread) -> float:
    """The standard deviation between offers as figures of usual certainty show it.

    The harmonic mean of ``between + variance``, under a root. For exact figures it is the
    standard deviation; it does not vanish with ``between``, so an indicator whose differences
    fade into chance loses its influence gradually.
    """
    return float((variances.size / (1 / (spread.between + variances)).sum()) ** 0.5)


def step_down(excludes_zero: Callable[[float], BoolArray], family: int) -> BoolArray:
    """Which comparisons hold under Holm's correction, asked of their intervals.

    S. Holm, Scand. J. Statist. 6 (1979) 65–70. With r comparisons told, the next is judged at
    the error rate over ``family - r``; that is asked until nothing new is told, which ends at
    the same set as sorting p-values, for every interval that grows with ``z``.

    Args:
        excludes_zero: Given a normal quantile, which intervals exclude 0.
        family: How many comparisons share the error rate, looked at or not.
    """
    told = excludes_zero(critical_z(max(1, family)))
    count = int(told.sum())
    while count < told.size:
        again = excludes_zero(critical_z(max(1, family - count)))
        if int(again.sum()) == count:
            break
        told, count = again, int(again.sum())
    return told
