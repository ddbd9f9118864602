"""The curves and the log-rank test against lifelines, and against exact fractions."""

import math
import warnings
from collections import Counter
from fractions import Fraction
from random import Random

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]
from lifelines.statistics import multivariate_logrank_test  # type: ignore[import-untyped]
from scipy.stats import chi2  # type: ignore[import-untyped]

from effects import survival
from effects.survival import estimates, log_rank

CLOSE = 1e-9


def _draw_durations(
    generator: np.random.Generator, spells: int, groups: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    codes = generator.integers(0, groups, spells) ** 2 // max(groups - 1, 1)
    durations = generator.geometric(0.02 + 0.1 * generator.random(groups))[codes]
    durations = generator.geometric(0.05, spells) + durations // 4
    exited = generator.random(spells) < generator.random()
    return durations, exited, codes


def _assert_curve_is_that_of_lifelines(
    curves: survival.Curves, group: int, durations: npt.ArrayLike, exited: npt.ArrayLike
) -> None:
    fitted = KaplanMeierFitter().fit(durations, exited)
    table, rows = fitted.event_table, curves.rows_of(group)
    assert curves.week[rows].tolist() == table.index.astype(int).tolist()
    assert curves.at_risk[rows].tolist() == table["at_risk"].tolist()
    assert curves.exits[rows].tolist() == table["observed"].tolist()
    assert curves.censored[rows].tolist() == table["censored"].tolist()
    intervals = fitted.confidence_interval_.to_numpy()
    for ours, theirs in (
        (curves.survival, fitted.survival_function_.to_numpy()[:, 0]),
        (curves.variance, fitted._cumulative_sq_.to_numpy()),
        (curves.ci_low, intervals[:, 0]),
        (curves.ci_high, intervals[:, 1]),
    ):
        np.testing.assert_allclose(ours[rows], theirs, rtol=0, atol=CLOSE)
    if not np.any(np.abs(curves.survival[rows] - 0.5) < CLOSE):
        assert survival.find_medians(curves)[group] == fitted.median_survival_time_


@pytest.mark.parametrize("seed", range(12))
def test_curves_are_those_of_lifelines(seed: int) -> None:
    generator = np.random.default_rng(seed)
    spells, groups = int(generator.choice([1, 7, 60, 3000])), int(generator.choice([1, 2, 9]))
    durations, exited, codes = _draw_durations(generator, spells, groups)
    exited &= codes != 3  # a group without exits
    curves = survival.estimate_curves(durations, exited, codes, groups=groups + 1)
    assert curves.spells.tolist() == np.bincount(codes, minlength=groups + 1).tolist()
    for group in set(codes.tolist()):
        ours = codes == group
        _assert_curve_is_that_of_lifelines(curves, group, durations[ours], exited[ours])


@pytest.mark.parametrize(
    ("durations", "exited"),
    [
        ([5], [True]),
        ([5], [False]),
        ([0, 0, 3], [True, False, True]),
        ([4, 4, 4], [True, True, True]),
        ([4, 4, 4], [True, False, True]),
        ([2, 4, 4], [False, False, False]),
        ([1, 2, 2, 9], [True, True, True, False]),
    ],
)
def test_the_smallest_curves_are_those_of_lifelines(
    durations: list[int], exited: list[bool]
) -> None:
    curves = survival.estimate_curves(durations, exited)
    _assert_curve_is_that_of_lifelines(curves, 0, durations, exited)


def test_counting_in_blocks_gives_the_same_curves(monkeypatch: pytest.MonkeyPatch) -> None:
    durations, exited, codes = _draw_durations(np.random.default_rng(1), 500, 20)
    whole = survival.estimate_curves(durations, exited, codes, groups=23)
    monkeypatch.setattr(estimates, "_CELLS", 300)
    parts = survival.estimate_curves(durations, exited, codes, groups=23)
    for name in ("offsets", "week", "at_risk", "exits", "censored", "survival", "ci_high"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))


def test_medians_are_exact_where_survival_is_a_half() -> None:
    random = Random(2)  # noqa: S311 - the same spells each time
    halves = 0
    for _ in range(300):
        spells = [
            (random.randint(1, 6), random.random() < 0.7) for _ in range(random.choice([6, 12]))
        ]
        curves = survival.estimate_curves(*map(np.array, zip(*spells, strict=True)))
        share, median = Fraction(1), math.inf
        for week in range(7):
            at_risk = sum(duration >= week for duration, _ in spells)
            exits = sum(duration == week and left for duration, left in spells)
            share *= Fraction(at_risk - exits, at_risk) if at_risk else 1
            halves += share == Fraction(1, 2)
            if share <= Fraction(1, 2):
                median = week
                break
        assert survival.find_medians(curves).tolist() == [median]
    assert halves > 20


