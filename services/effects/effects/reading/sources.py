"""A register file as DuckDB may scan it: found, its columns known, its broken rows named.

Nothing of the file is ever held in Python but its header: DuckDB streams the rows. Its own error
texts are not passed on, since they repeat the line.
"""

# ruff: noqa: S608 -- paths and names are quoted, and nothing else is put into the text

import csv
import io
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from effects import quoting

Format = Literal["csv", "parquet"]

MOST_HEADER_BYTES = 1_000_000
MOST_COLUMNS = 200

_OURS = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InterruptException,
    duckdb.OutOfMemoryException,
    duckdb.ParserException,
)
"""Errors that say nothing of the file."""

_REJECTS = {
    "MISSING COLUMNS": "too_few_values",
    "TOO MANY COLUMNS": "too_many_values",
    "UNQUOTED VALUE": "broken_quotes",
    "INVALID ENCODING": "not_utf8",
    "LINE SIZE OVER MAXIMUM": "line_too_long",
    "INVALID STATE": "broken_quotes",
}


class Unreadable(Exception):
    """The file as a whole cannot be read.

    Attributes:
        code: the mistake's code.
        line: the line where it stopped, of a CSV file.
    """

    def __init__(self, code: str, line: int | None = None) -> None:
        self.code, self.line = code, line
        super().__init__(code)


@dataclass(frozen=True)
class Source:
    """A file with known columns.

    Attributes:
        path: where it lies.
        format: how it is written.
        columns: its columns' names, in order.
        types: their DuckDB types; VARCHAR throughout for CSV.
    """

    path: Path
    format: Format
    columns: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def scan(self) -> str:
        """SQL for the table function that reads it."""
        path = _pattern(self.path)
        if self.format == "parquet":
            return f"read_parquet({path}, hive_partitioning = false)"
        columns = ", ".join(f"{quoting.text(column)}: 'VARCHAR'" for column in self.columns)
        return (
            f"read_csv({path}, auto_detect = false, header = true, delim = ',', quote = '\"',"
            f" escape = '\"', all_varchar = true, hive_partitioning = false,"
            f" columns = {{{columns}}}, store_rejects = true,"
            " rejects_table = 'effects_rejects', rejects_scan = 'effects_reject_scans')"
        )


def open_source(
    con: duckdb.DuckDBPyConnection, path: Path, format_: Format | None = None
) -> Source:
    """Find the file's columns.

    Raises:
        Unreadable: it is not there, of no known format, empty, or broken from the start.
    """
    if not path.is_file():
        raise Unreadable("file_not_found")
    if not os.access(path, os.R_OK):
        raise Unreadable("file_not_readable")
    if format_ is None:
        suffixes: dict[str, Format] = {".csv": "csv", ".parquet": "parquet"}
        format_ = suffixes.get(path.suffix.lower())
        if format_ is None:
            raise Unreadable("unknown_format")
    if path.stat().st_size == 0:
        raise Unreadable("empty_file")
    if format_ == "csv":
        columns = _header(path)
        if len(columns) > MOST_COLUMNS:
            raise Unreadable("too_many_columns", 1)
        return Source(path, format_, columns, ("VARCHAR",) * len(columns))
    try:
        described = con.execute(
            f"DESCRIBE SELECT * FROM read_parquet({_pattern(path)}, hive_partitioning = false)"
        ).fetchall()
    except duckdb.Error:
        raise Unreadable("broken_file") from None
    if len(described) > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    return Source(
        path,
        format_,
        tuple(str(row[0]) for row in described),
        tuple(str(row[1]) for row in described),
    )


def scan_into(con: duckdb.DuckDBPyConnection, source: Source, statement: str) -> None:
    """Run a statement that reads the source's `scan`.

    Raises:
        Unreadable: the rows end in the middle of something, or are of another format.
    """
    drop_rejects(con)
    try:
        con.execute(statement)
    except _OURS:
        raise
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise
        if source.format == "csv" and _has_mixed_line_ends(source.path):
            raise Unreadable("mixed_line_ends") from None
        line = re.search(r"CSV Error on Line: (\d+)", str(error))
        raise Unreadable("broken_file", int(line[1]) if line else None) from None


def list_rejects(con: duckdb.DuckDBPyConnection, source: Source) -> list[tuple[int, str]]:
    """Line and mistake code of each CSV row that could not be split into its values."""
    if source.format != "csv":
        return []
    rows = con.execute(
        "SELECT line, any_value(error_type ORDER BY error_type) FROM effects_rejects"
        " GROUP BY line ORDER BY line"
    ).fetchall()
    return [(int(line), _REJECTS.get(str(kind), "broken_file")) for line, kind in rows]


def drop_rejects(con: duckdb.DuckDBPyConnection) -> None:
    """Forget the rows that an earlier scan could not split."""
    for table in ("effects_rejects", "effects_reject_scans"):
        con.execute(f"DROP TABLE IF EXISTS {table}")


def line_finder(source: Source, records: int) -> Callable[[Iterable[int]], dict[int, int]]:
    """A function from row numbers to the lines of a CSV file on which they begin.

    Usually row r is line r + 1. Where a quoted value holds a line break, or lines are empty, the
    lines are counted by walking the file, which is slow and happens only for files with mistakes.

    Args:
        source: the file.
        records: how many data rows were found, broken ones included.
    """

    def plain(rows: Iterable[int]) -> dict[int, int]:
        return {row: row + 1 for row in rows}

    def walked(rows: Iterable[int]) -> dict[int, int]:
        wanted, lines = set(rows), {}
        with source.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader, row, line = csv.reader(file), -1, 1
            try:
                for values in reader:
                    row += bool(values)
                    if values and row in wanted:
                        lines[row] = line
                        if len(lines) == len(wanted):
                            break
                    line = reader.line_num + 1
            except csv.Error:
                return lines
        return lines

    return plain if _count_lines(source.path) == records + 1 else walked


def _has_mixed_line_ends(path: Path) -> bool:
    with path.open("rb") as file:
        ends = {line.endswith(b"\r\n") for line in file if line.endswith(b"\n")}
    return len(ends) > 1


def _count_lines(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def _header(path: Path) -> tuple[str, ...]:
    """The column names on a CSV file's first line."""
    with path.open("rb") as file:
        line = file.readline(MOST_HEADER_BYTES).removeprefix(b"\xef\xbb\xbf")
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Unreadable("not_utf8", 1) from None
    if not text.strip():
        raise Unreadable("empty_file")
    if "\r" in text or "\x00" in text or len(line) >= MOST_HEADER_BYTES:
        raise Unreadable("broken_file", 1)
    try:
        names = next(csv.reader(io.StringIO(text), strict=True))
    except csv.Error:
        raise Unreadable("broken_quotes", 1) from None
    return tuple(name or f"column_{place}" for place, name in enumerate(names, start=1))


def _pattern(path: Path) -> str:
    """The path as an SQL text in which no character is a wildcard."""
    escaped = re.sub(r"([*?\[])", r"[\1]", str(path.resolve()))
    return quoting.text(escaped)
