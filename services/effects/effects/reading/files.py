"""The way of one file: opened, typed, checked, and then left whole, in part, or not at all."""

# ruff: noqa: S608 -- names are quoted, and no value enters the text

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from effects import quoting, weeks
from effects.reading import cpr, crossing, sources, staging
from effects.reading.crossing import Crossing
from effects.reading.formats import Column
from effects.reading.mistakes import MOST_LISTED, Mistake, Reading, describe, shown
from effects.reading.sources import Format, Source
from effects.reading.staging import Check, Stage


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What a register file holds and what is checked in it.

    Attributes:
        columns: the columns that it must have.
        checks: checks of a row beyond those of its single values.
        crossings: checks over several rows, in order.
        reserved: names that no further column may have.
    """

    columns: tuple[Column, ...]
    checks: tuple[Check, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    reserved: frozenset[str] = frozenset()


@dataclass
class _Report:
    """Mistakes as they are found, before they have their lines."""

    file: str
    found: list[tuple[int | None, int | None, str | None, str, dict[str, str]]] = field(
        default_factory=list
    )
    count: int = 0

    def add(
        self,
        code: str,
        *,
        row: int | None = None,
        line: int | None = None,
        column: str | None = None,
        facts: dict[str, str] | None = None,
        counted: int = 1,
    ) -> None:
        self.found.append((row, line, column, code, facts or {}))
        self.count += counted

    def close(self, lines: dict[int, int]) -> tuple[Mistake, ...]:
        """The first mistakes, in order of row."""
        self.found.sort(key=lambda mistake: (mistake[0] or 0, mistake[1] or 0))
        return tuple(
            Mistake(
                self.file, row, line or lines.get(row or 0), column, code, *describe(code, facts)
            )
            for row, line, column, code, facts in self.found[:MOST_LISTED]
        )


def read_file(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    layout: Layout,
    *,
    table: str,
    format_: Format | None,
    skip_rows: bool,
    name: str | None,
) -> Reading:
    """Read a file into `table`; see `effects.reading` for what the arguments mean."""
    report = _Report(name or path.name)
    staged = f"{table} being read"
    con.execute(f"DROP TABLE IF EXISTS {quoting.name(table)}")
    try:
        source = sources.open_source(con, path, format_)
        _check_columns(source, layout, report)
        if report.count:
            return Reading(None, 0, None, report.close({}), report.count)
        stage = staging.stage_rows(
            con, source, table=staged, columns=layout.columns, checks=layout.checks
        )
        return _check_rows(con, stage, layout, report, table=table, skip_rows=skip_rows)
    except sources.Unreadable as unreadable:
        report.add(unreadable.code, line=unreadable.line)
        return Reading(None, 0, None, report.close({}), report.count)
    finally:
        sources.drop_rejects(con)
        con.execute(f"DROP TABLE IF EXISTS {quoting.name(staged)}")
        con.execute("DROP TABLE IF EXISTS temp.effects_refused")


def has_plain_columns(source: Source, columns: tuple[Column, ...]) -> bool:
    """Whether a file's columns are those of its format, and no others that need a word."""
    report = _Report("")
    _check_columns(source, Layout(columns=columns), report)
    return report.count == 0


def _check_columns(source: Source, layout: Layout, report: _Report) -> None:
    """Report columns that are missing, doubled, reserved, or named like personal numbers.

    Only names that we know are repeated: a file without a header has a person's row there.
    """
    line = 1 if source.format == "csv" else None
    lowered = [column.lower() for column in source.columns]
    wanted = [column.name for column in layout.columns]
    for column in source.columns:
        if cpr.is_named_like_cpr(column):
            report.add("cpr_column", line=line, facts={"column": shown(column)})
        elif cpr.is_like_cpr(column):
            report.add("cpr_header", line=line)
    semicolons = len(source.columns) == 1 and ";" in source.columns[0]
    hint = " Skil værdierne med komma, ikke semikolon." if semicolons else ""
    for name in wanted:
        if name not in source.columns:
            facts = {"column": name, "columns": ", ".join(wanted), "hint": hint}
            report.add("missing_column", line=line, column=name, facts=facts)
    if len(set(lowered)) < len(lowered):
        report.add("duplicate_column", line=line)
    for name in source.columns:
        if name.lower() in layout.reserved | {"rowid"}:
            report.add("reserved_column", line=line, facts={"column": name})


