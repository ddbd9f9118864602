"""The order of the guide, so that offers stand apart only where their figures do.

Each chosen indicator is shrunk towards the mean of the offers for the target group, scaled by
the spread between them, signed so that more is better, weighted (the weights made to sum to 1)
and added. From the top, the best offer and all that cannot be told from it at 95 % share a
place; then again among the rest.

Holm's family is the comparisons of the best with the others that are left: what is promised is
that the offer that is best in truth stands in the first group, in 95 of 100 rankings (J. C. Hsu,
Multiple Comparisons, 1996, chapter 4: comparisons with the best need no more than that). It is
not promised that equal offers never stand apart; for that every pair would have to be in the
family, and offers with 17 and 42 of 100 would share a place. See docs/decisions.

Nothing here knows a database, a request, a clock or a person.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kit.collation import danish_sort_key
from kit.figure import Figure, Interval
from visitation.guide import evidence, indicators, statistics
from visitation.guide.statistics import SAME, BoolArray, FloatArray

Positions = NDArray[np.intp]
_A_PAIR = 2

SurelyBelow = Callable[[int, Positions], Callable[[float], BoolArray]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer as the ranking sees it.

    Attributes:
        key: What tells it from all others, such as its id.
        name: Its Danish name, for the order among equals.
        next_start: When it next starts; None where that is unknown.
        figures: Its Figures by indicator name; one left out is not measured.
        expired: The indicators whose Figures are shown but do not hold any more.
        facts: What reasons say of its Figures, by indicator, each once it was said.
    """

    key: str
    name: str
    next_start: date | None
    figures: Mapping[str, Figure]
    expired: Sequence[str] = ()
    facts: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _readings: dict[str, evidence.Reading | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def reading(self, name: str) -> evidence.Reading | None:
        """What a Figure says to the ranking; None where it is missing or holds no more."""
        if name in self.expired:
            return None
        if name not in self._readings:
            self._readings[name] = evidence.read(self.figures.get(name))
        return self._readings[name]


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer at its place.

    Attributes:
        candidate: The offer.
        place: From 1; offers that share a place leave the places after it empty (1, 1, 3).
        tied_with: How many other offers share the place.
        score: Weighted mean over the indicators of how much better than the mean the offer is
            believed to be, in typical spreads between offers; 0 is the mean.
        standard_error: Of the score, in the same unit; 0 where every chosen figure is exact.
    """

    candidate: Candidate
    place: int
    tied_with: int
    score: float
    standard_error: float

    @property
    def tied(self) -> bool:
        """Whether another offer shares the place."""
        return self.tied_with > 0

    @property
    def score_interval(self) -> Interval:
        """The 95 % interval of the score by itself, without correction for the other offers."""
        reach = statistics.critical_z() * self.standard_error
        return Interval(
            level=statistics.LEVEL,
            low=self.score - reach,
            high=self.score + reach,
            method="empirical_bayes",
        )


@dataclass(frozen=True, slots=True)
class Lacking:
    """An offer that cannot be placed, because chosen figures are missing.

    Attributes:
        candidate: The offer.
        missing: The chosen indicators that it lacks, in the order of the guide.
    """

    candidate: Candidate
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of the offers.

    Attributes:
        weights: The indicators that counted, with their weights as given.
        ranked: By place; inside a place by next start, then name.
        too_few: Offers that lack a chosen figure, by next start, then name.
        level: The chosen indicators whose differences are no larger than chance makes them,
            which therefore put no offer before another.
    """

    weights: Mapping[str, float]
    ranked: tuple[Placed, ...]
    too_few: tuple[Lacking, ...]
    level: tuple[str, ...]


def rank(
    candidates: Iterable[Candidate],
    weights: Mapping[str, float] | None = None,
    *,
    shown: Container[str] | None = None,
) -> Ranking:
    """Ranks the offers shown for one target group.

    Args:
        candidates: The offers, in any order, with different keys.
        weights: Weight by indicator name; 0 is not chosen, nothing chosen is the default.
        shown: The keys of those that are given places; the others only say, with them, what is
            usual for the target group, so that a filter changes no score. All unless said.

    Raises:
        UnknownIndicator: When a weight names none of the twelve indicators.
        WeightOutOfRange: When a weight is not a number from 0 to 1,000.
    """
    picked = indicators.chosen(weights)
    complete: list[Candidate] = []
    readings: list[list[evidence.Reading]] = []
    lacking: list[Lacking] = []
    # By key first, so that not even rounding depends on the order in which offers come.
    for candidate in sorted(candidates, key=lambda each: each.key):
        row = {name: candidate.reading(name) for name in picked}
        present = [each for each in row.values() if each is not None]
        if len(present) == len(row):
            complete.append(candidate)
            readings.append(present)
        else:
            missing = tuple(name for name, each in row.items() if each is None)
            lacking.append(Lacking(candidate, missing))
    columns = [evidence.Column.of(column) for column in zip(*readings, strict=True)]
    standings = [_standing(column) for column in columns]
    if shown is not None:
        lacking = [each for each in lacking if each.candidate.key in shown]
        at = np.array([n for n, each in enumerate(complete) if each.key in shown], dtype=np.intp)
        complete = [complete[place] for place in at]
        columns = [column.only(at) for column in columns]
        standings = [standing.only(at) for standing in standings]
    return Ranking(
        weights=picked,
        ranked=tuple(_placed(complete, columns, standings, picked)),
        too_few=tuple(sorted(lacking, key=lambda each: _order_among_equals(each.candidate))),
        level=tuple(name for name, each in zip(picked, standings, strict=False) if each.level),
    )


def _placed(
    candidates: Sequence[Candidate],
    columns: Sequence[evidence.Column],
    standings: Sequence["_Standing"],
    weights: Mapping[str, float],
) -> Iterator[Placed]:
    if not candidates:
        return
    scores, errors = _scored(standings, weights)
    place = 1
    for group in _groups(scores, errors, _comparison(columns, scores, errors)):
        members = sorted(group, key=lambda each: _order_among_equals(candidates[each]))
        for member in members:
            yield Placed(
                candidate=candidates[member],
                place=place,
                tied_with=len(members) - 1,
                score=float(scores[member]),
                standard_error=float(errors[member]),
            )
        place += len(members)


def _order_among_equals(candidate: Candidate) -> tuple[date, str, str, str]:
    start = candidate.next_start or date.max
    return start, danish_sort_key(candidate.name), candidate.name, candidate.key


class _Standing(NamedTuple):
    """How the offers stand on one indicator, in typical spreads from the mean; more is more."""

    distances: FloatArray
    errors: FloatArray
    level: bool

    def only(self, places: Positions) -> "_Standing":
        """That of some of the offers, in their order."""
        return _Standing(self.distances[places], self.errors[places], self.level)


def _standing(column: evidence.Column) -> _Standing:
    variances = column.variances_at(column.pooled())
    spread = statistics.paule_mandel(column.values, variances)
    if spread.between == 0:
        return _Standing(np.zeros_like(variances), np.zeros_like(variances), level=True)
    scale = statistics.typical_spread(variances, spread)
    estimates = statistics.shrunk(column.values, variances, spread)
    doubt = statistics.shrunk_variances(column.variances_at(estimates), spread)
    return _Standing((estimates - spread.mean) / scale, np.sqrt(doubt) / scale, level=False)


def _scored(
    standings: Sequence[_Standing], weights: Mapping[str, float]
) -> tuple[FloatArray, FloatArray]:
    """The scores of the offers and their standard errors.

    Figures of one offer counted on the same courses move together by chance, by an amount that
    they do not say. Their errors are therefore added as they are (the most that they can be
    together); only those of different sources are added as squares.
    """
    scores = np.zeros_like(standings[0].distances)
    by_source: dict[str, FloatArray] = {}
    total = sum(weights.values())
    for (name, weight), standing in zip(weights.items(), standings, strict=True):
        indicator = indicators.BY_NAME[name]
        sign = 1 if indicator.higher_is_better else -1
        scores += sign * weight / total * standing.distances
        so_far = by_source.get(indicator.source, np.zeros_like(scores))
        by_source[indicator.source] = so_far + weight / total * standing.errors
    return scores, np.sqrt(sum(error**2 for error in by_source.values()))


def _comparison(
    columns: Sequence[evidence.Column], scores: FloatArray, errors: FloatArray
) -> SurelyBelow:
    """How it is judged which offers are surely below the best, at a normal quantile."""
    if len(columns) == 1 and columns[0].is_share:
        return _share_comparison(columns[0])

    def scores_below(best: int, rest: Positions) -> Callable[[float], BoolArray]:
        gap = scores[best] - scores[rest]
        error = np.hypot(errors[best], errors[rest])
        return lambda z: gap - z * error > SAME

    return scores_below


def _share_comparison(column: evidence.Column) -> SurelyBelow:
    """One share is judged by its own counts, with Newcombe's interval of the difference.

    The best is the one with the highest score, so a share of few courses that shrinkage has
    put below it, though in fact above, is never told below it: the interval asks the shares.

    The interval holds its 95 % where it was tried, for two offers. In the far tails that the
    correction for many leads to, with a handful of courses beside thousands and shares near 0
    or 1, it told equal offers apart in up to a third of rankings. Between more than two offers
    Fisher's exact test must therefore agree, which cannot be wrong more often than it says.
    """
    share, n = column.values, column.share_n
    count = np.rint(share * n)

    def shares_below(best: int, rest: Positions) -> Callable[[float], BoolArray]:
        chance = np.zeros(rest.size)
        if share.size > _A_PAIR:
            chance = statistics.exact_tail(count[[best]], n[[best]], count[rest], n[rest])

        def below(z: float) -> BoolArray:
            low, _ = statistics.newcombe(share[[best]], n[[best]], share[rest], n[rest], z)
            told: BoolArray = (low > 0) & (chance <= statistics.normal_tail(z))
            return told

        return below

    return shares_below


def _groups(
    scores: FloatArray, errors: FloatArray, surely_below: SurelyBelow
) -> Iterator[list[int]]:
    """The offers that share a place, from the best place down, as positions in the arrays."""
    if not errors.any():
        yield from _exact_groups(scores)
        return
    left = np.arange(scores.size)
    while left.size:
        highest = left[scores[left] >= scores[left].max() - SAME]
        best = int(highest[errors[highest].argmin()])
        rest = left[left != best]
        below = statistics.step_down(surely_below(best, rest), rest.size)
        yield [best, *rest[~below].tolist()]
        left = rest[below]


def _exact_groups(scores: FloatArray) -> Iterator[list[int]]:
    """The same where nothing is left to chance: equal scores share a place, all others part.

    Prices part nearly every offer from every other, and one pass is fifty times one each.
    """
    group: list[int] = []
    for position in np.argsort(-scores, kind="stable").tolist():
        if group and scores[group[0]] - scores[position] > SAME:
            yield group
            group = []
        group.append(position)
    yield group
