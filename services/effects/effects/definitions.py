"""The ten definitions of effect as data, so that a figure can say what it counts and how.

Source: the project's domain description, "Definitions". A changed reading is a new version, and a
municipality's own reading has a name of its own; none is changed in place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Anchor = Literal["end", "start"]
Kind = Literal["in_week", "every_week", "months", "first_exit", "took_part"]
Month = Literal["calendar", "four_weeks"]
State = Literal["support", "education", "employment", "self_support", "unobservable"]

SELF_SUPPORTING: tuple[State, ...] = ("education", "employment", "self_support")
"""The states of a week that count as self-supporting."""

RUN_WEEKS = 4
"""Weeks in a row without support that make an exit, and that end a spell on support."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One named, versioned way of counting courses.

    Attributes:
        name: what programs call it.
        version: raised when the reading changes.
        label: what people call it, in Danish.
        text: one plain Danish sentence on what the share is of.
        formula: how it is counted, in Danish words.
        kind: `in_week` looks at the week that holds anchor + `months` months, `every_week` at all
            weeks of those months, `months` asks for `threshold` of them, `first_exit` for the
            first `run_weeks` weeks in a row without support, `took_part` at the course alone.
        anchor: the date that it counts from, and by which a period selects courses.
        months: months of its window; none where there is no window.
        month: what a month is: a calendar month, or four weeks (28 days).
        states: the states of a week that make the numerator; of a first exit, those of which any
            of its first weeks must be.
        unless: of a first exit, states of which none of its first weeks may be.
        threshold: months needed, where the kind is `months`.
        run_weeks: weeks in a row without support that make an exit.
        min_hours: ordinary hours in a calendar month from which it counts as employment, above 0.
    """

    name: str
    version: int = 1
    label: str
    text: str
    formula: str
    kind: Kind
    anchor: Anchor = "end"
    months: int | None = None
    month: Month = "calendar"
    states: tuple[State, ...] = SELF_SUPPORTING
    unless: tuple[State, ...] = ()
    threshold: int | None = None
    run_weeks: int = RUN_WEEKS
    min_hours: Decimal = Decimal(1)

    @property
    def weeks_after(self) -> int:
        """Weeks that the window reaches beyond its months: those that an exit has yet to last."""
        return self.run_weeks - 1 if self.kind == "first_exit" else 0

    @property
    def reads_hours(self) -> bool:
        """Whether it reads the hours register: it tells a week in work from one just free."""
        return self.kind != "took_part" and any(
            ("employment" in states) != ("self_support" in states)
            for states in (self.states, self.unless)
        )


_COUNTED = (
    "Kun forløb, hvor registret dækker hele perioden, tælles med, og ikke forløb, hvor borgeren i "
    "perioden er død, udvandret eller på folkepension."
)


def _in_week(months: int, months_text: str) -> Definition:
    return Definition(
        name=f"self_support_{months}m",
        label=f"Selvforsørgende {months_text} efter",
        text=f"Andelen af forløb, hvor borgeren er selvforsørgende {months_text} efter forløbets "
        "slutdato.",
        formula=f"Forløb, hvor borgeren er uden ydelse eller på SU i den ISO-uge, der rummer "
        f"slutdatoen plus {months_text}, divideret med alle talte forløb. {_COUNTED}",
        kind="in_week",
        months=months,
    )


DEFINITIONS: tuple[Definition, ...] = (
    _in_week(1, "1 måned"),
    _in_week(3, "3 måneder"),
    _in_week(6, "6 måneder"),
    Definition(
        name="self_support_3m_sustained",
        label="Selvforsørgende i hele 3 måneder efter",
        text="Andelen af forløb, hvor borgeren er selvforsørgende i hele 3 måneder efter "
        "forløbets slutdato.",
        formula="Forløb, hvor borgeren er uden ydelse eller på SU i hver eneste ISO-uge i de tre "
        "kalendermåneder efter slutdatoen, divideret med alle talte forløb. En uge hører til den "
        f"måned, der rummer dens torsdag. {_COUNTED}",
        kind="every_week",
        months=3,
    ),
    Definition(
        name="self_support_3_of_7m",
        label="Selvforsørgende i mindst 3 af 7 måneder",
        text="Andelen af forløb, hvor borgeren er selvforsørgende i mindst 3 af de 7 måneder efter "
        "forløbets startdato.",
        formula="Forløb, hvor mindst tre af de syv måneder efter startdatoen er selvforsørgende "
        "måneder, divideret med alle talte forløb. En måned er selvforsørgende, når borgeren er "
        f"uden ydelse eller på SU i alle dens uger. {_COUNTED}",
        kind="months",
        anchor="start",
        months=7,
        threshold=3,
    ),
    Definition(
        name="employed_6m",
        label="I beskæftigelse 6 måneder efter",
        text="Andelen af forløb, hvor borgeren er i ordinær beskæftigelse 6 måneder efter "
        "forløbets slutdato.",
        formula="Forløb, hvor borgeren er uden ydelse og har ordinære løntimer i den ISO-uge, der "
        f"rummer slutdatoen plus 6 måneder, divideret med alle talte forløb. {_COUNTED}",
        kind="in_week",
        months=6,
        states=("employment",),
    ),
    Definition(
        name="education_6m",
        label="I uddannelse 6 måneder efter",
        text="Andelen af forløb, hvor borgeren er i uddannelse (SU) 6 måneder efter forløbets "
        "slutdato.",
        formula="Forløb, hvor borgeren er på SU i den ISO-uge, der rummer slutdatoen plus "
        f"6 måneder, divideret med alle talte forløb. {_COUNTED}",
        kind="in_week",
        months=6,
        states=("education",),
    ),
    Definition(
        name="exit_to_job",
        label="Afgang til job",
        text="Andelen af forløb, hvor borgeren inden for 3 måneder efter forløbets slutdato går "
        "fra ydelse til job.",
        formula="Forløb, hvor de første mindst fire uger i træk uden ydelse begynder i de tre "
        "måneder efter slutdatoen, og hvor mindst én af de første fire uger er med ordinære "
        f"løntimer, divideret med alle talte forløb. {_COUNTED} Perioden er de tre måneder og de "
        "tre følgende uger.",
        kind="first_exit",
        months=3,
        states=("employment",),
    ),
    Definition(
        name="exit_to_education",
        label="Afgang til uddannelse",
        text="Andelen af forløb, hvor borgeren inden for 3 måneder efter forløbets slutdato går "
        "fra ydelse til uddannelse.",
        formula="Forløb, hvor de første mindst fire uger i træk uden ydelse begynder i de tre "
        "måneder efter slutdatoen, og hvor ingen af de første fire uger er med ordinære løntimer, "
        f"men mindst én er på SU, divideret med alle talte forløb. {_COUNTED} Perioden er de tre "
        "måneder og de tre følgende uger.",
        kind="first_exit",
        months=3,
        states=("education",),
        unless=("employment",),
    ),
    Definition(
        name="business_oriented_share",
        label="Virksomhedsrettet andel",
        text="Andelen af påbegyndte forløb med mindst én virksomhedspraktik eller ét løntilskud.",
        formula="Påbegyndte forløb med mindst én virksomhedspraktik eller ét løntilskud, divideret "
        "med alle påbegyndte forløb.",
        kind="took_part",
        anchor="start",
    ),
)
"""All ten, in the order in which results are listed."""

BY_NAME: dict[str, Definition] = {definition.name: definition for definition in DEFINITIONS}


class UnknownDefinition(ValueError):
    """A definition was asked for by a name that nobody has given.

    Attributes:
        names: the unknown names, as asked.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__("unknown definition: " + ", ".join(self.names))


def select_definitions(names: Iterable[str] | None) -> tuple[Definition, ...]:
    """The definitions of these names, each once, in the order of `DEFINITIONS`.

    Args:
        names: names as asked for; None asks for all ten.

    Raises:
        UnknownDefinition: a name is not among the ten.
    """
    if names is None:
        return DEFINITIONS
    asked = tuple(names)
    unknown = [name for name in asked if name not in BY_NAME]
    if unknown:
        raise UnknownDefinition(unknown)
    return tuple(definition for definition in DEFINITIONS if definition.name in asked)
