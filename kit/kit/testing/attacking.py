"""An attacker who has what was published and a solver, and nothing else.

Written apart from the code it attacks: every place, at every release, is an unknown whole number of
people with and of people without the outcome. What is shown is an equation, totals are sums, and
what is finished does not shrink. For each hidden number the solver finds the least and the most
that fit everything (HiGHS, `scipy.optimize.linprog`). The matrix of one table with both totals is
totally unimodular, so there the solver's ends are whole; over several releases they are rounded
inwards, which only makes the attacker stronger.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]
from scipy.sparse import coo_array  # type: ignore[import-untyped]

TOTAL = "*"

_SOLVED = 0
_MOST = 100_000.0  # more people than any made-up table has

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


def _attack_part(
    releases: Sequence[Mapping[Place, int]], places: Sequence[Place], limit: int, totals: str
) -> Iterator[tuple[int, Place, int, int]]:
    at = {
        key: number
        for number, key in enumerate(
            (release, place) for release in range(len(releases)) for place in places
        )
    }
    hidden = [(release, place) for release, place in at if place not in releases[release]]
    equations = [
        [(at[release, place], sign) for place, sign in line]
        for release in range(len(releases))
        for line in _lines(places, totals)
    ]
    never_shrinks = [
        [(at[release - 1, place], 1), (at[release, place], -1)]
        for release in range(1, len(releases))
        for place in places
    ]
    known: dict[str, Any] = {
        "A_eq": _matrix(equations, len(at)),
        "b_eq": np.zeros(len(equations)),
        "bounds": [
            (releases[release][place],) * 2 if place in releases[release] else (0.0, _MOST)
            for release, place in at
        ],
        "method": "highs",
    }
    if never_shrinks:
        known |= {"A_ub": _matrix(never_shrinks, len(at)), "b_ub": np.zeros(len(never_shrinks))}
    # What one solution shows to be possible need not be asked again.
    low, high = np.full(len(at), np.inf), np.full(len(at), -np.inf)
    for release, place in hidden:
        number = at[release, place]
        later = [each[place] for each in releases[release:] if place in each]
        values = min([limit, *(count + 1 for count in later[:1])])
        for sign in (1, -1):
            if high[number] - low[number] + 1 >= values:
                break
            solved = linprog(sign * np.eye(1, len(at), number)[0], **known)
            if solved.status != _SOLVED:
                raise AssertionError(f"nothing fits what was shown: {solved.message}")
            low, high = np.minimum(low, solved.x), np.maximum(high, solved.x)
        least, most = math.ceil(low[number] - 1e-6), math.floor(high[number] + 1e-6)
        if most - least + 1 < values:
            yield release, place, least, most


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


def _matrix(lines: Sequence[Sequence[tuple[int, int]]], width: int) -> Any:  # noqa: ANN401
    entries = [(row, at, sign) for row, line in enumerate(lines) for at, sign in line]
    rows, columns, signs = zip(*entries, strict=True)
    return coo_array((signs, (rows, columns)), shape=(len(lines), width)).tocsr()
