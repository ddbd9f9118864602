"""Releases that follow each other: what a later one adds must not undo what earlier ones hid.

A figure is replaced only if it is unchanged or at least ``limit`` persons entered or left; else the
old one stays, with its date. Totals are the sums of what is shown that way: each cell counts in
them as it was shown last, and what is hidden counts as it did when the table was *set*. So the part
of a total that is not shown is the same number release after release, and a later release tells
nothing about it. A cell of a row or a column that came later counts from when it is shown first.

Now and then the table is set anew, so that what has grown can be shown. Then the earlier settings
are judged again, with what is known by then: counts of finished things only grow, so each is at
least what it was at the setting before and at most what it is at the next. A setting that would
narrow any of them too far is not made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kit.disclosure.hiding import protect
from kit.disclosure.settings import State, States, find_narrowed
from kit.disclosure.tables import ALL, DEAR, Cell, Counts, Place, Table
from kit.disclosure.trees import Path, lists_of, protect_tree

_ATTEMPTS = 8


def set_first(table: Table, number: int) -> dict[Place, State]:
    """The first release of a table; ``margins`` hold every total that is published."""
    hidden = protect(table)
    return {
        place: State(cell.people, cell.parts, place not in hidden, number)
        for place, cell in (*table.cells.items(), *table.margins.items())
    }


def carry_on(
    table: Table, last: States, changed: Mapping[Place, int], number: int
) -> dict[Place, State]:
    """A release that shows what may be replaced, and tells nothing of what is hidden.

    Args:
        table: The counts as they are now; ``hidden`` are places that may not be shown anew.
        last: The release before.
        changed: By cell, how many different persons have entered or left, or count otherwise,
            since the release that it is shown from; what is not named is unchanged.
        number: This release's.
    """
    cells: dict[Place, State] = {}
    for place, cell in table.cells.items():
        asked = replace(cell, is_held=cell.is_held or place in table.hidden)
        known = last.get(place)
        cells[place] = _carried(asked, known, changed.get(place, 0), table.limit, number)
    totals = {}
    for place, (people, parts) in _sums(cells).items():
        if place not in table.margins:
            continue
        known = last.get(place)
        is_shown = known.is_shown if known else people >= table.limit
        is_shown = is_shown and (place not in table.hidden or known is not None)
        totals[place] = State(people, parts, is_shown, number)
    return cells | totals


def _carried(cell: Cell, known: State | None, changed: int, limit: int, number: int) -> State:
    fresh = State(cell.people, cell.parts, is_shown=True, since=number)
    may_show = not cell.is_held and cell.people >= limit
    if known is None:
        nobody = State(0, (0,) * len(cell.parts), is_shown=False, since=0)
        return fresh if may_show else nobody
    # What has become too small keeps its old figure as well.
    return fresh if known.is_shown and may_show and not 0 < changed < limit else known


def set_anew(
    table: Table, carried: States, settings: Sequence[States], number: int
) -> dict[Place, State] | None:
    """The release with everything that is hidden as it is now; None where that cannot be.

    That is where it would have to hide what has been shown, or would tell too much of an earlier
    setting.

    Args:
        table: The counts as they are now.
        carried: What ``carry_on`` made of this release.
        settings: The earlier releases in which the table was set, oldest first.
        number: This release's.
    """
    cells = {place: _as_set(cell, carried[place]) for place, cell in table.cells.items()}
    states = {
        place: State(cell.people, cell.parts, is_shown=False, since=_since(carried[place], number))
        for place, cell in cells.items()
    }
    sums = _sums(states)
    margins = {
        place: replace(cell, parts=sums[place][1], weight=_weight(cell, carried[place]))
        for place, cell in table.margins.items()
    }
    before = {place for place, state in carried.items() if state.is_shown}
    states |= {
        place: State(cell.people, cell.parts, is_shown=False, since=number)
        for place, cell in margins.items()
    }
    held: frozenset[Place] = table.hidden - before
    for _ in range(_ATTEMPTS):
        shown = states.keys() - protect(replace(table, cells=cells, margins=margins, hidden=held))
        if before - shown:
            return None
        setting = {place: replace(each, is_shown=place in shown) for place, each in states.items()}
        narrowed = {place for _, place in find_narrowed([*settings, setting], table)}
        if not narrowed:
            return setting
        new = shown - before
        if not new:
            return None
        held |= {place for place in new if _is_in_line(place, narrowed)} or new
    return None


def _is_in_line(place: Place, others: Iterable[Place]) -> bool:
    return any(place[0] == row or place[1] == column for row, column in others)


def set_first_tree(
    cells: Mapping[Path, Cell], *, limit: int, number: int, hidden: frozenset[Path] = frozenset()
) -> dict[Path, State]:
    """The first release of groups within groups; the arguments are those of ``protect_tree``."""
    out = protect_tree(cells, limit=limit, hidden=hidden)
    return {
        path: State(cell.people, cell.parts, is_shown=path not in out, since=number)
        for path, cell in cells.items()
    }


def carry_on_tree(
    cells: Mapping[Path, Cell],
    last: Mapping[Path, State],
    changed: Mapping[Path, int],
    *,
    limit: int,
    number: int,
) -> dict[Path, State]:
    """A later release: the groups within one are shown anew all together, or stay as they were.

    What is hidden stays hidden, so whatever its counts could be before they can be after.

    Args:
        cells: As for ``protect_tree``, as they are now.
        last: The release before.
        changed: By group, how many different persons count otherwise since it was shown last.
        limit: The smallest group that may be shown, and the fewest that may be told apart in time.
        number: This release's.
    """

    def may_replace(path: Path) -> bool:
        may_show = path in cells and cells[path].people >= limit
        return may_show and not 0 < changed.get(path, 0) < limit

    states = dict(last)
    fresh: set[Path] = set()
    for path, names in [((), []), *lists_of(last)]:
        if names and path not in fresh:
            continue
        together = [(*path, name) for name in names] or [path]
        shown = [each for each in together if each in last and last[each].is_shown]
        if shown and all(map(may_replace, shown)):
            fresh.update(shown)
            states |= {
                each: State(cells[each].people, cells[each].parts, is_shown=True, since=number)
                for each in shown
            }
    return {path: state for path, state in states.items() if path in cells}


def _as_set(cell: Cell, state: State) -> Cell:
    """A cell as it would stand in a table that is set anew."""
    if not state.is_shown:
        return cell
    return Cell(people=state.people, parts=state.parts, weight=DEAR)


def _since(state: State, number: int) -> int:
    return state.since if state.is_shown else number


def _weight(cell: Cell, state: State) -> int | None:
    return DEAR if state.is_shown else cell.weight


def _sums(cells: States) -> dict[Place, tuple[int, Counts]]:
    """Every total of these cells: at least so many different persons, and the counts."""
    sums: dict[Place, tuple[int, Counts]] = {}
    for (row, column), state in cells.items():
        for place in ((row, ALL), (ALL, column), (ALL, ALL)):
            people, parts = sums.get(place, (0, (0,) * len(state.parts)))
            added = tuple(map(int.__add__, parts, state.parts))
            sums[place] = (max(people, state.people if state.is_shown else 0), added)
    return sums
