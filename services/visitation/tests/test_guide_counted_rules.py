"""What visitation counts over people itself: the numbers, and when they may be shown anew."""

from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from kit.figure import Figure, Interval
from visitation.guide import counted, evidence, others, statistics
from visitation.guide.counted import LIMIT, Counted, Started

patient = settings(deadline=None)  # a busy machine is no failure
DAY = date(2026, 11, 22)


def starts(*people: int, days: int = 7, on: date = DAY) -> list[Started]:
    return [Started(f"c-{each}", on, days) for each in people]


def median_figure(value: float, low: float, high: float, n: int) -> Figure:
    interval = Interval(low=low, high=high, method="order_statistics")
    return Figure(
        indicator="waiting_days", value=value, unit="days", n=n, interval=interval, sentence=""
    )


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2026, 3, 15), 24, date(2024, 3, 15)),
    ],
)
def test_months_go_back_to_the_same_day_or_the_months_last(
    day: date, months: int, before: date
) -> None:
    assert counted.months_before(day, months) == before


@pytest.mark.parametrize("n", [6, 9, 25, 100, 401, 5_000])
def test_the_interval_of_a_median_holds_its_level_and_no_more_than_it_must(n: int) -> None:
    low, high, level = statistics.median_limits(list(range(1, n + 1)))
    below = round(low) - 1
    assert high == n - below
    assert level == pytest.approx(1 - 2 * stats.binom.cdf(below, n, 0.5), abs=1e-9)
    assert level >= 0.95
    assert 1 - 2 * stats.binom.cdf(below + 1, n, 0.5) < 0.95


def test_too_few_values_for_the_level_say_the_level_that_they_have() -> None:
    assert statistics.median_limits([1, 2, 3, 4, 5]) == (1, 5, 0.9375)


@pytest.mark.parametrize("count", [1, 2, 5, 30, 400])
def test_the_limits_of_a_count_are_close_to_the_exact_ones(count: int) -> None:
    low, high = statistics.poisson_limits(count)
    exact_low = stats.chi2.ppf(0.025, 2 * count) / 2
    exact_high = stats.chi2.ppf(0.975, 2 * count + 2) / 2
    assert low == pytest.approx(exact_low, abs=0.02)
    assert high == pytest.approx(exact_high, rel=0.01)


def test_no_complaint_is_no_certainty() -> None:
    low, high = statistics.poisson_limits(0)
    assert low == 0
    assert high == pytest.approx(3.69, abs=0.03)


def test_only_starts_within_the_period_count_and_each_person_once() -> None:
    old = DAY - timedelta(days=500)
    found = counted.waiting_days(
        [*starts(1, 2, 3, 4, 5, days=4), *starts(5, days=90), *starts(*range(6, 40), on=old)],
        day=DAY,
    )
    assert (found.figure.n, found.figure.citizens, found.figure.value) == (6, 5, 4)
    complaints = counted.complaints_per_100(
        [*starts(1, 2, 3, 4), *starts(4, 5, on=old)], [DAY, old, date(2020, 1, 1)], day=DAY
    )
    assert (complaints.figure.n, complaints.figure.numerator) == (5, 2)
    assert complaints.figure.value == 40


@given(people=st.sets(st.integers(0, 30)), complaints=st.integers(0, 9))
def test_fewer_people_than_the_limit_are_hidden_alike(people: set[int], complaints: int) -> None:
    mine = starts(*people)
    for found in (
        counted.waiting_days(mine, day=DAY),
        counted.complaints_per_100(mine, [DAY] * complaints, day=DAY),
    ):
        assert found.figure.suppressed.yes is (len(people) < LIMIT)
        if found.figure.suppressed.yes:
            nobody = counted.waiting_days([], day=DAY).figure
            same = {"indicator", "definition", "unit", "period"}
            assert found.figure.model_dump(exclude=same) == nobody.model_dump(exclude=same)


@patient
@given(
    groups=st.lists(
        st.tuples(st.frozensets(st.integers(0, 14)), st.integers(1, 40)), min_size=1, max_size=12
    )
)
def test_no_two_figures_that_were_ever_shown_differ_by_fewer_people_than_the_limit(
    groups: list[tuple[frozenset[int], int]],
) -> None:
    shown: list[Counted] = []
    for people, days in groups:
        now = counted.waiting_days(starts(*people, days=days), day=DAY)
        if counted.may_replace(now, shown):
            shown.append(now)
    seen = [each for each in shown if not each.figure.suppressed.yes]
    for one in seen:
        for other in seen:
            apart = len(one.people ^ other.people)
            assert apart >= LIMIT or (apart == 0 and one.figure.value == other.figure.value)
    for before, after in pairwise(shown):
        if not before.figure.suppressed.yes and after.figure.suppressed.yes:
            assert len(before.people ^ after.people) >= LIMIT


def test_the_first_that_is_large_enough_is_shown() -> None:
    few = counted.waiting_days(starts(1, 2, 3, 4), day=DAY)
    enough = counted.waiting_days(starts(1, 2, 3, 4, 5), day=DAY)
    assert counted.may_replace(few, [])
    assert counted.may_replace(enough, [few])
    assert not counted.may_replace(few, [few, enough])


@given(counts=st.lists(st.tuples(st.integers(0, 60), st.integers(5, 40)), min_size=1, max_size=8))
def test_each_is_compared_with_the_others_that_are_shown(counts: list[tuple[int, int]]) -> None:
    cards = [
        {
            "waiting_days": median_figure(days, days, days, n),
            "complaints_per_100": Figure(
                indicator="complaints_per_100",
                value=100 * days / n,
                unit="per_100",
                n=n,
                numerator=days,
                sentence="",
            ),
        }
        for days, n in counts
    ]
    found = {(at, name): figure.comparison for at, name, figure in others.compared(cards)}
    if len(counts) == 1:
        assert found == {}
        return
    for at in range(len(counts)):
        rest = [each for place, each in enumerate(counts) if place != at]
        all_waits = sorted(days for days, n in rest for _ in range(n))
        waiting, rate = found[at, "waiting_days"], found[at, "complaints_per_100"]
        assert waiting is not None
        assert rate is not None
        assert waiting.n == rate.n == len(all_waits)
        assert waiting.value in (all_waits[(len(all_waits) - 1) // 2], median(all_waits))
        assert float(rate.value or 0) == pytest.approx(
            100 * sum(days for days, _ in rest) / sum(n for _, n in rest), abs=1e-5
        )


def test_a_handful_of_equal_waits_is_not_certain() -> None:
    figures = [median_figure(5, 5, 5, 5), median_figure(20, 10, 30, 25)]
    readings = [reading for each in figures if (reading := evidence.read(each)) is not None]
    column = evidence.Column.of(readings)
    few, many = (float(each) for each in column.variances_at(column.pooled()))
    assert few > many > 0
