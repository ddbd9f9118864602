"""Who counts otherwise, and what the shown cells add up to: against counting course by course."""

import io
from collections import Counter, defaultdict
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from effects.definitions import BY_NAME
from effects.kernel import loops
from effects.releases import snapshots
from effects.releases.counting import Counts
from effects.releases.families import Family, families_of
from kit.disclosure import ALL, Place

FAMILIES = families_of(BY_NAME[name] for name in ("self_support_1m", "employed_6m", "education_6m"))
NAMES = [definition.name for family in FAMILIES for definition in family.definitions]
VERDICTS = (loops.YES, loops.NO, loops.LEFT_THE_COUNT, loops.OUTSIDE_REGISTER)

Row = dict[str, Any]


def drawn(random: Random, courses: int) -> list[Row]:
    """Courses of few citizens in few groups, so that many have several in one."""
    texts = {"offer_id": 3, "target_group": 2, "match_group": 2, "age_band": 3}
    return [
        {
            "citizen": random.randrange(8),
            "weeks_before_band": random.choice(["", "0-12"]),
            **{name: f"{name} {random.randrange(among)}" for name, among in texts.items()},
            **{name: random.choice(VERDICTS) for name in NAMES},
        }
        for _ in range(courses)
    ]


def packed(rows: list[Row]) -> bytes:
    """As a release keeps them."""
    text = dict.fromkeys(("offer_id", *snapshots.PROFILE_LEVELS), pa.string())
    types = {"citizen": pa.uint64(), **text, **dict.fromkeys(NAMES, pa.int8())}
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(list(types.items()))), sink)
    return sink.getvalue()


def standing(rows: list[Row], by: tuple[str, ...], name: str) -> Counter[tuple[Any, ...]]:
    """By group, citizen and verdict, the courses that one definition counts."""
    return Counter(
        (tuple(row[column] for column in by), row["citizen"], row[name])
        for row in rows
        if row[name] >= loops.NO
    )


def changed(
    before: list[Row], now: list[Row], by: tuple[str, ...], family: Family
) -> dict[tuple[str, ...], int]:
    """By group, the citizens who count otherwise."""
    people: dict[Any, set[int]] = {
        tuple(row[column] for column in by): set() for row in before + now
    }
    if not by:
        people.setdefault((), set())
    for definition in family.definitions:
        then, later = (standing(rows, by, definition.name) for rows in (before, now))
        for key in then.keys() | later.keys():
            if then[key] != later[key]:
                people[key[0]].add(key[1])
    return {group: len(each) for group, each in people.items()}


@pytest.mark.parametrize("seed", range(6))
def test_each_citizen_who_counts_otherwise_is_counted_once(seed: int) -> None:
    random = Random(f"snapshots {seed}")  # noqa: S311 - made-up courses
    before = drawn(random, 60 if seed else 0)
    kept = [row for row in before if random.random() < 0.9]
    now = [*kept, *drawn(random, 4 * seed)]
    view, profiles = snapshots.count_changed(packed(before), packed(now), FAMILIES)
    for family in FAMILIES:
        expected: dict[Place, int] = {}
        for by in (("offer_id", "target_group"), ("offer_id",), ("target_group",), ()):
            for path, count in changed(before, now, by, family).items():
                named = dict(zip(by, path, strict=True))
                expected[named.get("offer_id", ALL), named.get("target_group", ALL)] = count
        assert view[family.name] == expected
        levels = (snapshots.PROFILE_LEVELS[:depth] for depth in range(1, 5))
        whole = [changed(before, now, by, family) for by in levels]
        assert profiles[family.name] == {path: n for each in whole for path, n in each.items()}


@pytest.mark.parametrize("seed", range(4))
def test_a_total_is_the_sum_of_its_cells_each_as_it_is_shown(seed: int) -> None:
    random = Random(f"totals {seed}")  # noqa: S311 - made-up courses
    rows = {1: drawn(random, 40), 2: drawn(random, 40), 3: drawn(random, 40)}
    cells = [(f"offer_id {offer}", f"target_group {group}") for offer in range(4) for group in "01"]
    since: dict[Place, int] = {cell: random.randrange(4) for cell in cells}
    content = {number: packed(each) for number, each in rows.items()}
    for family in FAMILIES:
        at: dict[Place, list[Row]] = defaultdict(list)
        for number, each in rows.items():
            for row in each:
                offer, group = row["offer_id"], row["target_group"]
                if since[offer, group] == number:
                    for place in ((offer, ALL), (ALL, group), (ALL, ALL)):
                        at[place].append(row)
        expected = {
            place: {
                definition.name: Counts(
                    sum(row[definition.name] >= loops.NO for row in each),
                    len({row["citizen"] for row in each if row[definition.name] >= loops.NO}),
                    sum(row[definition.name] == loops.YES for row in each),
                )
                for definition in family.definitions
            }
            for place, each in at.items()
        }
        assert snapshots.sum_places(content, since, family) == expected
