"""Partitions of citizens counted one by one and added up are the whole register's results."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from effects import kernel, partitions
from effects.packed.building import CodeNotValid, SpellsOverlap
from effects.partitions import Asked

from .large_registers import GROUPINGS, Tables, draw_tables, whole_outcomes

SEEDS = [f"partition {number}" for number in range(12)]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return draw_tables(SEEDS)


def _asked(tables: Tables, by: Sequence[str]) -> Asked:
    return Asked(
        codes=tables.codes,
        coverage=tables.coverage,
        by=tuple(by),
        definitions=tables.definitions,
        has_hours=True,
    )


def _side_by_side(tables: Tables) -> pa.Table:
    """Every row of the register as a partition's rows are."""
    parts = [
        pa.table({"citizen_id": rows.column("citizen_id"), kind: _structures(rows)})
        for kind, rows in (
            (partitions.COURSE, tables.courses),
            (partitions.SPELL, tables.support),
            (partitions.WORK, tables.hours),
        )
    ]
    return pa.concat_tables(parts, promote_options="default")


def _structures(rows: pa.Table) -> pa.Array:
    names = [name for name in rows.column_names if name != "citizen_id"]
    columns = [pa.concat_arrays(rows.column(name).chunks) for name in names]
    return pa.StructArray.from_arrays(columns, fields=[rows.schema.field(name) for name in names])


def _divided(rows: pa.Table, count: int, random: Random) -> list[list[pa.RecordBatch]]:
    """The rows in partitions, a citizen whole in one, each shuffled and in several batches."""
    own = {
        citizen: random.randrange(count)
        for citizen in rows.column("citizen_id").unique().to_pylist()
    }
    places: list[list[int]] = [[] for _ in range(count)]
    for row, citizen in enumerate(rows.column("citizen_id").to_pylist()):
        places[own[citizen]].append(row)
    for of_part in places:
        random.shuffle(of_part)
    return [rows.take(pa.array(of_part, pa.int64())).to_batches(50) for of_part in places]


def _summed(parts: Sequence[Sequence[pa.RecordBatch]], asked: Asked) -> pa.Table:
    """The counts of all partitions added up, in no order."""
    schema = partitions.counts_schema(next(part for part in parts if part)[0].schema, asked.by)
    counted: Iterator[pa.RecordBatch] = (
        batch for part in parts for batch in partitions.measure_partition(part, asked)
    )
    whole = pa.Table.from_batches(counted, schema)
    keys = [name for name in schema.names if name not in partitions.COUNTS]
    sums = whole.group_by(keys).aggregate([(name, "sum") for name in partitions.COUNTS])
    return sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names])


def _measured(parts: Sequence[Sequence[pa.RecordBatch]], asked: Asked, min_group: int) -> pa.Table:
    return partitions.results_of_counts(
        _summed(parts, asked), asked.by, asked.definitions, min_group=min_group
    )


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("count", [1, 2, 25])
def test_partitions_add_up_to_the_whole(tables: Tables, by: tuple[str, ...], count: int) -> None:
    rows = _side_by_side(tables)
    parts = _divided(rows, count, Random(count))  # noqa: S311 - seeded, no secret
    parts += [[], [pa.RecordBatch.from_pylist([], rows.schema)]]
    outcomes = whole_outcomes(tables)
    for min_group in (0, 3):
        whole = kernel.compute_results(outcomes, by=by, min_group=min_group)
        assert _measured(parts, _asked(tables, by), min_group).equals(whole)


def test_what_is_measured_says_something(tables: Tables) -> None:
    outcomes = whole_outcomes(tables)
    rows = kernel.compute_results(outcomes, by=()).to_pylist()
    assert all(row["outside_register"] > 0 for row in rows if row["definition"][-1] == "m")
    assert all(math.isfinite(row["value"]) for row in rows)
    assert sum(row["left_the_count"] for row in rows) > 0
    assert len({row["value"] for row in rows}) > 5
    hidden = kernel.compute_results(outcomes, by=GROUPINGS[2], min_group=3).column("suppressed")
    assert set(hidden.to_pylist()) == {True, False}


