"""What a group's courses cost, and how long its citizens were on support before them."""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from effects import quoting
from effects.definitions import BY_NAME
from effects.measure import results, verdicts
from effects.measure.grouping import CITIZEN, Grouping
from effects.measure.outcomes import WEEKS_BEFORE
from effects.measure.results import Period

OWN_COLUMNS = (
    "courses",
    "citizens",
    "period_from",
    "period_to",
    "price_n",
    "price_citizens",
    "mean_price_dkk",
    "effect_price_n",
    "effect_price_citizens",
    "effect_price_successes",
    "effect_price_dkk",
    "weeks_before_n",
    "weeks_before_citizens",
    "weeks_before_q1",
    "weeks_before_median",
    "weeks_before_q3",
)
"""The columns after the group's own, in order; then each again with `comparison_` before it."""

_COUNTS = {
    "courses": "citizens",
    "price_n": "price_citizens",
    "effect_price_n": "effect_price_citizens",
    "weeks_before_n": "weeks_before_citizens",
}
_SUMS = (*_COUNTS, "price", "effect_price_priced", "effect_price_cost", "effect_price_successes")
_QUARTILES = {"weeks_before_q1": 0.25, "weeks_before_median": 0.5, "weeks_before_q3": 0.75}


def describe_groups(
    con: duckdb.DuckDBPyConnection,
    *,
    by: Sequence[str],
    within: Sequence[str] = ("target_group",),
    outcomes: str = "outcomes",
    period: Period = (None, None),
) -> pa.Table:
    """One row per group, ordered by its columns: `OWN_COLUMNS`, and the same of all others.

    `courses`, mean price (over the `price_n` whose price is known), quartiles of weeks on support
    before start (linear between neighbours, over the `weeks_before_n` where it is known) and
    `period_from`, `period_to` are of started courses, selected by their start. The effect price is
    the cost of the courses in n of `exit_to_job` divided by the numerators of `exit_to_job` +
    `exit_to_education`, selected by their end; NULL when that is 0, and when a price is unknown.
    Money is DOUBLE, in DKK. Each `…citizens` counts the different citizens behind the figure
    before it. The comparison is all other courses with the same values of `within`.

    Args:
        con: the connection that holds the outcomes.
        by: columns that make the groups.
        within: those of `by` that a group and its comparison share.
        outcomes: the table written by `write_outcomes` with both exits and weeks before.
        period: selects courses as said above.

    Raises:
        ColumnNotThere: `by` names a column that the outcomes lack, or `within` one not in `by`.
    """
    grouping = Grouping(tuple(by), tuple(within))
    grouping.check(con, outcomes, OWN_COLUMNS)
    only = ", ".join(f"{grouping.only_here(count)} AS only_{count}" for count in _COUNTS)
    own = [f"sum({column}) AS {column}" for column in _SUMS]
    own += [f"count_if({count} > 0) AS {citizens}" for count, citizens in _COUNTS.items()]
    own += [f"count_if(only_{count}) AS only_{count}" for count in _COUNTS]
    other = [f"coalesce(sum({c}) OVER others, 0) AS comparison_{c}" for c in _SUMS]
    other += [
        f"all_{count} - only_{count} AS comparison_{citizens}"
        for count, citizens in _COUNTS.items()
    ]
    return con.sql(f"""
        WITH chosen AS MATERIALIZED (
            SELECT {grouping.taken_in}citizen_id AS {CITIZEN}, starts_on, price_dkk,
                {results.in_period(BY_NAME["business_oriented_share"], period)} AS started,
                coalesce(exit_to_job >= {verdicts.NO} AND
                    {results.in_period(BY_NAME["exit_to_job"], period)}, FALSE) AS tried,
                exit_to_job = {verdicts.YES} OR exit_to_education = {verdicts.YES} AS succeeded,
                {WEEKS_BEFORE} AS weeks
            FROM {quoting.name(outcomes)}
        ), by_citizen AS MATERIALIZED (
            SELECT {grouping.group}{CITIZEN},
                count_if(started) AS courses,
                count(price_dkk) FILTER (started) AS price_n,
                coalesce(sum(price_dkk) FILTER (started), 0) AS price,
                count(weeks) FILTER (started) AS weeks_before_n,
                count_if(tried) AS effect_price_n,
                count(price_dkk) FILTER (tried) AS effect_price_priced,
                coalesce(sum(price_dkk) FILTER (tried), 0) AS effect_price_cost,
                count_if(tried AND succeeded) AS effect_price_successes,
                min(starts_on) FILTER (started) AS period_from,
                max(starts_on) FILTER (started) AS period_to
            FROM chosen GROUP BY {grouping.group}{CITIZEN}
        ), totals AS (
            {grouping.totals("by_citizen", list(_COUNTS))}
        ), by_group AS MATERIALIZED (
            SELECT {grouping.group}{", ".join(own)},
                min(period_from) AS period_from, max(period_to) AS period_to
            FROM (SELECT *, {only} FROM by_citizen) {grouping.group_by}
        ), compared AS (
            SELECT g.*, {", ".join(other)},
                min(period_from) OVER others AS comparison_period_from,
                max(period_to) OVER others AS comparison_period_to
            FROM by_group g JOIN totals t ON {grouping.of_totals("g", "t")}
            WINDOW others AS {grouping.others}
        ), {_weeks_before(grouping)}
        SELECT {grouping.given_back}{_shown("")}, {_shown("comparison_")}
        FROM (
            SELECT c.*, {", ".join(f"o.{q}, r.{q} AS comparison_{q}" for q in _QUARTILES)}
            FROM compared c
            LEFT JOIN own_quartiles o ON {grouping.same("c", "o")}
            LEFT JOIN other_quartiles r ON {grouping.same("c", "r")}
        )
        ORDER BY {grouping.group}1
    """).to_arrow_table()


