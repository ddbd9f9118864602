"""Figures that mature one after the other tell nothing of each other's hidden numbers."""

import itertools
import random

import pytest

from kit.disclosure import (
    ALL,
    Cell,
    Layer,
    Place,
    State,
    Table,
    find_narrow_settings,
    protect,
    protect_layers,
    protect_trees,
    set_first_layers,
)
from kit.testing.attacking import Shown
from kit.testing.attacking_together import Known, attack_together

from .disclosure_tables import cell_of, parts_of, with_totals

NAMES = ("started", "1m", "3m", "6m")
LATER = [(early, late) for at, early in enumerate(NAMES) for late in NAMES[at + 1 :]]
TOGETHER = ((0, 1),)
LIMIT = 5
VICTIMS = range(8)


def municipality(seed: int) -> list[Table]:
    """Offers of very different sizes, very unequal shares of whose courses are mature."""
    rng = random.Random(seed)  # noqa: S311 - made-up numbers, the same each time
    tables: list[dict[Place, Cell]] = [{} for _ in NAMES]
    for row in range(3 + seed % 7):
        size = rng.lognormvariate(0, 1)
        mature = [rng.random() ** rng.choice((0.2, 1, 3)) for _ in NAMES[1:]]
        shares = [1.0, *sorted(mature, reverse=True)]
        for column in range(2 + seed % 3):
            n = int(rng.expovariate(1 / (14 * size))) if rng.random() < 3 / 4 else 0
            for layer, cells in enumerate(tables):
                if layer:
                    n = sum(rng.random() < shares[layer] / shares[layer - 1] for _ in range(n))
                yes = sum(rng.random() < 0.4 for _ in range(n))
                cells[f"row {row}", f"column {column}"] = cell_of(yes, n - yes)
    return [with_totals(cells, LIMIT) for cells in tables]


def shown_of(tables: list[Table], hidden: list[frozenset[Place]]) -> dict[str, Shown]:
    return {
        name: {place: parts for place, parts in parts_of(table).items() if place not in out}
        for name, table, out in zip(NAMES, tables, hidden, strict=True)
    }


@pytest.mark.parametrize("bundle", range(4))
def test_no_hidden_number_is_told_by_all_families_together(bundle: int) -> None:
    for seed in range(bundle, 16, 4):
        tables = municipality(seed)
        hidden = protect_layers([Layer(table, TOGETHER) for table in tables])
        for early, late in itertools.pairwise(hidden):
            assert early <= late
        known = Known(NAMES, LATER, limit=LIMIT)
        assert attack_together([shown_of(tables, hidden)], list(parts_of(tables[0])), known) == []


def test_the_attacker_finds_victims_where_each_family_is_protected_by_itself() -> None:
    found = exactly = 0
    for seed in VICTIMS:
        tables = municipality(seed)
        hidden: list[frozenset[Place]] = []
        for table in tables:
            narrower = hidden[-1] if hidden else frozenset()
            nested = Table(table.cells, LIMIT, margins=table.margins, hidden=narrower)
            hidden.append(protect(nested) | narrower)
        known = Known(NAMES, LATER, limit=LIMIT)
        told = attack_together([shown_of(tables, hidden)], list(parts_of(tables[0])), known)
        found += len(told)
        for one in told:
            parts = parts_of(tables[NAMES.index(one.definition)])[one.place]
            true = sum(parts) if one.part == len(parts) else parts[one.part]
            assert one.least <= true <= one.most
            exactly += one.least == one.most
    assert found > 0


def test_an_audit_of_the_first_setting_finds_what_was_protected_by_itself() -> None:
    narrow = 0
    for seed in VICTIMS:
        tables = municipality(seed)
        layers = [Layer(table, TOGETHER) for table in tables]
        states = set_first_layers(layers, 1)
        assert not find_narrow_settings([states], [TOGETHER] * len(NAMES), LIMIT)
        small = [
            {
                place: State(cell.people, cell.parts, cell.people >= LIMIT, 1)
                for place, cell in {**table.cells, **table.margins}.items()
            }
            for table in tables
        ]
        narrow += len(find_narrow_settings([small], [TOGETHER] * len(NAMES), LIMIT))
    assert narrow > 0


def test_groups_within_groups_tell_nothing_of_each_other_either() -> None:
    attacked = 0
    for seed in range(6):
        tables = municipality(seed)
        trees = [
            {
                (): table.margins[ALL, ALL],
                **{(row,): cell for (row, _), cell in table.margins.items() if row != ALL
                   and _ == ALL},
            }
            for table in tables
        ]  # fmt: skip
        hidden = protect_trees(
            trees, [TOGETHER] * len(NAMES), limit=LIMIT, hidden=[frozenset()] * len(NAMES)
        )
        shown: dict[str, Shown] = {
            name: {(path[0] if path else ALL, "-"): cell.parts for path, cell in tree.items()
                   if path not in out}
            for name, tree, out in zip(NAMES, trees, hidden, strict=True)
        }  # fmt: skip
        attacked += sum(map(len, shown.values()))
        places = [(path[0] if path else ALL, "-") for path in trees[0]]
        known = Known(NAMES, LATER, limit=LIMIT, totals="columns")
        assert attack_together([shown], places, known) == []
    assert attacked > 0
