"""Tables that bound each other with what is hidden of each, and whether that is safe.

A hidden count's witness is a move through all layers at once, along one rectangle. Where everything
that it moves is hidden, what is shown stays as it is, in whole numbers.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from kit.disclosure.moves import At, Layer, Room, Ways
from kit.disclosure.ranges import corners_of
from kit.disclosure.tables import Bools, Counts, Ints, Place, to_grid

_SMALL = 200
"""Places up to which witnesses are kept, so that it can be tried to show places again."""

_FEW = 24
"""Rectangles that are tried before all are: those with the most room."""

_VERY_FEW = 8
"""Likewise, for many places at once; what is not cleared so is looked at by itself."""

_AT_ONCE = 4_000_000
"""Numbers in an array of many places' rectangles."""

_NOWHERE = -(1 << 30)
"""Less than any rectangle leaves open."""

Spot = tuple[int, int]
"""A row and a column by number."""


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
        self.layers = settings[0]
        self.grids = [to_grid(layer.table) for layer in self.layers]
        first = self.grids[0]
        if any((g.rows, g.columns) != (first.rows, first.columns) for g in self.grids):
            raise ValueError("layers over different rows or columns")
        self._row_at = {name: number for number, name in enumerate(first.rows)}
        self._column_at = {name: number for number, name in enumerate(first.columns)}
        self.room = Room(self.grids, settings)
        self.weights = np.stack([grid.weight for grid in self.grids])
        self.published = first.is_published
        self.is_small = bool(self.published.size <= _SMALL)
        self.witnesses: dict[tuple[int, Spot], set[tuple[int, int, int]]] = {}
        self.hidden: Bools = np.stack([~grid.is_published for grid in self.grids])
        for number, places in enumerate(hidden):
            for place in places:
                self.hidden[number][self.spot(place)] = True

    def spot(self, place: Place) -> Spot:
        """Where a place is."""
        return self._row_at[place[0]], self._column_at[place[1]]

    def told(self) -> Bools:
        """Of which layers anything is shown; nothing of the others need be kept as it is."""
        any_shown: Bools = np.invert(self.hidden.all(axis=(1, 2)))
        return any_shown

    def is_untold(self, number: int) -> bool:
        """Whether nothing of a layer is shown."""
        return bool(self.hidden[number].all())

    def find_safe(
        self, number: int, needed: Mapping[Place, Counts] | None = None
    ) -> frozenset[Spot]:
        """Places of a layer that are safe by the widest rectangles; there may be more of them.

        Args:
            number: The layer.
            needed: How many values more than one each part of a place must have.
        """
        spots = np.argwhere(self.hidden[number] & self.published)
        if self.is_small or self.is_untold(number) or not len(spots):
            return frozenset()
        asked = np.stack([self.asked(number)] * len(spots))
        for at, (row, column) in enumerate(spots) if needed else ():
            place = self.grids[0].place((int(row), int(column)))
            asked[at] = (needed or {}).get(place, asked[at])
        many = max(1, _AT_ONCE // (self.published.size * asked.shape[1]))
        safe = np.concatenate(
            [
                self._safe_of(number, spots[first : first + many], asked[first : first + many])
                for first in range(0, len(spots), many)
            ]
        )
        return frozenset((int(row), int(column)) for row, column in spots[safe])

    def asked(self, number: int) -> Ints:
        """How many values more than one each part of a layer's hidden places must have."""
        layer = self.layers[number]
        return np.full(sum(map(len, layer.together)), layer.table.limit - 1)

    def is_safe(self, number: int, at: Spot, asked: Ints | None = None) -> bool:
        """Whether each part of a hidden place has as many values more than one as are asked."""
        asked = self.asked(number) if asked is None else asked
        rows, columns = np.nonzero(self._corners(number, at))
        parts = self.room.parts[number]
        rooms = [self.room.along(_one(at), (rows, columns), way, parts) for way in range(2)]
        widest = np.add(*(np.minimum(room, asked[:, None]) for room in rooms))
        if (widest.max(axis=1, initial=0) < asked).any() and (
            np.add(*(np.minimum(room.max(axis=1, initial=0), asked) for room in rooms)) < asked
        ).any():
            return False
        order = np.argsort(-(widest - asked[:, None]).min(axis=0), kind="stable")
        few = order[:_FEW]
        return self._leaves_open(number, at, (rows[few], columns[few]), asked) or (
            len(order) > _FEW
            and self._leaves_open(number, at, (rows[order], columns[order]), asked)
        )

    def _corners(self, number: int, at: Spot) -> Bools:
        """Which opposite corners make a rectangle with a place that is hidden in the layer."""
        hidden = self.hidden[number]
        corners: Bools = hidden[at[0], None, :] & hidden[:, at[1], None] & hidden
        corners[at[0], :] = corners[:, at[1]] = False
        return corners

    def _leaves_open(self, number: int, at: Spot, opposite: At, asked: Ints) -> bool:
        """Whether these rectangles leave each part as many values more than one as are asked."""
        told = self.told()
        ways = [Ways(self.room, told, number, _one(at), opposite, way) for way in range(2)]
        best = np.zeros((2, len(asked)), np.int64)
        witness: set[tuple[int, int, int]] = set()
        most = np.stack([way.most(asked) for way in ways])
        for many in range(int(asked.max(initial=0)), 0, -1):
            for found, ends, way in zip(best, most, ways, strict=True):
                if ((ends >= many) & (found < many)).any():
                    moved, fits = way.move(many)
                    fits &= self._are_hidden(moved, _one(at), opposite)
                    new = (found < many) & fits.any(axis=1)
                    for part in np.flatnonzero(new) if self.is_small else ():
                        chosen = int(fits[part].argmax())
                        spot = int(opposite[0][chosen]), int(opposite[1][chosen])
                        witness |= {
                            (int(each), *corner)
                            for each in np.flatnonzero(moved[:, chosen])
                            for corner in corners_of(at, spot)
                        }
                    found[new] = many
            if (best.sum(axis=0) >= asked).all():
                break
        self.witnesses[number, at] = witness
        return bool((best.sum(axis=0) >= asked).all())

    def _are_hidden(self, moved: Ints, at: At, opposite: At) -> Bools:
        """Whether every layer in which something is moved is hidden at all four corners."""
        corners = (
            self.hidden[:, at[0], at[1]]
            & self.hidden[:, at[0], opposite[1]]
            & self.hidden[:, opposite[0], at[1]]
            & self.hidden[:, opposite[0], opposite[1]]
        )
        all_hidden: Bools = (corners | (moved == 0)).all(axis=0)
        return all_hidden

    def _safe_of(self, number: int, spots: Ints, asked: Ints) -> Bools:
        """Which of many places are safe by their widest rectangles."""
        at = spots[:, :1], spots[:, 1:]
        opposite = self._widest(number, spots, asked)
        apart = (opposite[0] != at[0]) & (opposite[1] != at[1])
        told = self.told()
        many = int(asked.max(initial=0))
        open_: Bools = np.zeros(asked.T.shape, np.bool_)
        for way in range(2):
            moved, fits = Ways(self.room, told, number, at, opposite, way).move(many)
            open_ |= (fits & apart & self._are_hidden(moved, at, opposite)).any(axis=2)
        safe: Bools = np.asarray(open_.all(axis=0))
        return safe

    def _widest(self, number: int, spots: Ints, asked: Ints) -> At:
        """The opposite corners of each place's rectangles with the most room, ``[places, few]``."""
        parts, most = self.room.parts[number], int(asked.max(initial=0))
        enough = asked.T.astype(np.int32)[:, :, None, None]
        gain, loss = (self.room.around(spots, way, parts, most) for way in range(2))
        score = (np.minimum(gain, enough) + np.minimum(loss, enough) - enough).min(axis=0)
        rows, columns = spots.T
        hidden = self.hidden[number]
        corners = hidden[rows][:, None, :] & hidden[:, columns].T[:, :, None] & hidden
        score[~corners] = _NOWHERE
        places = np.arange(len(spots))
        score[places, rows, :] = score[places, :, columns] = _NOWHERE
        few = min(_VERY_FEW, self.published.size)
        by_place = score.reshape(len(spots), -1)
        chosen = np.argpartition(-by_place, few - 1, axis=1)[:, :few]
        return np.divmod(chosen, self.published.shape[1])


def _one(at: Spot) -> At:
    return np.asarray([at[0]]), np.asarray([at[1]])
