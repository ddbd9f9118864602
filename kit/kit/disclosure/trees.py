"""Groups within groups: each is the total of those within it.

Where a group is hidden, so is everything within it; then whatever it could be, those within can
follow. So each group that is shown, with the groups in it, is a list of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kit.disclosure.hiding import protect_list
from kit.disclosure.layers import protect_layers
from kit.disclosure.moves import Layer, Together
from kit.disclosure.tables import ALL, DEAR, Cell, Table

Path = tuple[str, ...]
"""A group by the names that lead to it; the whole is the empty path."""


def protect_tree(
    cells: Mapping[Path, Cell], *, limit: int, hidden: frozenset[Path] = frozenset()
) -> frozenset[Path]:
    """The groups to hide.

    A group of which nothing is shown but its total tells no more of its parts than the total does;
    every other hidden group has at least ``limit`` possible whole numbers in each part.

    Args:
        cells: Every group that holds anybody, the groups that it is within, and the whole. What
            lies within a group adds up to it.
        limit: The smallest group that may be shown, and the fewest values a hidden count may have.
        hidden: What is hidden already.
    """
    out: set[Path] = set()
    for path in sorted(cells, key=lambda path: (len(path), path)):
        if path in hidden or (path[:-1] in out and path) or cells[path].people < limit:
            out.add(path)
    for path, names in lists_of(cells):
        if path in out:
            out.update((*path, name) for name in names)
            continue
        inner = {name: cells[(*path, name)] for name in names}
        out.update(_hidden_within(path, inner, limit, out))
    return frozenset(out)


def protect_trees(
    cells: Sequence[Mapping[Path, Cell]],
    together: Sequence[Together],
    *,
    limit: int,
    hidden: Sequence[frozenset[Path]],
) -> list[frozenset[Path]]:
    """As ``protect_tree``, for layers of which a later one counts at most what an earlier one does.

    Args:
        cells: By layer, the earliest first; all of the same groups.
        together: By layer, its parts by what they add up to.
        limit: As there.
        hidden: By layer, what is hidden already.
    """
    out: list[set[Path]] = []
    narrower: set[Path] = set()
    for own, known in zip(cells, hidden, strict=True):
        narrower = narrower | known
        for path in sorted(own, key=lambda path: (len(path), path)):
            if (path[:-1] in narrower and path) or own[path].people < limit:
                narrower.add(path)
        out.append(narrower)
    for path, names in lists_of(cells[0] if cells else ()):
        for each in out:
            if path in each:
                each.update((*path, name) for name in names)
        told = [at for at, each in enumerate(out) if path not in each]
        layers = [
            Layer(_list_within(path, names, cells[at], limit, out[at]), together[at]) for at in told
        ]
        judged = protect_layers(layers)
        # The group itself is shown: where a list would hide it, nothing within is told of any.
        is_whole = any(ALL in {row for row, _ in places} for places in judged)
        for at, places in zip(told, judged, strict=True):
            out[at].update((*path, name) for name in (names if is_whole else
                           [row for row, _ in places]))  # fmt: skip
    return [frozenset(each) for each in out]


def _list_within(
    path: Path, names: Sequence[str], cells: Mapping[Path, Cell], limit: int, out: set[Path]
) -> Table:
    own = {name: cells[(*path, name)] for name in names}
    total = cells[path]
    return Table(
        {
            (name, "-"): replace(cell, is_held=cell.is_held or (*path, name) in out)
            for name, cell in own.items()
        },
        limit,
        totals="columns",
        margins={(ALL, "-"): replace(total, weight=DEAR)},
    )


def lists_of(paths: Iterable[Path]) -> list[tuple[Path, list[str]]]:
    """Each group that has others in it, with their names; the widest first."""
    within: defaultdict[Path, list[str]] = defaultdict(list)
    for path in paths:
        if path:
            within[path[:-1]].append(path[-1])
    return sorted(within.items(), key=lambda each: (len(each[0]), each[0]))


def _hidden_within(path: Path, inner: dict[str, Cell], limit: int, out: set[Path]) -> set[Path]:
    """The groups to hide within one that is shown."""
    marked = {
        name: replace(cell, is_held=cell.is_held or (*path, name) in out)
        for name, cell in inner.items()
    }
    hidden = protect_list(marked, limit=limit)
    names = inner if ALL in hidden else hidden
    return {(*path, name) for name in names}
