"""The kernel over partitions of citizens: each is counted by itself, and the counts are added up.

A citizen lies whole in one partition, so courses and different citizens of a group are the sums of
those in its partitions; shares and intervals are then worked out once, from the sums. This module
knows no cluster: `effects.spark` hands it the partitions.

A partition comes as batches with the columns `citizen_id` and, as structures of which one is there
in each row, `COURSE`, `SPELL` and `WORK`: the further columns of the three registers, typed as
`effects.reading` leaves them.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from effects.coverage import Coverage
from effects.definitions import Anchor, Definition
from effects.kernel import (
    ALWAYS,
    RESULT_COLUMNS,
    Outcomes,
    Period,
    check_columns,
    compute_outcomes,
    counting,
)
from effects.kernel.bands import BANDS
from effects.kernel.chosen import choose_courses
from effects.kernel.groups import CITIZEN, group_courses
from effects.kernel.results import in_order, result_columns
from effects.packed.building import CodeNotValid, RegisterBuilder, SpellsOverlap
from effects.packed.register import PackedRegister

_FAILURES = {error.__name__: error for error in (SpellsOverlap, CodeNotValid)}

COURSE, SPELL, WORK = "course", "spell", "work"
"""The structures of a partition's rows: a course, a spell on support, a month's hours."""

PLACE = "place"
"""The column of counts that holds the definition's place among those asked for, `int32`."""

COUNTS = ("outside", "left", "no", "yes", "citizens")
"""The columns that are added up over partitions, `int64`; in the order of `kernel.counting`."""

FAILURE, DETAIL = "failure", "detail"
"""The columns that say why a partition cannot be counted, and of whom or what; else empty."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every partition is asked.

    Attributes:
        codes: the code list, whole.
        coverage: of the whole registers, never of a partition's rows.
        by: columns of the courses, `citizen_id`, or derived ones; none makes one group.
        definitions: those to be counted.
        has_hours: whether there is an hours register.
        period: selects courses by the date that each definition counts from.
        aliases: other ids of merged citizens, each with the id that is kept.
    """

    codes: pa.Table
    coverage: Coverage
    by: tuple[str, ...]
    definitions: tuple[Definition, ...]
    has_hours: bool
    period: Period = ALWAYS
    aliases: Mapping[str, str] = field(default_factory=dict)


def measure_partition(batches: Iterable[pa.RecordBatch], asked: Asked) -> Iterator[pa.RecordBatch]:
    """The counts of one partition: one row per group and definition.

    Columns are those of `group_names`, `PLACE`, `COUNTS`, `FAILURE` and `DETAIL`. A partition
    whose rows cannot be a register answers with one row that says why, since trying it again
    would not help. All of its rows are held at once.

    Raises:
        ColumnNotThere: `by` names a column that there is not, or a result's own name.
        HoursMissing: a definition reads hours, and there is no hours register.
        WindowTooLong: a definition looks at too many weeks.
    """
    coming = iter(batches)
    first = next(coming, None)
    if first is None:
        return
    try:
        register = _pack(itertools.chain((first,), coming), asked)
    except SpellsOverlap as overlap:
        yield _failure(overlap, overlap.citizen_id, counts_schema(first.schema, asked.by))
        return
    except CodeNotValid as not_valid:
        yield _failure(not_valid, not_valid.code, counts_schema(first.schema, asked.by))
        return
    # A cluster runs as many partitions side by side as it has processors for.
    outcomes = compute_outcomes(register, asked.coverage, definitions=asked.definitions, threads=1)
    check_columns(outcomes, asked.by, taken=RESULT_COLUMNS)
    if "quarter" not in asked.by:
        yield from _counts(outcomes, asked, range(len(asked.definitions)), "end")
        return
    # The quarter is that of the date which a definition counts from, so each date has its groups.
    for anchor in sorted({each.anchor for each in asked.definitions}):
        places = [n for n, each in enumerate(asked.definitions) if each.anchor == anchor]
        yield from _counts(outcomes, asked, places, anchor)


def group_names(by: Sequence[str]) -> list[str]:
    """The names of the groups' columns among the counts: by place, for their own may be any."""
    return [f"by_{place}" for place in range(len(by))]


