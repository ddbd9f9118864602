"""A register file read in DuckDB, beside what a municipality's own rules add, and staged for COPY.

Everything here is slow and blocking, and touches no database of ours: the service runs it in a
thread.
"""

# ruff: noqa: S608 -- names are ours or quoted, and values are bound

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb

from effects import quoting, reading, weeks
from effects.reading.formats import CODES
from effects.registers import periods
from effects.registers.row_queries import STAGED
from effects.registers.schemas import ImportOptions, Register, RowMistake
from effects.registers.upload import Upload
from effects.workspace import duckdb_in, room_enough


@dataclass(frozen=True, slots=True)
class CodeRun:
    """Weeks in a row (both included) in which the code list gives a code a class."""

    code: str
    from_week: int
    to_week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What came of a file.

    Attributes:
        accepted: Whether there is something to take.
        rows: Good rows.
        refused: Rows with mistakes; None where the file could not be read far enough to count.
        mistakes: The first of them.
        mistake_count: All of them.
        period: First and last week, month or day; None for codes, and where there are no rows.
        staged: The good rows as a CSV file without header, when accepted.
        code_runs: When each code is valid, for a code list.
    """

    accepted: bool
    rows: int
    refused: int | None
    mistakes: tuple[RowMistake, ...]
    mistake_count: int
    period: tuple[str, str] | None
    staged: Path
    code_runs: tuple[CodeRun, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    """One thing that a row must not be here, though its file is in order.

    Attributes:
        code: The mistake's code.
        column: Where it is reported.
        condition: SQL over the typed table.
        values: What is bound in it.
        detail: What to do about it, in Danish.
    """

    code: str
    column: str
    condition: str
    values: tuple[object, ...]
    detail: str


_READERS: dict[Register, Callable[..., reading.Reading]] = {
    "codes": reading.read_codes,
    "support": reading.read_support,
    "hours": reading.read_hours,
    "courses": reading.read_courses,
}


def read(
    upload: Upload,
    options: ImportOptions,
    *,
    municipality: str,
    codes: Path | None,
    latest: date,
) -> FileReading:
    """Read a file, judge each row, and stage the good ones.

    Args:
        upload: The file.
        options: How it is to be taken, with the period that it is stated to cover.
        municipality: Whose register it is for.
        codes: The code list as ``row_queries.write_rows`` writes it, for spells.
        latest: The sender's date: later weeks and months are refused. Courses may be planned.
    """
    register = options.register_
    staged = upload.folder / "staged.csv"
    with room_enough(), duckdb_in(upload.folder) as con:
        if codes is not None:
            _load_codes(con, codes)
        answer = _READERS[register](
            con,
            upload.path,
            table=register,
            format_=upload.format,
            skip_rows=options.on_error == "skip_rows",
            name="filen",
            **({"latest": latest} if register in periods.UNITS else {}),
        )
        if not answer.accepted:
            return _refused(answer, staged)
        found, count = _apply(con, register, _rules(options, municipality), answer)
        if count and options.on_error == "reject_all":
            return FileReading(
                accepted=False,
                rows=0,
                refused=answer.rows,
                mistakes=tuple(found[: reading.MOST_LISTED]),
                mistake_count=count,
                period=None,
                staged=staged,
            )
        rows, refused = answer.rows - count, (answer.refused or 0) + count
        _stage(con, register, staged)
        mistakes = [*map(_mistake, answer.mistakes), *found]
        return FileReading(
            accepted=rows > 0 or refused == 0,
            rows=rows,
            refused=refused,
            mistakes=tuple(mistakes[: reading.MOST_LISTED]),
            mistake_count=answer.mistake_count + count,
            period=_period(con, options),
            staged=staged,
            code_runs=_code_runs(con) if register == "codes" else (),
        )


def _load_codes(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The code list that was written from the register, typed as the reading functions type it."""
    columns = {column.name: "DATE" if column.kind == "day" else "VARCHAR" for column in CODES}
    con.execute(
        "CREATE TABLE codes AS FROM read_csv(?, auto_detect = false, header = true, columns = ?)",
        [str(path), columns],
    )


def _rules(options: ImportOptions, municipality: str) -> Sequence[_Rule]:
    if options.register_ == "courses":
        return (
            _Rule(
                "wrong_municipality",
                "municipality",
                "municipality <> ?",
                (municipality,),
                "Forløbet hører til en anden kommune end den, der sender filen. Fjern rækken.",
            ),
        )
    unit = periods.UNITS.get(options.register_)
    if unit is None or options.first is None or options.last is None:
        return ()
    first, last = unit.parse(options.first), unit.parse(options.last)
    begins, ends = (
        ("from_week", "to_week") if options.register_ == "support" else ("month", "month")
    )
    return (
        _Rule(
            "outside_period",
            begins,
            f"{begins} < ? OR {ends} > ?",
            (first, last),
            f"Ligger uden for den angivne periode {options.first} til {options.last}. "
            "Afkort rækken, eller ret perioden.",
        ),
    )


