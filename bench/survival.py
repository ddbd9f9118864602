"""Kaplan–Meier by group and the log-rank test: our counts of weeks beside lifelines, same cells.

Our loops are compiled by one call on other spells before anything is timed. lifelines fits each
group by itself: from arrays put in groups before its time begins, and once more from spells that
numpy has counted by week and that are given as weights, which is the fastest that it goes.
"""

import time
import warnings
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]
from lifelines.statistics import multivariate_logrank_test  # type: ignore[import-untyped]

from effects import survival
from effects.coverage import Coverage
from effects.packed.register import NO_DAY, WEEK_ZERO, PackedRegister

DEFAULT_SPELLS = "1m"
GROUPS = 2_000
LOG_RANK_GROUPS = (20, 200)
ROUNDS = 7
CLOSE = 1e-9
SPANS = 8  # of a citizen of the register that the clock is tried on
WEEKS = 780  # fifteen years
_SEED = 11

Fits = list[tuple[int, KaplanMeierFitter]]
T = TypeVar("T")


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of spells, such as 100k or 1m."""
    spells = _number(scale or DEFAULT_SPELLS)
    generator = np.random.default_rng(_SEED)
    warm = _draw_spells(generator, 1_000, 20)
    survival.compare_groups(survival.estimate_curves(*warm))
    ours: dict[str, Any] = {}
    peers: dict[str, Any] = {"lifelines": {}, "lifelines_weighted": {}}
    agree = True
    for groups, their_rounds in ((1, 3), (GROUPS, 1)):
        drawn, name = _draw_spells(generator, spells, groups), f"groups_{groups}"
        curves, seconds = _timed(partial(survival.estimate_curves, *drawn), ROUNDS)
        ours[name] = {"seconds": seconds, "rows": len(curves.week)}
        for peer, fit in (
            ("lifelines", partial(_fit, _put_in_groups(*drawn))),
            ("lifelines_weighted", partial(_fit_weighted, *drawn)),
        ):
            fits, seconds = _timed(fit, their_rounds)
            peers[peer][name] = {"seconds": seconds}
            agree &= _agree(curves, fits)
    # lifelines joins one table per group and would take minutes here, so ours stands alone.
    _, seconds = _timed(partial(survival.compare_groups, curves), ROUNDS)
    ours[f"log_rank_{GROUPS}_of_curves"] = {"seconds": seconds}
    for groups in LOG_RANK_GROUPS:
        drawn, name = _draw_spells(generator, spells // 10, groups), f"log_rank_{groups}"
        test, seconds = _timed(partial(_our_log_rank, *drawn), ROUNDS)
        ours[name] = {"seconds": seconds}
        their_test, seconds = _timed(partial(_log_rank, *drawn), 1)
        peers["lifelines"][name] = {"seconds": seconds}
        agree &= np.allclose(test, their_test, rtol=CLOSE, atol=CLOSE)
    ours["clock"] = _clock(generator, spells)
    return {
        "scale": {"spells": spells, "groups": [1, GROUPS], "rounds": ROUNDS, "compiling": "warm"},
        "ours": ours,
        "peers": peers,
        "ratios": {
            peer: {
                name: round(part["seconds"] / ours[name]["seconds"], 1)
                for name, part in parts.items()
            }
            for peer, parts in peers.items()
        },
        "agree": bool(agree),
    }


def _number(scale: str) -> int:
    units = {"k": 1_000, "m": 1_000_000}
    unit = units.get(scale[-1].lower(), 1)
    return round(float(scale[:-1] if unit > 1 else scale) * unit)


def _timed(work: Callable[[], T], rounds: int) -> tuple[T, float]:
    """The answer, and the median of the rounds' seconds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = work()
        taken.append(time.perf_counter() - begun)
    return answer, round(median(taken), 5)


def _draw_spells(
    generator: np.random.Generator, spells: int, groups: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_], npt.NDArray[np.int32]]:
    """Weeks, whether they ended in an exit, and groups of Zipf's sizes with paces of their own."""
    shares = 1 / np.arange(1, groups + 1)
    codes = generator.choice(groups, spells, p=shares / shares.sum()).astype(np.int32)
    pace = 0.015 * np.exp(generator.normal(0, 0.2, groups))
    weeks = generator.geometric(pace[codes])
    observed = generator.integers(1, WEEKS + 1, spells)  # weeks from the beginning to the last
    return np.minimum(weeks, observed).astype(np.int32), weeks <= observed, codes


def _put_in_groups(
    weeks: npt.NDArray[np.int32], exited: npt.NDArray[np.bool_], codes: npt.NDArray[np.int32]
) -> list[tuple[int, npt.NDArray[np.int32], npt.NDArray[np.bool_]]]:
    order = np.argsort(codes, kind="stable")
    present, first = np.unique(codes[order], return_index=True)
    return list(
        zip(
            present.tolist(),
            np.split(weeks[order], first[1:]),
            np.split(exited[order], first[1:]),
            strict=True,
        )
    )


