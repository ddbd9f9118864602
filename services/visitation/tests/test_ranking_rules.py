"""The order of the guide: what may part two offers, and what may never."""

from datetime import date
from decimal import Decimal
from math import isfinite
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.figure import Comparison, Figure, Interval, Suppressed
from visitation.guide import indicators, ranking
from visitation.guide.ranking import Candidate

from .candidates import offer, places, share

patient = settings(deadline=None)  # a busy machine is no failure; bench/ measures speed

HIDDEN = Figure(
    indicator="effect_3m",
    value=None,
    unit="share",
    suppressed=Suppressed(yes=True, reason="too_few"),
    sentence="For få til at sige noget.",
)


def price(kroner: str | int) -> Figure:
    return Figure(indicator="price", value=Decimal(kroner), unit="DKK", sentence="")


@st.composite
def offers(draw: st.DrawFn, most: int = 10) -> list[Candidate]:
    found = []
    for position in range(draw(st.integers(0, most))):
        n = draw(st.integers(1, 300))
        answers = draw(st.integers(1, 60))
        figures = [share(draw(st.integers(0, n)), n), price(draw(st.integers(0, 3)) * 500)]
        figures.append(share(draw(st.integers(0, answers)), answers, "satisfaction"))
        kept = draw(st.integers(0, 3))
        start = draw(st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 4))))
        name = draw(st.sampled_from(["Ørsted", "ålborg", "Ærø", "Bo", "bo"]))
        found.append(offer(f"{position:02}", *figures[: kept or 3], name=name, start=start))
    return found


WEIGHTS = st.sampled_from(
    [
        {},
        {"price": 1.0},
        {"effect_3m": 2.0, "price": 1.0},
        {"effect_3m": 1.0, "satisfaction": 3.0, "price": 0.0},
        {"satisfaction": 0.25},
    ]
)


