"""What a Figure says to the ranking: a number, and how far chance may have moved it.

Where the sampling variance comes from, by the Figure's unit:

- ``share`` with n: binomial, ``p (1 - p) / n``;
- ``per_100`` with n (complaints): Poisson, ``100 value / n``;
- ``DKK`` with numerator and n (price per outcome): the cost is known, the number of outcomes is
  chance; the delta method gives ``value² (1 - q) / (n q)`` with q the share with the outcome.
  It is taken both at the offer's own price and ``q = (numerator + 1/2) / (n + 1)`` and at the
  price and share of all offers together, and the larger counts: a few courses that happened to
  end well make a low price that would otherwise also pass for a certain one;
- ``days`` with n and an interval (a median and its order statistics): half the interval's width,
  divided by the quantile of its level, squared; but never less than what a value of the offers
  together would have at this n, for a handful of equal waits is not a certain one;
- any other with an interval: half its width, divided by the quantile of its level, squared;
- else none: a price, a smiley, a number of seats and a date are taken as they stand.

Shares and rates take their level first from all offers together, then from the shrunk
estimate, never from the offer's own few courses, where 0 of 5 would pass for certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, nan
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kit.figure import Figure, Interval, Unit
from visitation.guide.statistics import BoolArray, FloatArray

LARGEST = 1e12
"""No price, date or number of days is larger; what is, is an error and not ranked on."""

_LOWEST_LEVEL = 0.01

_RANGES: dict[Unit, tuple[float, float]] = {"share": (0, 1), "per_100": (0, LARGEST)}


class Reading(NamedTuple):
    """One Figure as numbers.

    Attributes:
        value: In the Figure's unit; a date as its ordinal.
        variance: The sampling variance where it does not depend on the level; else 0.
        share_n: What n the binomial variance is over; 0 for no share.
        rate_n: What n the Poisson variance is over; 0 for no rate.
        ratio_n: What n the outcomes of a price per outcome are among; 0 for no such price.
        outcomes: How many outcomes the price is shared by.
        median_n: What n the median is over; 0 for no median.
    """

    value: float
    variance: float = 0.0
    share_n: int = 0
    rate_n: int = 0
    ratio_n: int = 0
    outcomes: int = 0
    median_n: int = 0


def read(figure: Figure | None) -> Reading | None:
    """The Figure as numbers; None where it is hidden, not measured, empty or no number."""
    if figure is None or figure.value is None or figure.suppressed.yes or figure.n == 0:
        return None
    is_date = isinstance(figure.value, date)
    value = float(figure.value.toordinal() if isinstance(figure.value, date) else figure.value)
    lowest, highest = _RANGES.get(figure.unit, (-LARGEST, LARGEST))
    if not lowest <= value <= highest:
        return None
    reading = Reading(value) if is_date else _sampled(figure, value)
    return reading if isfinite(reading.variance) else None


def _sampled(figure: Figure, value: float) -> Reading:
    if figure.unit == "share" and figure.n:
        return Reading(value, share_n=figure.n)
    if figure.unit == "per_100" and figure.n:
        return Reading(value, rate_n=figure.n)
    if figure.unit == "DKK" and figure.numerator and figure.n:
        outcomes = min(figure.numerator, figure.n)
        return Reading(value, ratio_n=figure.n, outcomes=outcomes)
    if figure.interval is not None:
        median_n = figure.n or 0 if figure.unit == "days" else 0
        return Reading(value, variance=_variance_of(figure.interval), median_n=median_n)
    return Reading(value)


def _variance_of(interval: Interval) -> float:
    """The variance that an interval was made from; not a number where it is no interval."""
    width = interval.high - interval.low
    if not (0 <= width <= LARGEST and _LOWEST_LEVEL <= interval.level < 1):
        return nan
    quantile = NormalDist().inv_cdf(0.5 + interval.level / 2)
    return (width / (2 * quantile)) ** 2


@dataclass(frozen=True, slots=True)
class Column:
    """One indicator over the offers, one entry per offer in each array."""

    values: FloatArray
    given: FloatArray
    share_n: FloatArray
    rate_n: FloatArray

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> "Column":
        """The column of these readings, in their order."""
        numbers = np.array(readings, dtype=np.float64).T
        values, given, share_n, rate_n, ratio_n, outcomes, median_n = numbers
        if ratio_n.any():
            given = np.maximum(given, _ratio_variances(values, ratio_n, outcomes))
        if median_n.any():
            given = np.maximum(given, _median_variances(given, median_n))
        return cls(values=values, given=given, share_n=share_n, rate_n=rate_n)

    @property
    def is_share(self) -> bool:
        """Whether every entry is a share with its n."""
        return bool(self.share_n.all())

    def only(self, at: NDArray[np.intp]) -> "Column":
        """The column of some of the offers, by their places in it."""
        return Column(self.values[at], self.given[at], self.share_n[at], self.rate_n[at])

    def pooled(self) -> FloatArray:
        """The level of all offers together, at each offer."""
        levels = self.values.copy()
        for n in (self.share_n, self.rate_n):
            counted: BoolArray = n > 0
            if counted.any():
                levels[counted] = np.average(self.values[counted], weights=n[counted])
        return levels

    def variances_at(self, levels: FloatArray) -> FloatArray:
        """The sampling variances if each offer's true level were the one given."""
        variances = self.given.copy()
        share: BoolArray = self.share_n > 0
        variances[share] = (levels * (1 - levels))[share] / self.share_n[share]
        rate: BoolArray = self.rate_n > 0
        variances[rate] = 100 * levels[rate] / self.rate_n[rate]
        return np.maximum(variances, 0.0)


def _ratio_variances(values: FloatArray, n: FloatArray, outcomes: FloatArray) -> FloatArray:
    variances = np.zeros_like(values)
    counted: BoolArray = n > 0
    price, many, reached = values[counted], n[counted], outcomes[counted]
    own = (reached + 0.5) / (many + 1)
    pooled = reached.sum() / many.sum()
    pooled_price = np.average(price, weights=reached)
    variances[counted] = np.maximum(
        price**2 * (1 - own) / (many * own), pooled_price**2 * (1 - pooled) / (many * pooled)
    )
    return variances


def _median_variances(given: FloatArray, n: FloatArray) -> FloatArray:
    """What each median's variance would be if single values varied as they do in all offers."""
    variances = np.zeros_like(given)
    counted: BoolArray = n > 0
    of_one_value = np.average(given[counted] * n[counted], weights=n[counted])
    variances[counted] = of_one_value / n[counted]
    return variances
