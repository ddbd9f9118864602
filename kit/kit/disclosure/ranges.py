"""How far a hidden count can be told, given all that is shown.

Every line (a row or a column with its total) is one equation. What fits all of them is a
circulation: what one hidden place gains, others of its row and column lose. With the sign of the
single totals turned, rows and columns are the nodes of a network and hidden places its edges, so
the largest gain and loss of a place are maximum flows: exact, and whole numbers throughout.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kit.disclosure.tables import Bools, Grid, Ints

At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slack:
    """How far each place can move in either direction, in the network's own sign.

    Attributes:
        plus: ``int64[parts, rows, columns]``.
        minus: Likewise.
    """

    plus: Ints
    minus: Ints


def slack_of(grid: Grid) -> Slack:
    """The slack of every place, hidden or not."""
    plus, minus = grid.up.copy(), grid.down.copy()
    for line in (np.s_[:, -1, :-1], np.s_[:, :-1, -1]):  # the single totals: their sign is turned
        plus[line], minus[line] = grid.down[line], grid.up[line]
    return Slack(plus, minus)


def rectangle_widths(slack: Slack, at: At) -> Ints:
    """What each rectangle with one corner here leaves open, the least of all parts.

    Of four corners two can gain what the two others lose, and the other way round. Each corner of
    such a rectangle, if all four are hidden, has at least this many possible values more than one.

    Returns:
        ``int64[rows, columns]``: by the opposite corner; 0 in the place's own row and column.
    """
    row, column = at
    here_plus, here_minus = slack.plus[:, row, column], slack.minus[:, row, column]
    gain = np.minimum(
        np.minimum(slack.minus[:, row, None, :], slack.minus[:, :, column, None]),
        np.minimum(slack.plus, here_plus[:, None, None]),
    )
    loss = np.minimum(
        np.minimum(slack.plus[:, row, None, :], slack.plus[:, :, column, None]),
        np.minimum(slack.minus, here_minus[:, None, None]),
    )
    widths: Ints = (gain + loss).min(axis=0)
    widths[row, :] = 0
    widths[:, column] = 0
    return widths


def corners_of(at: At, opposite: At) -> tuple[At, At, At, At]:
    """The corners of a rectangle."""
    return at, (at[0], opposite[1]), (opposite[0], at[1]), opposite


class Network:
    """The hidden places as edges between rows and columns, added and removed one by one."""

    def __init__(self, slack: Slack, hidden: Bools) -> None:
        self._slack = slack
        self._of_row: list[set[int]] = [set() for _ in range(hidden.shape[0])]
        self._of_column: list[set[int]] = [set() for _ in range(hidden.shape[1])]
        for row, column in np.argwhere(hidden):
            self.add((int(row), int(column)))

    def add(self, at: At) -> None:
        """Hide a place."""
        self._of_row[at[0]].add(at[1])
        self._of_column[at[1]].add(at[0])

    def remove(self, at: At) -> None:
        """Show a place."""
        self._of_row[at[0]].discard(at[1])
        self._of_column[at[1]].discard(at[0])

    def width(self, part: int, at: At, enough: int) -> tuple[int, set[At]]:
        """How many values more than one a place can have, up to ``enough``, and by whose help.

        Args:
            part: Which of the parts.
            at: A hidden place.
            enough: Where to stop.
        """
        minus, plus = self._slack.minus[part], self._slack.plus[part]
        gain, helpers = self._flow(at, minus, plus, min(enough, int(plus[at])))
        if gain >= enough:
            return gain, helpers
        loss, others = self._flow(at, plus, minus, min(enough - gain, int(minus[at])))
        return gain + loss, helpers | others

    def _flow(self, at: At, giving: Ints, taking: Ints, most: int) -> tuple[int, set[At]]:
        """What can go from a place's row to its column without using the place itself.

        Args:
            at: The place.
            giving: What an edge can carry from row to column.
            taking: What it can carry from column to row.
            most: Where to stop.
        """
        carried: dict[At, int] = {}
        total = 0
        while total < most:
            path = self._path(at, giving, taking, carried)
            if path is None:
                break
            room = most - total
            for edge, forward in path:
                room = min(room, _room(edge, giving, taking, carried, forward=forward))
            for edge, forward in path:
                carried[edge] = carried.get(edge, 0) + (room if forward else -room)
            total += room
        return total, {edge for edge, flow in carried.items() if flow}

    def _path(
        self, at: At, giving: Ints, taking: Ints, carried: dict[At, int]
    ) -> list[tuple[At, bool]] | None:
        """A shortest way from the place's row to its column along edges with room left."""
        came: dict[tuple[bool, int], tuple[tuple[bool, int], At, bool]] = {}
        start, goal = (True, at[0]), (False, at[1])
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for edge, forward in self._edges(node):
                after = (False, edge[1]) if forward else (True, edge[0])
                if edge == at or after in came or after == start:
                    continue
                if _room(edge, giving, taking, carried, forward=forward) <= 0:
                    continue
                came[after] = (node, edge, forward)
                if after == goal:
                    return _way_back(came, start, goal)
                waiting.append(after)
        return None

    def _edges(self, node: tuple[bool, int]) -> Iterator[tuple[At, bool]]:
        is_row, number = node
        if is_row:
            for column in self._of_row[number]:
                yield (number, column), True
        else:
            for row in self._of_column[number]:
                yield (row, number), False


def _room(edge: At, giving: Ints, taking: Ints, carried: dict[At, int], *, forward: bool) -> int:
    flow = carried.get(edge, 0)
    return int(giving[edge]) - flow if forward else int(taking[edge]) + flow


def _way_back(
    came: dict[tuple[bool, int], tuple[tuple[bool, int], At, bool]],
    start: tuple[bool, int],
    goal: tuple[bool, int],
) -> list[tuple[At, bool]]:
    path = []
    node = goal
    while node != start:
        node, edge, forward = came[node]
        path.append((edge, forward))
    return path
