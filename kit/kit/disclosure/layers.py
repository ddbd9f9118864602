"""Tables that count the same things ever later, and so bound each other: hidden together.

What is finished for a later layer is finished for an earlier one: in each cell, the later layer's
number is at most the earlier one's. Two tables, each safe by itself, may then tell each other's
hidden counts. So a hidden count's witness here is a move through all layers at once: along one
rectangle so many are added to a part, and as many as it takes are added to the layers around it for
each cell's later number to stay at most its earlier one. Where those are hidden too, everything
shown stays as it is, in whole numbers.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kit.disclosure.hiding import protect
from kit.disclosure.ranges import At, corners_of, slack_of
from kit.disclosure.tables import ALL, FREE, Bools, Counts, Ints, Place, Table, to_grid

_NEVER = 1 << 60

Together = tuple[tuple[int, ...], ...]
"""The parts of a table by what they add up to: the number that one definition counts."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the tables, all over the same rows and columns.

    Attributes:
        table: Its counts; what is hidden of an earlier layer is hidden in it too.
        together: Its parts by what they add up to; each part stands in one of them.
    """

    table: Table
    together: Together


def protect_layers(layers: Sequence[Layer]) -> list[frozenset[Place]]:
    """The places to hide in each layer, the earliest first.

    Every published place that is not among them holds at least ``limit`` different persons, and
    every one that is has at least ``limit`` possible whole numbers in each part, given all that is
    shown of all layers. A layer that cannot be told safely is not told at all, nor is any later.
    """
    narrower: frozenset[Place] = frozenset()
    hidden = []
    for layer in layers:
        table = layer.table
        held = Table(
            table.cells, table.limit, table.totals, table.margins, table.hidden | narrower
        )
        narrower = protect(held) | narrower
        hidden.append(narrower)
    return Stack([layers], hidden).hide_what_it_takes()


Needed = Sequence[Mapping[Place, Counts]]
"""By layer and place, how many values more than one each part must have."""


class Stack:
    """The layers as arrays, and what is hidden of each so far."""

    def __init__(
        self, settings: Sequence[Sequence[Layer]], hidden: Sequence[frozenset[Place]]
    ) -> None:
        """Note what there is.

        Args:
            settings: The layers, or the same layers at several settings in a row that a move is to
                fit; how far counts can move, and what they weigh, is told by the first.
            hidden: By layer, what is hidden.
        """
        layers = settings[0]
        self._layers = layers
        self._grids = [to_grid(layer.table) for layer in layers]
        first = self._grids[0]
        if any((g.rows, g.columns) != (first.rows, first.columns) for g in self._grids):
            raise ValueError("layers over different rows or columns")
        self._row_at = {name: number for number, name in enumerate(first.rows)}
        self._column_at = {name: number for number, name in enumerate(first.columns)}
        self._slack = [slack_of(grid) for grid in self._grids]
        self._over = np.min([self._overs(each) for each in settings], axis=0)
        self._weights = np.stack([grid.weight for grid in self._grids])
        self._published = first.is_published
        self.hidden: Bools = np.stack([~grid.is_published for grid in self._grids])
        for number, places in enumerate(hidden):
            for row, column in places:
                self.hidden[number, self._row_at[row], self._column_at[column]] = True

    def _overs(self, layers: Sequence[Layer]) -> Ints:
        """How many more an earlier layer counts than a later one, by both and by cell.

        Nothing bounds totals but their cells.
        """
        shape = (len(layers), len(self._row_at), len(self._column_at))
        least, most = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for number, layer in enumerate(layers):
            for (row, column), cell in layer.table.cells.items():
                counted = [sum(cell.parts[part] for part in each) for each in layer.together]
                at = number, self._row_at[row], self._column_at[column]
                least[at], most[at] = min(counted), max(counted)
        over: Ints = np.maximum(least[:, None] - most[None, :], 0)
        over[:, :, -1, :] = over[:, :, :, -1] = FREE
        return over

    def find_narrow(self, needed: Needed | None = None) -> list[tuple[int, Place]]:
        """The layers and places that have too few possible values in some part."""
        found = []
        for number, row, column in np.argwhere(self.hidden & self._published):
            if self._is_untold(int(number)):
                continue
            at, place = (int(row), int(column)), self._grids[0].place((int(row), int(column)))
            asked = needed[number].get(place) if needed else None
            if not self._is_safe(int(number), at, asked):
                found.append((int(number), place))
        return found

    def hide_what_it_takes(self) -> list[frozenset[Place]]:
        """Hide the cheapest rectangles through the layers until every hidden place is safe."""
        waiting = deque(self._waiting(self.hidden & self._published))
        while waiting:
            number, at = waiting.popleft()
            if self._is_untold(number) or self._is_safe(number, at, None):
                continue
            before = self.hidden.copy()
            self._hide_rectangle(number, at)
            waiting.append((number, at))
            waiting.extend(self._waiting(self.hidden & ~before & self._published))
        return [
            frozenset(self._grids[0].place((int(r), int(c))) for r, c in np.argwhere(each))
            for each in self.hidden & self._published
        ]

    def _waiting(self, places: Bools) -> list[tuple[int, At]]:
        found = [(int(number), (int(row), int(c))) for number, row, c in np.argwhere(places)]
        return sorted(found, key=lambda one: (one[0], -int(self._weights[one[0]][one[1]]), one[1]))

    def _is_untold(self, number: int) -> bool:
        """Whether nothing of a layer is shown; then nothing of it need be kept as it is."""
        return bool(self.hidden[number].all())

    def _is_safe(self, number: int, at: At, needed: Counts | None) -> bool:
        layer = self._layers[number]
        asked = np.asarray(needed or (layer.table.limit - 1,) * sum(map(len, layer.together)))
        row, column = at
        hidden = self.hidden[number]
        corners = hidden[row, None, :] & hidden[:, column, None] & hidden
        corners[row, :] = corners[:, column] = False
        rows, columns = np.nonzero(corners)
        if not len(rows):
            return bool((asked <= 0).all())
        best = np.zeros((2, len(asked)), np.int64)
        for many in range(int(asked.max()), 0, -1):
            for way in range(2):
                if (best[way] >= many).all():
                    continue
                moved, fits = self._moves(number, at, rows, columns, many, way)
                fits &= self._are_hidden(moved, at, rows, columns)
                best[way] = np.maximum(best[way], many * fits.any(axis=1))
            if (best.sum(axis=0) >= asked).all():
                return True
        return False

    def _moves(
        self, number: int, at: At, rows: Ints, columns: Ints, many: int, way: int
    ) -> tuple[Ints, Bools]:
        """What adding so many to a place, in the network's sign, asks of each layer.

        Args:
            number: The layer.
            at: The place.
            rows: Of the opposite corners of the rectangles that are tried.
            columns: Likewise.
            many: How many are added to the place and its opposite and taken from the others.
            way: 0 for that; 1 where they are taken and added.

        Returns:
            How many are moved in each layer, ``[layers, corners]``; and for each part of the layer
            whether it can be done, ``[parts, corners]``.
        """
        here, across = (at[0], columns), (rows, at[1])
        own = self._over[:, :, at[0], at[1], None], self._over[:, :, rows, columns]
        others = self._over[:, :, *here], self._over[:, :, *across]
        gaining, losing = (own, others) if way == 0 else (others, own)
        gain, loss = np.minimum(*gaining), np.minimum(*losing)
        count = len(self._layers)
        moved = np.zeros((count, len(rows)), np.int64)
        moved[number] = many
        while True:
            before = moved.copy()
            for early in range(count):
                for late in range(early + 1, count):
                    if not self._is_untold(late):
                        np.maximum(moved[early], moved[late] - gain[early, late], out=moved[early])
                        np.maximum(moved[late], moved[early] - loss[early, late], out=moved[late])
            if (moved == before).all():
                break
        fits = np.ones(len(rows), np.bool_)
        of_part = np.ones((sum(map(len, self._layers[number].together)), len(rows)), np.bool_)
        for other, layer in enumerate(self._layers):
            if self._is_untold(other):
                continue
            slack = self._slack[other]
            more, less = (slack.plus, slack.minus) if way == 0 else (slack.minus, slack.plus)
            room = np.minimum(
                np.minimum(more[:, at[0], at[1], None], more[:, rows, columns]),
                np.minimum(less[:, *here], less[:, *across]),
            )
            for together in layer.together:
                fits &= room[list(together)].sum(axis=0) >= moved[other]
            if other == number:
                of_part = room >= many
        return moved, of_part & fits

    def _are_hidden(self, moved: Ints, at: At, rows: Ints, columns: Ints) -> Bools:
        """Whether every layer in which something is moved is hidden at all four corners."""
        corners = (
            self.hidden[:, at[0], at[1], None]
            & self.hidden[:, at[0], columns]
            & self.hidden[:, rows, at[1]]
            & self.hidden[:, rows, columns]
        )
        all_hidden: Bools = (corners | (moved == 0)).all(axis=0)
        return all_hidden

    def _hide_rectangle(self, number: int, at: At) -> None:
        """Hide the cheapest rectangle by which each part of a place is safe; else the layer."""
        height, width = self._published.shape
        rows, columns = (each.ravel() for each in np.indices((height, width)))
        apart = (rows != at[0]) & (columns != at[1])
        rows, columns = rows[apart], columns[apart]
        limit = self._layers[number].table.limit
        best, chosen = _NEVER, None
        for many in range(limit - 1, 0, -1):
            first = [self._priced(number, at, rows, columns, many, 0)]
            ways = [[each] for each in first]
            if many == limit - 1:
                ways.append([self._priced(number, at, rows, columns, many, 1)])
            else:
                rest = self._priced(number, at, rows, columns, limit - 1 - many, 1)
                ways = [[first[0], rest]]
            for way in ways:
                fits = np.all([fits for fits, _ in way], axis=0)
                layers = np.any([layers for _, layers in way], axis=0)
                prices = np.where(fits, self._prices(layers, at, rows, columns), _NEVER)
                at_best = int(prices.argmin()) if len(prices) else 0
                if len(prices) and int(prices[at_best]) < best:
                    best = int(prices[at_best])
                    chosen = layers[:, at_best], (int(rows[at_best]), int(columns[at_best]))
            if chosen is not None:
                break
        if chosen is None:
            self.hidden[number:] = True
            return
        layers, opposite = chosen
        for corner in corners_of(at, opposite):
            self.hidden[layers, corner[0], corner[1]] = True

    def _priced(
        self, number: int, at: At, rows: Ints, columns: Ints, many: int, way: int
    ) -> tuple[Bools, Bools]:
        """Which rectangles would do, and the layers in which they must be hidden."""
        moved, fits = self._moves(number, at, rows, columns, many, way)
        return fits.all(axis=0), np.logical_or.accumulate(moved > 0, axis=0)

    def _prices(self, layers: Bools, at: At, rows: Ints, columns: Ints) -> Ints:
        cost = np.where(self.hidden, 0, self._weights + 1)
        each = (
            cost[:, at[0], at[1], None]
            + cost[:, at[0], columns]
            + cost[:, rows, at[1]]
            + cost[:, rows, columns]
        )
        priced: Ints = (each * layers).sum(axis=0)
        return priced
