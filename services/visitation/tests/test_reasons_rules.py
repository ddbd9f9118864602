"""The guide's reasons, read as a caseworker and a citizen would read them together."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.figure import Comparison, Figure, Suppressed, Unit
from visitation.guide import ranking, reasons
from visitation.guide.ranking import Candidate, Lacking, Placed, Ranking

patient = settings(deadline=None)  # a busy machine is no failure; bench/ measures speed

OTHERS = Comparison(value=0.38, n=4000)


def share(
    numerator: int,
    n: int,
    indicator: str = "effect_3m",
    comparison: Comparison | None = OTHERS,
) -> Figure:
    return Figure(
        indicator=indicator,
        value=numerator / n,
        unit="share",
        n=n,
        numerator=numerator,
        comparison=comparison,
        sentence="",
    )


def figure(
    indicator: str,
    value: float | Decimal | date | None,
    unit: Unit,
    n: int | None = None,
    comparison: Comparison | None = None,
) -> Figure:
    return Figure(
        indicator=indicator, value=value, unit=unit, n=n, comparison=comparison, sentence=""
    )


def offer(key: str, *figures: Figure) -> Candidate:
    return Candidate(key, f"Tilbud {key}", None, {each.indicator: each for each in figures})


def told(candidates: list[Candidate], weights: dict[str, float] | None = None) -> dict[str, str]:
    result = ranking.rank(candidates, weights)
    return {each.candidate.key: reasons.place_reason(each, result) for each in result.ranked}


def alone(value: Figure) -> str:
    """What is told of one figure, without the head and the tail."""
    reason = told([offer("a", value)], {value.indicator: 1})["a"]
    head, _, fact = reason.partition(": ")
    assert head == "Det eneste tilbud, som tallene kan placere"
    return fact


def test_offers_that_share_a_place_are_to_be_chosen_on_wish_distance_and_waiting_time() -> None:
    found = told([offer(str(each), share(46, 100)) for each in range(4)])
    assert found["0"] == (
        "Nr. 1, deler pladsen med 3 andre: 46 af 100 var selvforsørgende i hele 3 måneder efter "
        "(100 forløb), mod 38 af 100 i de andre tilbud til målgruppen – forskellen kan være "
        "tilfældig. Tallene afgør ikke, hvilket af de fire tilbud der er bedst: vælg efter "
        "ønske, afstand og ventetid."
    )


def test_an_offer_told_apart_says_how_sure_it_is_upwards_and_downwards() -> None:
    found = told([offer("best", share(80, 100)), offer("low", share(20, 100))])
    assert found["best"] == (
        "Nr. 1: 80 af 100 var selvforsørgende i hele 3 måneder efter (100 forløb), mod 38 af 100 "
        "i de andre tilbud til målgruppen – en statistisk sikker forskel. Forskellen ned til de "
        "andre tilbud er statistisk sikker."
    )
    assert found["low"].startswith("Nr. 2: 20 af 100 ")
    assert found["low"].endswith("Forskellen op til det bedste tilbud er statistisk sikker.")


def test_two_that_share_a_lower_place_are_told_both_things() -> None:
    found = told(
        [offer("best", share(90, 100)), offer("a", share(20, 100)), offer("b", share(22, 100))]
    )
    assert found["a"].startswith("Nr. 2, deler pladsen med 1 andet: ")
    assert found["a"].endswith(
        "Forskellen op til det bedste tilbud er statistisk sikker, men tallene afgør ikke, "
        "hvilket af de to tilbud der er bedst: vælg efter ønske, afstand og ventetid."
    )


def test_several_indicators_are_named_with_their_weights() -> None:
    candidates = [
        offer("a", share(80, 100), figure("price", Decimal("9876.00"), "DKK")),
        offer("b", share(20, 100), figure("price", Decimal("12345.50"), "DKK")),
    ]
    weighted = told(candidates, {"effect_3m": 2, "price": 1})["a"]
    assert weighted.startswith("Nr. 1 målt på 3-måneders effekt (vægt 2) og pris (vægt 1): 80 af")
    assert weighted.endswith(
        "; et forløb koster 9.876 kr. Den samlede forskel ned til de andre tilbud er "
        "statistisk sikker."
    )
    evenly = told(candidates, {"effect_3m": 0.5, "price": 0.5})["b"]
    assert evenly.startswith("Nr. 2 målt på 3-måneders effekt og pris: ")
    assert "12.346 kr." in evenly


def test_an_indicator_that_parts_nobody_is_said_to_decide_nothing() -> None:
    candidates = [
        offer("a", share(40, 100), figure("price", Decimal(2000), "DKK")),
        offer("b", share(41, 100), figure("price", Decimal(1000), "DKK")),
    ]
    sentence = "3-måneders effekt skiller ikke tilbuddene ad og afgør derfor intet her."
    found = told(candidates, {"effect_3m": 2, "price": 1})
    assert found["b"].startswith("Nr. 1 ")
    assert found["b"].endswith(sentence)
    assert sentence not in told(candidates)["a"]


@pytest.mark.parametrize(
    ("value", "fact"),
    [
        (share(1, 1, "satisfaction", None), "100 af 100 var tilfredse med tilbuddet (1 svar)."),
        (share(1, 400, "satisfaction", None),
         "under 1 af 100 var tilfredse med tilbuddet (400 svar)."),
        (share(399, 400, "closeness", None),
         "over 99 af 100 oplevede, at tilbuddet bragte dem nærmere et job (400 svar)."),
        (share(57, 200, "satisfaction", None), "29 af 100 var tilfredse med tilbuddet (200 svar)."),
        (figure("price", Decimal("1234.49"), "DKK"), "et forløb koster 1.234 kr."),
        (figure("price", Decimal(8000), "DKK", comparison=Comparison(value=Decimal(9500), n=None)),
         "et forløb koster 8.000 kr., mod 9.500 kr. i de andre tilbud til målgruppen."),
        (figure("effect_price", Decimal(54321), "DKK", 132),
         "54.321 kr. pr. borger, der kom i job eller uddannelse (132 forløb)."),
        (figure("complaints_per_100", 2.34, "per_100", 128),
         "2,3 klager pr. 100 deltagere (128 deltagere)."),
        (figure("complaints_per_100", 1.0, "per_100", 100),
         "1 klage pr. 100 deltagere (100 deltagere)."),
        (figure("smiley", 2, "smiley"), "seneste smiley er 2 (1 er bedst)."),
        (figure("waiting_days", 1, "days"), "ventetiden er 1 dag."),
        (figure("waiting_days", 12.5, "days"), "ventetiden er 12,5 dage."),
        (figure("seats", 1, "count"), "1 ledig plads."),
        (figure("seats", 6, "count"), "6 ledige pladser."),
        (figure("next_start", date(2026, 12, 1), "date"), "næste start er 01.12.2026."),
        (figure("satisfaction", 4.25, "score"), "tilfredshed 4,3."),
        (share(38, 100, "satisfaction"),
         ("38 af 100 var tilfredse med tilbuddet (100 svar), det samme som i de andre tilbud "
          "til målgruppen.")),
        (share(50, 100, comparison=Comparison(value=float("nan"), n=9)),
         "50 af 100 var selvforsørgende i hele 3 måneder efter (100 forløb)."),
    ],
)  # fmt: skip
def test_each_figure_is_told_in_plain_danish(value: Figure, fact: str) -> None:
    assert alone(value) == fact


@pytest.mark.parametrize(
    ("numerator", "n", "sure"), [(46, 100, False), (60, 100, True), (20, 100, True), (3, 5, False)]
)
def test_the_difference_from_the_others_is_judged_both_ways(
    numerator: int, n: int, sure: bool
) -> None:
    assert reasons.difference_is_sure(share(numerator, n)) is sure


def test_without_the_others_count_no_difference_is_called_sure() -> None:
    unknown = share(90, 100, comparison=Comparison(value=0.38, n=None))
    assert reasons.difference_is_sure(unknown) is None
    assert alone(unknown).endswith(", mod 38 af 100 i de andre tilbud til målgruppen.")


def test_too_few_and_not_measured_are_told_apart() -> None:
    hidden = figure("effect_3m", None, "share").model_copy(
        update={"suppressed": Suppressed(yes=True, reason="too_few")}
    )
    absent = figure("satisfaction", None, "share").model_copy(
        update={"suppressed": Suppressed(yes=True, reason="not_measured")}
    )
    candidate = offer("a", hidden, absent)
    assert reasons.lacking_reason(Lacking(candidate, ("effect_3m",))) == (
        "For få til at sige noget: der er for få borgere bag 3-måneders effekt."
    )
    assert reasons.lacking_reason(Lacking(candidate, ("effect_3m", "satisfaction", "smiley"))) == (
        "For få til at sige noget: der er for få borgere bag 3-måneders effekt, "
        "og der mangler tal for tilfredshed og seneste smiley."
    )
    assert reasons.lacking_reason(Lacking(candidate, ("satisfaction",))) == (
        "Kan ikke placeres: der mangler tal for tilfredshed."
    )


@patient
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=14))
def test_every_reason_is_whole_sentences(rows: list[tuple[int, int]]) -> None:
    candidates = [
        offer(f"{position}", share(numerator, 40), figure("price", Decimal(kroner), "DKK"))
        for position, (numerator, kroner) in enumerate(rows)
    ]
    for weights in ({"effect_3m": 1.0}, {"effect_3m": 2.0, "price": 1.0}, {"price": 1.0}):
        for reason in told(candidates, weights).values():
            assert reason[0].isupper()
            assert reason.endswith(".")
            assert ".." not in reason
            assert "  " not in reason
            assert "None" not in reason


def test_a_place_shared_by_many_is_counted_in_figures() -> None:
    candidate = offer("a", share(40, 100))
    placed = Placed(candidate, place=1, tied_with=12, score=0.0, standard_error=0.0)
    result = Ranking({"effect_3m": 1.0}, (placed,) * 13, (), ("effect_3m",))
    assert "hvilket af de 13 tilbud der er bedst" in reasons.place_reason(placed, result)
