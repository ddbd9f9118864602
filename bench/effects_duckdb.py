"""The ten definitions as one who knows DuckDB well would write them in SQL: our peer.

The same statements run cold, over the Parquet files as they lie, and warm, over tables that were
loaded and typed before. They check nothing.
"""

# ruff: noqa: S608 -- names are ours or the caller's

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from bench.effects_duckdb_reading import connect, load, open_files
from bench.effects_duckdb_verdicts import DEFINITIONS, judge

Z = 1.959963984540054


def group(con: duckdb.DuckDBPyConnection, by: list[str]) -> pd.DataFrame:
    """Counts and intervals by group and definition, with no group hidden.

    Courses of one group with the same verdicts are counted together first, and so are citizens
    counted by the same definitions: few rows are left for the many counts.
    """
    columns = ", ".join(by)
    verdicts = " | ".join(
        f"((({name} + 2)::INTEGER) << {2 * nth})" for nth, name in enumerate(DEFINITIONS)
    )
    counted = " | ".join(
        f"(({name} >= 0)::INTEGER << {nth})" for nth, name in enumerate(DEFINITIONS)
    )
    counts = [
        f"(sum(courses) FILTER (((verdicts >> {2 * nth}) & 3) = {code}))::BIGINT AS {name}_{nth}"
        for nth in range(len(DEFINITIONS))
        for code, name in enumerate(("outside", "left", "no", "yes"))
    ]
    citizens = [
        f"(sum(citizens) FILTER ((counted >> {nth}) & 1 = 1))::BIGINT AS citizens_{nth}"
        for nth in range(len(DEFINITIONS))
    ]
    parts = [
        f"""SELECT {columns}, '{name}' AS definition,
            coalesce(no_{nth}, 0) + coalesce(yes_{nth}, 0) AS n,
            coalesce(citizens_{nth}, 0) AS citizens, coalesce(yes_{nth}, 0) AS numerator,
            coalesce(outside_{nth}, 0) AS outside_register,
            coalesce(left_{nth}, 0) AS left_the_count FROM by_group"""
        for nth, name in enumerate(DEFINITIONS)
    ]
    same = " AND ".join(f"a.{column} IS NOT DISTINCT FROM b.{column}" for column in by)
    results: pd.DataFrame = con.execute(f"""
        WITH by_group AS MATERIALIZED (
            SELECT a.*, b.* EXCLUDE ({columns})
            FROM (
                SELECT {columns}, {", ".join(counts)}
                FROM (
                    SELECT {columns}, verdicts, count(*) AS courses
                    FROM (SELECT {columns}, {verdicts} AS verdicts FROM outcomes) GROUP BY ALL
                )
                GROUP BY {columns}
            ) a JOIN (
                SELECT {columns}, {", ".join(citizens)}
                FROM (
                    SELECT {columns}, counted, count(*) AS citizens
                    FROM (SELECT {columns}, citizen, bit_or({counted}) AS counted FROM outcomes
                        GROUP BY {columns}, citizen)
                    GROUP BY {columns}, counted
                )
                GROUP BY {columns}
            ) b ON {same}
        ), told AS (
            SELECT *, numerator / nullif(n, 0) AS value, {Z * Z!r} / nullif(n, 0) AS square
            FROM ({" UNION ALL ".join(parts)})
        )
        SELECT * EXCLUDE (square),
            (value + square / 2 - {Z!r} * sqrt(value * (1 - value) / nullif(n, 0)
                + square / (4 * nullif(n, 0)))) / (1 + square) AS ci_low,
            (value + square / 2 + {Z!r} * sqrt(value * (1 - value) / nullif(n, 0)
                + square / (4 * nullif(n, 0)))) / (1 + square) AS ci_high
        FROM told
    """).df()
    return results


def measure(
    files: dict[str, Path],
    by: list[str],
    *,
    folder: Path,
    warm: bool = False,
    step: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """Results by the columns `by`, of all ten definitions; `step` is told what was just done.

    Args:
        files: paths of the four files.
        by: columns of the courses.
        folder: where DuckDB may spill.
        warm: load all into typed tables first, and not just what this answer needs.
        step: told `read`, `judged` and `grouped`.
    """
    with connect(folder) as con:
        sources = load(con, files) if warm else open_files(con, files, by)
        step("read")
        judge(con, sources, ["citizen", *by])
        step("judged")
        results = group(con, by)
        step("grouped")
    return results
