"""The twelve indicators of the guide as data, so that ranking, page and reasons agree on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kit.figure import Unit

Source = Literal["courses", "answers", "complaints", "catalogue", "inspections", "orders"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that an offer can be ranked by.

    Attributes:
        name: The name on the wire.
        label: The Danish name on screen.
        short_label: The Danish name where there is little room.
        unit: The unit of its Figures.
        higher_is_better: Whether more is better for the citizen's choice.
        definition: The name of the definition that its Figures follow.
        text: What it says, in one Danish sentence.
        source: What it is counted on. Figures of one offer that are counted on the same source
            share their chance variation; the ranking never takes them for independent.
        said: How its value is told within a Danish sentence, the amount standing at ``{}``.
        things: What its value counts, for one and for many; None for shares, money and dates.
        counted: What ``n`` counts, for one and for many.
    """

    name: str
    label: str
    short_label: str
    unit: Unit
    higher_is_better: bool
    definition: str
    text: str
    source: Source
    said: str
    things: tuple[str, str] | None = None
    counted: tuple[str, str] = ("forløb", "forløb")


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        name="effect_3m",
        label="3-måneders effekt",
        short_label="Effekt 3 mdr.",
        unit="share",
        higher_is_better=True,
        definition="self_support_3m_sustained",
        text="Andelen, der var selvforsørgende i hele 3 måneder efter forløbets slutning.",
        source="courses",
        said="{} var selvforsørgende i hele 3 måneder efter",
    ),
    Indicator(
        name="effect_7m",
        label="7-måneders effekt",
        short_label="Effekt 7 mdr.",
        unit="share",
        higher_is_better=True,
        definition="self_support_3_of_7m",
        text="Andelen, der var selvforsørgende i mindst 3 af de 7 måneder efter forløbets start.",
        source="courses",
        said="{} var selvforsørgende i mindst 3 af de 7 måneder efter start",
    ),
    Indicator(
        name="business_oriented_share",
        label="Virksomhedsrettet andel",
        short_label="Virksomhedsrettet",
        unit="share",
        higher_is_better=True,
        definition="business_oriented_share",
        text="Andelen, der var i virksomhedspraktik eller løntilskud i løbet af forløbet.",
        source="courses",
        said="{} var i praktik eller løntilskud undervejs",
    ),
    Indicator(
        name="satisfaction",
        label="Tilfredshed",
        short_label="Tilfredse",
        unit="share",
        higher_is_better=True,
        definition="satisfied_with_offer",
        text="Andelen af deltagerne, der ved slutningen var tilfredse med tilbuddet.",
        source="answers",
        said="{} var tilfredse med tilbuddet",
        counted=("svar", "svar"),
    ),
    Indicator(
        name="closeness",
        label="Oplevet nærhed til job",
        short_label="Nærmere job",
        unit="share",
        higher_is_better=True,
        definition="closer_to_job",
        text="Andelen af deltagerne, der oplevede, at tilbuddet bragte dem nærmere et job.",
        source="answers",
        said="{} oplevede, at tilbuddet bragte dem nærmere et job",
        counted=("svar", "svar"),
    ),
    Indicator(
        name="price",
        label="Pris",
        short_label="Pris",
        unit="DKK",
        higher_is_better=False,
        definition="price_per_course",
        text="Prisen for et helt forløb.",
        source="catalogue",
        said="et forløb koster {}",
    ),
    Indicator(
        name="effect_price",
        label="Effektpris",
        short_label="Effektpris",
        unit="DKK",
        higher_is_better=False,
        definition="effect_price",
        text="Forløbenes samlede pris for hver borger, der kom i job eller uddannelse.",
        source="courses",
        said="{} pr. borger, der kom i job eller uddannelse",
    ),
    Indicator(
        name="complaints_per_100",
        label="Klager",
        short_label="Klager",
        unit="per_100",
        higher_is_better=False,
        definition="complaints_per_100",
        text="Antal klager for hver 100 deltagere, der er begyndt i de seneste 24 måneder.",
        source="complaints",
        said="{} pr. 100 deltagere",
        things=("klage", "klager"),
        counted=("deltager", "deltagere"),
    ),
    Indicator(
        name="smiley",
        label="Seneste smiley",
        short_label="Smiley",
        unit="smiley",
        higher_is_better=False,
        definition="latest_smiley",
        text="Smileyen fra det seneste tilsyn, fra 1 (bedst) til 4.",
        source="inspections",
        said="seneste smiley er {} (1 er bedst)",
    ),
    Indicator(
        name="waiting_days",
        label="Ventetid",
        short_label="Ventetid",
        unit="days",
        higher_is_better=False,
        definition="waiting_days",
        text="Dage fra bestilling til start i midten af de seneste 12 måneders starter, målt på de"
        " faktiske datoer.",
        source="orders",
        said="ventetiden er {}",
        things=("dag", "dage"),
        counted=("start", "starter"),
    ),
    Indicator(
        name="seats",
        label="Ledige pladser",
        short_label="Pladser",
        unit="count",
        higher_is_better=True,
        definition="free_seats",
        text="Antal ledige pladser lige nu.",
        source="catalogue",
        said="{}",
        things=("ledig plads", "ledige pladser"),
    ),
    Indicator(
        name="next_start",
        label="Næste start",
        short_label="Næste start",
        unit="date",
        higher_is_better=False,
        definition="next_start",
        text="Den dato, hvor det næste forløb begynder.",
        source="catalogue",
        said="næste start er {}",
    ),
)
"""In the order in which they are shown."""

BY_NAME: Mapping[str, Indicator] = MappingProxyType({each.name: each for each in INDICATORS})

HIGHEST_WEIGHT = 1000.0

DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType({"effect_3m": 1.0})


class UnknownIndicator(ValueError):
    """A weight was given to something that the guide does not rank by."""


class WeightOutOfRange(ValueError):
    """A weight is not a number from 0 to ``HIGHEST_WEIGHT``."""


def chosen(weights: Mapping[str, float] | None) -> dict[str, float]:
    """The indicators that count, with their weights, in the order of ``INDICATORS``.

    A weight of 0 is the same as not choosing; nothing chosen is the default.

    Raises:
        UnknownIndicator: When a name is not one of the twelve.
        WeightOutOfRange: When a weight is not a number from 0 to 1,000.
    """
    given = weights or {}
    for name, weight in given.items():
        if name not in BY_NAME:
            raise UnknownIndicator(name)
        if not 0 <= weight <= HIGHEST_WEIGHT:
            raise WeightOutOfRange(name)
    picked = {each.name: float(given[each.name]) for each in INDICATORS if given.get(each.name)}
    return picked or dict(DEFAULT_WEIGHTS)
