"""The demonstration's own figures as release after release shows them, and an attack on them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
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


def find_closed(offers: Path, released: Sequence[Released]) -> frozenset[Place]:
    """Where nobody can be: target groups that an offer is not open to, which everybody may know."""
    rows = map(json.loads, offers.read_text(encoding="utf-8").splitlines())
    open_to = {row["id"]: row["target_groups"] for row in rows}
    places = _states(released[-1], "staff", FAMILIES[0])
    return frozenset(
        (offer, group) for offer, group in places if ALL not in (offer, group)
        and group not in open_to[offer]
    )  # fmt: skip


def attack_released(
    released: Sequence[Released],
    audience: Audience,
    *,
    closed: frozenset[Place] = frozenset(),
    only: int | None = None,
) -> list[Told]:
    """Every hidden number of an audience's that all releases of all families together tell.

    Args:
        released: The releases, oldest first.
        audience: Who attacks.
        closed: Where they know that there is nobody.
        only: Ask for so many of the numbers alone that no solution has cleared by the way.
    """
    set_at = [number for number, each in enumerate(released) if each.ground.settings]
    places = list(_states(released[-1], audience, FAMILIES[0]))
    shown = []
    for number, each in enumerate(released):
        setting = released[max(at for at in set_at if at <= number)]
        set_, own = (_states(one, audience, FAMILIES[0]) for one in (setting, each))
        new = {place for place in places if place not in (own if ALL in place else set_)}
        shown.append({d.name: _shown(each, audience, d.name, new | closed) for d in DEFINITIONS})
    known = Known(
        [definition.name for definition in DEFINITIONS],
        [(a.definitions[0].name, b.definitions[0].name) for a, b in combinations(FAMILIES, 2)],
        same=[
            (family.definitions[0].name, other.name)
            for family in FAMILIES
            for other in family.definitions[1:]
        ],
        fewer={each for family in FAMILIES for each in _find_fewer(released, audience, family)},
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


def _shown(released: Released, audience: Audience, name: str, empty: AbstractSet[Place]) -> Shown:
    """What is told of a definition, and where it counts nobody, as whoever attacks knows.

    That is where there can be nobody, and what came since the last setting and counts nowhere yet.
    """
    figures = released.figures[audience, name]
    counts = {
        place: (figure.numerator or 0, (figure.n or 0) - (figure.numerator or 0))
        for place, figure in figures.items()
        if not figure.suppressed.yes
    }
    for (_, group), figure in figures.items():
        assert figure.comparison is None or (ALL, group) in counts, "a hidden total follows"
    return {**dict.fromkeys(empty, (0, 0)), **counts}


def _find_fewer(
    released: Sequence[Released], audience: Audience, family: Family
) -> Iterator[tuple[int, Place, str, str]]:
    """Where a definition waits for hours, which come by whole months and so later than weeks.

    Whoever knows the day of a figure knows whether they had come.
    """
    first, *others = (definition.name for definition in family.definitions)
    tables = [
        {at: state for at, state in _states(each, audience, family).items() if ALL not in at}
        for each in released
    ]
    for at, other in enumerate(others[: len(family.together) - 1], 1):
        late = {
            state.since
            for states in tables
            for state in states.values()
            if _counted(state, family, at) != _counted(state, family, 0)
        }
        for number, states in enumerate(tables):
            for place, state in states.items():
                if state.since in late:
                    yield number, place, first, other


def _counted(state: State, family: Family, at: int) -> int:
    """How many one of a family's definitions counts."""
    return sum(state.parts[part] for part in family.together[at])


def _beyond(
    released: Released, audience: Audience, early: Family, late: Family
) -> dict[Place, int]:
    """By how many a later family counts more: those who could not be told of earlier."""
    first, second = (
        {
            place: _counted(state, family, 0)
            for place, state in _states(released, audience, family).items()
        }
        for family in (early, late)
    )
    return {place: n - first[place] for place, n in second.items() if n > first[place]}
