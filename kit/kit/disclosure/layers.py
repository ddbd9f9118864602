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
from kit.disclosure.tables import FREE, Bools, Counts, Ints, Place, Table, to_grid

_NEVER = 1 << 60

_SMALL = 200
"""Places up to which it is tried to show again: in larger tables it takes long and shows little."""

_FEW = 24
"""Rectangles that are tried before all are: those with the most room."""

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
        held = Table(table.cells, table.limit, table.totals, table.margins, table.hidden | narrower)
        narrower = protect(held) | narrower
        hidden.append(narrower)
    return Stack([layers], hidden).hide_what_it_takes() if layers else []


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
        self.layers = layers
        self._grids = [to_grid(layer.table) for layer in layers]
        first = self._grids[0]
        if any((g.rows, g.columns) != (first.rows, first.columns) for g in self._grids):
            raise ValueError("layers over different rows or columns")
        self._row_at = {name: number for number, name in enumerate(first.rows)}
        self._column_at = {name: number for number, name in enumerate(first.columns)}
        self.slack = [slack_of(grid) for grid in self._grids]
        self.over = np.min([self._overs(each) for each in settings], axis=0)
        self._weights = np.stack([grid.weight for grid in self._grids])
        self._published = first.is_published
        self._witnesses: dict[tuple[int, At], set[tuple[int, int, int]]] = {}
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
            if self.is_untold(int(number)):
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
            if self.is_untold(number) or self._is_safe(number, at, None):
                continue
            before = self.hidden.copy()
            self._hide_rectangle(number, at)
            waiting.append((number, at))
            waiting.extend(self._waiting(self.hidden & ~before & self._published))
        if self._published.size <= _SMALL:
            self._show_what_it_can()
        return [
            frozenset(self._grids[0].place((int(r), int(c))) for r, c in np.argwhere(each))
            for each in self.hidden & self._published
        ]

    def _show_what_it_can(self) -> None:
        """Show again what has become superfluous, the dearest first, the earliest layers first."""
        must = np.stack([grid.must_hide for grid in self._grids])
        added = self.hidden & ~must & self._published
        for number, at in sorted(
            self._waiting(added), key=lambda one: (-int(self._weights[one[0]][one[1]]), one)
        ):
            if self.is_untold(number) or (number and self.hidden[number - 1][at]):
                continue
            self.hidden[number][at] = False
            leaning = [
                other
                for other, witness in self._witnesses.items()
                if (number, *at) in witness
                and other != (number, at)
                and self.hidden[other[0]][other[1]]
            ]
            before = {other: self._witnesses[other] for other in leaning}
            stands = not self._is_thin(number, at) and all(
                self.is_untold(other[0]) or self._is_safe(*other, None) for other in leaning
            )
            if not stands:
                self.hidden[number][at] = True
                self._witnesses |= before

    def _is_thin(self, number: int, at: At) -> bool:
        """Whether a line through a place has a total, and too few hidden persons in it."""
        grid, hidden = self._grids[number], self.hidden[number]
        row, column = at
        lines = (hidden[row], grid.people[row]), (hidden[:, column], grid.people[:, column])
        for out, people in lines:
            if (
                not out[-1]
                and out.any()
                and 0 < people[out].max() < self.layers[number].table.limit
            ):
                return True
        return False

    def _waiting(self, places: Bools) -> list[tuple[int, At]]:
        found = [(int(number), (int(row), int(c))) for number, row, c in np.argwhere(places)]
        return sorted(found, key=lambda one: (one[0], -int(self._weights[one[0]][one[1]]), one[1]))

    def is_untold(self, number: int) -> bool:
        """Whether nothing of a layer is shown; then nothing of it need be kept as it is."""
        return bool(self.hidden[number].all())

    def is_safe(self, number: int, place: Place, needed: Counts | None = None) -> bool:
        """Whether each part of a place of a layer has as many values more than one as are needed.

        A place is safe in a layer of which nothing is told.
        """
        if self.is_untold(number):
            return True
        at = self._row_at[place[0]], self._column_at[place[1]]
        return bool(self.hidden[number][at]) and self._is_safe(number, at, needed)

    def _is_safe(self, number: int, at: At, needed: Counts | None) -> bool:
        layer = self.layers[number]
        asked = np.asarray(needed or (layer.table.limit - 1,) * sum(map(len, layer.together)))
        row, column = at
        hidden = self.hidden[number]
        corners = hidden[row, None, :] & hidden[:, column, None] & hidden
        corners[row, :] = corners[:, column] = False
        rows, columns = np.nonzero(corners)
        rooms = [self.rooms(number, at, rows, columns, way) for way in range(2)]
        widest = np.add(*(np.minimum(room, asked[:, None]) for room in rooms))
        if (widest.max(axis=1, initial=0) < asked).any() and (
            np.add(*(np.minimum(room.max(axis=1, initial=0), asked) for room in rooms)) < asked
        ).any():
            return False
        order = np.argsort(-(widest - asked[:, None]).min(axis=0), kind="stable")
        return self._leaves_open(number, at, rows[order[:_FEW]], columns[order[:_FEW]], asked) or (
            len(order) > _FEW and self._leaves_open(number, at, rows[order], columns[order], asked)
        )

    def rooms(self, number: int, at: At, rows: Ints, columns: Ints, way: int) -> Ints:
        """What each part of a layer can move along some rectangles, ``[parts, corners]``."""
        more, less = self.slack[number].plus, self.slack[number].minus
        if way:
            more, less = less, more
        room: Ints = np.minimum(
            np.minimum(more[:, at[0], at[1], None], more[:, rows, columns]),
            np.minimum(less[:, at[0], columns], less[:, rows, at[1]]),
        )
        return room

    def _leaves_open(self, number: int, at: At, rows: Ints, columns: Ints, asked: Ints) -> bool:
        """Whether these rectangles leave each part as many values more than one as are asked."""
        ways = [_Ways(self, number, at, rows, columns, way) for way in range(2)]
        best = np.zeros((2, len(asked)), np.int64)
        witness: set[tuple[int, int, int]] = set()
        most = np.stack([way.most(asked) for way in ways])
        for many in range(int(asked.max(initial=0)), 0, -1):
            for found, ends, way in zip(best, most, ways, strict=True):
                if ((ends >= many) & (found < many)).any():
                    moved, fits = way.move(many)
                    fits &= self._are_hidden(moved, at, rows, columns)
                    for part in np.flatnonzero((found < many) & fits.any(axis=1)):
                        chosen = int(fits[part].argmax())
                        corners = corners_of(at, (int(rows[chosen]), int(columns[chosen])))
                        witness |= {
                            (int(each), *corner)
                            for each in np.flatnonzero(moved[:, chosen])
                            for corner in corners
                        }
                    np.maximum(found, many * fits.any(axis=1), out=found)
            if (best.sum(axis=0) >= asked).all():
                break
        self._witnesses[number, at] = witness
        return bool((best.sum(axis=0) >= asked).all())

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
        limit = self.layers[number].table.limit
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
        moved, fits = _Ways(self, number, at, rows, columns, way).move(many)
        all_fit: Bools = np.logical_and.reduce(fits, axis=0)
        return all_fit, np.logical_or.accumulate(moved > 0, axis=0)

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


