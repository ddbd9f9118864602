"""A few offers side by side: pair by pair, which of their figures can be told apart.

Judged as the ranking judges: a share by Newcombe's interval of the difference (and Fisher's exact
test between more than two offers), anything else by the normal interval of the difference with the
variances that ``evidence`` gives; Holm's correction runs over the pairs of each indicator. Exact
figures differ when they differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np

from kit.figure import Figure, Interval
from visitation.code_lists.lookup import CodeLists
from visitation.guide import answers, evidence, notices, ranking, reasons, statistics
from visitation.guide.answers import Question
from visitation.guide.cards import HeldCard, OfferRange
from visitation.guide.indicators import BY_NAME, INDICATORS, Indicator
from visitation.guide.ranking import Candidate, Placed, Ranking
from visitation.guide.schemas import Card
from visitation.guide.side_by_side import SCORE, Difference, FoundBeside, NotShown
from visitation.guide.statistics import SAME, BoolArray, FloatArray

NOT_PUBLISHED = "Tilbuddet findes ikke eller er ikke udgivet. Vælg et andet i guiden."
TAKES_OTHERS = "Tilbuddet tager ikke imod den valgte målgruppe og matchgruppe. Vælg et andet."
_A_PAIR = 2


class Pair(NamedTuple):
    """Two offers, and what is known of their difference."""

    first: int
    second: int
    difference: float
    low: float
    high: float
    told: bool
    is_exact: bool


def compare(
    question: Question,
    offer_ids: Sequence[str],
    offers: OfferRange | None,
    codes: CodeLists,
    standing_notices: Sequence[str],
) -> FoundBeside:
    """The offers in the order asked for, their places among all, and each pair's differences."""
    taking = answers.cards_for(question, offers)
    held = {card.offer.id: card for card in taking}
    chosen = [held[each] for each in offer_ids if each in held]
    result = ranking.rank((card.candidate for card in taking), dict(question.weights))
    oldest, newest = answers.span(chosen)
    return FoundBeside(
        weights=dict(result.weights),
        as_of=newest,
        oldest_as_of=oldest,
        basis=notices.basis(codes.label("target_groups", question.target_group)),
        notices=[*standing_notices, *question.translated],
        indicators=answers.shown_indicators(chosen),
        cards=[_card(card, result) for card in chosen],
        not_shown=list(_not_shown(offer_ids, held, offers)),
        # Read once: each is looked at in every pair.
        differences=list(
            _differences(
                [replace(card.candidate, figures=dict(card.figures)) for card in chosen], result
            )
        ),
    )


def _card(card: HeldCard, result: Ranking) -> Card:
    key = card.candidate.key
    for placed in result.ranked:
        if placed.candidate.key == key:
            return answers.placed_card(card, placed, result)
    lacking = next(each for each in result.too_few if each.candidate.key == key)
    return answers.lacking_card(card, lacking)


def _not_shown(
    offer_ids: Sequence[str], held: Mapping[str, HeldCard], offers: OfferRange | None
) -> Iterator[NotShown]:
    by_group = offers.by_target_group.values() if offers is not None else ()
    published = {card.offer.id for cards in by_group for card in cards}
    for offer_id in offer_ids:
        if offer_id in held:
            continue
        if offer_id in published:
            yield NotShown(offer_id=offer_id, code="offer_takes_others", detail=TAKES_OTHERS)
        else:
            yield NotShown(offer_id=offer_id, code="offer_not_published", detail=NOT_PUBLISHED)


