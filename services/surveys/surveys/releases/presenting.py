"""What is counted, as Figures: each with its interval, its comparison and a plain sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kit.disclosure import ALL, Place, State
from kit.figure import Comparison, Figure, Period, Suppressed, wilson
from surveys.instruments.library import Measure

HIDDEN = "Der er for få borgere til at vise tallet."
DEFINITIONS: Mapping[Measure, str] = {
    "satisfaction": "satisfied_with_offer",
    "closeness": "closer_to_job",
}
VERSION = 1
_SENTENCES: Mapping[Measure, str] = {
    "satisfaction": "{counts} var i høj eller meget høj grad tilfredse med tilbuddet.",
    "closeness": "{counts} kom i høj eller meget høj grad tættere på et job.",
}
_RESPONSE = "Svarprocent: {rate} %."
_RESPONSE_SENTENCE = "{counts} har svaret."


@dataclass(frozen=True, slots=True)
class Basis:
    """What all figures of a release have in common."""

    start: date
    as_of: date

    @property
    def period(self) -> Period:
        """The days that are counted."""
        return Period(start=self.start, end=self.as_of)


def hidden(indicator: str, *, as_of: date, definition: str | None = None) -> Figure:
    """A figure that is not shown, for whatever reason: they all look alike."""
    return Figure(
        indicator=indicator,
        value=None,
        unit="share",
        suppressed=Suppressed(yes=True, reason="too_few"),
        as_of=as_of,
        definition=definition,
        definition_version=VERSION if definition else None,
        sentence=HIDDEN,
    )


def share(
    indicator: Measure,
    place: Place,
    states: Mapping[Place, State],
    rates: Mapping[Place, tuple[int, int]],
    basis: Basis,
) -> Figure:
    """One place's figure as the release holds it."""
    own = states[place]
    if not own.is_shown:
        return hidden(indicator, as_of=basis.as_of, definition=DEFINITIONS[indicator])
    top, rest = own.parts
    n = top + rest
    answered, asked = rates.get(place, (0, 0))
    rate = _RESPONSE.format(rate=per_cent(answered, asked)) if asked else None
    return Figure(
        indicator=indicator,
        value=top / n,
        unit="share",
        n=n,
        citizens=own.people if ALL not in place else None,
        numerator=top,
        interval=wilson(top, n),
        comparison=_comparison(place, states),
        period=basis.period,
        as_of=basis.as_of,
        definition=DEFINITIONS[indicator],
        definition_version=VERSION,
        caveats=(rate,) if rate else (),
        sentence=_SENTENCES[indicator].format(counts=_counts(top, n)),
    )


def _comparison(place: Place, states: Mapping[Place, State]) -> Comparison | None:
    """All other offers of the same target group, unless their total is hidden."""
    own, whole = states[place], states[ALL, place[1]]
    if place[0] == ALL or not whole.is_shown:
        return None
    top, rest = (of - mine for of, mine in zip(whole.parts, own.parts, strict=True))
    n = top + rest
    if n == 0:
        return None
    return Comparison(value=top / n, n=n, interval=wilson(top, n))


def response(answered: int, asked: int, *, as_of: date) -> Figure:
    """How many of those asked have answered."""
    return Figure(
        indicator="response_rate",
        value=answered / asked,
        unit="share",
        n=asked,
        numerator=answered,
        interval=wilson(answered, asked),
        as_of=as_of,
        sentence=_RESPONSE_SENTENCE.format(counts=_counts(answered, asked)),
    )


def per_cent(numerator: int, n: int) -> int:
    """A share in whole per cent, a half going up."""
    return (200 * numerator + n) // (2 * n)


def _counts(numerator: int, n: int) -> str:
    return f"{_grouped(numerator)} af {_grouped(n)} ({per_cent(numerator, n)} %)"


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", ".")
