"""Groups within groups: each is the total of those within it.

Where a group is hidden, so is everything within it; then whatever it could be, those within can
follow. So each group that is shown, with the groups in it, is a list of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kit.disclosure.hiding import protect_list
from kit.disclosure.tables import ALL, Cell

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
