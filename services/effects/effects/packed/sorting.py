"""Rows in any order put in order of citizen, and within a citizen in order of time."""

from typing import Any

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled
from effects.packed.parts import in_parts

_FEW = 24  # so many rows are put in order faster by moving each to its place

Ints = npt.NDArray[np.int64]


@compiled
def _count(citizens: npt.NDArray[np.int32], keys: npt.NDArray[Any], counts: Ints) -> bool:
    """Count each citizen's rows at place citizen + 1; whether all rows already stand in order."""
    in_order = True
    for row in range(len(citizens)):
        counts[citizens[row] + 1] += 1
        if row > 0 and in_order:
            before = row - 1
            in_order = citizens[row] > citizens[before] or (
                citizens[row] == citizens[before] and keys[row] >= keys[before]
            )
    return in_order


@compiled
def _place(citizens: npt.NDArray[np.int32], offsets: Ints, places: npt.NDArray[Any]) -> None:
    """Write the rows of each citizen one after another, in the order in which they stood."""
    following = offsets[:-1].copy()
    for row in range(len(citizens)):
        citizen = citizens[row]
        places[following[citizen]] = row
        following[citizen] += 1


@compiled
def _merge_up(places: npt.NDArray[Any], keys: npt.NDArray[Any]) -> None:
    """Order many places by key, equal ones as they stood, by merging longer and longer runs."""
    size, length = len(places), 1
    other = places.copy()
    while length < size:
        for first in range(0, size, 2 * length):
            one, middle = first, min(first + length, size)
            two, last = middle, min(first + 2 * length, size)
            for to in range(first, last):
                if two >= last or (one < middle and keys[places[one]] <= keys[places[two]]):
                    other[to] = places[one]
                    one += 1
                else:
                    other[to] = places[two]
                    two += 1
        places[:] = other
        length *= 2


@compiled
def _order_within(
    offsets: Ints, citizens: tuple[int, int], keys: npt.NDArray[Any], places: npt.NDArray[Any]
) -> None:
    """Order the places of each of a range of citizens by key, equal ones as they stood."""
    for citizen in range(citizens[0], citizens[1]):
        first, last = offsets[citizen], offsets[citizen + 1]
        if last - first > _FEW:
            _merge_up(places[first:last], keys)
            continue
        for at in range(first + 1, last):
            place = places[at]
            to = at
            while to > first and keys[places[to - 1]] > keys[place]:
                places[to] = places[to - 1]
                to -= 1
            places[to] = place


def order_rows(
    citizens: npt.NDArray[np.int32], keys: npt.NDArray[Any], count: int
) -> tuple[Ints, npt.NDArray[Any] | None]:
    """How rows stand by citizen and then by key.

    Args:
        citizens: each row's citizen, `int32[n]`.
        keys: what orders the rows of a citizen, `[n]`; equal ones stay as they stood.
        count: how many citizens there are.

    Returns:
        Each citizen's first row, `int64[count + 1]`, and the rows in order, `[n]`; None where they
        already are.
    """
    offsets = np.zeros(count + 1, np.int64)
    in_order = _count(citizens, keys, offsets)
    np.cumsum(offsets, out=offsets)
    if in_order:
        return offsets, None
    small = len(citizens) <= np.iinfo(np.int32).max
    places = np.empty(len(citizens), np.int32 if small else np.int64)
    _place(citizens, offsets, places)
    in_parts(offsets, lambda part: _order_within(offsets, part, keys, places))
    return offsets, places
