"""The twelve indicators, their order and their words."""

from typing import get_args

from kit.figure import Unit
from visitation.guide import indicators


def test_the_twelve_indicators_stand_in_the_order_of_the_guide() -> None:
    assert [each.name for each in indicators.INDICATORS] == [
        "effect_3m",
        "effect_7m",
        "business_oriented_share",
        "satisfaction",
        "closeness",
        "price",
        "effect_price",
        "complaints_per_100",
        "smiley",
        "waiting_days",
        "seats",
        "next_start",
    ]


def test_every_indicator_can_be_shown_and_told() -> None:
    for each in indicators.INDICATORS:
        assert each.unit in get_args(Unit)
        assert each.label
        assert len(each.short_label) <= 18
        assert each.text.endswith(".")
        assert each.said.count("{}") == 1
        assert (each.things is not None) == (each.unit in {"per_100", "days", "count"})


def test_no_indicator_is_about_the_person() -> None:
    words = " ".join(f"{each.name} {each.text}" for each in indicators.INDICATORS).lower()
    for word in ("gender", "køn", "nationalitet", "herkomst", "diagnose", "health"):
        assert word not in words


def test_chosen_indicators_come_in_the_order_of_the_guide_whatever_was_asked() -> None:
    picked = indicators.chosen({"price": 1, "smiley": 0, "effect_3m": 2})
    assert list(picked.items()) == [("effect_3m", 2.0), ("price", 1.0)]
