"""Which places of a table to hide: the small ones, and the cheapest others that it takes.

For each hidden place a *witness* is found: hidden places among which so much can be moved that the
place has ``limit`` possible values in every part, while everything shown stays as it is. Usually
that is a rectangle (one more row, one more column), the cheapest there is; where those hidden
already suffice, none is added. In the end what has become superfluous is shown again, the dearest
first, as long as every hidden place keeps a witness.
"""

from collections import deque
from collections.abc import Mapping

import numpy as np

from kit.disclosure.ranges import At, Network, corners_of, rectangle_widths, slack_of
from kit.disclosure.tables import Bools, Cell, Counts, Grid, Place, Table, to_grid

_NEVER = 1 << 60

_LARGE = 200
"""Places from which on rectangles alone are looked for: flows hide a little less, and take long."""


def protect(table: Table) -> frozenset[Place]:
    """The places to hide, those that are small and those that protect them.

    Every published place that is not among them holds at least ``limit`` different persons, and
    every one that is has, given all that is shown of this table, at least ``limit`` possible whole
    numbers in each part. Where bounds from other releases (``most``) leave no way to that, nothing
    of the table is shown; ``find_narrow`` tells whether it then holds.
    """
    grid = to_grid(table)
    hiding = _Hiding(grid, table)
    hiding.hide_what_it_takes()
    hiding.show_what_it_can()
    if hiding.narrow():
        hiding.hide_all()
    return frozenset(
        grid.place((int(row), int(column)))
        for row, column in np.argwhere(hiding.hidden & grid.is_published)
    )


def protect_list(cells: Mapping[str, Cell], *, limit: int) -> frozenset[str]:
    """As ``protect``, for a list of groups and their total, which is ``ALL``."""
    table = Table({(name, "-"): cell for name, cell in cells.items()}, limit, totals="columns")
    return frozenset(row for row, _ in protect(table))


def find_narrow(
    table: Table, hidden: frozenset[Place], *, needed: Mapping[Place, Counts] | None = None
) -> frozenset[Place]:
    """The places that are not safe when these are hidden; an audit that nothing else relies on.

    Those are shown ones over too few people, and hidden ones with too few possible values in some
    part.

    Args:
        table: As ``protect`` takes it.
        hidden: Its hidden places.
        needed: How many values more than one each part of a place must have; else ``limit`` values.
    """
    grid = to_grid(table)
    is_hidden = ~grid.is_published
    for row, column in hidden:
        is_hidden[grid.rows.index(row), grid.columns.index(column)] = True
    slack = slack_of(grid)
    network = Network(slack, is_hidden)
    enough = (table.limit - 1,) * len(grid.down)
    narrow = [grid.place((int(r), int(c))) for r, c in np.argwhere(grid.must_hide & ~is_hidden)]
    for row, column in np.argwhere(is_hidden & grid.is_published):
        at = int(row), int(column)
        place = grid.place(at)
        asked = needed.get(place, enough) if needed else enough
        all_hidden = is_hidden[at[0], None, :] & is_hidden[:, at[1], None] & is_hidden
        if (rectangle_widths(slack, at)[all_hidden] >= max(asked)).any():
            continue
        if any(network.width(part, at, most)[0] < most for part, most in enumerate(asked)):
            narrow.append(place)
    return frozenset(narrow)


