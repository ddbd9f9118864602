"""Random readings of effect: every parameter that a municipality may turn, in every mixture."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from effects.definitions import Definition, Kind, State

_KINDS: tuple[Kind, ...] = ("in_week", "every_week", "months", "first_exit", "took_part")
_STATES: tuple[State, ...] = ("support", "education", "employment", "self_support")
_WITHOUT_SUPPORT = _STATES[1:]
_MIN_HOURS = ("1", "0.5", "0.51", "1.0", "20", "37", "160.33", "160.34", "1000000")

MOST_MONTHS = 12
MOST_MONTHS_AWAY = 24
"""Where a definition looks at one week alone."""
MOST_RUN_WEEKS = 13
"""A window of twelve months has room for nine at most."""


def draw_definition(random: Random, name: str = "drawn", *, kind: Kind | None = None) -> Definition:
    """A reading within the limits of a municipality's own file; of any kind, or of this one."""
    drawn = Definition(
        name=name,
        label=name.title(),
        text="Tilfældigt draget.",
        formula="Tilfældigt draget.",
        kind=random.choice(_KINDS) if kind is None else kind,
        anchor="start",
    )
    if drawn.kind == "took_part":
        return drawn
    most = MOST_MONTHS_AWAY if drawn.kind == "in_week" else MOST_MONTHS
    months = random.choice((1, 2, 3, random.randint(1, most), random.randint(1, most)))
    drawn = replace(
        drawn,
        anchor=random.choice(("end", "start")),
        month=random.choice(("calendar", "four_weeks")),
        months=months,
        min_hours=Decimal(random.choice(_MIN_HOURS)),
        threshold=random.randint(1, months) if drawn.kind == "months" else None,
    )
    if drawn.kind != "first_exit":
        return replace(drawn, states=_draw_states(random, _STATES))
    return replace(
        drawn,
        states=_draw_states(random, _WITHOUT_SUPPORT),
        unless=random.choice(((), (), _draw_states(random, _WITHOUT_SUPPORT))),
        run_weeks=random.choice(
            (1, 2, 4, random.randint(1, MOST_RUN_WEEKS if months < MOST_MONTHS else 9))
        ),
    )


def draw_definitions(random: Random, count: int) -> tuple[Definition, ...]:
    """So many readings, each under a name of its own."""
    return tuple(draw_definition(random, f"drawn_{number}") for number in range(count))


def _draw_states(random: Random, among: tuple[State, ...]) -> tuple[State, ...]:
    return tuple(random.sample(among, random.randint(1, len(among))))