def test_survival_just_above_a_half_is_not_a_median() -> None:
    # Week 1 leaves 5,000,000,001 of 10,000,000,001, which is more than half by very little.
    near = survival.Curves(
        offsets=np.array([0, 2]),
        week=np.array([1, 2], np.int32),
        at_risk=np.array([10**10 + 1, 5 * 10**9 + 1]),
        exits=np.array([5 * 10**9, 5 * 10**9]),
        censored=np.array([0, 0]),
        survival=np.array([0.5 + 5e-11, 1e-10]),
        variance=np.zeros(2),
        ci_low=np.zeros(2),
        ci_high=np.zeros(2),
    )
    assert survival.find_medians(near).tolist() == [2]


def test_a_group_without_spells_has_no_curve_and_no_median() -> None:
    curves = survival.estimate_curves([3, 4], [True, False], [2, 2], groups=4)
    assert curves.spells.tolist() == [0, 0, 2, 0]
    assert curves.offsets.tolist() == [0, 0, 0, 3, 3]
    medians = survival.find_medians(curves).tolist()
    assert medians[2] == 3
    assert [math.isnan(median) for median in medians] == [True, True, False, True]


def test_no_spells_at_all_make_empty_curves() -> None:
    curves = survival.estimate_curves([], [], [], groups=0)
    assert (curves.groups, len(curves.week)) == (0, 0)
    assert survival.compare_groups(curves) is None
    assert survival.estimate_curves([], []).groups == 1


@pytest.mark.parametrize(
    ("durations", "exited", "codes", "groups"),
    [
        ([1, 2], [True], [0, 0], 1),
        ([1, -2], [True, True], [0, 0], 1),
        ([1, 70_000], [True, True], [0, 0], 1),
        ([1.5, 2], [True, True], [0, 0], 1),
        ([1, 2], [True, True], [0, 1], 1),
        ([1, 2], [True, True], [0, -1], 2),
        ([[1, 2]], [[True, True]], [[0, 0]], 1),
    ],
)
def test_what_cannot_be_spells_is_refused(
    durations: list[float], exited: list[bool], codes: list[int], groups: int
) -> None:
    with pytest.raises(survival.SpellsDoNotFit):
        survival.estimate_curves(durations, exited, codes, groups=groups)


def _lifelines_log_rank(
    durations: npt.ArrayLike, exited: npt.ArrayLike, codes: npt.ArrayLike
) -> tuple[float, float]:
    with warnings.catch_warnings():
        # lifelines calls `DataFrame.sum(0)`, which pandas 4 will refuse.
        warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
        result = multivariate_logrank_test(durations, codes, exited)
    return float(result.test_statistic), float(result.p_value)


@pytest.mark.parametrize("seed", range(10))
def test_the_log_rank_test_is_that_of_lifelines(seed: int) -> None:
    # Ten groups are fewer than the weeks with exits, and forty are more: both ways of solving.
    generator = np.random.default_rng(seed)
    groups = int(generator.choice([2, 3, 10, 40]))
    durations, exited, codes = _draw_durations(generator, 2000, groups)
    durations = np.minimum(durations, int(generator.choice([12, 80])))
    exited &= codes != 2  # a group without exits
    durations, exited, codes = (
        np.append(values, extra)
        for values, extra in ((durations, 7), (exited, True), (codes, groups))  # one single spell
    )
    ours = survival.compare_groups(survival.estimate_curves(durations, exited, codes))
    assert ours is not None
    chi_square, p = _lifelines_log_rank(durations, exited, codes)
    assert ours.chi_square == pytest.approx(chi_square, rel=CLOSE, abs=CLOSE)
    assert ours.p == pytest.approx(p, rel=1e-7, abs=CLOSE)
    assert ours.degrees == len(set(codes.tolist())) - 1


