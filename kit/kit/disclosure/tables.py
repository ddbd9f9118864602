"""A table that is to be published, as its owner gives it and as arrays with totals."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

ALL = "*"
"""Stands for the total over all rows, or over all columns; no row or column may be named so."""

FREE = 1 << 40
"""More than any count: nothing bounds it."""

DEAR = 1 << 50
"""The weight of what is shown for good: it is not hidden."""

Place = tuple[str, str]
"""A row and a column; either may be ``ALL``."""

Counts = tuple[int, ...]
"""One number for each part."""

Totals = Literal["both", "columns", "none"]
Ints = npt.NDArray[np.int64]
Steps = npt.NDArray[np.int32]
"""Numbers that are no larger than a limit."""
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a place holds.

    Attributes:
        people: Different persons.
        parts: The disjoint counts that are shown with it or follow from what is shown.
        members: Who they are, needed where they are fewer than the limit and may stand in several
            cells of a line; without, cells are taken to hold different persons.
        is_held: It must not be shown as it is now, whatever its size.
        least: What each part is known to be at least, from an earlier release; else nothing.
        most: What each part is known to be at most, from a later one; else nothing.
        weight: What hiding it costs, instead of its people.
    """

    people: int
    parts: Counts
    members: frozenset[Hashable] | None = None
    is_held: bool = False
    least: Counts | None = None
    most: Counts | None = None
    weight: int | None = None


@dataclass(frozen=True, kw_only=False)
class Table:
    """A table that is to be published whole, apart from what is hidden.

    Attributes:
        cells: By row and column; a place without one holds nobody.
        limit: The smallest group that may be shown, and the fewest values a hidden count may have.
        totals: Which totals are published.
        margins: Cells of totals, where more is known of them than the sums: different persons, and
            what an earlier release told. ``parts`` must be the sums.
        hidden: Places that are hidden already.
    """

    cells: Mapping[Place, Cell]
    limit: int
    totals: Totals = "both"
    margins: Mapping[Place, Cell] = field(default_factory=dict)
    hidden: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as arrays, with a last row and a last column of totals.

    Attributes:
        rows: Names of the rows, ``ALL`` last.
        columns: Names of the columns, ``ALL`` last.
        people: Different persons, ``int64[rows, columns]``; of a total at least.
        down: How much smaller each part could be, ``int64[parts, rows, columns]``.
        up: How much larger, ``FREE`` where nothing bounds it.
        weight: What hiding a place costs.
        is_published: Whether the place is to be shown at all.
        must_hide: Places that cannot be shown, whatever else is.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    people: Ints
    down: Ints
    up: Ints
    weight: Ints
    is_published: Bools
    must_hide: Bools

    def place(self, at: tuple[int, int]) -> Place:
        """The names of a place."""
        return self.rows[at[0]], self.columns[at[1]]


def total_parts(parts: Mapping[Place, Counts]) -> dict[Place, Counts]:
    """The parts of every total of these cells."""
    sums: dict[Place, Counts] = {}
    for (row, column), counts in parts.items():
        for place in ((row, ALL), (ALL, column), (ALL, ALL)):
            known = sums.get(place)
            sums[place] = tuple(map(int.__add__, known, counts)) if known else counts
    return sums


def to_grid(table: Table) -> Grid:
    """A table as arrays.

    Raises:
        ValueError: A row or column is named ``ALL``, parts differ in number or are negative, or a
            total is not the sum of its cells.
    """
    rows, columns = _names(table)
    row_at = {name: number for number, name in enumerate(rows)}
    column_at = {name: number for number, name in enumerate(columns)}
    widths = {len(cell.parts) for cell in table.cells.values()} or {1}
    if len(widths) != 1:
        raise ValueError("cells with different numbers of parts")
    shape = (len(rows), len(columns))
    people = np.zeros(shape, np.int64)
    parts = np.zeros((widths.pop(), *shape), np.int64)
    for (row, column), cell in table.cells.items():
        at = row_at[row], column_at[column]
        people[at] = cell.people
        parts[:, at[0], at[1]] = cell.parts
    if (parts < 0).any():
        raise ValueError("a negative count")
    parts[:, :, -1] = parts.sum(axis=2)
    parts[:, -1, :] = parts.sum(axis=1)
    people[:-1, -1] = people[:-1, :-1].max(axis=1, initial=0)
    people[-1, :] = people[:-1, :].max(axis=0, initial=0)
    grid = Grid(
        rows=rows,
        columns=columns,
        people=people,
        down=parts.copy(),
        up=np.full_like(parts, FREE),
        weight=parts.sum(axis=0),
        is_published=_published(table, shape),
        must_hide=np.zeros(shape, np.bool_),
    )
    for (row, column), cell in (*table.cells.items(), *table.margins.items()):
        at = row_at[row], column_at[column]
        known = parts[:, at[0], at[1]]
        if tuple(known) != cell.parts:
            raise ValueError("a total that is not the sum of its cells")
        _note(grid, at, cell, known)
    grid.must_hide[:] |= grid.people < table.limit
    for row, column in table.hidden:
        grid.must_hide[row_at[row], column_at[column]] = True
    grid.must_hide[~grid.is_published] = True
    return grid


def _names(table: Table) -> tuple[list[str], list[str]]:
    rows = list(dict.fromkeys(row for row, _ in table.cells))
    columns = list(dict.fromkeys(column for _, column in table.cells))
    if ALL in rows or ALL in columns:
        raise ValueError("a row or a column with the name of the total")
    return [*rows, ALL], [*columns, ALL]


def _published(table: Table, shape: tuple[int, int]) -> Bools:
    published = np.ones(shape, np.bool_)
    if table.totals != "both":
        published[:, -1] = False
    if table.totals == "none":
        published[-1, :] = False
    return published


def _note(grid: Grid, at: tuple[int, int], cell: Cell, known: Ints) -> None:
    """Enter what is told of one place beyond its parts."""
    grid.people[at] = cell.people
    grid.must_hide[at] = cell.is_held
    if cell.least is not None:
        grid.down[:, at[0], at[1]] = np.maximum(known - cell.least, 0)
    if cell.most is not None:
        grid.up[:, at[0], at[1]] = np.maximum(np.asarray(cell.most) - known, 0)
    if cell.weight is not None:
        grid.weight[at] = cell.weight