def _differences(candidates: Sequence[Candidate], result: Ranking) -> Iterator[Difference]:
    by_name: dict[str, dict[tuple[int, int], Pair]] = {}
    for indicator in INDICATORS:
        by_name[indicator.name] = _pairs(candidates, indicator.name)
        for first, second in combinations(range(len(candidates)), 2):
            pair = by_name[indicator.name].get((first, second))
            yield _told(indicator, candidates[first], candidates[second], pair)
    scored = _scored_pairs(candidates, result)
    if len(result.weights) == 1:
        # One share is judged by its own counts, here as in the ranking.
        (name,) = result.weights
        scored = {
            places: pair._replace(told=by_name[name][places].told)
            for places, pair in scored.items()
            if places in by_name[name]
        }
    for first, second in combinations(range(len(candidates)), 2):
        yield _weighed(candidates[first], candidates[second], scored.get((first, second)))


def _pairs(candidates: Sequence[Candidate], name: str) -> dict[tuple[int, int], Pair]:
    """The differences of one indicator between all that have it."""
    readings = [(at, each.reading(name)) for at, each in enumerate(candidates)]
    present = [(at, reading) for at, reading in readings if reading is not None]
    if len(present) < _A_PAIR:
        return {}
    column = evidence.Column.of([reading for _, reading in present])
    at = np.array([place for place, _ in present])
    first, second = np.array(list(combinations(range(len(present)), 2))).T
    if column.is_share:
        return _shares(column, at, first, second)
    variances = column.variances_at(column.pooled())
    return _normal(column.values, np.sqrt(variances), at, first, second)


def _shares(
    column: evidence.Column,
    at: ranking.Positions,
    first: ranking.Positions,
    second: ranking.Positions,
) -> dict[tuple[int, int], Pair]:
    share, n = column.values, column.share_n
    count = np.rint(share * n)
    chance = np.zeros(first.size)
    if share.size > _A_PAIR:
        chance = np.minimum(
            statistics.exact_tail(count[first], n[first], count[second], n[second]),
            statistics.exact_tail(count[second], n[second], count[first], n[first]),
        )

    def told_at(z: float) -> BoolArray:
        low, high = statistics.newcombe(share[first], n[first], share[second], n[second], z)
        told: BoolArray = ((low > 0) | (high < 0)) & (chance <= statistics.normal_tail(z))
        return told

    told = statistics.step_down(told_at, first.size)
    low, high = statistics.newcombe(
        share[first], n[first], share[second], n[second], statistics.critical_z()
    )
    gap = share[first] - share[second]
    return _listed(at, first, second, gap, low, high, told, np.zeros(first.size, dtype=bool))


def _normal(
    values: FloatArray,
    errors: FloatArray,
    at: ranking.Positions,
    first: ranking.Positions,
    second: ranking.Positions,
) -> dict[tuple[int, int], Pair]:
    gap = values[first] - values[second]
    error = np.hypot(errors[first], errors[second])
    least = SAME * np.maximum(1.0, np.abs(values).max())
    told = statistics.step_down(lambda z: np.abs(gap) - z * error > least, first.size)
    reach = statistics.critical_z() * error
    return _listed(at, first, second, gap, gap - reach, gap + reach, told, error == 0)


def _listed(
    at: ranking.Positions,
    first: ranking.Positions,
    second: ranking.Positions,
    *columns: FloatArray | BoolArray,
) -> dict[tuple[int, int], Pair]:
    rows = zip(
        at[first].tolist(), at[second].tolist(), *(each.tolist() for each in columns), strict=True
    )
    return {(row[0], row[1]): Pair(*row) for row in rows}