def _apply(
    con: duckdb.DuckDBPyConnection,
    register: Register,
    rules: Sequence[_Rule],
    answer: reading.Reading,
) -> tuple[list[RowMistake], int]:
    """Find and remove the rows that break a rule: the first mistakes, and how many there are."""
    found: list[RowMistake] = []
    count = 0
    for rule in rules:
        places = con.execute(
            f"SELECT rowid + 1 FROM {quoting.name(register)} WHERE {rule.condition} ORDER BY 1",
            rule.values,
        ).fetchnumpy()
        rows = next(iter(places.values()))
        count += len(rows)
        # Rows that were left out before make the numbers in the table others than in the file.
        for row in rows[: reading.MOST_LISTED]:
            number = None if answer.refused else int(row)
            found.append(_row_mistake(rule, number))
        con.execute(f"DELETE FROM {quoting.name(register)} WHERE {rule.condition}", rule.values)
    return found, count


def _row_mistake(rule: _Rule, row: int | None) -> RowMistake:
    return RowMistake(
        pointer=_pointer(row, rule.column),
        row=row,
        line=None,
        code=rule.code,
        detail=rule.detail,
    )


def _refused(answer: reading.Reading, staged: Path) -> FileReading:
    return FileReading(
        accepted=False,
        rows=0,
        refused=answer.refused,
        mistakes=tuple(map(_mistake, answer.mistakes)),
        mistake_count=answer.mistake_count,
        period=None,
        staged=staged,
    )


def _mistake(mistake: reading.Mistake) -> RowMistake:
    return RowMistake(
        pointer=_pointer(mistake.row, mistake.column),
        row=mistake.row,
        line=mistake.line,
        code=mistake.code,
        detail=f"{mistake.reason} {mistake.remedy}",
    )


def _pointer(row: int | None, column: str | None) -> str:
    """A JSON pointer to a row's field, to a row, to a column, or to the file as a whole."""
    place = "" if row is None and column is None else "/columns" if row is None else f"/rows/{row}"
    return place + (f"/{column}" if column else "")


def _stage(con: duckdb.DuckDBPyConnection, register: Register, path: Path) -> None:
    """Write the good rows, by key, as PostgreSQL's COPY reads them: NULL is nothing at all."""
    columns = quoting.names([name for name in STAGED[register] if name != "place"])
    query = {
        "codes": f"SELECT rowid + 1, {columns} FROM codes ORDER BY 1",
        "support": f"SELECT {columns} FROM support ORDER BY citizen_id, from_week",
        "hours": "SELECT citizen_id, month, sum(hours) FROM hours GROUP BY citizen_id, month"
        " ORDER BY citizen_id, month",
        "courses": f"SELECT {columns} FROM courses ORDER BY course_id",
    }[register]
    con.execute(f"COPY ({query}) TO {quoting.text(str(path))} (FORMAT csv, HEADER false)")


def _period(con: duckdb.DuckDBPyConnection, options: ImportOptions) -> tuple[str, str] | None:
    if options.first is not None and options.last is not None:
        return options.first, options.last
    ends = {
        "support": "min(from_week), max(to_week) FROM support",
        "hours": "min(month), max(month) FROM hours",
        "courses": "min(starts_on), max(starts_on) FROM courses",
    }.get(options.register_)
    row = con.execute(f"SELECT {ends}").fetchone() if ends else None
    if row is None or row[0] is None:
        return None
    unit = periods.UNITS.get(options.register_)
    show = unit.format if unit else str
    return show(row[0]), show(row[1])


def _code_runs(con: duckdb.DuckDBPyConnection) -> tuple[CodeRun, ...]:
    """When each code is valid, by the Thursdays of its weeks; validities that touch are one."""
    rows = con.execute(
        f"""
        SELECT code, {weeks.last_week_by_sql("valid_from - 1")} + 1 AS from_week,
            {weeks.last_week_by_sql("valid_to")} AS to_week
        FROM codes ORDER BY code, valid_from
        """
    ).fetchall()
    runs: list[CodeRun] = []
    for code, spans in groupby(rows, key=lambda row: str(row[0])):
        for _, first, last in spans:
            if first > last:
                continue
            if runs and runs[-1].code == code and runs[-1].to_week + 1 >= first:
                runs[-1] = CodeRun(code, runs[-1].from_week, max(runs[-1].to_week, last))
            else:
                runs.append(CodeRun(code, first, last))
    return tuple(runs)
