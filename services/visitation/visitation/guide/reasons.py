"""Why an offer stands where it does, in plain Danish that can be read aloud to the citizen.

Only the offers are spoken of: never how the citizen will do, and no grade of anybody.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kit.figure import Figure, Unit
from visitation.guide import indicators, statistics
from visitation.guide.evidence import LARGEST
from visitation.guide.indicators import Indicator
from visitation.guide.ranking import Candidate, Lacking, Placed, Ranking

CHOOSE_FREELY = "vælg efter ønske, afstand og ventetid"
OTHERS = "i de andre tilbud til målgruppen"

_WORDS = ("to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
_HALF_PERCENT = 0.005
_VERDICTS = {
    True: " – en statistisk sikker forskel",
    False: " – forskellen kan være tilfældig",
    None: "",
}


def place_reason(placed: Placed, ranking: Ranking) -> str:
    """Why the offer has its place, in a few Danish sentences.

    Args:
        placed: The offer, one of ``ranking.ranked``.
        ranking: The whole ranking, for what counted and how many were placed.
    """
    facts = [_said(placed.candidate, name) for name in ranking.weights]
    opening = f"{_head(placed, ranking)}: {'; '.join(facts)}".removesuffix(".") + "."
    return " ".join(each for each in (opening, _level(ranking), _tail(placed, ranking)) if each)


def lacking_reason(lacking: Lacking) -> str:
    """Why the offer has no place: which of the chosen figures it lacks, and how."""
    small: list[str] = []
    absent: list[str] = []
    expired: list[str] = []
    for name in lacking.missing:
        figure = lacking.candidate.figures.get(name)
        hidden = figure is not None and figure.suppressed.reason == "too_few"
        kind = expired if name in lacking.candidate.expired else small if hidden else absent
        kind.append(in_sentence(indicators.BY_NAME[name].label))
    parts = []
    if small:
        parts.append(f"der er for få borgere bag {listed(small)}")
    if absent:
        parts.append(f"der mangler tal for {listed(absent)}")
    if expired:
        parts.append(f"{listed(expired)} er udløbet")
    opening = "For få til at sige noget" if small else "Kan ikke placeres"
    return f"{opening}: {', og '.join(parts)}."


def difference_is_sure(figure: Figure) -> bool | None:
    """Whether a share surely differs from the other offers' for the target group.

    Judged by whether the 95 % interval of the difference (Newcombe 1998, method 10) leaves out
    0; the offer's own courses are not among the others'. None where that cannot be judged.
    """
    other = figure.comparison
    if other is None or not (figure.n and other.n) or figure.unit != "share":
        return None
    if isinstance(figure.value, date) or figure.value is None or other.value is None:
        return None
    ours, theirs = float(figure.value), float(other.value)
    if not (0 <= ours <= 1 and 0 <= theirs <= 1):
        return None
    level_z = statistics.critical_z()
    low, high = statistics.newcombe(ours, float(figure.n), theirs, float(other.n), level_z)
    return low > 0 or high < 0


def _head(placed: Placed, ranking: Ranking) -> str:
    if len(ranking.ranked) == 1:
        head = "Det eneste tilbud, som tallene kan placere"
    else:
        head = f"Nr. {placed.place}"
    if len(ranking.weights) > 1:
        head += f" målt på {_counted_by(ranking)}"
    if placed.tied_with == 1:
        head += ", deler pladsen med 1 andet"
    elif placed.tied:
        head += f", deler pladsen med {placed.tied_with} andre"
    return head


def _counted_by(ranking: Ranking) -> str:
    labels = {name: in_sentence(indicators.BY_NAME[name].label) for name in ranking.weights}
    if len(set(ranking.weights.values())) == 1:
        return listed(list(labels.values()))
    return listed([f"{labels[name]} (vægt {_number(w, 2)})" for name, w in ranking.weights.items()])


def _level(ranking: Ranking) -> str:
    # Where no chosen figure parts the offers, they all share a place and the reason says that.
    if len(ranking.ranked) == 1 or not 0 < len(ranking.level) < len(ranking.weights):
        return ""
    labels = listed([in_sentence(indicators.BY_NAME[name].label) for name in ranking.level])
    return f"{labels[:1].upper()}{labels[1:]} skiller ikke tilbuddene ad og afgør derfor intet her."


def _tail(placed: Placed, ranking: Ranking) -> str:
    # Exact figures part offers without doubt, and then there is nothing to say about it.
    sure = len(ranking.ranked) > placed.tied_with + 1 and placed.standard_error > 0
    subject = "Den samlede forskel" if len(ranking.weights) > 1 else "Forskellen"
    together = _in_words(placed.tied_with + 1)
    open_choice = f"hvilket af de {together} tilbud der er bedst: {CHOOSE_FREELY}."
    if placed.tied and placed.place > 1 and sure:
        return (
            f"{subject} op til det bedste tilbud er statistisk sikker, "
            f"men tallene afgør ikke, {open_choice}"
        )
    if placed.tied:
        return f"Tallene afgør ikke, {open_choice}"
    if not sure:
        return ""
    towards = "op til det bedste tilbud" if placed.place > 1 else "ned til de andre tilbud"
    return f"{subject} {towards} er statistisk sikker."


def _said(candidate: Candidate, name: str) -> str:
    if name not in candidate.facts:
        candidate.facts[name] = _fact(indicators.BY_NAME[name], candidate.figures[name])
    return candidate.facts[name]


def _fact(indicator: Indicator, figure: Figure) -> str:
    if figure.value is None:
        return f"{in_sentence(indicator.label)} mangler"
    if figure.unit != indicator.unit:
        return f"{in_sentence(indicator.label)} {amount(indicator, figure.unit, figure.value)}"
    said = indicator.said.format(amount(indicator, figure.unit, figure.value))
    counted = "" if figure.n is None else f" ({_plural(figure.n, indicator.counted)})"
    return said + counted + _against_others(indicator, figure)


def _against_others(indicator: Indicator, figure: Figure) -> str:
    other = None if figure.comparison is None else figure.comparison.value
    if figure.value is None or other is None or not abs(float(other)) <= LARGEST:
        return ""
    ours = amount(indicator, figure.unit, figure.value)
    theirs = amount(indicator, figure.unit, other)
    if ours == theirs:
        return f", det samme som {OTHERS}"
    return f", mod {theirs} {OTHERS}{_VERDICTS[difference_is_sure(figure)]}"


def amount(indicator: Indicator, unit: Unit, value: float | Decimal | date) -> str:
    """A value in words, as it stands within a sentence."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if unit == "share":
        return _per_hundred(float(value))
    if unit == "DKK":
        return f"{_number(value, 0)} kr."
    if unit != indicator.unit or not indicator.things:
        return _number(value, 1)
    return _plural(value, indicator.things)


def _per_hundred(share: float) -> str:
    if 0 < share < _HALF_PERCENT:
        return "under 1 af 100"
    if 1 - _HALF_PERCENT < share < 1:
        return "over 99 af 100"
    return f"{_number(share * 100, 0)} af 100"


def _plural(value: float | Decimal, nouns: tuple[str, str]) -> str:
    number = _number(value, 1)
    return f"{number} {nouns[0] if number == '1' else nouns[1]}"


def _number(value: float | Decimal, decimals: int) -> str:
    """A number as Danes write it, halves away from zero, without idle decimals."""
    # Through 12 digits, so that 0.285 x 100 is the 28.5 that it stands for.
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, part = f"{rounded:,f}".partition(".")
    part = part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def _in_words(count: int) -> str:
    return _WORDS[count - 2] if count - 2 < len(_WORDS) else _number(count, 0)


def in_sentence(label: str) -> str:
    """A label as it is written within a sentence."""
    return label[:1].lower() + label[1:]


def listed(parts: Sequence[str]) -> str:
    """Parts with commas and an »og« before the last."""
    return " og ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