def _scored_pairs(candidates: Sequence[Candidate], result: Ranking) -> dict[tuple[int, int], Pair]:
    """The differences of the scores that the ranking gave."""
    placed: dict[str, Placed] = {each.candidate.key: each for each in result.ranked}
    present = [(at, placed[each.key]) for at, each in enumerate(candidates) if each.key in placed]
    if len(present) < _A_PAIR:
        return {}
    first, second = np.array(list(combinations(range(len(present)), 2))).T
    return _normal(
        np.array([each.score for _, each in present]),
        np.array([each.standard_error for _, each in present]),
        np.array([at for at, _ in present]),
        first,
        second,
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A pair as it is told."""

    told_apart: bool | None = None
    better: Candidate | None = None


def _verdict(
    pair: Pair | None, first: Candidate, second: Candidate, *, higher_is_better: bool
) -> _Verdict:
    if pair is None:
        return _Verdict()
    if pair.difference == 0:
        return _Verdict(told_apart=False)
    is_first = (pair.difference > 0) is higher_is_better
    return _Verdict(pair.told, first if is_first else second)


def _told(
    indicator: Indicator, first: Candidate, second: Candidate, pair: Pair | None
) -> Difference:
    verdict = _verdict(pair, first, second, higher_is_better=indicator.higher_is_better)
    label = reasons.in_sentence(indicator.label)
    if pair is None:
        sentence = f"{_lacking(indicator, first, second)} ({label})."
    else:
        sentence = _sentence(indicator, first, second, pair, verdict)
    return _difference(indicator.name, first, second, pair, verdict, sentence)


def _lacking(indicator: Indicator, first: Candidate, second: Candidate) -> str:
    without = [each.name for each in (first, second) if each.reading(indicator.name) is None]
    return f"Kan ikke sammenlignes: {reasons.listed(without)} mangler tal"


def _sentence(
    indicator: Indicator, first: Candidate, second: Candidate, pair: Pair, verdict: _Verdict
) -> str:
    label = reasons.in_sentence(indicator.label)
    ours, theirs = (_amount(indicator, each.figures[indicator.name]) for each in (first, second))
    if verdict.better is None or (ours == theirs and not verdict.told_apart):
        return _ended(f"{first.name} og {second.name} er lige på {label}: {ours}")
    worse = second if verdict.better is first else first
    told = f"{_amount(indicator, verdict.better.figures[indicator.name])} mod"
    told += f" {_amount(indicator, worse.figures[indicator.name])}"
    if not verdict.told_apart:
        return _ended(f"Tallene kan ikke skelne {first.name} og {second.name} på {label}: {told}")
    sure = "" if pair.is_exact else " – en statistisk sikker forskel"
    return _ended(f"{verdict.better.name} ligger bedre end {worse.name} på {label}: {told}{sure}")


def _ended(sentence: str) -> str:
    """With one full stop, also after an amount in kr."""
    return sentence.removesuffix(".") + "."


def _weighed(first: Candidate, second: Candidate, pair: Pair | None) -> Difference:
    verdict = _verdict(pair, first, second, higher_is_better=True)
    if pair is None:
        sentence = (
            f"{first.name} og {second.name} kan ikke vejes mod hinanden: der mangler tal, som er"
            " valgt."
        )
    elif verdict.told_apart and verdict.better is not None:
        worse = second if verdict.better is first else first
        sure = "" if pair.is_exact else " – en statistisk sikker forskel"
        sentence = f"{verdict.better.name} står samlet bedre end {worse.name}{sure}."
    else:
        sentence = (
            f"Tallene afgør ikke, hvilket af {first.name} og {second.name} der er bedst:"
            f" {reasons.CHOOSE_FREELY}."
        )
    return _difference(SCORE, first, second, pair, verdict, sentence)


def _difference(
    name: str,
    first: Candidate,
    second: Candidate,
    pair: Pair | None,
    verdict: _Verdict,
    sentence: str,
) -> Difference:
    method = "newcombe" if _is_share(name) else "normal"
    return Difference(
        indicator=name,
        first=first.key,
        second=second.key,
        told_apart=verdict.told_apart,
        better=None if verdict.better is None else verdict.better.key,
        difference=None if pair is None else pair.difference,
        interval=(
            None
            if pair is None or pair.is_exact
            else Interval(low=pair.low, high=pair.high, method=method)
        ),
        sentence=sentence,
    )


def _is_share(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].unit == "share"


def _amount(indicator: Indicator, figure: Figure) -> str:
    if figure.value is None:
        return "ukendt"
    return reasons.amount(indicator, figure.unit, figure.value)
