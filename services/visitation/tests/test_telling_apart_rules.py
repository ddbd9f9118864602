"""When the guide may tell two offers apart, tried also on offers that are in truth equal."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.figure import Figure
from visitation.guide import ranking, statistics
from visitation.guide.ranking import Candidate, Ranking

from .candidates import offer, places, share

patient = settings(deadline=None)  # a busy machine is no failure; bench/ measures speed


@st.composite
def offers(draw: st.DrawFn, most: int = 10) -> list[Candidate]:
    sizes = draw(st.lists(st.integers(1, 300), max_size=most))
    return [
        offer(f"{position:02}", share(draw(st.integers(0, n)), n))
        for position, n in enumerate(sizes)
    ]


@patient
@given(offers())
def test_a_surely_better_share_never_stands_below(candidates: list[Candidate]) -> None:
    placed = ranking.rank(candidates).ranked
    strictest = statistics.critical_z(max(1, len(placed) - 1))
    shares = [(each.place, each.candidate.figures["effect_3m"]) for each in placed]
    for place, ours in shares:
        for other_place, theirs in shares:
            low, _ = statistics.newcombe(*of(ours), *of(theirs), strictest)
            if low > 0 and chance(ours, theirs) < statistics.normal_tail(strictest):
                assert place <= other_place


def of(figure: Figure) -> tuple[float, float]:
    assert isinstance(figure.value, float)
    assert figure.n is not None
    return figure.value, float(figure.n)


def chance(ours: Figure, theirs: Figure) -> float:
    numbers = (ours.numerator, ours.n, theirs.numerator, theirs.n)
    return float(statistics.exact_tail(*[np.array([float(each or 0)]) for each in numbers])[0])


def test_the_interval_of_two_shares_decides_as_published() -> None:
    apart = ranking.rank([offer("a", share(48, 80)), offer("b", share(56, 70))])
    together = ranking.rank([offer("a", share(5, 56)), offer("b", share(0, 29))])
    assert places(apart) == {"b": 1, "a": 2}
    assert places(together) == {"a": 1, "b": 1}


def test_those_not_told_from_the_best_share_its_place_and_the_next_place_counts_them() -> None:
    result = ranking.rank(
        [
            offer("best", share(80, 100)),
            offer("near", share(78, 100)),
            offer("few", share(3, 6)),
            offer("low", share(35, 100)),
            offer("lower", share(31, 100)),
            offer("last", share(2, 100)),
        ]
    )
    assert places(result) == {"best": 1, "near": 1, "few": 1, "low": 4, "lower": 4, "last": 6}
    assert [each.tied_with for each in result.ranked] == [2, 2, 2, 1, 1, 0]


def test_two_offers_that_alone_differ_are_tied_among_many_that_were_looked_at() -> None:
    pair = [offer("a", share(60, 100)), offer("b", share(45, 100))]
    others = [offer(f"c{each}", share(53, 100)) for each in range(10)]
    assert places(ranking.rank(pair)) == {"a": 1, "b": 2}
    assert set(places(ranking.rank([*pair, *others])).values()) == {1}


def test_without_spread_between_offers_nobody_is_told_apart() -> None:
    result = ranking.rank([offer(str(each), share(40 + each % 3, 100)) for each in range(12)])
    assert {each.place for each in result.ranked} == {1}
    assert {each.score for each in result.ranked} == {0.0}
    assert result.level == ("effect_3m",)


def test_two_far_apart_are_not_told_where_all_together_differ_no_more_than_chance() -> None:
    usual = [offer(str(each), share(50, 100)) for each in range(38)]
    high, low = offer("high", share(66, 100)), offer("low", share(34, 100))
    result = ranking.rank([high, low, *usual])
    assert result.level == ("effect_3m",)
    assert {each.place for each in result.ranked} == {1}


def test_what_is_told_leaves_more_room_for_the_next() -> None:
    near = [offer("a", share(60, 100)), offer("b", share(44, 100))]
    assert places(ranking.rank([*near, offer("c", share(95, 100))])) == {"c": 1, "a": 2, "b": 3}
    assert set(places(ranking.rank([*near, offer("c", share(52, 100))])).values()) == {1}


def test_a_second_figure_alike_for_both_decides_nothing() -> None:
    def pair(numerator: int) -> list[Candidate]:
        return [
            offer("a", share(numerator, 100), share(80, 100, "satisfaction")),
            offer("b", share(41, 100), share(80, 100, "satisfaction")),
        ]

    both = {"effect_3m": 1.0, "satisfaction": 1.0}
    for numerator, place_of_b in ((58, 2), (47, 1)):
        alone, together = ranking.rank(pair(numerator)), ranking.rank(pair(numerator), both)
        assert places(alone) == places(together) == {"a": 1, "b": place_of_b}
        assert together.level[-1] == "satisfaction"


def test_two_figures_of_the_same_courses_are_not_two_proofs() -> None:
    def pair(other: str, *, better: int, worse: int) -> Ranking:
        weights = {"effect_3m": 1.0, other: 1.0}
        rows = [(str(each), 50) for each in range(6)] + [("up", better), ("down", worse)]
        return ranking.rank(
            [offer(key, share(x, 100), share(x, 100, other)) for key, x in rows], weights
        )

    same_courses = pair("effect_7m", better=66, worse=34)
    other_people = pair("satisfaction", better=66, worse=34)
    wide = {each.candidate.key: each.standard_error for each in same_courses.ranked}
    narrow = {each.candidate.key: each.standard_error for each in other_people.ranked}
    assert wide["up"] == pytest.approx(narrow["up"] * 2**0.5)
    assert wide["down"] == pytest.approx(narrow["down"] * 2**0.5)


def is_lost(rng: np.random.Generator, sizes: np.ndarray, truth: Mapping[str, np.ndarray]) -> bool:
    """Whether the offer that is best in truth, the first, was told below another."""
    candidates = [
        offer(
            str(position),
            *(share(int(rng.binomial(n, p[position])), int(n), name) for name, p in truth.items()),
        )
        for position, n in enumerate(sizes)
    ]
    result = ranking.rank(candidates, dict.fromkeys(truth, 1.0))
    return places(result)["0"] > 1


def best_by(margin: float, level: float, offers: int = 10) -> np.ndarray:
    """True shares, of which the first is the highest by a margin, or equal to the others."""
    return np.array([level + margin, *[level] * (offers - 1)])


@pytest.mark.parametrize(
    ("few", "many", "truth"),
    [
        (30, 300, {"effect_3m": best_by(0.0, 0.4)}),
        (300, 30, {"effect_3m": best_by(0.03, 0.4)}),
        (5, 2000, {"effect_3m": best_by(0.0, 0.4)}),
        (5, 2000, {"effect_3m": best_by(0.01, 0.02)}),
        (30, 300, {"effect_3m": best_by(0.02, 0.4), "satisfaction": best_by(0.0, 0.8)}),
        (5, 2000, {"business_oriented_share": best_by(0.0, 0.03), "satisfaction": best_by(0, 0.9)}),
        (100, 100, {"effect_3m": best_by(0.0, 0.3, offers=40)}),
    ],
)
def test_the_truly_best_offer_is_lost_in_at_most_one_ranking_of_twenty(
    few: int, many: int, truth: dict[str, np.ndarray]
) -> None:
    rng = np.random.default_rng(20261115)
    rankings = 400
    offers = len(next(iter(truth.values())))
    sizes = np.where(np.arange(offers) % 2, many, few)
    assert sum(is_lost(rng, sizes, truth) for _ in range(rankings)) / rankings <= 0.05


def test_large_true_differences_are_told() -> None:
    rng = np.random.default_rng(20261115)
    truth = {"effect_3m": np.repeat([0.6, 0.3], 5)}
    told = 0
    for _ in range(50):
        rows = [
            offer(str(position), share(int(rng.binomial(150, p)), 150))
            for position, p in enumerate(truth["effect_3m"])
        ]
        found = places(ranking.rank(rows))
        told += all(found[str(good)] == 1 for good in range(5)) and all(
            found[str(poor)] > 1 for poor in range(5, 10)
        )
    assert told >= 40