def _check_rows(
    con: duckdb.DuckDBPyConnection,
    stage: Stage,
    layout: Layout,
    report: _Report,
    *,
    table: str,
    skip_rows: bool,
) -> Reading:
    """Report what is wrong in the staged rows, and leave what may be left."""
    rejects = sources.list_rejects(con, stage.source)
    numbers = _row_numbers([line - 1 for line, _ in rejects])
    for line, code in rejects:
        report.add(code, row=line - 1, line=line)
    staged, refused = quoting.name(stage.table), "temp.effects_refused"
    con.execute("CREATE OR REPLACE TEMP TABLE effects_refused (place BIGINT)")
    if not rejects or skip_rows:
        # Rows broken off say that the file is not whole; the rest is then not worth more words.
        _report_marks(con, stage, report, numbers)
        con.execute(f"INSERT INTO {refused} SELECT rowid FROM {staged} WHERE {stage.marked}")
        for check in layout.crossings:
            if check.proof is None or not check.proof(con, _good(con, staged, refused)):
                _report_crossing(con, check, report, numbers, staged=staged, refused=refused)
    rows = sorted({row for row, line, *_ in report.found if row is not None and line is None})
    lines = {}
    if stage.source.format == "csv" and rows:
        find_lines = sources.line_finder(stage.source, stage.rows + len(rejects))
        lines = find_lines(rows[:MOST_LISTED])
    mistakes = report.close(lines)
    if report.count and not skip_rows:
        return Reading(None, 0, stage.rows + len(rejects), mistakes, report.count)
    if report.count:
        con.execute(f"""
            CREATE TABLE {quoting.name(table)} AS
            SELECT * EXCLUDE ({quoting.names(["rowid", *stage.own_columns])})
            FROM ({_good(con, staged, refused)})
        """)
    else:
        for column in stage.own_columns:
            con.execute(f"ALTER TABLE {staged} DROP COLUMN {quoting.name(column)}")
        con.execute(f"ALTER TABLE {staged} RENAME TO {quoting.name(table)}")
    left = con.execute(f"SELECT count(*) FROM {quoting.name(table)}").fetchone()
    rows_left = int(left[0]) if left else 0
    refused_rows = stage.rows + len(rejects) - rows_left
    return Reading(table, rows_left, refused_rows, mistakes, report.count)


def _report_crossing(
    con: duckdb.DuckDBPyConnection,
    check: Crossing,
    report: _Report,
    numbers: Callable[[int], int],
    *,
    staged: str,
    refused: str,
) -> None:
    """Report what one check over several rows finds, as often as it finds anything."""
    while (found := crossing.find(con, check, _good(con, staged, refused), refused)).count:
        report.count += found.count - len(found.first)
        for place, facts in found.first:
            report.add(
                check.code,
                row=numbers(place),
                column=check.column,
                facts=_renumbered(facts, numbers),
            )
        if not check.again:
            break


def _good(con: duckdb.DuckDBPyConnection, staged: str, refused: str) -> str:
    """SQL for the staged rows not yet refused, with their rowid."""
    row = con.execute(f"SELECT count(*) FROM {refused}").fetchone()
    if row is None or row[0] == 0:
        return f"SELECT rowid, * FROM {staged}"
    return f"SELECT rowid, * FROM {staged} WHERE rowid NOT IN (SELECT place FROM {refused})"


def _report_marks(
    con: duckdb.DuckDBPyConnection,
    stage: Stage,
    report: _Report,
    numbers: Callable[[int], int],
) -> None:
    """Report the marks of single rows."""
    if not stage.marks:
        return
    marks = quoting.names(stage.marks)
    bits = " + ".join(f"bit_count({quoting.name(mark)})" for mark in stage.marks)
    staged, seen = quoting.name(stage.table), quoting.name(staging.SEEN)
    row = con.execute(f"SELECT sum({bits}) FROM {staged} WHERE {stage.marked}").fetchone()
    total = int(row[0]) if row and row[0] is not None else 0
    if not total:
        return
    rows = con.execute(
        f"SELECT rowid, {seen}, {marks} FROM {staged} WHERE {stage.marked}"
        f" ORDER BY rowid LIMIT {MOST_LISTED}"
    ).fetchall()
    before = report.count
    for place, values, *row_marks in rows:
        raws = dict(zip(stage.shown, values or (), strict=False))
        for number, check in enumerate(stage.checks):
            if row_marks[number // 60] >> (number % 60) & 1:
                raw = raws.get(check.shows or "")
                facts = {"value": shown(raw), "weeks": _weeks_of_year(raw)}
                report.add(check.code, row=numbers(place), column=check.column, facts=facts)
    report.count = before + total


def _weeks_of_year(value: str | None) -> str:
    """How many weeks the year has, for a week 53 that it has not."""
    if value is None or value[4:] != "-W53" or not value[:4].isdecimal():
        return ""
    year = int(value[:4])
    if not weeks.FIRST_YEAR <= year <= weeks.LAST_YEAR:
        return ""
    return f": {year} har {weeks.weeks_in_year(year)} uger"


def _row_numbers(rejected: Sequence[int]) -> Callable[[int], int]:
    """From a staged row's rowid to its number in the file, where rejected rows count too."""

    def number(place: int) -> int:
        row = place + 1
        for broken in rejected:
            if broken > row:
                break
            row += 1
        return row

    return number


def _renumbered(facts: dict[str, str], numbers: Callable[[int], int]) -> dict[str, str]:
    """Facts in which another row is named by its number in the file."""
    if "other" not in facts:
        return facts
    return {**facts, "other": str(numbers(int(facts["other"]) - 1))}
