"""The attacker who takes every figure of an audience together, and all releases with them.

As in ``attacking``, what was shown and a solver is all there is. Each definition's table has its
totals; besides, the attacker knows which definitions count the same courses, which outcomes exclude
each other, and of which two the later one counts at most what the earlier one does, in each cell.
"""

from collections.abc import Collection, Mapping, Sequence
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
        fewer: By release and place, those pairs of ``same`` of which the second may count fewer:
            it waits for a register that has not got so far.
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
    fewer: Collection[tuple[int, Place, str, str]] = ()
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
        self._inner = [place for place in places if TOTAL not in place]
        self._cells = {
            (row, column): [place for place in self._inner
                            if row in (TOTAL, place[0]) and column in (TOTAL, place[1])]
            for row, column in places if TOTAL in (row, column)
        }  # fmt: skip
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

    def _columns(self, release: int, name: str, place: Place, part: int) -> list[Column]:
        """What a count is the sum of: itself, or of a hidden total its cells.

        A cell that is hidden is the same unknown from one setting to the next.
        """
        if place in self._releases[release].get(name, {}):
            return [(release, name, place, part)]
        if TOTAL in place:
            return [
                column for cell in self._cells[place]
                for column in self._columns(release, name, cell, part)
            ]  # fmt: skip
        if self._set_at is not None:
            release = self._set_at[release] - len(self._releases)
        return [(release, name, place, part)]

    def _is_known(self, column: Column) -> bool:
        release, name, place, _ = column
        return release >= 0 and place in self._releases[release].get(name, {})

    def _n(self, release: int, name: str, place: Place) -> list[Column]:
        return [column for part in (0, 1) for column in self._columns(release, name, place, part)]

    def _is_as_before(self, release: int, place: Place) -> bool:
        """Whether a hidden total differs from the one at the setting by what is shown alone."""
        return self._set_at is not None and TOTAL in place and release != self._set_at[release]

    def _hidden(self) -> list[tuple[Column, list[Column], int]]:
        """Each hidden number, what it is made of, and how many values it must have."""
        found: dict[tuple[Column, ...], tuple[Column, list[Column], int]] = {}
        for release, shown in enumerate(self._releases):
            for name in self._known.definitions:
                later = [each.get(name, {}) for each in self._releases[release:]]
                for place in self._places:
                    if place in shown.get(name, {}) or self._is_as_before(release, place):
                        continue
                    last = [each[place] for each in later if place in each][:1]
                    yes, no = (self._columns(release, name, place, part) for part in (0, 1))
                    if TOTAL in place and all(map(self._is_known, (*yes, *no))):
                        continue  # what is shown adds up to it, so it tells nothing more
                    for part, keys, own in (
                        (0, yes, [counts[0] for counts in last]),
                        (1, no, [counts[1] for counts in last]),
                        (2, yes + no, [sum(counts) for counts in last]),
                    ):
                        needed = values_needed(own, self._known.limit)
                        found[tuple(keys)] = (release, name, place, part), keys, needed
        return list(found.values())

    def _note_lines(self, release: int) -> None:
        for line in lines_of(self._places, self._known.totals):
            for name in self._known.definitions:
                for part in (0, 1):
                    self._unknowns.set_equal(
                        (column, sign)
                        for place, sign in line
                        for column in self._columns(release, name, place, part)
                    )

    def _note_families(self, release: int) -> None:
        known = self._known
        for place in self._inner:
            for one, other in known.same:
                more = _less(self._n(release, other, place), self._n(release, one, place))
                if (release, place, one, other) in known.fewer:
                    self._unknowns.set_at_most(more, 0)
                else:
                    self._unknowns.set_equal(more)
            for one, other in known.apart:
                yes = self._columns(release, one, place, 0)
                no = self._columns(release, other, place, 1)
                self._unknowns.set_at_most(_less(yes, no), 0)
            for early, late in known.later:
                self._unknowns.set_at_most(
                    _less(self._n(release, late, place), self._n(release, early, place)),
                    known.beyond.get((release, early, late), {}).get(place, 0),
                )

    def _note_growth(self, release: int) -> None:
        for name in self._known.definitions:
            for place in self._inner:
                for part in (0, 1):
                    before = self._columns(release - 1, name, place, part)
                    now = self._columns(release, name, place, part)
                    if before != now:
                        self._unknowns.set_at_most(_less(before, now), 0)


def _less(some: Sequence[Column], others: Sequence[Column]) -> list[tuple[Column, int]]:
    return [*((column, 1) for column in some), *((column, -1) for column in others)]
