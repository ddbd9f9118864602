"""The guide's statistics against published numbers and against slow readings of their rules."""

from math import comb, log
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kit.figure import wilson
from visitation.guide import statistics

patient = settings(deadline=None)  # a busy machine is no failure; bench/ measures speed

Z = statistics.critical_z()


def counts(most: int = 400) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_newcombes_table_of_1998(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    limits = statistics.newcombe(first[0] / first[1], first[1], second[0] / second[1], second[1], Z)
    assert limits == pytest.approx((low, high), abs=5e-5)


@patient
@given(counts(), counts(), st.floats(0.1, 8))
def test_a_difference_turned_round_has_its_limits_turned_round(
    one: tuple[int, int], other: tuple[int, int], z: float
) -> None:
    low, high = statistics.newcombe(one[0] / one[1], one[1], other[0] / other[1], other[1], z)
    back = statistics.newcombe(other[0] / other[1], other[1], one[0] / one[1], one[1], z)
    assert back == pytest.approx((-high, -low))
    assert -1 - 1e-9 <= low <= high <= 1 + 1e-9


@patient
@given(counts(), counts(), st.floats(0.1, 8), st.floats(0.01, 4))
def test_a_stricter_level_never_tells_more_apart(
    one: tuple[int, int], other: tuple[int, int], z: float, more: float
) -> None:
    shares = (one[0] / one[1], one[1], other[0] / other[1], other[1])
    low, high = statistics.newcombe(*shares, z)
    lower, higher = statistics.newcombe(*shares, z + more)
    assert lower <= low + 1e-12
    assert higher >= high - 1e-12


@patient
@given(counts(5000))
def test_the_limits_of_a_share_are_those_of_the_figure(count: tuple[int, int]) -> None:
    known, n = count
    figure = wilson(known, n)
    assert statistics.wilson_limits(known / n, n, Z) == pytest.approx(
        (figure.low, figure.high), abs=1e-12
    )


def test_many_shares_are_judged_as_each_would_be_alone() -> None:
    share, n = np.array([0.0, 0.4, 1.0]), np.array([5.0, 50.0, 500.0])
    low, high = statistics.newcombe(np.array([0.7]), np.array([40.0]), share, n, Z)
    alone = [statistics.newcombe(0.7, 40, p, k, Z) for p, k in zip(share, n, strict=True)]
    assert np.column_stack((low, high)) == pytest.approx(np.array(alone))


def test_the_variance_between_studies_is_that_published_for_the_thirteen_vaccine_trials() -> None:
    # Colditz et al., JAMA 271 (1994), log relative risks; Paule–Mandel as in Viechtbauer's metafor.
    trials = """4 119 11 128 · 6 300 29 274 · 3 228 11 209 · 62 13536 248 12619 · 33 5036 47 5761 ·
        180 1361 372 1079 · 8 2537 10 619 · 505 87886 499 87892 · 29 7470 45 7232 ·
        17 1699 65 1600 · 186 50448 141 27197 · 5 2493 3 2338 · 27 16886 29 17825"""
    values, variances = [], []
    for trial in trials.split("·"):
        ill, well, ill_without, well_without = (int(word) for word in trial.split())
        treated, control = ill + well, ill_without + well_without
        values.append(log(ill / treated) - log(ill_without / control))
        variances.append(1 / ill - 1 / treated + 1 / ill_without - 1 / control)
    spread = statistics.paule_mandel(np.array(values), np.array(variances))
    assert spread.between == pytest.approx(0.3181, abs=5e-5)
    assert spread.mean == pytest.approx(-0.7150, abs=5e-5)


@patient
@given(st.lists(st.integers(0, 50_000), min_size=2, max_size=30))
def test_exact_values_are_spread_as_their_sample_variance(values: list[int]) -> None:
    numbers = np.array(values, dtype=np.float64)
    spread = statistics.paule_mandel(numbers, np.zeros_like(numbers))
    assert spread.between == pytest.approx(float(np.var(numbers, ddof=1)), rel=1e-9)
    if spread.between:
        assert spread.mean == pytest.approx(float(numbers.mean()))


@patient
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)), min_size=1, max_size=20))
def test_the_weighted_sum_of_squares_meets_its_expectation_or_there_is_no_spread(
    pairs: list[tuple[float, float]],
) -> None:
    values, variances = np.array(pairs).T
    spread = statistics.paule_mandel(values, variances)
    assert np.isfinite([spread.mean, spread.between]).all()
    assert spread.between >= 0
    assert values.min() - 1e-6 <= spread.mean <= values.max() + 1e-6
    if spread.between > 1e-6 * max(1.0, float(np.ptp(values)) ** 2):
        weights = 1 / (spread.between + variances)
        total = float((weights * (values - spread.mean) ** 2).sum())
        assert total == pytest.approx(len(pairs) - 1, rel=1e-6)


