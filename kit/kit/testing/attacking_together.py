"""The attacker who takes every figure of an audience together, and all releases with them.

As in ``attacking``, what was shown and a solver is all there is. Each definition's table has its
totals; besides, the attacker knows which definitions count the same courses, which outcomes exclude
each other, and of which two the later one counts at most what the earlier one does, in each cell.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import coo_array  # type: ignore[import-untyped]

from kit.testing.attacking import TOTAL, Place, Shown

_SOLVED = 0
_MOST = 100_000.0  # more people than any made-up table has
_GUESSES = 12
_SURE = 1e-6

Column = tuple[int, str, Place, int]
"""Release, definition, place, and which part: with the outcome, or without."""
Terms = Sequence[tuple[Column, int]]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """What the attacker knows of the definitions.

    Attributes:
        definitions: All of them.
        later: Pairs of which the second counts at most what the first does, in each cell.
        same: Pairs that count the same courses.
        apart: Pairs of those whose outcomes exclude each other.
        limit: How many whole numbers a hidden count must be able to be.
        totals: "both", or "columns" where there are no totals of rows.
        beyond: By release and pair of ``later``, by how many the second may count more than the
            first at some places: those whom the first left out.
    """

    definitions: Sequence[str]
    later: Sequence[tuple[str, str]]
    same: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[str, str]] = ()
    limit: int = 5
    totals: str = "both"
    beyond: Mapping[tuple[int, str, str], Mapping[Place, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A hidden number of which too much can be told: a part, or both together (``part`` 2)."""

    release: int
    definition: str
    place: Place
    part: int
    least: int
    most: int


def attack_together(
    releases: Sequence[Mapping[str, Shown]],
    places: Sequence[Place],
    known: Known,
    *,
    only: int | None = None,
) -> list[Told]:
    """Every hidden number that can be told to fewer than ``limit`` whole numbers.

    A count that is shown at last cannot have been more before: what that leaves is all that is
    asked of the others.

    Args:
        releases: What each shows of each definition: with the outcome and without, by place.
        places: Every place of the tables; of the totals those that are published at all.
        known: What is known of the definitions.
        only: Ask for so many of the numbers alone that no solution has cleared by the way.
    """
    return _Attack(releases, places, known).run(only)


