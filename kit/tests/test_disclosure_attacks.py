"""Nothing that is hidden comes out, whoever calculates: an attacker with a solver tries."""

import random

import pytest

from kit.disclosure import (
    ALL,
    Cell,
    Path,
    Place,
    State,
    Table,
    carry_on,
    carry_on_tree,
    protect,
    set_anew,
    set_first,
    set_first_tree,
)
from kit.disclosure.tables import Totals
from kit.testing.attacking import attack

from .disclosure_tables import cell_of, parts_of, random_table, with_totals

Shown = dict[Place, tuple[int, ...]]
BUNDLES = 4
TABLES = 300
EVERY = 4  # of the three hundred, one in so many; `validate_disclosure.py` attacks them all

HIDDEN_FOR_GOOD = (1, 2)  # made-up municipalities in which what grows stays hidden


def shown_of(table: Table, hidden: frozenset[Place]) -> Shown:
    return {place: parts for place, parts in parts_of(table).items() if place not in hidden}


@pytest.mark.parametrize("bundle", range(BUNDLES))
def test_no_hidden_count_of_random_tables_can_be_told(bundle: int) -> None:
    # A prime step, so that each kind of table and each limit comes.
    attack_tables(range(bundle, TABLES, BUNDLES * EVERY + 1))


def attack_tables(seeds: range) -> None:
    for seed in seeds:
        table = random_table(seed, limit=(3, 5, 10)[seed % 3])
        hidden = protect(table)
        assert all(cell.people >= table.limit for place, cell in table.cells.items()
                   if place not in hidden)  # fmt: skip
        places = list(parts_of(table))
        found = attack([shown_of(table, hidden)], places, parts=2, limit=table.limit)
        assert found == [], f"table {seed}"


def test_the_attacker_finds_victims_where_only_the_small_are_hidden() -> None:
    victims = tables = recovered = 0
    for seed in range(20):
        table = random_table(seed)
        small = frozenset(
            place
            for place, cell in {**table.cells, **table.margins}.items()
            if cell.people < table.limit
        )
        found = attack([shown_of(table, small)], list(parts_of(table)), parts=2, limit=5)
        victims += len(found)
        tables += bool(found)
        recovered += sum(one.least == one.most for one in found)
        for one in found:
            assert one.least <= parts_of(table)[one.place][one.part] <= one.most
    assert tables > 10
    assert recovered > 30
    assert victims > recovered


@pytest.mark.parametrize("totals", ["columns", "none"])
def test_a_table_without_totals_of_rows_is_attacked_likewise(totals: Totals) -> None:
    for seed in range(15):
        whole = random_table(seed)
        table = Table(whole.cells, 5, totals=totals)
        hidden = protect(table)
        published = {
            place: parts
            for place, parts in parts_of(whole).items()
            if place[1] != ALL and (totals == "columns" or place[0] != ALL)
        }
        shown = {place: parts for place, parts in published.items() if place not in hidden}
        if totals == "none":
            small = {place for place, cell in whole.cells.items() if cell.people < 5}
            assert hidden == small
            continue
        assert attack([shown], list(published), parts=2, limit=5, totals="columns") == []


@pytest.mark.parametrize(("seed", "rows", "columns", "share"), [
    (1, 5, 3, 0.05), (2, 8, 3, 0.15), (3, 4, 4, 0.3), (4, 10, 2, 0.1), (5, 6, 4, 0.5),
    (6, 12, 3, 0.2),
])  # fmt: skip
def test_twelve_monthly_releases_together_tell_no_hidden_count(
    seed: int, rows: int, columns: int, share: float
) -> None:
    releases, places, states = twelve_months(seed, rows, columns, share)
    assert attack(releases, places, parts=2, limit=5) == []
    cells = [state for place, state in states[-1].items() if ALL not in place and state.is_shown]
    assert any(state.since > 1 for state in cells), "nothing was ever shown anew"
    assert len(releases[-1]) > len(releases[0]) or seed in HIDDEN_FOR_GOOD


def test_the_attacker_finds_victims_where_each_month_is_protected_by_itself() -> None:
    found = 0
    for seed in range(3):
        releases, places, _ = twelve_months(seed, 6, 3, 0.1, remembers=False)
        found += len(attack(releases[:6], places, parts=2, limit=5))
    assert found > 10


