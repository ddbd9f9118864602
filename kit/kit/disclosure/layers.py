"""Tables that count the same things ever later, and so bound each other: hidden together.

Two tables, each safe by itself, may tell each other's hidden counts. So each hidden count gets a
witness through all layers at once (``stacks``); where there is none, the cheapest rectangle through
the layers that it needs is hidden.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np

from kit.disclosure.hiding import protect
from kit.disclosure.moves import Layer, Ways
from kit.disclosure.ranges import corners_of
from kit.disclosure.stacks import Spot, Stack
from kit.disclosure.tables import Bools, Ints, Place, Table

_NEVER = 1 << 60


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
    return hide_what_it_takes(Stack([layers], hidden)) if layers else []


def hide_what_it_takes(stack: Stack) -> list[frozenset[Place]]:
    """Hide the cheapest rectangles through the layers until every hidden place is safe."""
    waiting = deque(_waiting(stack, _unsafe(stack)))
    while waiting:
        number, at = waiting.popleft()
        if stack.is_untold(number) or stack.is_safe(number, at):
            continue
        before = stack.hidden.copy()
        _hide_rectangle(stack, number, at)
        waiting.append((number, at))
        waiting.extend(_waiting(stack, stack.hidden & ~before & stack.published))
    if stack.is_small:
        _show_what_it_can(stack)
    return [
        frozenset(stack.grids[0].place((int(r), int(c))) for r, c in np.argwhere(each))
        for each in stack.hidden & stack.published
    ]


def _unsafe(stack: Stack) -> Bools:
    """What is hidden and not known to be safe at a glance."""
    unsafe = stack.hidden & stack.published
    for number in range(len(stack.layers)):
        for spot in stack.find_safe(number):
            unsafe[number][spot] = False
    return unsafe


def _show_what_it_can(stack: Stack) -> None:
    """Show again what has become superfluous, the dearest first, the earliest layers first."""
    must = np.stack([grid.must_hide for grid in stack.grids])
    added = stack.hidden & ~must & stack.published
    for number, at in sorted(
        _waiting(stack, added), key=lambda one: (-int(stack.weights[one[0]][one[1]]), one)
    ):
        if stack.is_untold(number) or (number and stack.hidden[number - 1][at]):
            continue
        stack.hidden[number][at] = False
        leaning = [
            other
            for other, witness in stack.witnesses.items()
            if (number, *at) in witness
            and other != (number, at)
            and stack.hidden[other[0]][other[1]]
        ]
        before = {other: stack.witnesses[other] for other in leaning}
        stands = not _is_thin(stack, number, at) and all(
            stack.is_untold(other[0]) or stack.is_safe(*other) for other in leaning
        )
        if not stands:
            stack.hidden[number][at] = True
            stack.witnesses |= before


def _is_thin(stack: Stack, number: int, at: Spot) -> bool:
    """Whether a line through a place has a total, and too few hidden persons in it."""
    grid, hidden = stack.grids[number], stack.hidden[number]
    row, column = at
    lines = (hidden[row], grid.people[row]), (hidden[:, column], grid.people[:, column])
    for out, people in lines:
        if not out[-1] and out.any() and 0 < people[out].max() < stack.layers[number].table.limit:
            return True
    return False


def _waiting(stack: Stack, places: Bools) -> list[tuple[int, Spot]]:
    found = [(int(number), (int(row), int(c))) for number, row, c in np.argwhere(places)]
    return sorted(found, key=lambda one: (one[0], -int(stack.weights[one[0]][one[1]]), one[1]))


def _hide_rectangle(stack: Stack, number: int, at: Spot) -> None:
    """Hide the cheapest rectangle by which each part of a place is safe; else the layer."""
    rows, columns = (each.ravel() for each in np.indices(stack.published.shape))
    apart = (rows != at[0]) & (columns != at[1])
    rows, columns = rows[apart], columns[apart]
    if not len(rows):
        stack.hidden[number:] = True
        return
    told = stack.told()
    here, opposite_to = (np.asarray(at[:1]), np.asarray(at[1:])), (rows, columns)
    ways = [Ways(stack.room, told, number, here, opposite_to, way) for way in range(2)]
    limit = stack.layers[number].table.limit
    best, chosen = _NEVER, None
    for many in range(limit - 1, 0, -1):
        first = _priced(ways[0], many)
        together = [[first]]
        if many == limit - 1:
            together.append([_priced(ways[1], many)])
        else:
            together = [[first, _priced(ways[1], limit - 1 - many)]]
        for each in together:
            fits = np.all([fits for fits, _ in each], axis=0)
            layers = np.any([layers for _, layers in each], axis=0)
            prices = np.where(fits, _prices(stack, layers, at, rows, columns), _NEVER)
            at_best = int(prices.argmin())
            if int(prices[at_best]) < best:
                best = int(prices[at_best])
                chosen = layers[:, at_best], (int(rows[at_best]), int(columns[at_best]))
        if chosen is not None:
            break
    if chosen is None:
        stack.hidden[number:] = True
        return
    layers, opposite = chosen
    for corner in corners_of(at, opposite):
        stack.hidden[layers, corner[0], corner[1]] = True


def _priced(way: Ways, many: int) -> tuple[Bools, Bools]:
    """Which rectangles would do, and the layers in which they must be hidden."""
    moved, fits = way.move(many)
    all_fit: Bools = np.logical_and.reduce(fits, axis=0)
    return all_fit, np.logical_or.accumulate(moved > 0, axis=0)


def _prices(stack: Stack, layers: Bools, at: Spot, rows: Ints, columns: Ints) -> Ints:
    cost = np.where(stack.hidden, 0, stack.weights + 1)
    each = (
        cost[:, at[0], at[1], None]
        + cost[:, at[0], columns]
        + cost[:, rows, at[1]]
        + cost[:, rows, columns]
    )
    priced: Ints = (each * layers).sum(axis=0)
    return priced