def counts_schema(rows: pa.Schema, by: Sequence[str]) -> pa.Schema:
    """The columns of the counts of partitions whose batches have this schema."""
    own = {part.name: part.type for part in rows.field(COURSE).type}
    texts = dict.fromkeys((CITIZEN, *BANDS), pa.string())
    types = [(own | texts)[name] for name in by]
    return pa.schema(
        [
            *zip(group_names(by), types, strict=True),
            (PLACE, pa.int32()),
            *((name, pa.int64()) for name in COUNTS),
            (FAILURE, pa.string()),
            (DETAIL, pa.string()),
        ]
    )


def results_of_counts(
    counts: pa.Table, by: Sequence[str], definitions: Sequence[Definition], *, min_group: int = 0
) -> pa.Table:
    """The rows and columns of `kernel.compute_results`, from the sums over all partitions.

    Args:
        counts: as `measure_partition` yields them, `COUNTS` added up by the other columns.
        by: the columns that were grouped by.
        definitions: those that were counted.
        min_group: a row with fewer different citizens keeps only its group, definition, version
            and `suppressed`.

    Raises:
        SpellsOverlap: a citizen has two spells in one week.
        CodeNotValid: a code has no class in a week of a spell.
    """
    _raise_failure(counts)
    own = dict(zip(by, (counts.column(name) for name in group_names(by)), strict=True))
    rows = np.stack([counts.column(name).to_numpy() for name in COUNTS], axis=1)
    places = counts.column(PLACE).to_numpy().astype(np.int64)
    table = pa.table({**own, **result_columns(rows, definitions, places, min_group)})
    return in_order(table, by, definitions)


def _pack(batches: Iterable[pa.RecordBatch], asked: Asked) -> PackedRegister:
    """The register of a partition's rows."""
    builder = RegisterBuilder(asked.codes, asked.aliases)
    if asked.has_hours:
        builder.add_no_hours()
    for batch in batches:
        builder.add_courses(pa.Table.from_batches([_rows(batch, COURSE)]))
        builder.add_support(_rows(batch, SPELL))
        if asked.has_hours:
            builder.add_hours(_rows(batch, WORK))
    return builder.build()


def _failure(error: Exception, detail: str, schema: pa.Schema) -> pa.RecordBatch:
    row = {FAILURE: type(error).__name__, DETAIL: detail, PLACE: 0, **dict.fromkeys(COUNTS, 0)}
    return pa.RecordBatch.from_pylist([row], schema)


def _raise_failure(counts: pa.Table) -> None:
    """Raise what the first partition's failure says, as the kernel would have."""
    rows = counts.select([FAILURE, DETAIL]).filter(pc.is_valid(counts.column(FAILURE)))
    for row in rows.sort_by([(FAILURE, "ascending"), (DETAIL, "ascending")]).to_pylist():
        raise _FAILURES[row[FAILURE]](row[DETAIL])


def _rows(batch: pa.RecordBatch, kind: str) -> pa.RecordBatch:
    """The rows in which this structure is there, with its columns beside the citizen's id."""
    rows = batch.filter(pc.is_valid(batch.column(kind)))
    structure = rows.column(kind)
    names = [part.name for part in structure.type]
    return pa.RecordBatch.from_arrays(
        [rows.column(CITIZEN), *structure.flatten()], names=[CITIZEN, *names]
    )


def _counts(
    outcomes: Outcomes, asked: Asked, places: Sequence[int], anchor: Anchor
) -> Iterator[pa.RecordBatch]:
    """The counts of the definitions at these places, by the groups of this date."""
    register = outcomes.register
    groups = group_courses(outcomes, asked.by, anchor)
    chosen = choose_courses(
        register, asked.period, [asked.definitions[place].anchor for place in places]
    )
    counts = np.zeros((len(groups), len(places), counting.COUNTS), np.int32)
    counting.count_by_group(
        register.course_offsets,
        (0, len(register.citizens)),
        groups.numbers,
        outcomes.verdicts[list(places)],
        chosen.courses,
        chosen.rows,
        counts,
    )
    rows = counts.reshape(-1, counting.COUNTS).astype(np.int64)
    table = groups.beside(
        {
            PLACE: np.tile(np.array(places, np.int32), len(groups)),
            **{name: rows[:, place] for place, name in enumerate(COUNTS)},
            FAILURE: pa.nulls(len(rows), pa.string()),
            DETAIL: pa.nulls(len(rows), pa.string()),
        },
        each=len(places),
    )
    own = table.column_names[len(asked.by) :]
    yield from table.rename_columns([*group_names(asked.by), *own]).to_batches()