def twelve_months(
    seed: int, rows: int, columns: int, share: float, *, remembers: bool = True
) -> tuple[list[Shown], list[Place], list[dict[Place, State]]]:
    """What twelve releases show, of a table in which people come every month."""
    rng = random.Random(seed)  # noqa: S311 - made-up numbers, the same each time
    cells: dict[Place, Cell] = {}
    for row in range(rows):
        for column in range(columns):
            n = int(rng.expovariate(1 / 14))
            yes = sum(rng.random() < 0.4 for _ in range(n))
            cells[f"row {row}", f"column {column}"] = cell_of(yes, n - yes)
    states: list[dict[Place, State]] = []
    settings: list[dict[Place, State]] = []
    for number in range(1, 13):
        table = with_totals(cells, 5)
        if not states or not remembers:
            states.append(set_first(table, number))
            settings.append(states[-1])
        else:
            last = states[-1]
            changed = {
                place: sum(cell.parts) - sum(last[place].parts) for place, cell in cells.items()
            }
            carried = carry_on(table, last, changed, number)
            anew = set_anew(table, carried, settings, number)
            states.append(anew or carried)
            settings += [anew] if anew else []
            for place, state in states[-1].items():
                if state.is_shown and last[place].is_shown and ALL not in place:
                    few = sum(state.parts) - sum(last[place].parts)
                    assert few == 0 or few >= 5
        cells = entering(rng, cells, share)
    releases = [
        {place: state.parts for place, state in each.items() if state.is_shown} for each in states
    ]
    return releases, list(parts_of(table)), states


def entering(rng: random.Random, cells: dict[Place, Cell], share: float) -> dict[Place, Cell]:
    """The same cells a month later: some have come, nobody has left."""
    later = {}
    for place, cell in cells.items():
        yes, no = cell.parts
        new = sum(rng.random() < share for _ in range(yes + no + 3))
        more = sum(rng.random() < 0.4 for _ in range(new))
        later[place] = cell_of(yes + more, no + new - more)
    return later


def test_groups_within_groups_tell_no_hidden_count_over_six_releases() -> None:
    listed = renewed = 0
    for seed in range(8):
        states = six_months_of_a_tree(seed)
        renewed += any(state.since > 1 for state in states[-1].values())
        for path in states[0]:
            inner = {(other[-1], "-"): other for other in states[0] if other[:-1] == path and other}
            releases = [
                {place: each[at].parts for place, at in [*inner.items(), ((ALL, "-"), path)]}
                for each in states
                if fresh(each, path, list(inner.values()))
            ]
            shown = [
                {place: parts for place, parts in release.items()
                 if place == (ALL, "-") or states[0][inner[place]].is_shown}
                for release in releases
            ]  # fmt: skip
            listed += bool(shown)
            places = [*inner, (ALL, "-")]
            assert not shown or attack(shown, places, parts=2, limit=5, totals="columns") == []
    assert listed > 5
    assert renewed > 3


def fresh(states: dict[Path, State], path: Path, inner: list[Path]) -> bool:
    """Whether a group and some of those in it are shown, and as of the same release."""
    dates = {states[other].since for other in inner if states[other].is_shown}
    return states[path].is_shown and dates == {states[path].since}


def six_months_of_a_tree(seed: int) -> list[dict[Path, State]]:
    rng = random.Random(seed)  # noqa: S311 - made-up numbers, the same each time
    leaves: dict[Path, tuple[int, int]] = {
        (match, age, weeks): (int(rng.expovariate(1 / 9)), int(rng.expovariate(1 / 12)))
        for match in "ab"
        for age in "xyz"
        for weeks in "12"
    }
    states: list[dict[Path, State]] = []
    for number in range(1, 7):
        cells = tree_of(leaves)
        if states:
            last = states[-1]
            changed = {p: sum(cells[p].parts) - sum(s.parts) for p, s in last.items()}
            states.append(carry_on_tree(cells, last, changed, limit=5, number=number))
        else:
            states.append(set_first_tree(cells, limit=5, number=number))
        leaves = {
            path: (yes + rng.randint(0, 3), no + rng.randint(0, 4))
            for path, (yes, no) in leaves.items()
        }
    return states


def tree_of(leaves: dict[Path, tuple[int, int]]) -> dict[Path, Cell]:
    sums: dict[Path, tuple[int, int]] = {}
    for path, (yes, no) in leaves.items():
        for depth in range(len(path) + 1):
            known = sums.get(path[:depth], (0, 0))
            sums[path[:depth]] = (known[0] + yes, known[1] + no)
    return {path: cell_of(*counts) for path, counts in sums.items()}
