"""The kernel on a Spark cluster, for registers that are more than one machine holds.

The rows of the three registers are brought together by citizen, each partition is packed and
counted by the kernel (`effects.partitions`), and Spark adds the counts up. Needs
`pejling-effects[spark]` where it is called from and `pejling-effects` on every worker.

Reading and checking come before: the columns are typed as `effects.reading` leaves them, with
weeks and months as whole numbers of `effects.weeks`, hours as decimals and days as dates.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, functions
from pyspark.sql.types import IntegerType, LongType, StringType, StructField, StructType

from effects.coverage import Coverage, CoverageUnknown
from effects.definitions import DEFINITIONS, Definition
from effects.kernel import ALWAYS, Period
from effects.kernel.bands import BANDS
from effects.kernel.groups import CITIZEN
from effects.packed.merging import merge_numbers
from effects.packed.texts import TextIndex
from effects.partitions import (
    COUNTS,
    COURSE,
    DETAIL,
    FAILURE,
    PLACE,
    SPELL,
    WORK,
    Asked,
    group_names,
    measure_partition,
    results_of_counts,
)

_READ_OF_COURSES = ("starts_on", "ends_on", "business_oriented")
_READ_FOR_BANDS = {"age_band": "birth_year"}
_KEPT = "kept_id"


class PartitionFailed(Exception):
    """A partition could not be measured, for another reason than the rows in it.

    Attributes:
        reason: what the worker said last.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"a partition could not be measured: {reason}")


