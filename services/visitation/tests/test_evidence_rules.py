"""What a Figure may tell the ranking, and how sure it may be taken to be."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from kit.figure import Figure, Interval, Suppressed, Unit
from visitation.guide import evidence


def figure(
    value: float | Decimal | date | None,
    unit: Unit = "share",
    n: int | None = None,
    numerator: int | None = None,
    interval: Interval | None = None,
) -> Figure:
    return Figure(
        indicator="effect_3m",
        value=value,
        unit=unit,
        n=n,
        numerator=numerator,
        interval=interval,
        sentence="",
    )


def variances(*figures: Figure) -> list[float]:
    readings = [reading for each in figures if (reading := evidence.read(each)) is not None]
    column = evidence.Column.of(readings)
    return [float(each) for each in column.variances_at(column.pooled())]


@pytest.mark.parametrize(
    "unusable",
    [
        None,
        figure(None),
        figure(0.5, n=0),
        figure(float("nan"), n=10),
        figure(float("inf"), "days"),
        figure(1.2, n=10),
        figure(-3.0, "per_100", n=10),
        figure(Decimal("1e30"), "DKK"),
        figure(3.0, "days", interval=Interval(low=1, high=float("inf"), method="t")),
        figure(3.0, "days", interval=Interval(level=0, low=1, high=4, method="t")),
        figure(0.5, n=10).model_copy(update={"suppressed": Suppressed(yes=True)}),
    ],
)
def test_a_figure_that_says_nothing_is_missing(unusable: Figure | None) -> None:
    assert evidence.read(unusable) is None


def test_a_share_of_none_or_all_is_as_unsure_as_the_shares_around_it() -> None:
    none, half, every = variances(figure(0.0, n=10), figure(0.5, n=20), figure(1.0, n=10))
    assert none == every == pytest.approx(0.5 * 0.5 / 10)
    assert half == pytest.approx(0.5 * 0.5 / 20)


def test_a_share_is_judged_at_the_level_it_is_shrunk_to() -> None:
    column = evidence.Column.of([evidence.Reading(0.9, share_n=10)])
    assert column.variances_at(np.array([0.8]))[0] == pytest.approx(0.8 * 0.2 / 10)


def test_complaints_vary_as_counts_do() -> None:
    # 3 and 9 complaints among 100 and 300 participants: 3 a hundred.
    few, many = variances(figure(3.0, "per_100", n=100), figure(3.0, "per_100", n=300))
    assert few == pytest.approx(3)
    assert many == pytest.approx(1)


def test_a_price_per_outcome_is_as_unsure_as_its_outcomes() -> None:
    # 40 of 100 at 50,000 kr.: the relative error is that of the number of outcomes.
    alone = variances(figure(Decimal(50_000), "DKK", n=100, numerator=40))[0]
    assert alone**0.5 / 50_000 == pytest.approx((0.6 / 40) ** 0.5, rel=0.02)


def test_a_lucky_low_price_per_outcome_is_not_a_sure_one() -> None:
    lucky, usual = variances(
        figure(Decimal(20_000), "DKK", n=6, numerator=6),
        figure(Decimal(50_000), "DKK", n=600, numerator=240),
    )
    assert lucky**0.5 > 20_000
    assert usual**0.5 < 3_000


def test_another_figure_is_as_unsure_as_its_interval() -> None:
    interval = Interval(level=0.9, low=10.0, high=20.0, method="t")
    assert variances(figure(15.0, "days", interval=interval)) == pytest.approx(
        [(5 / 1.6448536) ** 2]
    )


def test_prices_dates_and_seats_are_taken_as_they_stand() -> None:
    assert variances(figure(Decimal("1234.50"), "DKK")) == [0]
    assert variances(figure(7.0, "count")) == [0]
    assert variances(figure(date(2026, 12, 1), "date")) == [0]