@patient
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1e-6, 1)), min_size=2, max_size=20))
def test_a_figure_is_drawn_towards_the_mean_and_never_past_it(
    pairs: list[tuple[float, float]],
) -> None:
    values, variances = np.array(pairs).T
    spread = statistics.paule_mandel(values, variances)
    estimates = statistics.shrunk(values, variances, spread)
    assert (np.abs(estimates - spread.mean) <= np.abs(values - spread.mean) + 1e-12).all()
    assert ((estimates - spread.mean) * (values - spread.mean) >= -1e-12).all()
    doubt = statistics.shrunk_variances(variances, spread)
    assert (doubt <= np.minimum(variances, spread.between) + 1e-12).all()


def test_a_handful_of_courses_leaves_the_whole_spread_in_doubt() -> None:
    spread = statistics.Spread(mean=0.4, between=0.01)
    few, many = statistics.shrunk_variances(np.array([10.0, 1e-6]), spread)
    assert few == pytest.approx(0.01, rel=0.01)
    assert many == pytest.approx(1e-6, rel=0.01)


def holm(p_values: list[float], family: int) -> list[bool]:
    """Holm's procedure as it is written: by rising p, until the first that is not below."""
    told = [False] * len(p_values)
    by_size = sorted(range(len(p_values)), key=lambda each: p_values[each])
    for rank, each in enumerate(by_size):
        if p_values[each] >= 0.05 / (family - rank):
            break
        told[each] = True
    return told


@patient
@given(st.lists(st.floats(0, 6), min_size=1, max_size=12), st.integers(0, 50))
def test_asking_intervals_step_by_step_is_holms_procedure(
    distances: list[float], unlooked: int
) -> None:
    family = len(distances) + unlooked
    p_values = [2 * NormalDist().cdf(-z) for z in distances]
    steps = [0.05 / (family - rank) for rank in range(len(distances))]
    assume(all(abs(p - step) > 1e-12 for p in p_values for step in steps))
    told = statistics.step_down(lambda z: np.array(distances) > z, family)
    assert told.tolist() == holm(p_values, family)


def test_nothing_to_compare_is_nothing_told() -> None:
    assert statistics.step_down(lambda _: np.array([], dtype=np.bool_), 0).size == 0


def exact_p(first: int, n_first: int, second: int, n_second: int) -> float:
    total = first + second
    ways = sum(
        comb(n_first, k) * comb(n_second, total - k) for k in range(first, min(n_first, total) + 1)
    )
    return ways / comb(n_first + n_second, total)


def tail_of(first: int, n_first: int, second: int, n_second: int) -> float:
    numbers = [np.array([float(each)]) for each in (first, n_first, second, n_second)]
    return float(statistics.exact_tail(*numbers)[0])


def test_the_lady_who_tastes_every_cup_right_has_one_chance_in_seventy() -> None:
    assert tail_of(4, 4, 0, 4) == pytest.approx(1 / 70)
    assert 17 / 70 <= tail_of(3, 4, 1, 4) <= 18 / 70


@patient
@given(counts(), counts())
def test_the_chance_is_never_said_to_be_smaller_than_it_is(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    bound, exact = tail_of(*one, *other), exact_p(*one, *other)
    assert bound >= exact * (1 - 1e-9)
    if one[0] * other[1] > other[0] * one[1] and exact < 1e-3:
        assert bound <= 1.25 * exact
    if one[0] * other[1] <= other[0] * one[1]:
        assert bound == 1
