"""Moves through tables that bound each other: what one rectangle can carry in all of them.

What is finished for a later layer is finished for an earlier one: in each cell, the later layer's
number is at most the earlier one's. So many are added to a part along a rectangle, and as many as
it takes are added to the layers around it for each cell's later number to stay at most its earlier
one. Places may be given one by one, or many at once: ``row`` and ``column`` of a place are numbers,
or arrays that stand beside those of its rectangles' opposite corners.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kit.disclosure.ranges import slack_of
from kit.disclosure.tables import FREE, Bools, Grid, Ints, Steps, Table

Together = tuple[tuple[int, ...], ...]
"""The parts of a table by what they add up to: the number that one definition counts."""

At = tuple[Ints, Ints]
"""Rows and columns of places, each to be broadcast with the corners opposite to them."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the tables, all over the same rows and columns.

    Attributes:
        table: Its counts; what is hidden of an earlier layer is hidden in it too.
        together: Its parts by what they add up to; each part stands in one of them.
    """

    table: Table
    together: Together


class Room:
    """How far each part of every layer can move at each place, and each layer beside the others."""

    def __init__(self, grids: Sequence[Grid], settings: Sequence[Sequence[Layer]]) -> None:
        """Note what there is.

        Args:
            grids: The layers as arrays; how far counts can move is told by these.
            settings: The layers, or the same layers at several settings in a row.
        """
        slack = [slack_of(grid) for grid in grids]
        self._plus = np.concatenate([each.plus for each in slack])
        self._minus = np.concatenate([each.minus for each in slack])
        ends = np.cumsum([0, *(len(grid.down) for grid in grids)])
        self.parts = [slice(int(a), int(b)) for a, b in itertools.pairwise(ends)]
        sums = [
            (number, [int(ends[number]) + part for part in parts])
            for number, layer in enumerate(settings[0])
            for parts in layer.together
        ]
        self._in_sums = np.asarray([part for _, parts in sums for part in parts])
        self._sums_at = np.cumsum([0, *(len(parts) for _, parts in sums)])[:-1]
        self.layer_of_sum = np.asarray([number for number, _ in sums])
        self.over: Ints = np.min([_overs(grids[0], layers) for layers in settings], axis=0)

    def along(self, at: At, opposite: At, way: int, parts: slice = slice(None)) -> Ints:
        """What each part can move along some rectangles, ``[parts, *corners]``.

        Args:
            at: The places.
            opposite: The corners of the rectangles opposite to them.
            way: 0 where the places gain, in the network's sign; 1 where they lose.
            parts: Which.
        """
        more, less = (self._minus, self._plus) if way else (self._plus, self._minus)
        room: Ints = np.minimum(
            np.minimum(more[parts, at[0], at[1]], more[parts, opposite[0], opposite[1]]),
            np.minimum(less[parts, at[0], opposite[1]], less[parts, opposite[0], at[1]]),
        )
        return room

    def around(self, spots: Ints, way: int, parts: slice, most: int) -> Steps:
        """What each part can move, up to so much, along all rectangles of some places.

        Args:
            spots: The places, ``[places, 2]``.
            way: As in ``along``.
            parts: Which.
            most: No more is asked for, so small numbers do.

        Returns:
            By the opposite corner, ``[parts, places, rows, columns]``.
        """
        more, less = (self._minus, self._plus) if way else (self._plus, self._minus)
        up, down = (np.minimum(each[parts], most).astype(np.int32) for each in (more, less))
        rows, columns = spots.T
        ends = np.minimum(up[:, rows, columns, None, None], up[:, None])
        sides = np.minimum(down[:, rows, None, :], down[:, :, columns].swapaxes(1, 2)[..., None])
        room: Steps = np.minimum(ends, sides)
        return room

    def sum_up(self, room: Ints) -> Ints:
        """The room of all parts that add up to a number, ``[sums, *corners]``."""
        sums: Ints = np.add.reduceat(room[self._in_sums], self._sums_at, axis=0)
        return sums


class Ways:
    """What can be added to places, or taken from them, along each of some rectangles."""

    def __init__(
        self, room: Room, told: Bools, number: int, at: At, opposite: At, way: int
    ) -> None:
        """Note how much room there is.

        Args:
            room: Of all layers.
            told: Of which layers anything is shown.
            number: The layer in which a part is to move.
            at: The places.
            opposite: The corners of the rectangles opposite to them.
            way: 0 where the place and its opposite gain, in the network's sign; 1 where they lose.
        """
        self._number = number
        over = room.over
        own = np.minimum(over[:, :, at[0], at[1]], over[:, :, opposite[0], opposite[1]])
        others = np.minimum(over[:, :, at[0], opposite[1]], over[:, :, opposite[0], at[1]])
        gain, loss = (own, others) if way == 0 else (others, own)
        both = told[:, None] & told[None]
        earlier = np.triu(both, 1)[(...,) + (None,) * (gain.ndim - 2)]
        later = np.tril(both, -1)[(...,) + (None,) * (gain.ndim - 2)]
        self._bound = np.where(earlier, gain, np.where(later, loss.swapaxes(0, 1), FREE))
        rooms = room.along(at, opposite, way)
        self._sums, self._layer_of_sum = room.sum_up(rooms), room.layer_of_sum
        self._room = rooms[room.parts[number]]

    def most(self, asked: Ints) -> Ints:
        """The most that each part could move, were it alone."""
        most: Ints = np.minimum(self._room.max(axis=-1, initial=0), asked)
        return most

    def move(self, many: int) -> tuple[Ints, Bools]:
        """What moving so many asks of each layer.

        Returns:
            How many are moved in each layer, ``[layers, *corners]``; and for each part of the layer
            whether it can be done, ``[parts, *corners]``.
        """
        moved = np.zeros(self._bound.shape[1:], np.int64)
        moved[self._number] = many
        while True:
            further = np.maximum(moved, (moved[None] - self._bound).max(axis=1))
            if (further == moved).all():
                break
            moved = further
        # What is not told is asked nothing of.
        fits = (self._sums >= moved[self._layer_of_sum]).all(axis=0)
        return moved, (self._room >= many) & fits


def _overs(grid: Grid, layers: Sequence[Layer]) -> Ints:
    """How many more an earlier layer counts than a later one, by both and by cell.

    Nothing bounds totals but their cells.
    """
    row_at = {name: number for number, name in enumerate(grid.rows)}
    column_at = {name: number for number, name in enumerate(grid.columns)}
    shape = (len(layers), len(row_at), len(column_at))
    least, most = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for number, layer in enumerate(layers):
        for (row, column), cell in layer.table.cells.items():
            counted = [sum(cell.parts[part] for part in each) for each in layer.together]
            at = number, row_at[row], column_at[column]
            least[at], most[at] = min(counted), max(counted)
    over: Ints = np.maximum(least[:, None] - most[None, :], 0)
    over[:, :, -1, :] = over[:, :, :, -1] = FREE
    return over