@patient
@given(offers(), WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_in_which_offers_come_changes_nothing(
    candidates: list[Candidate],
    weights: dict[str, float],
    random: Random,
) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert ranking.rank(shuffled, weights) == ranking.rank(candidates, weights)


@patient
@given(offers(), WEIGHTS)
def test_places_count_every_offer_above_and_ties_are_mutual(
    candidates: list[Candidate], weights: dict[str, float]
) -> None:
    result = ranking.rank(candidates, weights)
    order = [each.place for each in result.ranked]
    assert len(result.ranked) + len(result.too_few) == len(candidates)
    assert order == sorted(order)
    for each in result.ranked:
        assert each.place == 1 + sum(place < each.place for place in order)
        assert each.tied_with == order.count(each.place) - 1
        assert each.tied == (each.tied_with > 0)


@patient
@given(offers(), WEIGHTS)
def test_every_score_is_a_number(candidates: list[Candidate], weights: dict[str, float]) -> None:
    for each in ranking.rank(candidates, weights).ranked:
        interval = each.score_interval
        assert isfinite(each.score)
        assert isfinite(each.standard_error)
        assert interval.low <= each.score <= interval.high


@patient
@given(offers(), WEIGHTS)
def test_an_offer_that_lacks_a_chosen_figure_moves_no_other(
    candidates: list[Candidate], weights: dict[str, float]
) -> None:
    lacking = offer("zz", HIDDEN)
    without = ranking.rank(candidates, weights)
    result = ranking.rank([*candidates, lacking], weights)
    assert result.ranked == without.ranked
    assert lacking in [each.candidate for each in result.too_few]


@patient
@given(offers())
def test_weights_count_by_their_proportions_alone(candidates: list[Candidate]) -> None:
    one = ranking.rank(candidates, {"effect_3m": 2, "price": 1})
    other = ranking.rank(candidates, {"effect_3m": 200, "price": 100})
    assert one.ranked == other.ranked


def test_a_handful_of_courses_all_gone_well_do_not_outrank_hundreds() -> None:
    usual = [offer(str(each), share(190 + 4 * each, 500)) for each in range(10)]
    proven, lucky = offer("proven", share(300, 500)), offer("lucky", share(5, 5))
    result = ranking.rank([proven, lucky, *usual])
    scores = {each.candidate.key: each.score for each in result.ranked}
    assert scores["proven"] > scores["lucky"] > scores["9"]
    assert {key for key, place in places(result).items() if place == 1} >= {"proven", "lucky"}
    assert places(result)["0"] > 1


def test_inside_a_place_the_soonest_start_comes_first_then_the_name_and_unknown_starts_last() -> (
    None
):
    soon, later = date(2026, 12, 1), date(2027, 2, 1)
    result = ranking.rank(
        [
            offer("1", share(40, 100), name="Aktiv", start=None),
            offer("2", share(41, 100), name="Åben", start=soon),
            offer("3", share(42, 100), name="øvelse", start=soon),
            offer("4", share(40, 100), name="Zoneterapi", start=soon),
            offer("5", share(40, 100), name="Bedst", start=later),
        ]
    )
    assert [each.candidate.key for each in result.ranked] == ["4", "3", "2", "5", "1"]


def test_a_price_is_exact_so_a_lower_one_stands_above_and_the_same_one_beside() -> None:
    result = ranking.rank(
        [offer("a", price("9000")), offer("b", price("8999.50")), offer("c", price("9000.00"))],
        {"price": 1},
    )
    assert places(result) == {"b": 1, "a": 2, "c": 2}
    assert {each.standard_error for each in result.ranked} == {0.0}


def test_a_start_can_be_ranked_by_and_an_unknown_one_is_missing() -> None:
    def starts(day: date) -> Figure:
        return Figure(indicator="next_start", value=day, unit="date", sentence="")

    result = ranking.rank(
        [
            offer("late", starts(date(2027, 3, 1))),
            offer("soon", starts(date(2026, 12, 1))),
            offer("unknown"),
        ],
        {"next_start": 1},
    )
    assert places(result) == {"soon": 1, "late": 2}
    assert [each.missing for each in result.too_few] == [("next_start",)]


def test_two_indicators_are_weighed_against_each_other() -> None:
    candidates = [
        offer("good and dear", share(700, 1000), price(20_000)),
        offer("poor and cheap", share(300, 1000), price(5_000)),
    ]
    for_effect = ranking.rank(candidates, {"effect_3m": 3, "price": 1})
    for_price = ranking.rank(candidates, {"effect_3m": 1, "price": 3})
    assert places(for_effect) == {"good and dear": 1, "poor and cheap": 2}
    assert places(for_price) == {"poor and cheap": 1, "good and dear": 2}


def test_what_is_missing_is_named_in_the_order_of_the_guide() -> None:
    result = ranking.rank(
        [offer("a", HIDDEN), offer("b", share(4, 9)), offer("c", share(4, 9), price(100))],
        {"price": 1, "effect_3m": 1},
    )
    assert places(result) == {"c": 1}
    assert {each.candidate.key: each.missing for each in result.too_few} == {
        "a": ("effect_3m", "price"),
        "b": ("price",),
    }


def test_no_offers_and_one_offer_are_rankings_too() -> None:
    assert ranking.rank([]).ranked == ()
    only = ranking.rank([offer("a", share(1, 1))]).ranked[0]
    assert (only.place, only.tied_with, only.score) == (1, 0, 0.0)


def test_nothing_chosen_is_the_three_month_effect() -> None:
    candidates = [offer("a", share(90, 100), price(9)), offer("b", share(10, 100), price(1))]
    for weights in (None, {}, {"price": 0.0}):
        result = ranking.rank(candidates, weights)
        assert result.weights == {"effect_3m": 1.0}
        assert places(result) == {"a": 1, "b": 2}


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf"), 1001])
def test_a_weight_out_of_range_is_refused(weight: float) -> None:
    with pytest.raises(indicators.WeightOutOfRange):
        ranking.rank([], {"price": weight})


def test_a_weight_for_something_unknown_is_refused() -> None:
    with pytest.raises(indicators.UnknownIndicator):
        ranking.rank([], {"nationality": 1})


def test_a_figure_compared_or_with_an_interval_ranks_as_its_value() -> None:
    plain, dressed = (
        share(30, 60),
        share(30, 60).model_copy(
            update={
                "comparison": Comparison(value=0.4, n=900),
                "interval": Interval(low=0.37, high=0.63, method="wilson"),
            }
        ),
    )
    rest = [offer("b", share(55, 60)), offer("c", share(5, 60))]
    one = ranking.rank([offer("a", plain), *rest])
    other = ranking.rank([offer("a", dressed), *rest])
    assert [each.score for each in one.ranked] == [each.score for each in other.ranked]
