"""The attacker who takes every figure of an audience together, and all releases with them.

As in ``attacking``, what was shown and a solver is all there is. Each definition's table has its
totals; besides, the attacker knows which definitions count the same courses, which outcomes exclude
each other, and of which two the later one counts at most what the earlier one does, in each cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kit.testing.attacking import TOTAL, Place, Shown, lines_of, values_needed
from kit.testing.telling import Unknowns

Column = tuple[int, str, Place, int]
"""Release, definition, place, and which part: with the outcome, or without."""


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
        set_at: Releases at which the tables were set, where that is known: from one to the next,
            what is hidden counts in totals as it did; otherwise at each release by itself.
        beyond: By release and pair of ``later``, by how many the second may count more than the
            first at some places: those whom the first left out.
    """

    definitions: Sequence[str]
    later: Sequence[tuple[str, str]]
    same: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[str, str]] = ()
    limit: int = 5
    totals: str = "both"
    set_at: Sequence[int] = ()
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
        self._unknowns = Unknowns(
            {
                (release, name, place, part): count
                for release, shown in enumerate(releases)
                for name in known.definitions
                for place, counts in shown.get(name, {}).items()
                for part, count in enumerate(counts)
            }
        )
        self._set_at = [max(n for n in (0, *known.set_at) if n <= at)
                        for at in range(len(releases))] if known.set_at else None  # fmt: skip
        for release in range(len(releases)):
            self._note_lines(release)
            self._note_families(release)
            if release:
                self._note_growth(release)

    def run(self, only: int | None) -> list[Told]:
        """Ask for each hidden number's ends, unless solutions at hand show enough of them."""
        hidden = self._hidden()
        told = self._unknowns.find_told([(keys, needed) for _, keys, needed in hidden], only=only)
        return [Told(*hidden[at][0], least=least, most=most) for at, least, most in told]

    def _column(self, release: int, name: str, place: Place, part: int) -> Column:
        """An unknown; of what is hidden the same from one setting to the next."""
        if self._set_at is not None and place not in self._releases[release].get(name, {}):
            release = self._set_at[release] - len(self._releases)
        return release, name, place, part

    def _n(self, release: int, name: str, place: Place, sign: int = 1) -> list[tuple[Column, int]]:
        return [(self._column(release, name, place, part), sign) for part in (0, 1)]

    def _hidden(self) -> list[tuple[Column, list[Column], int]]:
        """Each hidden number, what it is made of, and how many values it must have."""
        found: dict[tuple[Column, ...], tuple[Column, list[Column], int]] = {}
        for release, shown in enumerate(self._releases):
            for name in self._known.definitions:
                later = [each.get(name, {}) for each in self._releases[release:]]
                for place in self._places:
                    if place in shown.get(name, {}):
                        continue
                    last = [each[place] for each in later if place in each][:1]
                    columns = [column for column, _ in self._n(release, name, place)]
                    for part, keys, own in (
                        (0, columns[:1], [counts[0] for counts in last]),
                        (1, columns[1:], [counts[1] for counts in last]),
                        (2, columns, [sum(counts) for counts in last]),
                    ):
                        needed = values_needed(own, self._known.limit)
                        found[tuple(keys)] = (release, name, place, part), keys, needed
        return list(found.values())

    def _note_lines(self, release: int) -> None:
        for line in lines_of(self._places, self._known.totals):
            for name in self._known.definitions:
                for part in (0, 1):
                    self._unknowns.set_equal(
                        (self._column(release, name, place, part), sign) for place, sign in line
                    )

    def _note_families(self, release: int) -> None:
        known = self._known
        for place in self._places:
            for one, other in known.same:
                self._unknowns.set_equal(
                    [*self._n(release, one, place), *self._n(release, other, place, -1)]
                )
            for one, other in known.apart:
                self._unknowns.set_at_most(
                    [(self._column(release, one, place, 0), 1),
                     (self._column(release, other, place, 1), -1)], 0,
                )  # fmt: skip
            if TOTAL in place:
                continue
            for early, late in known.later:
                self._unknowns.set_at_most(
                    [*self._n(release, late, place), *self._n(release, early, place, -1)],
                    known.beyond.get((release, early, late), {}).get(place, 0),
                )

    def _note_growth(self, release: int) -> None:
        for name in self._known.definitions:
            for place in self._places:
                for part in (0, 1):
                    before = self._column(release - 1, name, place, part)
                    now = self._column(release, name, place, part)
                    if before != now:
                        self._unknowns.set_at_most([(before, 1), (now, -1)], 0)
