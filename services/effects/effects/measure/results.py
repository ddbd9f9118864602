"""Stage 2: any grouping of the outcomes, without touching the registers again."""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

from collections.abc import Sequence
from datetime import date

import duckdb
import pyarrow as pa

from effects import quoting
from effects.definitions import DEFINITIONS, Definition
from effects.measure import verdicts
from effects.measure.grouping import CITIZEN, Grouping

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""

RESULT_COLUMNS = (
    "definition",
    "version",
    "n",
    "citizens",
    "numerator",
    "value",
    "ci_low",
    "ci_high",
    "outside_register",
    "left_the_count",
    "suppressed",
)
"""The columns after the group's own, in order."""

Period = tuple[date | None, date | None]
"""First and last day, both included; None is open."""


def compute_results(
    con: duckdb.DuckDBPyConnection,
    *,
    by: Sequence[str],
    outcomes: str = "outcomes",
    definitions: Sequence[Definition] = DEFINITIONS,
    min_group: int = 0,
    period: Period = (None, None),
) -> pa.Table:
    """One row per group and definition: the group's columns and `RESULT_COLUMNS`.

    n counts courses, citizens the different citizens among them, value is numerator / n and the
    interval is Wilson's at 95 % (both NULL where n is 0). Rows are in order of the group's columns
    and then of `definitions`.

    Args:
        con: the connection that holds the outcomes.
        by: columns of the outcomes that make the groups; none makes one group.
        outcomes: the table that `write_outcomes` wrote.
        definitions: those that it was written with, or some of them.
        min_group: a row with fewer different citizens keeps only its group, definition, version
            and `suppressed`.
        period: selects courses by the date that each definition counts from.

    Raises:
        ColumnNotThere: `by` names a column that the outcomes lack, or a result's own name.
    """
    grouping = Grouping(tuple(by))
    grouping.check(con, outcomes, RESULT_COLUMNS)
    by_citizen, by_group, parts = [], [], []
    # Citizens are counted by grouping twice (citizen within group, then group): that needs no set
    # of citizens for each definition.
    for i, definition in enumerate(definitions):
        verdict, among = quoting.name(definition.name), in_period(definition, period)
        for counted, condition in {
            "n": f"{verdict} >= {verdicts.NO}",
            "numerator": f"{verdict} = {verdicts.YES}",
            "outside": f"{verdict} = {verdicts.OUTSIDE_REGISTER}",
            "left": f"{verdict} = {verdicts.LEFT_THE_COUNT}",
        }.items():
            by_citizen.append(f"count_if({condition} AND {among}) AS {counted}_{i}")
            by_group.append(f"sum({counted}_{i})::BIGINT AS {counted}_{i}")
        by_group.append(f"count_if(n_{i} > 0)::BIGINT AS citizens_{i}")
        parts.append(
            f"SELECT {grouping.group}{i} AS position, {quoting.text(definition.name)}"
            f" AS definition, {definition.version} AS version, n_{i} AS n,"
            f" citizens_{i} AS citizens, numerator_{i} AS numerator,"
            f" outside_{i} AS outside_register, left_{i} AS left_the_count FROM by_group"
        )
    low, high = wilson("numerator", "n")
    told = {
        "n": "n",
        "citizens": "citizens",
        "numerator": "numerator",
        "value": "numerator / nullif(n, 0)",
        "ci_low": low,
        "ci_high": high,
        "outside_register": "outside_register",
        "left_the_count": "left_the_count",
    }
    shown = f"citizens >= {min_group:d}"
    return con.sql(f"""
        WITH by_group AS MATERIALIZED (
            SELECT {grouping.group}{", ".join(by_group)}
            FROM (
                SELECT {grouping.taken_in}citizen_id AS {CITIZEN}, {", ".join(by_citizen)}
                FROM {quoting.name(outcomes)} GROUP BY {grouping.group}{CITIZEN}
            ) {grouping.group_by}
        )
        SELECT {grouping.given_back}definition, version,
            {", ".join(f"CASE WHEN {shown} THEN {sql} END AS {c}" for c, sql in told.items())},
            NOT ({shown}) AS suppressed
        FROM ({" UNION ALL ".join(parts)})
        ORDER BY {grouping.group}position
    """).to_arrow_table()


def in_period(definition: Definition, period: Period) -> str:
    """SQL for whether the date that the definition counts from lies in the period."""
    first, last = period
    day = f"{definition.anchor}s_on"
    conditions = []
    if first is not None:
        conditions.append(f"{day} >= DATE '{first.isoformat()}'")
    if last is not None:
        conditions.append(f"{day} <= DATE '{last.isoformat()}'")
    return " AND ".join(conditions) or "TRUE"


def wilson(numerator: str, n: str) -> tuple[str, str]:
    """SQL for the ends of Wilson's 95 % interval of a share, within 0 and 1; NULL where n is 0.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), without continuity correction.
    """
    count, share = f"nullif({n}, 0)::DOUBLE", f"({numerator} / nullif({n}, 0))"
    square = f"{Z_95 * Z_95!r}::DOUBLE"
    middle = f"({share} + {square} / (2 * {count}))"
    spread = (
        f"({Z_95!r}::DOUBLE * sqrt({share} * (1 - {share}) / {count}"
        f" + {square} / (4 * {count} * {count})))"
    )
    scale = f"(1 + {square} / {count})"
    # At 0 and at 1 the end is exact; rounding in the square root would put it just beside.
    return (
        f"CASE WHEN {numerator} = 0 AND {n} > 0 THEN 0 ELSE ({middle} - {spread}) / {scale} END",
        f"CASE WHEN {numerator} = {n} AND {n} > 0 THEN 1 ELSE ({middle} + {spread}) / {scale} END",
    )