@pytest.mark.parametrize(
    ("durations", "exited", "codes"),
    [
        ([3, 3, 4, 4], [False] * 4, [0, 1, 0, 1]),  # nobody exits
        ([3, 3, 3], [True] * 3, [0, 1, 1]),  # all exit at once
        ([1, 1, 3, 4, 3, 5], [False, False, True, True, True, True], [0, 0, 1, 1, 2, 2]),
        ([1, 2, 3], [True, True, True], [0, 1, 2]),
    ],
)
def test_the_smallest_log_rank_tests_are_those_of_lifelines(
    durations: list[int], exited: list[bool], codes: list[int]
) -> None:
    ours = survival.compare_groups(survival.estimate_curves(durations, exited, codes))
    assert ours is not None
    chi_square, p = _lifelines_log_rank(durations, exited, codes)
    assert ours.chi_square == pytest.approx(chi_square, rel=CLOSE, abs=CLOSE)
    assert ours.p == pytest.approx(p, rel=CLOSE, abs=CLOSE)


def test_both_ways_of_solving_give_the_same_in_exact_numbers() -> None:
    generator = np.random.default_rng(5)
    for groups in (4, 9, 25):
        durations = generator.integers(1, 10, 300)
        exited, codes = generator.random(300) < 0.6, generator.integers(0, groups, 300)
        ours = survival.compare_groups(survival.estimate_curves(durations, exited, codes))
        assert ours is not None
        exact = float(_exact_chi_square(durations.tolist(), exited.tolist(), codes.tolist()))
        assert ours.chi_square == pytest.approx(exact, rel=1e-12)


def test_a_log_rank_test_of_very_unequal_groups_keeps_its_digits() -> None:
    generator = np.random.default_rng(8)
    codes = np.zeros(200_000, np.int64)
    codes[:5] = [1, 1, 1, 2, 3]
    durations, exited = generator.integers(1, 9, len(codes)), generator.random(len(codes)) < 0.5
    exited[:5] = True
    ours = survival.compare_groups(survival.estimate_curves(durations, exited, codes))
    assert ours is not None
    exact = float(_exact_chi_square(durations.tolist(), exited.tolist(), codes.tolist()))
    assert ours.chi_square == pytest.approx(exact, rel=1e-12)
    assert ours.least_expected < 2


def _exact_chi_square(durations: list[int], exited: list[bool], codes: list[int]) -> Fraction:
    """The log-rank chi-square in fractions, by its textbook formula and Gauss elimination."""
    ended = Counter(zip(codes, durations, strict=True))
    left = Counter(
        (code, week) for code, week, out in zip(codes, durations, exited, strict=True) if out
    )
    groups, last = sorted(set(codes)), max(durations)
    size = len(groups)
    z = [Fraction(0)] * size
    v = [[Fraction(0)] * size for _ in groups]
    for week in range(last + 1):
        at_risk = [sum(ended[g, later] for later in range(week, last + 1)) for g in groups]
        exits = [left[g, week] for g in groups]
        n, d = sum(at_risk), sum(exits)
        if not d:
            continue
        for j in range(size):
            z[j] += exits[j] - Fraction(d * at_risk[j], n)
            for other in range(size) if n > 1 else ():
                same = n if other == j else 0
                v[j][other] += Fraction(
                    d * (n - d) * at_risk[j] * (same - at_risk[other]), n * n * (n - 1)
                )
    rows = [[*v[j][:-1], z[j]] for j in range(size - 1)]
    for pivot in range(size - 1):
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for j in range(size - 1):
            if j != pivot:
                factor = rows[j][pivot]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[pivot], strict=True)]
    return sum((z[j] * rows[j][-1] for j in range(size - 1)), Fraction(0))


def test_one_group_is_not_compared() -> None:
    curves = survival.estimate_curves([1, 2], [True, True], [1, 1], groups=3)
    assert survival.compare_groups(curves) is None


@pytest.mark.parametrize("degrees", [1, 2, 3, 8, 199, 1999])
def test_the_tail_of_chi_square_is_that_of_scipy(degrees: int) -> None:
    for chi_square in (0.0, 1e-9, 0.5, 3.84, degrees * 0.8, degrees, degrees * 1.2, degrees * 2):
        ours = log_rank.chi_square_tail(chi_square, degrees)
        assert ours == pytest.approx(float(chi2.sf(chi_square, degrees)), rel=1e-10, abs=1e-300)


def test_a_tail_without_degrees_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one degree"):
        log_rank.chi_square_tail(1.0, 0)