class _Attack:
    def __init__(
        self, releases: Sequence[Mapping[str, Shown]], places: Sequence[Place], known: Known
    ) -> None:
        self._releases, self._places, self._known = releases, places, known
        self._at: dict[Column, int] = {
            (release, name, place, part): 0
            for release in range(len(releases))
            for name in known.definitions
            for place in places
            for part in (0, 1)
        }
        self._at = {column: number for number, column in enumerate(self._at)}
        bounds = np.tile([0.0, _MOST], (len(self._at), 1))
        for (release, name, place, part), number in self._at.items():
            shown = releases[release].get(name, {}).get(place)
            if shown is not None:
                bounds[number] = shown[part]
        equal, never_more, room = self._equations()
        self._model: dict[str, Any] = {
            "A_eq": self._matrix(equal),
            "b_eq": np.zeros(len(equal)),
            "A_ub": self._matrix(never_more) if never_more else None,
            "b_ub": np.asarray(room) if never_more else None,
            "bounds": bounds,
            "method": "highs",
        }

    def run(self, only: int | None) -> list[Told]:
        """Ask for each hidden number's ends, unless solutions at hand show enough of them."""
        hidden = self._hidden()
        asked = self._matrix([terms for _, terms, _ in hidden])
        values = np.asarray([needed for *_, needed in hidden])
        low, high = np.full(len(hidden), np.inf), np.full(len(hidden), -np.inf)
        rng = np.random.default_rng(1)
        for _ in range(_GUESSES if hidden else 0):
            narrow = high - low + 1 < values
            if not narrow.any():
                break
            seen = asked @ self._solve((rng.choice([-1.0, 1.0], len(hidden)) * narrow) @ asked)
            low, high = np.minimum(low, seen), np.maximum(high, seen)
        found = []
        for number, (column, _, needed) in enumerate(hidden):
            if high[number] - low[number] + 1 >= needed:
                continue
            if only is not None:
                only -= 1
                if only < 0:
                    break
            for sign in (1, -1):
                seen = asked @ self._solve(sign * np.asarray(asked[[number], :].todense())[0])
                low, high = np.minimum(low, seen), np.maximum(high, seen)
            least, most = math.ceil(low[number] - _SURE), math.floor(high[number] + _SURE)
            if most - least + 1 < needed:
                found.append(Told(*column, least=least, most=most))
        return found

    def _solve(self, objective: Floats) -> Floats:
        solved = linprog(objective, **self._model)
        if solved.status != _SOLVED:
            raise AssertionError(f"nothing fits what was shown: {solved.message}")
        seen: Floats = solved.x
        return seen

    def _hidden(self) -> list[tuple[Column, Terms, int]]:
        """Each hidden number, what it is made of, and how many values it must have."""
        found: list[tuple[Column, Terms, int]] = []
        for release, shown in enumerate(self._releases):
            for name in self._known.definitions:
                for place in self._places:
                    if place in shown.get(name, {}):
                        continue
                    last = [
                        each[name][place]
                        for each in self._releases[release:]
                        if place in each.get(name, {})
                    ]
                    for part in (0, 1, 2):
                        terms = self._n(release, name, place)
                        own = [sum(counts) if part == 2 else counts[part] for counts in last[:1]]  # noqa: PLR2004
                        needed = min([self._known.limit, *(count + 1 for count in own)])
                        terms = terms if part == 2 else [terms[part]]  # noqa: PLR2004
                        found.append(((release, name, place, part), terms, needed))
        return found

    def _n(self, release: int, name: str, place: Place) -> list[tuple[Column, int]]:
        return [((release, name, place, part), 1) for part in (0, 1)]

    def _equations(self) -> tuple[list[Terms], list[Terms], list[float]]:
        """Sums that are 0, sums that are at most something, and what that is."""
        known = self._known
        equal: list[Terms] = []
        never_more: list[Terms] = []
        room: list[float] = []
        for release in range(len(self._releases)):
            for line in _lines(self._places, known.totals):
                equal += [
                    [((release, name, place, part), sign) for place, sign in line]
                    for name in known.definitions
                    for part in (0, 1)
                ]
            inner = [place for place in self._places if TOTAL not in place]
            for place in self._places:
                for one, other in known.same:
                    equal.append([*self._n(release, one, place),
                                  *_less(self._n(release, other, place))])  # fmt: skip
                for one, other in known.apart:
                    never_more.append([((release, one, place, 0), 1),
                                       ((release, other, place, 1), -1)])  # fmt: skip
                    room.append(0)
            for place in inner:
                for early, late in known.later:
                    never_more.append([*self._n(release, late, place),
                                       *_less(self._n(release, early, place))])  # fmt: skip
                    room.append(known.beyond.get((release, early, late), {}).get(place, 0))
            if release:
                never_more += [
                    [((release - 1, name, place, part), 1), ((release, name, place, part), -1)]
                    for name in known.definitions
                    for place in self._places
                    for part in (0, 1)
                ]
                room += [0] * (2 * len(known.definitions) * len(self._places))
        return equal, never_more, room

    def _matrix(self, sums: Sequence[Terms]) -> Any:  # noqa: ANN401
        entries = [
            (row, self._at[column], sign)
            for row, terms in enumerate(sums)
            for column, sign in terms
        ]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(sums), len(self._at))
        return coo_array((np.asarray(signs, float), (rows, columns)), shape=shape).tocsr()


def _less(terms: Terms) -> list[tuple[Column, int]]:
    return [(column, -sign) for column, sign in terms]


def _lines(places: Sequence[Place], totals: str) -> list[list[tuple[Place, int]]]:
    rows = sorted({row for row, _ in places} - {TOTAL})
    columns = sorted({column for _, column in places} - {TOTAL})
    lines = []
    if totals == "both":
        lines += [
            [*(((row, column), 1) for column in columns), ((row, TOTAL), -1)]
            for row in [*rows, TOTAL]
        ]
        columns = [*columns, TOTAL]
    return lines + [
        [*(((row, column), 1) for row in rows), ((TOTAL, column), -1)] for column in columns
    ]
