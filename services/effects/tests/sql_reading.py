"""The definitions read in SQL: one row per started course, with what each says of it.

A second opinion for the tests, on definitions of any parameters. The register is read once, by
range: each course meets only its own citizen's spells that touch its two windows, and each spell
becomes a run of bits in them. Nothing is expanded week by week.
"""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from effects import quoting, weeks
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS, RUN_WEEKS, Definition

from . import sql_verdicts as verdicts
from .sql_verdicts import Masks

WEEKS_BEFORE = "weeks_on_support_before"
FOUR_WEEKS = 28  # days
_SUPPORT, _EDUCATION, _GONE, _HOURS = range(4)  # kinds of spans; more hours follow


@dataclass(frozen=True, kw_only=True)
class Registers:
    """The tables that stage 1 reads, as `effects.reading` leaves them.

    Attributes:
        courses: table of courses.
        support: table of spells.
        codes: table of codes.
        hours: table of hours; None where there is no hours register.
    """

    courses: str = "courses"
    support: str = "support"
    codes: str = "codes"
    hours: str | None = "hours"


def write_outcomes(
    con: duckdb.DuckDBPyConnection,
    registers: Registers,
    coverage: Coverage,
    *,
    into: str = "outcomes",
    definitions: Sequence[Definition] = DEFINITIONS,
    weeks_before: bool = True,
) -> None:
    """Write the table `into`: every column of each started course, and the verdicts on it.

    Columns added: one TINYINT per definition under its name (`verdicts.YES`, `NO`,
    `LEFT_THE_COUNT`, `OUTSIDE_REGISTER`), and with `weeks_before` the INTEGER
    `weeks_on_support_before` (NULL where the register does not cover the week before the start;
    weeks before the register begins are not counted, since nobody knows them).

    Args:
        con: the connection that holds the registers.
        registers: names of the tables read.
        coverage: the weeks and months that the registers cover.
        into: name of the table written; one of that name is replaced.
        definitions: those asked for, each with its own hours of work.
        weeks_before: whether to count weeks on support before start (it sorts the spells).
    """
    masks = verdicts.masks_for(definitions)
    exits = {verdicts.first_exit_column(d): d for d in definitions if d.kind == "first_exit"}
    exit_columns = [f"{verdicts.first_exit(d, masks)} AS {column}" for column, d in exits.items()]
    results = [
        f"{verdicts.verdict(d, coverage, masks)} AS {quoting.name(d.name)}" for d in definitions
    ]
    wanted = [mask for mask in masks.names if any(mask in sql for sql in (*exit_columns, *results))]
    columns, joins = ["d.*"], []
    try:
        _write_dated(con, registers.courses, definitions)
        with_hours = any(definition.reads_hours for definition in definitions)
        _write_spans(con, registers, masks, with_hours=with_hours)
        if wanted:
            _write_masks(con, masks, wanted)
            columns += [f"coalesce(m.{mask}, 0) AS {mask}" for mask in wanted]
            joins.append("LEFT JOIN temp.effects_masks m USING (course_key)")
        if weeks_before:
            _write_weeks_before(con, coverage)
            columns.append(f"b.{WEEKS_BEFORE}")
            results.append(WEEKS_BEFORE)
            joins.append("LEFT JOIN temp.effects_before b USING (course_key)")
        con.execute(f"""
            CREATE OR REPLACE TABLE {quoting.name(into)} AS
            SELECT c.*, o.* EXCLUDE (judged_course)
            FROM (
                SELECT {", ".join(["course_id AS judged_course", *results])}
                FROM (
                    SELECT {", ".join(["*", *exit_columns])}
                    FROM (
                        SELECT {", ".join(columns)}
                        FROM temp.effects_dated d {" ".join(joins)}
                    )
                )
            ) o
            JOIN {quoting.name(registers.courses)} c ON c.course_id = o.judged_course
        """)
    finally:
        for table in ("citizens", "dated", "spans", "masks", "before"):
            con.execute(f"DROP TABLE IF EXISTS temp.effects_{table}")


def _write_dated(
    con: duckdb.DuckDBPyConnection, courses: str, definitions: Sequence[Definition]
) -> None:
    """Write when each started course's windows lie: week numbers, and offsets from them."""
    offsets = {}
    for definition in definitions:
        day, base = f"{definition.anchor}s_on", f"{definition.anchor}_week"
        for month in verdicts.months_after(definition):
            until = weeks.add_months_sql(day, month)
            if definition.month == "four_weeks":
                until = f"({day} + {FOUR_WEEKS * month})"
            find = weeks.week_of_sql if definition.kind == "in_week" else weeks.last_week_by_sql
            offsets[verdicts.offset_column(definition, month)] = f"{find(until)} - {base}"
    # Citizens get a number, so that everything after meets numbers and not texts.
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE effects_citizens AS
        SELECT citizen_id, (row_number() OVER ())::INTEGER AS citizen
        FROM (SELECT DISTINCT citizen_id FROM {quoting.name(courses)} WHERE starts_on IS NOT NULL)
    """)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE effects_dated AS
        SELECT {", ".join(["*", *(f"{sql} AS {column}" for column, sql in offsets.items())])}
        FROM (
            SELECT row_number() OVER () AS course_key, c.course_id, p.citizen, c.starts_on,
                c.ends_on, c.business_oriented,
                {weeks.week_of_sql("starts_on")} AS in_week,
                {weeks.last_week_by_sql("starts_on")} + 1 AS start_week,
                {weeks.last_week_by_sql("ends_on")} + 1 AS end_week
            FROM {quoting.name(courses)} c
            JOIN temp.effects_citizens p ON p.citizen_id = c.citizen_id
            WHERE c.starts_on IS NOT NULL
        )
    """)