def _shown(prefix: str) -> str:
    """SQL for `OWN_COLUMNS` from the sums under `prefix`."""
    computed = {
        "mean_price_dkk": f"({prefix}price / nullif({prefix}price_n, 0))::DOUBLE",
        "effect_price_dkk": f"(CASE WHEN {prefix}effect_price_priced = {prefix}effect_price_n"
        f" THEN {prefix}effect_price_cost / nullif({prefix}effect_price_successes, 0)"
        " END)::DOUBLE",
    }
    counted = {*_COUNTS, *_COUNTS.values(), "effect_price_successes"}
    shown = [
        computed.get(column)
        or (f"{prefix}{column}::BIGINT" if column in counted else f"{prefix}{column}")
        for column in OWN_COLUMNS
    ]
    return ", ".join(
        f"{sql} AS {prefix}{column}" for column, sql in zip(OWN_COLUMNS, shown, strict=True)
    )


def _weeks_before(grouping: Grouping) -> str:
    """SQL for the quartiles of each group and of all others, from counts per number of weeks.

    With counts, the others' distribution is a subtraction; sorting them for every group would
    read all courses once per group.
    """
    shared = "".join(f"{place}, " for place in grouping.shared)
    picks = []
    for quartile, share in _QUARTILES.items():
        place = f"({share} * (total - 1))"
        low = f"min(weeks) FILTER (reached > floor({place}))"
        high = f"min(weeks) FILTER (reached > ceil({place}))"
        picks.append(
            f"{low} + (any_value({place} - floor({place}))) * ({high} - {low}) AS {quartile}"
        )
    partition = f"PARTITION BY {', '.join(grouping.places)}" if grouping.by else ""

    def quartiles(histogram: str) -> str:
        return f"""
            SELECT {grouping.group}{", ".join(picks)}
            FROM (
                SELECT *, (sum(courses) OVER ({partition} ORDER BY weeks))::DOUBLE AS reached,
                    (sum(courses) OVER ({partition}))::DOUBLE AS total
                FROM {histogram} WHERE courses > 0
            ) {grouping.group_by}
        """

    return f"""
        histogram AS MATERIALIZED (
            SELECT {grouping.group}weeks, count(*) AS courses
            FROM chosen WHERE started AND weeks IS NOT NULL GROUP BY {grouping.group}weeks
        ), of_all AS (
            SELECT {shared}weeks, sum(courses) AS courses FROM histogram GROUP BY {shared}weeks
        ), other_histogram AS (
            SELECT {"".join(f"g.{place}, " for place in grouping.places)}a.weeks,
                a.courses - coalesce(h.courses, 0) AS courses
            FROM by_group g JOIN of_all a ON {grouping.same("g", "a", shared=True)}
            LEFT JOIN histogram h ON {grouping.same("g", "h")} AND h.weeks = a.weeks
        ), own_quartiles AS ({quartiles("histogram")}
        ), other_quartiles AS ({quartiles("other_histogram")})
    """
