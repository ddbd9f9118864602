"""A real Spark gives the kernel's results in every cell; not part of the ordinary tests.

`make validate` runs it. The cluster is Spark's own in one process (`local-cluster`): two workers
that get rows, code and answers over sockets, as they would from other machines.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyspark
import pytest
from pyspark.sql import DataFrame, SparkSession, functions

from effects import kernel
from effects.coverage import CoverageUnknown
from effects.packed.building import CodeNotValid, RegisterBuilder, SpellsOverlap
from effects.spark import PartitionFailed, find_coverage, measure_on_spark

from .large_registers import GROUPINGS, Tables, draw_tables, whole_outcomes

# Spark asks for pandas at every turn and says this of its third version; no row of ours meets it.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")

SEEDS = [f"cluster {number}" for number in range(12)]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A cluster of two workers with one processor and one GB each, on this machine alone."""
    scratch = tmp_path_factory.mktemp("spark")
    os.environ |= {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(scratch / "workers"),
        "SPARK_LOCAL_DIRS": str(scratch / "local"),
    }
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("pejling-validation")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "768m")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "5")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", str(scratch / "warehouse"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        session.stop()


@pytest.fixture(scope="module")
def tables() -> Tables:
    return draw_tables(SEEDS)


@pytest.fixture(scope="module")
def outcomes(tables: Tables) -> kernel.Outcomes:
    return whole_outcomes(tables)


def _frame(spark: SparkSession, table: pa.Table) -> DataFrame:
    """The table on the cluster, spread over it in no order."""
    return spark.createDataFrame(table).repartition(4, functions.rand(seed=1))


def _measured(
    spark: SparkSession,
    tables: Tables,
    by: Sequence[str],
    *,
    min_group: int = 0,
    partitions: int | None = None,
    aliases: Mapping[str, str] | None = None,
) -> pa.Table:
    return measure_on_spark(
        _frame(spark, tables.courses),
        _frame(spark, tables.support),
        tables.codes,
        _frame(spark, tables.hours),
        coverage=tables.coverage,
        by=by,
        definitions=tables.definitions,
        min_group=min_group,
        aliases=aliases,
        partitions=partitions,
    )


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize(("partitions", "min_group"), [(None, 0), (1, 3), (17, 0)])
def test_spark_and_the_kernel_give_the_same_cells(
    spark: SparkSession,
    tables: Tables,
    outcomes: kernel.Outcomes,
    by: tuple[str, ...],
    partitions: int | None,
    min_group: int,
) -> None:
    whole = kernel.compute_results(outcomes, by=by, min_group=min_group)
    measured = _measured(spark, tables, by, min_group=min_group, partitions=partitions)
    assert measured.schema == whole.schema
    assert measured.equals(whole)  # bit for bit


def test_without_hours_the_definitions_that_read_none_are_the_same(
    spark: SparkSession, tables: Tables, outcomes: kernel.Outcomes
) -> None:
    definitions = tuple(each for each in tables.definitions if not each.reads_hours)
    measured = measure_on_spark(
        _frame(spark, tables.courses),
        _frame(spark, tables.support),
        tables.codes,
        coverage=tables.coverage,
        by=("offer_id",),
        definitions=definitions,
    )
    whole = kernel.compute_results(outcomes, by=("offer_id",), definitions=definitions)
    assert measured.equals(whole)


def test_coverage_is_that_of_all_spells(spark: SparkSession, tables: Tables) -> None:
    coverage = find_coverage(_frame(spark, tables.support))
    assert coverage.from_week == pc.min(tables.support.column("from_week")).as_py()
    assert coverage.to_week == pc.max(tables.support.column("to_week")).as_py()
    with pytest.raises(CoverageUnknown):
        find_coverage(spark.createDataFrame(tables.support.slice(0, 0)))


def test_a_register_without_courses_has_no_results(spark: SparkSession, tables: Tables) -> None:
    nothing = replace(tables, courses=tables.courses.slice(0, 0))
    whole = kernel.compute_results(whole_outcomes(nothing), by=("offer_id", "age_band"))
    assert _measured(spark, nothing, ("offer_id", "age_band")).equals(whole)


def test_merged_citizens_are_one_wherever_their_rows_lie(
    spark: SparkSession, tables: Tables
) -> None:
    ids = tables.support.column("citizen_id").unique().to_pylist()
    aliases = dict(zip(ids[0::3], ids[1::3], strict=False))
    builder = RegisterBuilder(tables.codes, aliases)
    builder.add_courses(tables.courses)
    for batch in tables.support.to_batches():
        builder.add_support(batch)
    for batch in tables.hours.to_batches():
        builder.add_hours(batch)
    merged = kernel.compute_outcomes(
        builder.build(), tables.coverage, definitions=tables.definitions
    )
    whole = kernel.compute_results(merged, by=("citizen_id",))
    assert _measured(spark, tables, ("citizen_id",), aliases=aliases).equals(whole)


def test_what_the_rows_are_refused_for_is_the_kernels_own_error(
    spark: SparkSession, tables: Tables
) -> None:
    twice = replace(tables, support=pa.concat_tables([tables.support, tables.support.slice(3, 1)]))
    with pytest.raises(SpellsOverlap) as overlap:
        _measured(spark, twice, ())
    assert overlap.value.citizen_id == tables.support.column("citizen_id")[3].as_py()
    code = tables.support.column("code")[0].as_py()
    without = tables.codes.filter(pc.not_equal(tables.codes.column("code"), code))
    with pytest.raises(CodeNotValid) as not_valid:
        _measured(spark, replace(tables, codes=without), ())
    assert not_valid.value.code == code


def test_what_cannot_be_asked_is_refused_before_any_row_is_read(
    spark: SparkSession, tables: Tables
) -> None:
    with pytest.raises(kernel.ColumnNotThere) as not_there:
        _measured(spark, tables, ("offer_id", "postal_code", "value"))
    assert not_there.value.names == ("postal_code", "value")
    with pytest.raises(kernel.HoursMissing):
        measure_on_spark(
            _frame(spark, tables.courses),
            _frame(spark, tables.support),
            tables.codes,
            coverage=tables.coverage,
            by=(),
        )


def test_a_worker_that_fails_is_told_in_one_line(spark: SparkSession, tables: Tables) -> None:
    types = {"from_week": "string", "to_week": "int", "code": "string", "citizen_id": "string"}
    support = _frame(spark, tables.support)
    wrong = support.select(*(functions.col(name).cast(kind) for name, kind in types.items()))
    with pytest.raises(PartitionFailed) as failed:
        measure_on_spark(
            _frame(spark, tables.courses),
            wrong,
            tables.codes,
            _frame(spark, tables.hours),
            coverage=tables.coverage,
            by=(),
        )
    assert failed.value.reason.startswith("TypeError: ")
    assert "\n" not in str(failed.value)
