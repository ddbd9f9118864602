"""Beside each group's figure, that of all other courses of its kind: the group's own left out."""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from effects import quoting
from effects.definitions import DEFINITIONS, Definition
from effects.measure import results, verdicts
from effects.measure.grouping import CITIZEN, Grouping
from effects.measure.results import Period

COMPARISON_COLUMNS = (
    "definition",
    "period_from",
    "period_to",
    "comparison_n",
    "comparison_citizens",
    "comparison_numerator",
    "comparison_value",
    "comparison_ci_low",
    "comparison_ci_high",
    "comparison_period_from",
    "comparison_period_to",
)
"""The columns after the group's own, in order."""


def compute_comparisons(
    con: duckdb.DuckDBPyConnection,
    *,
    by: Sequence[str],
    within: Sequence[str] = ("target_group",),
    outcomes: str = "outcomes",
    definitions: Sequence[Definition] = DEFINITIONS,
    period: Period = (None, None),
) -> pa.Table:
    """One row per group and definition: the group's columns and `COMPARISON_COLUMNS`.

    Rows stand in the order of `compute_results` with the same `by`, definitions and period.
    `period_from` and `period_to` are the first and last of the dates that the definition counts
    from, among the group's counted courses; the comparison is all other counted courses with the
    same values of `within`. Nothing is hidden here: that is for whoever shows it.

    Args:
        con: the connection that holds the outcomes.
        by: columns that make the groups.
        within: those of `by` that a group and its comparison share.
        outcomes: the table that `write_outcomes` wrote.
        definitions: those that it was written with, or some of them.
        period: selects courses by the date that each definition counts from.

    Raises:
        ColumnNotThere: `by` names a column that the outcomes lack, or `within` one not in `by`.
    """
    grouping = Grouping(tuple(by), tuple(within))
    grouping.check(con, outcomes, COMPARISON_COLUMNS)
    low, high = results.wilson("comparison_numerator", "comparison_n")
    by_citizen, by_group, parts = [], [], []
    for i, definition in enumerate(definitions):
        verdict, day = quoting.name(definition.name), f"{definition.anchor}s_on"
        among = results.in_period(definition, period)
        counted = f"({verdict} >= {verdicts.NO} AND {among})"
        by_citizen.append(
            f"count_if({counted}) AS n_{i},"
            f" count_if({verdict} = {verdicts.YES} AND {among}) AS numerator_{i},"
            f" min({day}) FILTER ({counted}) AS from_{i}, max({day}) FILTER ({counted}) AS to_{i}"
        )
        by_group.append(
            f"sum(n_{i}) AS n_{i}, sum(numerator_{i}) AS numerator_{i},"
            f" min(from_{i}) AS from_{i}, max(to_{i}) AS to_{i}, count_if(only_{i}) AS only_{i}"
        )
        parts.append(
            f"SELECT {grouping.group}{i} AS position,"
            f" {quoting.text(definition.name)} AS definition,"
            f" from_{i} AS period_from, to_{i} AS period_to,"
            f" coalesce(sum(n_{i}) OVER others, 0)::BIGINT AS comparison_n,"
            f" (all_n_{i} - only_{i})::BIGINT AS comparison_citizens,"
            f" coalesce(sum(numerator_{i}) OVER others, 0)::BIGINT AS comparison_numerator,"
            f" min(from_{i}) OVER others AS comparison_period_from,"
            f" max(to_{i}) OVER others AS comparison_period_to"
            f" FROM by_group g JOIN totals t ON {grouping.of_totals('g', 't')}"
            f" WINDOW others AS {grouping.others}"
        )
    counts = [f"n_{i}" for i in range(len(definitions))]
    only = ", ".join(f"{grouping.only_here(f'n_{i}')} AS only_{i}" for i in range(len(counts)))
    return con.sql(f"""
        WITH by_citizen AS MATERIALIZED (
            SELECT {grouping.taken_in}citizen_id AS {CITIZEN}, {", ".join(by_citizen)}
            FROM {quoting.name(outcomes)} GROUP BY {grouping.group}{CITIZEN}
        ), by_group AS MATERIALIZED (
            SELECT {grouping.group}{", ".join(by_group)}
            FROM (SELECT *, {only} FROM by_citizen) {grouping.group_by}
        ), totals AS MATERIALIZED ({grouping.totals("by_citizen", counts)})
        SELECT {grouping.given_back}definition, period_from, period_to, comparison_n,
            comparison_citizens, comparison_numerator,
            comparison_numerator / nullif(comparison_n, 0) AS comparison_value,
            {low} AS comparison_ci_low, {high} AS comparison_ci_high,
            comparison_period_from, comparison_period_to
        FROM ({" UNION ALL ".join(parts)})
        ORDER BY {grouping.group}position
    """).to_arrow_table()
