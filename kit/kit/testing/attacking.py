"""An attacker who has what was published and a solver, and nothing else.

Written apart from the code it attacks: every place, at every release, is an unknown whole number of
people with and of people without the outcome. What is shown is an equation, totals are sums, and
what is finished does not shrink. For each hidden number the solver finds the least and the most
that fit everything. The matrix of one table with both totals is totally unimodular, so there the
solver's ends are whole; over several releases they are rounded inwards, which only makes the
attacker stronger.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kit.testing.telling import Unknowns

TOTAL = "*"

Place = tuple[str, str]
Shown = Mapping[Place, tuple[int, ...]]
"""What one release shows: the parts of each place that is not hidden."""


@dataclass(frozen=True)
class Found:
    """A hidden count of which too much can be told.

    Attributes:
        release: At which release it was hidden.
        place: Where.
        part: Which of its counts.
        least: What it must be at least, given everything.
        most: What it can be at most.
    """

    release: int
    place: Place
    part: int
    least: int
    most: int


def attack(
    releases: Sequence[Shown],
    places: Sequence[Place],
    *,
    parts: int,
    limit: int,
    totals: str = "both",
) -> list[Found]:
    """Every hidden count that can be told to fewer than ``limit`` whole numbers.

    A count that is shown at last cannot have been more before: that is its own figure's doing, and
    what it leaves is all that is asked of the others.

    Args:
        releases: What each release shows, oldest first.
        places: Every place of the table; of the totals those that are published at all.
        parts: How many counts each place has.
        limit: How many whole numbers a hidden count must be able to be.
        totals: "both", or "columns" where there are no totals of rows.
    """
    return [
        Found(release, place, part, least, most)
        for part in range(parts)
        for release, place, least, most in _attack_part(
            [{place: counts[part] for place, counts in shown.items()} for shown in releases],
            places, limit, totals,
        )
    ]  # fmt: skip


def lines_of(places: Sequence[Place], totals: str) -> list[list[tuple[Place, int]]]:
    """The sums of a table that are 0: the cells of each line less its total."""
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


def values_needed(later: Sequence[int], limit: int) -> int:
    """How many values a hidden count must have that is shown as these later."""
    return min([limit, *(count + 1 for count in later[:1])])


def _attack_part(
    releases: Sequence[Mapping[Place, int]], places: Sequence[Place], limit: int, totals: str
) -> Iterator[tuple[int, Place, int, int]]:
    unknowns = Unknowns(
        {(number, place): count for number, each in enumerate(releases)
         for place, count in each.items()}
    )  # fmt: skip
    for number in range(len(releases)):
        for line in lines_of(places, totals):
            unknowns.set_equal(((number, place), sign) for place, sign in line)
        if number:
            for place in places:
                unknowns.set_at_most((((number - 1, place), 1), ((number, place), -1)), 0)
    hidden = [
        (number, place)
        for number, shown in enumerate(releases)
        for place in places
        if place not in shown
    ]
    asked = [
        (
            [(number, place)],
            values_needed([each[place] for each in releases[number:] if place in each], limit),
        )
        for number, place in hidden
    ]
    for at, least, most in unknowns.find_told(asked):
        yield *hidden[at], least, most
