"""Rows of one column as they come, side by side from the first."""

from typing import Any

import numpy as np
import numpy.typing as npt

_FIRST_ROOM = 1 << 16


class Column:
    """Values of one kind, added a batch at a time; room is doubled when it runs out."""

    def __init__(self, kind: type[np.generic]) -> None:
        self._values: npt.NDArray[Any] = np.empty(0, kind)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def reserve(self, more: int) -> None:
        """Make room for so many more values, where their number is known before."""
        self._grow(self._size + more)

    def add(self, values: npt.NDArray[Any]) -> None:
        """Take values; they are made to fit the column's kind."""
        end = self._size + len(values)
        if end > len(self._values):
            self._grow(max(end, 2 * len(self._values), _FIRST_ROOM))
        self._values[self._size : end] = values
        self._size = end

    def scale(self, kind: type[np.generic], factor: int) -> None:
        """Make every value so many times what it is, in a column of this kind."""
        self._values = self._values[: self._size].astype(kind) * kind(factor)

    def take(self) -> npt.NDArray[Any]:
        """All values; the column is empty then."""
        values = self._values[: self._size]
        self._values, self._size = np.empty(0, values.dtype), 0
        return values

    def _grow(self, room: int) -> None:
        grown = np.empty(room, self._values.dtype)
        grown[: self._size] = self._values[: self._size]
        self._values = grown