def test_a_partition_of_no_citizens_says_nothing(tables: Tables) -> None:
    asked = _asked(tables, ())
    assert list(partitions.measure_partition([], asked)) == []
    nothing = _side_by_side(tables).slice(0, 0)
    batch = pa.RecordBatch.from_pylist([], nothing.schema)
    assert sum(len(part) for part in partitions.measure_partition([batch], asked)) == 0


def test_a_partition_without_courses_says_nothing(tables: Tables) -> None:
    rows = _side_by_side(tables)
    rows = rows.filter(pc.is_null(rows.column(partitions.COURSE)))
    counted = partitions.measure_partition(rows.to_batches(), _asked(tables, ("offer_id",)))
    assert sum(len(part) for part in counted) == 0


def test_a_citizen_with_very_many_spells_is_counted_like_any_other(tables: Tables) -> None:
    citizen = tables.courses.column("citizen_id")[0].as_py()
    others = tables.support.filter(pc.not_equal(tables.support.column("citizen_id"), citizen))
    first, code = tables.coverage.from_week, tables.codes.column("code")[0].as_py()
    many = [
        {"citizen_id": citizen, "from_week": week, "to_week": week, "code": code}
        for week in range(first, first + 4000, 2)
    ]
    support = pa.concat_tables([others, pa.Table.from_pylist(many, others.schema)])
    skewed = replace(tables, support=support)
    parts = _divided(_side_by_side(skewed), 5, Random(5))  # noqa: S311 - seeded, no secret
    by = ("weeks_before_band", "offer_id")
    whole = kernel.compute_results(whole_outcomes(skewed), by=by)
    assert _measured(parts, _asked(skewed, by), 0).equals(whole)


def test_a_period_selects_the_same_courses(tables: Tables) -> None:
    starts = sorted(day for day in tables.courses.column("starts_on").to_pylist() if day)
    period = starts[len(starts) // 3], starts[2 * len(starts) // 3]
    parts = _divided(_side_by_side(tables), 4, Random(4))  # noqa: S311 - seeded, no secret
    whole = kernel.compute_results(whole_outcomes(tables), by=("offer_id",), period=period)
    assert _measured(parts, replace(_asked(tables, ("offer_id",)), period=period), 0).equals(whole)


def test_a_spell_too_many_fails_with_the_kernels_own_error(tables: Tables) -> None:
    twice = replace(tables, support=pa.concat_tables([tables.support, tables.support.slice(3, 1)]))
    parts = _divided(_side_by_side(twice), 3, Random(3))  # noqa: S311 - seeded, no secret
    with pytest.raises(SpellsOverlap) as caught:
        _measured(parts, _asked(twice, ("offer_id",)), 0)
    assert caught.value.citizen_id == tables.support.column("citizen_id")[3].as_py()


def test_a_code_that_nobody_knows_fails_with_the_kernels_own_error(tables: Tables) -> None:
    code = tables.support.column("code")[0].as_py()
    shorter = replace(
        tables, codes=tables.codes.filter(pc.not_equal(tables.codes.column("code"), code))
    )
    parts = _divided(_side_by_side(shorter), 3, Random(3))  # noqa: S311 - seeded, no secret
    with pytest.raises(CodeNotValid) as caught:
        _measured(parts, _asked(shorter, ()), 0)
    assert caught.value.code == code


def test_merged_citizens_are_one_where_they_share_a_partition(tables: Tables) -> None:
    ids = tables.courses.column("citizen_id").unique().to_pylist()
    aliases = {"another id": ids[0]}
    renamed = pc.if_else(
        pc.equal(tables.hours.column("citizen_id"), ids[0]),
        "another id",
        tables.hours.column("citizen_id"),
    )
    hours = tables.hours.set_column(0, "citizen_id", renamed)
    split = replace(tables, hours=hours)
    asked = replace(_asked(split, ("offer_id",)), aliases=aliases)
    whole = kernel.compute_results(whole_outcomes(tables), by=("offer_id",))
    assert _measured([_side_by_side(split).to_batches(100)], asked, 0).equals(whole)
