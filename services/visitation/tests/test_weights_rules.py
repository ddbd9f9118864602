"""What counts, as it is written in an address."""

import pytest

from visitation.guide import indicators, weights


def test_nothing_written_is_the_guides_default() -> None:
    for written in ("", ",", "price:0"):
        assert weights.parse(written) == indicators.DEFAULT_WEIGHTS


def test_weights_come_in_the_guides_order() -> None:
    assert list(weights.parse("price:1,effect_3m:2.5,seats:0").items()) == [
        ("effect_3m", 2.5),
        ("price", 1.0),
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("effect", "indicator_unknown"),
        ("effect_9m:1", "indicator_unknown"),
        ("price:1,price:2", "indicator_repeated"),
        ("price", "weight_invalid"),
        ("price:", "weight_invalid"),
        ("price:x", "weight_invalid"),
        ("price:-1", "weight_invalid"),
        ("price:10.001", "weight_invalid"),
        ("price:11", "weight_invalid"),
        ("price:1e0", "weight_invalid"),
        ("price:inf", "weight_invalid"),
        ("price:nan", "weight_invalid"),
        ("price: 1", "weight_invalid"),
        ("price:\u0661", "weight_invalid"),
    ],
)
def test_what_cannot_be_a_weight_is_pointed_at(written: str, code: str) -> None:
    with pytest.raises(weights.WeightsInvalid) as refused:
        weights.parse(f"effect_3m:1,{written}")
    assert {error.code for error in refused.value.errors} == {code}
    assert {error.pointer for error in refused.value.errors} == {"/query/weights"}
    assert "Del 2" in refused.value.errors[0].detail or code == "indicator_repeated"
