"""What a release shows to whom: every view of every family of definitions, judged together."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TypeVar, cast

from effects.releases.families import Family
from effects.releases.grounds import Ground, Key, Names
from effects.releases.offers import judge_offers
from effects.releases.views import OFFERS, PROFILES, Counted, Earlier
from kit.disclosure import (
    ALL,
    Cell,
    Path,
    State,
    carry_on_tree,
    set_first_trees,
)

_T = TypeVar("_T")


def judge(counted: Counted, earlier: Earlier, *, number: int) -> Ground:
    """What the release of this number shows and hides.

    What staff may not see the public may not, and the public sees it as staff were shown it; what
    is hidden of courses that mature early is hidden of those that mature late; a target group whose
    total is hidden has no profiles, and the public has none.
    """
    found, settings = judge_offers(counted, earlier, number)
    states: dict[Key, Mapping[Names, State]] = {
        (audience, family.name, OFFERS): cast("Mapping[Names, State]", places)
        for audience, of_families in found.items()
        for family, places in zip(counted.families, of_families, strict=True)
    }
    states |= _judge_profiles(counted, earlier, states, number)
    return Ground(number, states, settings)


def _hidden(states: Mapping[Names, State]) -> frozenset[Names]:
    return frozenset(place for place, state in states.items() if not state.is_shown)


def _judge_profiles(
    counted: Counted, earlier: Earlier, offers: Mapping[Key, Mapping[Names, State]], number: int
) -> dict[Key, Mapping[Names, State]]:
    """Staff's profiles, all families of a target group together where it comes for the first time.

    A family that comes later than others to a target group has no profiles there: it would be
    bounded by what was told of them.
    """
    keys: list[Key] = [("staff", family.name, PROFILES) for family in counted.families]
    found: dict[Key, dict[Names, State]] = {key: {} for key in keys}
    for group, of_group in groupby(sorted(counted.profiles), key=lambda path: path[0]):
        paths = list(of_group)
        cells = [_cells(counted, family, paths) for family in counted.families]
        before = [_within(group, earlier.last(key) or {}) for key in keys]
        judged = (
            _carry_on_profiles(counted, earlier, group, cells, before, number)
            if any(before)
            else set_first_trees(
                cells,
                [family.together for family in counted.families],
                limit=counted.limits["staff"],
                number=number,
                hidden=[
                    frozenset({()} if not offers[key[0], key[1], OFFERS][ALL, group].is_shown
                              else ())
                    for key in keys
                ],
            )
        )  # fmt: skip
        for key, states in zip(keys, judged, strict=True):
            found[key] |= {(group, *path): state for path, state in states.items()}
    return cast("dict[Key, Mapping[Names, State]]", found)


def _carry_on_profiles(
    counted: Counted,
    earlier: Earlier,
    group: str,
    cells: Sequence[Mapping[Path, Cell]],
    before: Sequence[Mapping[Path, State]],
    number: int,
) -> list[dict[Path, State]]:
    judged = []
    for family, own, last in zip(counted.families, cells, before, strict=True):
        changed = {
            path: earlier.profiles.get(state.since, {}).get(family.name, {}).get((group, *path), 0)
            for path, state in last.items()
        }
        limit = counted.limits["staff"]
        judged.append(carry_on_tree(own, last, changed, limit=limit, number=number))
    return judged


def _cells(counted: Counted, family: Family, paths: Sequence[Path]) -> dict[Path, Cell]:
    return {
        path[1:]: Cell(
            people=family.people(counted.profiles[path]),
            parts=family.parts(counted.profiles[path]),
            is_held="" in path[1:],
        )
        for path in paths
    }


def _within(group: str, paths: Mapping[Path, _T]) -> dict[Path, _T]:
    return {path[1:]: value for path, value in paths.items() if path[:1] == (group,)}
