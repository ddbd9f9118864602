"""The demonstration's own figures as release after release shows them, and an attack on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from effects.coverage import cover_until
from effects.definitions import DEFINITIONS
from effects.file_results import read_register
from effects.kernel import register_as_of
from effects.releases import computing
from effects.releases.families import Family, families_of
from effects.releases.grounds import Audience, Ground
from effects.releases.sheet import Basis
from effects.releases.views import OFFERS
from effects.wishes import Wishes
from kit.disclosure import ALL, Place, State
from kit.figure import Figure
from kit.testing.attacking import Shown
from kit.testing.attacking_together import Known, Told, attack_together

LIMITS: Mapping[Audience, int] = {"staff": 5, "public": 10}
FAMILIES = families_of(DEFINITIONS)
APART = (("exit_to_job", "exit_to_education"), ("employed_6m", "education_6m"))
"""Outcomes of which a citizen has one at most."""

Figures = dict[tuple[Audience, str], dict[Place, Figure]]
"""By audience and indicator, and by place."""


@dataclass(frozen=True)
class Released:
    """One release.

    Attributes:
        figures: What it shows, with the earlier figures that stay.
        ground: What it was judged on.
    """

    figures: Figures
    ground: Ground


def release_each(files: Path, days: Sequence[date], *, folder: Path) -> list[Released]:
    """The releases of these days, each with the register as it was known then.

    Args:
        files: The folder of the demonstration's register files.
        days: The oldest first.
        folder: Where there is room to work.
    """
    courses, support, codes, hours = (
        files / f"{name}.csv" for name in ("courses", "support", "codes", "hours")
    )
    register = read_register(Wishes(courses=courses, support=support, codes=codes, hours=hours))
    grounds: list[Ground] = []
    snapshots: dict[int, bytes] = {}
    released: list[Released] = []
    for number, day in enumerate(days, 1):
        computed = computing.compute(
            register_as_of(register.packed, day),
            cover_until(register.coverage, day),
            Basis(
                as_of=day,
                code_list_version=1,
                smallest_group=LIMITS["staff"],
                smallest_public_group=LIMITS["public"],
                has_hours=True,
            ),
            folder,
            number=number,
            grounds=grounds,
            courses={at: each for at, each in snapshots.items() if at in grounds[-1].releases()},
        )
        before = released[-1].figures if released else {}
        figures: Figures = {}
        for row in computed.rows:
            place, key = (row.offer_id, row.target_group), (row.audience, row.indicator)
            figures.setdefault(key, {})[place] = row.figure or before[key][place]
        grounds = [*(each for each in grounds if each.settings), computed.ground]
        snapshots[number] = computed.snapshot
        released.append(Released(figures, computed.ground))
    return released


def attack_released(
    released: Sequence[Released], audience: Audience, *, only: int | None = None
) -> list[Told]:
    """Every hidden number of an audience's that all releases of all families together tell.

    Args:
        released: The releases, oldest first.
        audience: Who attacks.
        only: Ask for so many of the numbers alone that no solution has cleared by the way.
    """
    set_at = [number for number, each in enumerate(released) if each.ground.settings]
    places = list(_states(released[-1], audience, FAMILIES[0]))
    shown = []
    for number, each in enumerate(released):
        setting = released[max(at for at in set_at if at <= number)]
        set_, own = (_states(one, audience, FAMILIES[0]) for one in (setting, each))
        new = {place for place in places if place not in (own if ALL in place else set_)}
        shown.append({d.name: _shown(each, audience, d.name, new) for d in DEFINITIONS})
    known = Known(
        [definition.name for definition in DEFINITIONS],
        [(a.definitions[0].name, b.definitions[0].name) for a, b in combinations(FAMILIES, 2)],
        same=[
            (family.definitions[0].name, other.name)
            for family in FAMILIES
            for other in family.definitions[1:]
        ],
        apart=APART,
        limit=LIMITS[audience],
        set_at=set_at,
        beyond={
            (number, a.definitions[0].name, b.definitions[0].name): _beyond(each, audience, a, b)
            for number, each in enumerate(released)
            for a, b in combinations(FAMILIES, 2)
        },
    )
    return attack_together(shown, places, known, only=only)


def _states(released: Released, audience: Audience, family: Family) -> dict[Place, State]:
    states = released.ground.states[audience, family.name, OFFERS]
    return {(place[0], place[1]): state for place, state in states.items()}


def _shown(released: Released, audience: Audience, name: str, new: set[Place]) -> Shown:
    """What is told of a definition; what came since the last setting counts nowhere yet."""
    figures = released.figures[audience, name]
    counts = {
        place: (figure.numerator or 0, (figure.n or 0) - (figure.numerator or 0))
        for place, figure in figures.items()
        if not figure.suppressed.yes
    }
    for (_, group), figure in figures.items():
        assert figure.comparison is None or (ALL, group) in counts, "a hidden total follows"
    return {**dict.fromkeys(new, (0, 0)), **counts}


def _beyond(
    released: Released, audience: Audience, early: Family, late: Family
) -> dict[Place, int]:
    """By how many a later family counts more: those who could not be told of earlier."""
    first, second = (
        {
            place: sum(state.parts[part] for part in family.together[0])
            for place, state in _states(released, audience, family).items()
        }
        for family in (early, late)
    )
    return {place: n - first[place] for place, n in second.items() if n > first[place]}
