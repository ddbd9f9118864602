"""The columns of the quality overview as data, so that answer and export agree on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kit.figure import Unit

Source = Literal["effects", "answers", "complaints", "inspections"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that the overview tells of an offer.

    Attributes:
        name: What programs call it, and the indicator of its Figures.
        label: The Danish name.
        unit: The unit of its Figures.
        higher_is_better: Whether more is better; None for what tells how heavy the task is.
        text: What it says, in one Danish sentence.
        source: Who measures it.
    """

    name: str
    label: str
    unit: Unit
    higher_is_better: bool | None
    text: str
    source: Source = "effects"


MEASURES: tuple[Measure, ...] = (
    Measure(
        "self_support_1m",
        "1 måned efter",
        "share",
        higher_is_better=True,
        text="Andelen, der var selvforsørgende i ugen 1 måned efter forløbets slutning.",
    ),
    Measure(
        "self_support_3m",
        "3 måneder efter",
        "share",
        higher_is_better=True,
        text="Andelen, der var selvforsørgende i ugen 3 måneder efter forløbets slutning. Det er"
        " ikke guidens effekt, som er andelen, der var selvforsørgende i hele 3 måneder.",
    ),
    Measure(
        "satisfaction",
        "Tilfredshed",
        "share",
        higher_is_better=True,
        text="Andelen af deltagerne, der ved slutningen var tilfredse med tilbuddet.",
        source="answers",
    ),
    Measure(
        "complaints",
        "Klager",
        "count",
        higher_is_better=False,
        text="Antal klager over tilbud eller leverandør i de seneste 24 måneder, for alle"
        " målgrupper under ét.",
        source="complaints",
    ),
    Measure(
        "smiley",
        "Seneste smiley",
        "smiley",
        higher_is_better=False,
        text="Smileyen fra det seneste tilsyn, fra 1 (bedst) til 4.",
        source="inspections",
    ),
    Measure(
        "in_offer",
        "I gang nu",
        "count",
        higher_is_better=None,
        text="Forløb, der er i gang den dag, som registret er kendt til.",
    ),
    Measure(
        "finished",
        "Afsluttede",
        "count",
        higher_is_better=None,
        text="Forløb, der er afsluttet i perioden.",
    ),
    Measure(
        "under_30_share",
        "Under 30 år",
        "share",
        higher_is_better=None,
        text="Andelen af påbegyndte forløb, hvor borgeren var under 30 år ved start.",
    ),
    Measure(
        "from_30_share",
        "30 år og derover",
        "share",
        higher_is_better=None,
        text="Andelen af påbegyndte forløb, hvor borgeren var 30 år eller derover ved start.",
    ),
    Measure(
        "weeks_before_q1",
        "Uger på ydelse før, nedre kvartil",
        "weeks",
        higher_is_better=None,
        text="En fjerdedel af forløbene begyndte efter højst så mange uger på ydelse.",
    ),
    Measure(
        "weeks_before_median",
        "Uger på ydelse før, median",
        "weeks",
        higher_is_better=None,
        text="Halvdelen af forløbene begyndte efter højst så mange uger på ydelse.",
    ),
    Measure(
        "weeks_before_q3",
        "Uger på ydelse før, øvre kvartil",
        "weeks",
        higher_is_better=None,
        text="Tre fjerdedele af forløbene begyndte efter højst så mange uger på ydelse.",
    ),
)
"""In the order in which they are shown."""

BY_NAME: Mapping[str, Measure] = MappingProxyType({each.name: each for each in MEASURES})