def _fit(groups: list[tuple[int, npt.NDArray[np.int32], npt.NDArray[np.bool_]]]) -> Fits:
    return [(group, KaplanMeierFitter().fit(weeks, exited)) for group, weeks, exited in groups]


def _fit_weighted(
    weeks: npt.NDArray[np.int32], exited: npt.NDArray[np.bool_], codes: npt.NDArray[np.int32]
) -> Fits:
    groups = int(codes.max()) + 1
    cells = (codes.astype(np.int64) * (WEEKS + 1) + weeks) * 2 + exited
    counts = np.bincount(cells, minlength=groups * (WEEKS + 1) * 2).reshape(groups, -1)
    fits = []
    for group in np.flatnonzero(counts.any(axis=1)).tolist():
        here = np.flatnonzero(counts[group])
        fitter = KaplanMeierFitter()
        fits.append((group, fitter.fit(here // 2, here % 2, weights=counts[group, here])))
    return fits


def _our_log_rank(
    weeks: npt.NDArray[np.int32], exited: npt.NDArray[np.bool_], codes: npt.NDArray[np.int32]
) -> tuple[float, float]:
    test = survival.compare_groups(survival.estimate_curves(weeks, exited, codes))
    assert test is not None  # noqa: S101 - there are several groups
    return test.chi_square, test.p


def _log_rank(
    weeks: npt.NDArray[np.int32], exited: npt.NDArray[np.bool_], codes: npt.NDArray[np.int32]
) -> tuple[float, float]:
    with warnings.catch_warnings():
        # lifelines calls `DataFrame.sum(0)`, which pandas 4 will refuse.
        warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
        warnings.simplefilter("ignore", pd.errors.PerformanceWarning)  # its own doing too
        result = multivariate_logrank_test(weeks, codes, exited)
    return float(result.test_statistic), float(result.p_value)


def _agree(curves: survival.Curves, fits: Fits) -> bool:
    """Whether every row of every group is the same: counts exactly, the rest to `CLOSE`."""
    if [group for group, _ in fits] != np.flatnonzero(curves.spells).tolist():
        return False
    for group, fitted in fits:
        rows, table = curves.rows_of(group), fitted.event_table
        counts: list[npt.NDArray[Any]] = [
            curves.week,
            curves.at_risk,
            curves.exits,
            curves.censored,
        ]
        their_counts = [table.index, table["at_risk"], table["observed"], table["censored"]]
        if not all(
            np.array_equal(one[rows], other)
            for one, other in zip(counts, their_counts, strict=True)
        ):
            return False
        interval = fitted.confidence_interval_.to_numpy()
        values = [curves.survival, curves.ci_low, curves.ci_high]
        their_values = [fitted.survival_function_.to_numpy()[:, 0], *interval.T]
        if not all(
            np.allclose(one[rows], other, rtol=0, atol=CLOSE)
            for one, other in zip(values, their_values, strict=True)
        ):
            return False
    return True


def _clock(generator: np.random.Generator, citizens: int) -> dict[str, Any]:
    """Seconds of finding the spells of a register of so many citizens, without a peer."""
    register = _draw_register(generator, citizens)
    coverage = Coverage(WEEK_ZERO + 5_000, WEEK_ZERO + 5_000 + WEEKS)
    figures: dict[str, Any] = {"citizens": citizens, "spans": citizens * SPANS}
    survival.find_spells(register, coverage)
    for threads in (1, 2):
        find = partial(survival.find_spells, register, coverage, threads=threads)
        spells, seconds = _timed(find, 3)
        figures[f"seconds_{threads}_threads"] = seconds
    figures["spells"] = len(spells.weeks)
    return figures


def _draw_register(generator: np.random.Generator, citizens: int) -> PackedRegister:
    """Citizens with spans and gaps of random lengths, four in five of them on support."""
    gaps = generator.geometric(0.03, (citizens, SPANS))
    lengths = generator.geometric(0.03, (citizens, SPANS))
    last = 5_000 + np.cumsum(gaps + lengths, axis=1)
    classes = generator.choice(6, (citizens, SPANS), p=[0.7, 0.1, 0.17, 0.01, 0.01, 0.01])
    none = np.zeros(citizens + 1, np.int64)
    return PackedRegister(
        citizens=pa.nulls(citizens, pa.large_string()),
        span_offsets=np.arange(0, citizens * SPANS + 1, SPANS, dtype=np.int64),
        span_from=(last - lengths + 1).astype(np.uint16).ravel(),
        span_to=last.astype(np.uint16).ravel(),
        span_class=classes.astype(np.uint8).ravel(),
        hours_offsets=none,
        hours_month=np.zeros(0, np.uint16),
        hours_amount=np.zeros(0, np.uint32),
        hours_unit=1,
        has_hours=False,
        course_offsets=none,
        starts_on=np.zeros(0, np.int32),
        ends_on=np.full(0, NO_DAY, np.int32),
        business_oriented=np.zeros(0, np.uint8),
        courses=pa.table({}),
        from_week=None,
        to_week=None,
        facts={},
    )
