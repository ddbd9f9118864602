"""The ten definitions of effect over registers, as plain SQL that anybody may question.

Two stages: `write_outcomes` reads the registers and leaves one row per started course;
`compute_results`, `compute_comparisons` and `describe_groups` group those rows by any of their
columns. `measure_tables` is both in one, from Arrow tables to an Arrow table, with nothing kept.
"""

from collections.abc import Sequence
from decimal import Decimal

import duckdb
import pyarrow as pa

from effects.definitions import DEFINITIONS, Definition
from effects.measure.comparisons import COMPARISON_COLUMNS, compute_comparisons
from effects.measure.coverage import Coverage, CoverageReversed, CoverageUnknown, find_coverage
from effects.measure.descriptions import OWN_COLUMNS, describe_groups
from effects.measure.grouping import ColumnNotThere
from effects.measure.outcomes import (
    MIN_HOURS,
    WEEKS_BEFORE,
    HoursMissing,
    Registers,
    write_outcomes,
)
from effects.measure.results import RESULT_COLUMNS, Period, compute_results

__all__ = [
    "COMPARISON_COLUMNS",
    "MIN_HOURS",
    "OWN_COLUMNS",
    "RESULT_COLUMNS",
    "WEEKS_BEFORE",
    "ColumnNotThere",
    "Coverage",
    "CoverageReversed",
    "CoverageUnknown",
    "HoursMissing",
    "Period",
    "Registers",
    "compute_comparisons",
    "compute_results",
    "describe_groups",
    "find_coverage",
    "measure_tables",
    "write_outcomes",
]


def measure_tables(  # noqa: PLR0913 - four registers, and what is asked of them
    courses: pa.Table,
    support: pa.Table,
    codes: pa.Table,
    *,
    coverage: Coverage,
    by: Sequence[str],
    hours: pa.Table | None = None,
    definitions: Sequence[Definition] = DEFINITIONS,
    min_hours: Decimal = MIN_HOURS,
    min_group: int = 0,
) -> pa.Table:
    """Results of Arrow tables in the columns that `effects.reading` writes; a pure function.

    Raises:
        HoursMissing: a definition reads hours and there are none.
        ColumnNotThere: `by` names a column that the courses do not have.
    """
    with duckdb.connect() as con:
        con.register("courses", courses)
        con.register("support", support)
        con.register("codes", codes)
        if hours is not None:
            con.register("hours", hours)
        write_outcomes(
            con,
            Registers(hours=None if hours is None else "hours"),
            coverage,
            definitions=definitions,
            min_hours=min_hours,
            weeks_before=WEEKS_BEFORE in by,
        )
        return compute_results(con, by=by, definitions=definitions, min_group=min_group)