def _write_spans(
    con: duckdb.DuckDBPyConnection, registers: Registers, masks: Masks, *, with_hours: bool
) -> None:
    """Write runs of weeks in one state: the spells under their class, and the months in work.

    A code's class is the one valid on the week's Thursday, so a class holds for the weeks whose
    Thursday lies in its validity, and a spell is cut where its code changes class.
    """
    kinds = (
        f"CASE WHEN class IN ('support', 'subsidised_work') THEN {_SUPPORT}"
        f" WHEN class = 'education' THEN {_EDUCATION} ELSE {_GONE} END"
    )
    months = ""
    for place, min_hours in enumerate(masks.min_hours if with_hours else ()):
        months += f"""
            UNION ALL
            SELECT p.citizen, {weeks.first_week_of_month_sql("h.month")},
                {weeks.first_week_of_month_sql("h.month + 1")} - 1, {_HOURS + place}
            FROM {quoting.name(registers.hours or "")} h
            JOIN temp.effects_citizens p ON p.citizen_id = h.citizen_id
            GROUP BY p.citizen, h.month
            HAVING sum(h.hours) >= {min_hours:f}::DECIMAL(18, 9)
        """
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE effects_spans AS
        SELECT p.citizen, greatest(s.from_week, k.from_week) AS from_week,
            least(s.to_week, k.to_week) AS to_week, k.kind
        FROM {quoting.name(registers.support)} s
        JOIN temp.effects_citizens p ON p.citizen_id = s.citizen_id
        JOIN (
            SELECT code, {kinds} AS kind,
                {weeks.last_week_by_sql("valid_from - 1")} + 1 AS from_week,
                {weeks.last_week_by_sql("valid_to")} AS to_week
            FROM {quoting.name(registers.codes)}
        ) k ON k.code = s.code AND k.from_week <= s.to_week AND k.to_week >= s.from_week
        WHERE k.from_week <= k.to_week
        {months}
    """)


def _write_masks(con: duckdb.DuckDBPyConnection, masks: Masks, wanted: Sequence[str]) -> None:
    """Write the masks of each course's two windows, of the courses that meet any span."""
    last_bit = masks.weeks - 1
    kept = []
    for mask in wanted:
        anchor, kind = mask.split("_", 1)
        first = f"greatest(s.from_week - d.{anchor}_week, 0)"
        last = f"least(s.to_week - d.{anchor}_week, {last_bit})"
        kept.append(
            f"bit_or(CASE WHEN {first} <= {last} THEN {masks.bits(first, last)} ELSE 0 END)"
            f" FILTER (s.kind = {masks.kinds.index(kind)}) AS {mask}"
        )
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE effects_masks AS
        SELECT d.course_key, {", ".join(kept)}
        FROM temp.effects_spans s
        JOIN temp.effects_dated d ON d.citizen = s.citizen
            AND s.to_week >= d.start_week
            AND s.from_week <= greatest(d.start_week, d.end_week) + {last_bit}
            AND (s.from_week <= d.start_week + {last_bit} OR s.to_week >= d.end_week)
        GROUP BY d.course_key
    """)


def _write_weeks_before(con: duckdb.DuckDBPyConnection, coverage: Coverage) -> None:
    """Write each course's weeks on support since the last run without, before its start week.

    Spells are numbered into episodes: a new one begins after a run without support. A course
    finds the last spell begun before its start week; what the episode held before that spell, and
    the spell itself up to the week before the start, are its weeks. After a run without support
    right before the start there are none.
    """
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE effects_before AS
        WITH clipped AS (
            SELECT citizen, greatest(from_week, {coverage.from_week}) AS from_week,
                least(to_week, {coverage.to_week}) AS to_week
            FROM temp.effects_spans
            WHERE kind = {_SUPPORT} AND to_week >= {coverage.from_week}
                AND from_week <= {coverage.to_week}
        ), followed AS (
            SELECT *,
                coalesce(from_week - lag(to_week) OVER spells > {RUN_WEEKS}, TRUE) AS begins,
                sum(to_week - from_week + 1) OVER spells AS so_far
            FROM clipped
            WINDOW spells AS (PARTITION BY citizen ORDER BY from_week)
        ), counted AS (
            SELECT citizen, from_week, to_week,
                so_far - max(CASE WHEN begins THEN so_far - (to_week - from_week + 1) END)
                    OVER (PARTITION BY citizen ORDER BY from_week) AS of_episode
            FROM followed
        )
        SELECT d.course_key, (CASE
            WHEN d.in_week - 1 NOT BETWEEN {coverage.from_week} AND {coverage.to_week} THEN NULL
            WHEN s.to_week IS NULL OR d.in_week - 1 - s.to_week >= {RUN_WEEKS} THEN 0
            ELSE s.of_episode - greatest(s.to_week - (d.in_week - 1), 0) END
        )::INTEGER AS {WEEKS_BEFORE}
        FROM temp.effects_dated d
        ASOF LEFT JOIN counted s
            ON s.citizen = d.citizen AND d.in_week - 1 >= s.from_week
    """)