class _Hiding:
    """What is hidden so far, and by which witness each hidden place is safe."""

    def __init__(self, grid: Grid, table: Table) -> None:
        self.grid = grid
        self.limit = table.limit
        self.hidden: Bools = grid.must_hide.copy()
        self._members = {
            (grid.rows.index(row), grid.columns.index(column)): cell.members
            for (row, column), cell in table.cells.items()
            if cell.members is not None and cell.people < table.limit
        }
        self._slack = slack_of(grid)
        self._network = Network(self._slack, self.hidden)
        self._witnesses: dict[At, set[At]] = {}
        self._hopeless: set[At] = set()

    def hide_what_it_takes(self) -> None:
        """Give every hidden place a witness, and every line's hidden ones enough people."""
        waiting = deque(self._by_weight(self.hidden & self.grid.is_published))
        while waiting:
            at = waiting.popleft()
            if self._find_witness(at) is None:
                waiting.extend(self._add_witness(at))
            if not waiting:
                waiting.extend(self._hide_for_lines())

    def show_what_it_can(self) -> None:
        """Show again what has become superfluous, the dearest first."""
        added = self.hidden & ~self.grid.must_hide
        for at in self._by_weight(added):
            self._set(at, is_hidden=False)
            own = self._witnesses.pop(at)
            leaning = [other for other, witness in self._witnesses.items() if at in witness]
            before = {other: self._witnesses[other] for other in leaning}
            stands = all(self._find_witness(other) is not None for other in leaning)
            if not stands or self._thin_lines([at[0]], [at[1]]):
                self._set(at, is_hidden=True)
                self._witnesses |= before
                self._witnesses[at] = own

    def narrow(self) -> bool:
        """Whether some hidden place has no witness."""
        return bool(self._hopeless)

    def hide_all(self) -> None:
        """Show nothing."""
        self.hidden[:] = True

    def _by_weight(self, places: Bools) -> list[At]:
        found = [(int(row), int(column)) for row, column in np.argwhere(places)]
        return sorted(found, key=lambda at: (-int(self.grid.weight[at]), at))

    def _set(self, at: At, *, is_hidden: bool) -> None:
        self.hidden[at] = is_hidden
        if is_hidden:
            self._network.add(at)
        else:
            self._network.remove(at)

    def _find_witness(self, at: At) -> set[At] | None:
        """A witness among what is hidden already."""
        needed = self.limit - 1
        row, column = at
        widths = rectangle_widths(self._slack, at)
        all_hidden = self.hidden[row, None, :] & self.hidden[:, column, None] & self.hidden
        good = np.argwhere(all_hidden & (widths >= needed))
        if len(good):
            opposite = int(good[0][0]), int(good[0][1])
            witness = set(corners_of(at, opposite))
        elif self.hidden.size > _LARGE:
            return None
        else:
            witness = {at}
            for part in range(len(self.grid.down)):
                width, helpers = self._network.width(part, at, needed)
                if width < needed:
                    return None
                witness |= helpers
        self._witnesses[at] = witness
        return witness

    def _add_witness(self, at: At) -> list[At]:
        """Hide the cheapest rectangle that protects a place; the places that are hidden by it.

        What protects others as well (the row of totals) is dear: a total counts with all of its
        people.
        """
        row, column = at
        widths = rectangle_widths(self._slack, at)
        cost = np.where(self.hidden, 0, self.grid.weight + 1)
        prices = cost[row, None, :] + cost[:, column, None] + cost
        prices = np.where(widths >= self.limit - 1, prices, _NEVER)
        best = int(prices.argmin())
        if int(prices.flat[best]) >= _NEVER:
            self._hopeless.add(at)
            return []
        opposite = best // prices.shape[1], best % prices.shape[1]
        corners = corners_of(at, opposite)
        added = [corner for corner in corners if not self.hidden[corner]]
        for corner in added:
            self._set(corner, is_hidden=True)
            self._witnesses[corner] = set(corners)
        self._witnesses[at] = set(corners)
        return []

    def _hide_for_lines(self) -> list[At]:
        """Hide the cheapest cell of each line whose hidden people are too few together."""
        rows, columns = range(len(self.grid.rows)), range(len(self.grid.columns))
        added = []
        for line in self._thin_lines(rows, columns):
            shown = [at for at in line if not self.hidden[at]]
            if shown:
                cheapest = min(shown, key=lambda at: (int(self.grid.weight[at]), at))
                self._set(cheapest, is_hidden=True)
                added.append(cheapest)
        return added

    def _thin_lines(self, rows: range | list[int], columns: range | list[int]) -> list[list[At]]:
        """Lines with a total from which the hidden follow, being fewer persons than the limit."""
        last_row, last_column = len(self.grid.rows) - 1, len(self.grid.columns) - 1
        lines = [
            [(row, column) for column in range(last_column)]
            for row in rows
            if not self.hidden[row, last_column]
        ]
        lines += [
            [(row, column) for row in range(last_row)]
            for column in columns
            if not self.hidden[last_row, column]
        ]
        return [line for line in lines if self._is_thin(line)]

    def _is_thin(self, line: list[At]) -> bool:
        together: set[object] = set()
        others = 0
        for at in line:
            people = int(self.grid.people[at])
            if not self.hidden[at] or not people:
                continue
            if people >= self.limit:
                return False
            members = self._members.get(at)
            if members is None:
                others += people
            else:
                together |= members
        return 0 < others + len(together) < self.limit
