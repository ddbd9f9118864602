"""Disclosure control: which cells of a published table must be hidden so that nobody gains a few.

A figure over few people is hidden, and so are as many others as it takes: what is hidden must not
come out by subtracting what is shown. The rule is domain.md §7's; decision 0018 says what is
proven.

A table has rows and columns and, where they are published, totals over them. Each cell holds
``people`` (different persons) and ``parts``: the disjoint counts that are shown with it, or follow
from what is shown. A share is two parts (those with the outcome, those without); a bare count or a
mean is one (how many were counted; hide the mean with its count).

    from kit.disclosure import ALL, Cell, Table, protect

    table = Table(
        {
            ("offer-1", "dagpenge"): Cell(people=31, parts=(12, 20)),
            ("offer-2", "dagpenge"): Cell(people=3, parts=(1, 2)),
            ("offer-1", "sygedagpenge"): Cell(people=0, parts=(0, 0)),
        },
        limit=5,
    )
    hidden = protect(table)     # frozenset of places, such as ("offer-2", "dagpenge")

Whoever publishes looks each place up: ``(row, column)`` for a cell, ``(row, ALL)`` and ``(ALL,
column)`` for the totals, ``(ALL, ALL)`` for the whole. A hidden place shows nothing at all: no
value, no count, no interval, and the same reason whether it is small or protects another. *All
others than this one* is the column's total less the cell, so it is hidden with the total.

- Cells that are not named hold nobody; a place that holds nobody is hidden like any small one.
- ``totals="columns"`` when no total over a row is published (offers within a target group beside
  *all others*), ``totals="none"`` when there are no totals at all.
- A list with its total is a table of one column: ``protect_list({"offer-1": Cell(…)}, limit=5)``.
- Tables that count the same things ever later (within a month, within six) bound each other, for a
  later number is at most the earlier one: give them to ``protect_layers``, the earliest first.
- What shares its counts with another figure must be hidden with it: give both figures' parts in one
  table (``parts`` may be any number, of one length throughout), or hide the union of the two.
- Groups within groups (a match group by age band) are a tree: ``protect_tree``.
- ``is_held``, ``least`` and ``most`` of a cell are for a release that follows an earlier one; see
  ``kit.disclosure.successive``.
"""

from kit.disclosure.hiding import find_narrow, protect, protect_list
from kit.disclosure.layered_releases import (
    find_narrow_settings,
    hide_together,
    set_first_layers,
    set_first_trees,
)
from kit.disclosure.layers import protect_layers
from kit.disclosure.moves import Layer, Together
from kit.disclosure.settings import State
from kit.disclosure.successive import (
    carry_on,
    carry_on_tree,
    set_anew,
    set_first,
    set_first_tree,
)
from kit.disclosure.tables import ALL, Cell, Place, Table, total_parts
from kit.disclosure.trees import Path, protect_tree, protect_trees

__all__ = [
    "ALL",
    "Cell",
    "Layer",
    "Path",
    "Place",
    "State",
    "Table",
    "Together",
    "carry_on",
    "carry_on_tree",
    "find_narrow",
    "find_narrow_settings",
    "hide_together",
    "protect",
    "protect_layers",
    "protect_list",
    "protect_tree",
    "protect_trees",
    "set_anew",
    "set_first",
    "set_first_layers",
    "set_first_tree",
    "set_first_trees",
    "total_parts",
]