def measure_on_spark(  # noqa: PLR0913 - four registers, and what is asked of them
    courses: DataFrame,
    support: DataFrame,
    codes: pa.Table,
    hours: DataFrame | None = None,
    *,
    coverage: Coverage,
    by: Sequence[str],
    definitions: Sequence[Definition] = DEFINITIONS,
    min_group: int = 0,
    period: Period = ALWAYS,
    aliases: Mapping[str, str] | None = None,
    partitions: int | None = None,
) -> pa.Table:
    """The rows of `kernel.compute_results`, in its order and equal in every cell.

    A worker holds a partition's rows at once, however its citizens' rows are spread; a citizen
    with very many is no trouble, but is never divided.

    Args:
        courses: the courses; further columns than are read are left where they are.
        support: the spells.
        codes: the code list, which every worker gets whole.
        hours: the hours; None where there is no hours register.
        coverage: of the whole registers (`find_coverage`).
        by: columns of the courses, `citizen_id`, or derived ones; none makes one group.
        definitions: those to be counted.
        min_group: a row with fewer different citizens keeps only its group, definition, version
            and `suppressed`.
        period: selects courses by the date that each definition counts from.
        aliases: other ids of merged citizens, each with the id that is kept. Where two ids that
            are not kept differ in a week, either may hold: rows on a cluster have no order.
        partitions: how many; None leaves it to Spark, which makes `spark.sql.shuffle.partitions`
            and joins small ones. A worker needs about 270 MB, and 120 MB more for each 100,000
            citizens of a partition with 29 rows each (docs/decisions, 0010).

    Raises:
        ColumnNotThere: `by` names a column that there is not, or a result's own name.
        HoursMissing: a definition reads hours, and there is no hours register.
        WindowTooLong: a definition looks at too many weeks.
        AliasesCircular: no id is kept in the end.
        SpellsOverlap: a citizen has two spells in one week.
        CodeNotValid: a code has no class in a week of a spell.
        PartitionFailed: a worker failed in another way.
    """
    asked = Asked(
        codes=codes,
        coverage=coverage,
        by=tuple(by),
        definitions=tuple(definitions),
        has_hours=hours is not None,
        period=period,
        aliases=dict(aliases or {}),
    )
    rows = _side_by_side(courses, support, hours, by)
    # What no partition could be asked is refused here, by asking it of no rows.
    schema = rows.limit(0).toArrow().schema
    for _ in measure_partition([pa.RecordBatch.from_pylist([], schema)], asked):
        pass

    def measure(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return measure_partition(batches, asked)

    partial = _by_citizen(rows, asked.aliases, partitions).mapInArrow(measure, _schema(courses, by))
    summed = partial.groupBy(*group_names(by), PLACE, FAILURE, DETAIL).agg(
        *(functions.sum(name).alias(name) for name in COUNTS)
    )
    try:
        counts = summed.toArrow()
    except (PySparkException, Py4JError) as error:
        raise PartitionFailed(_last_said(str(error))) from error
    return results_of_counts(counts, by, asked.definitions, min_group=min_group)


def find_coverage(support: DataFrame) -> Coverage:
    """The first and the last week of the whole support register.

    Raises:
        CoverageUnknown: it holds no rows.
    """
    ends = support.agg(functions.min("from_week"), functions.max("to_week")).first()
    if ends is None or ends[0] is None:
        raise CoverageUnknown
    return Coverage(int(ends[0]), int(ends[1]))


def _side_by_side(
    courses: DataFrame, support: DataFrame, hours: DataFrame | None, by: Sequence[str]
) -> DataFrame:
    """The rows of all registers, each with one of the structures of a partition's rows."""
    read = dict.fromkeys(
        [
            *_READ_OF_COURSES,
            *(name for name in by if name in courses.columns and name not in BANDS),
            *(name for band, name in _READ_FOR_BANDS.items() if band in by),
        ]
    )
    rows = _structured(courses, COURSE, (name for name in read if name != CITIZEN))
    rows = rows.unionByName(
        _structured(support, SPELL, ("from_week", "to_week", "code")), allowMissingColumns=True
    )
    if hours is None:
        return rows
    return rows.unionByName(_structured(hours, WORK, ("month", "hours")), allowMissingColumns=True)


def _structured(rows: DataFrame, kind: str, names: Iterable[str]) -> DataFrame:
    structure = functions.struct(*(_column(name) for name in names))
    return rows.select(_column(CITIZEN), structure.alias(kind))


def _column(name: str) -> Column:
    """A column by its name, whatever is in it."""
    quoted = name.replace("`", "``")
    return functions.col(f"`{quoted}`").alias(name)


def _by_citizen(rows: DataFrame, aliases: Mapping[str, str], partitions: int | None) -> DataFrame:
    """The rows so partitioned that a citizen's, under whatever id, lie together."""
    key = CITIZEN
    if aliases:
        kept = rows.sparkSession.createDataFrame(
            _kept_ids(aliases), f"{CITIZEN} string, {_KEPT} string"
        )
        rows = rows.join(functions.broadcast(kept), CITIZEN, "left").withColumn(
            _KEPT, functions.coalesce(_KEPT, CITIZEN)
        )
        key = _KEPT
    divided = rows.repartition(key) if partitions is None else rows.repartition(partitions, key)
    return divided.drop(_KEPT)


def _kept_ids(aliases: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each alias with the id that it is kept under in the end."""
    ids = TextIndex()
    others = list(aliases)
    numbers = ids.numbers(pa.array(others, pa.string()))
    merged = merge_numbers(ids, aliases)
    kept = ids.texts().take(pa.array(numbers if merged is None else merged[numbers]))
    return list(zip(others, kept.to_pylist(), strict=True))


def _schema(courses: DataFrame, by: Sequence[str]) -> StructType:
    """The columns of the counts (`partitions.counts_schema`), in Spark's words."""
    own = {part.name: part.dataType for part in courses.schema}
    texts = dict.fromkeys((CITIZEN, *BANDS), StringType())
    types = [(own | texts)[name] for name in by]
    return StructType(
        [
            *map(StructField, group_names(by), types),
            StructField(PLACE, IntegerType()),
            *(StructField(name, LongType()) for name in COUNTS),
            StructField(FAILURE, StringType()),
            StructField(DETAIL, StringType()),
        ]
    )


def _last_said(text: str) -> str:
    """The line of a failure's text that says what went wrong, where Python's traceback ends."""
    lines = [line for line in text.splitlines() if line.strip()] or ["no reason given"]
    traces = [place for place, line in enumerate(lines) if line.startswith("Traceback ")]
    if not traces:
        return lines[0].strip()
    after = lines[traces[-1] + 1 :]
    return next((line for line in after if not line.startswith(" ")), lines[0]).strip()