class _Ways:
    """What can be added to a place, or taken from it, along each of some rectangles."""

    def __init__(
        self, stack: Stack, number: int, at: At, rows: Ints, columns: Ints, way: int
    ) -> None:
        """Note how much room there is.

        Args:
            stack: The layers.
            number: The layer in which a part is to move.
            at: The place.
            rows: Of the opposite corners of the rectangles.
            columns: Likewise.
            way: 0 where the place and its opposite gain, in the network's sign; 1 where they lose.
        """
        self._number = number
        told = [each for each in range(len(stack.layers)) if not stack.is_untold(each)]
        here, across = np.s_[..., at[0], columns], np.s_[..., rows, at[1]]
        place, opposite = np.s_[..., at[0], at[1], None], np.s_[..., rows, columns]
        own = np.minimum(stack.over[place], stack.over[opposite])
        others = np.minimum(stack.over[here], stack.over[across])
        gain, loss = (own, others) if way == 0 else (others, own)
        count = len(stack.layers)
        self._bound = np.full((count, count, len(rows)), FREE, np.int64)
        for early in told:
            for late in told:
                if early < late:
                    self._bound[early, late] = gain[early, late]
                    self._bound[late, early] = loss[early, late]
        self._rooms: dict[int, list[Ints]] = {}
        for each in told:
            room = stack.rooms(each, at, rows, columns, way)
            self._rooms[each] = [room[list(parts)].sum(axis=0) for parts in
                                 stack.layers[each].together]  # fmt: skip
            if each == number:
                self._room = room

    def most(self, asked: Ints) -> Ints:
        """The most that each part could move, were it alone."""
        most: Ints = np.minimum(self._room.max(axis=1, initial=0), asked)
        return most

    def move(self, many: int) -> tuple[Ints, Bools]:
        """What moving so many asks of each layer.

        Returns:
            How many are moved in each layer, ``[layers, corners]``; and for each part of the layer
            whether it can be done, ``[parts, corners]``.
        """
        moved = np.zeros(self._bound.shape[1:], np.int64)
        moved[self._number] = many
        while True:
            further = np.maximum(moved, (moved[None] - self._bound).max(axis=1))
            if (further == moved).all():
                break
            moved = further
        fits = np.ones(moved.shape[1], np.bool_)
        for each, rooms in self._rooms.items():
            for room in rooms:
                fits &= room >= moved[each]
        return moved, (self._room >= many) & fits
