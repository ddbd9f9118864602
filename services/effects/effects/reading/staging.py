"""A file's rows with each value read as what it should be, and each slip marked in the row.

Every check of a row is one bit, computed while DuckDB streams the file; so a good file costs one
pass and a bad one names its rows afterwards.
"""

# ruff: noqa: S608 -- names are quoted, conditions are ours, and no value enters the text

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from effects import quoting, weeks
from effects.reading import cpr, sources
from effects.reading.formats import CLASSES, OPEN_END, Column, Kind
from effects.reading.sources import Source

_BITS = 60  # marks per column of marks, which is a BIGINT
_TRUE, _FALSE = "('true', '1', '1.0', 'ja')", "('false', '0', '0.0', 'nej')"
_TEXTS = ("id", "place_id", "text", "municipality", "class")

MOST_CHARACTERS = 200
"""Characters in a text or an id: more is a slip, and would not fit an index."""


@dataclass(frozen=True)
class Check:
    """One thing that a row can have wrong.

    Attributes:
        code: the mistake's code.
        column: the column it is reported at.
        condition: SQL over the typed columns and the raw ones.
        shows: the column whose raw value the reason may repeat; None for none.
        guard: SQL that holds wherever the condition does; cheaper than all that share it.
    """

    code: str
    column: str
    condition: str
    shows: str | None = None
    guard: str = "TRUE"


@dataclass(frozen=True)
class Stage:
    """The table with a file's typed rows.

    Attributes:
        table: its name.
        source: the file.
        checks: what was checked, in the order of their bits.
        shown: columns whose raw values are kept in marked rows, in their order.
        rows: how many rows there are.
    """

    table: str
    source: Source
    checks: tuple[Check, ...]
    shown: tuple[str, ...]
    rows: int

    @property
    def marks(self) -> list[str]:
        """Names of the columns with the rows' marks."""
        return [f"? marks {place}" for place in range(-(-len(self.checks) // _BITS))]

    @property
    def marked(self) -> str:
        """SQL for a row having something wrong."""
        return " OR ".join(f"{quoting.name(mark)} <> 0" for mark in self.marks)

    @property
    def own_columns(self) -> list[str]:
        """Columns that are not the file's and leave with the stage."""
        return [*self.marks, SEEN]


SEEN = "? seen"


def raw(column: str) -> str:
    """The column, inside the stage's statement, with the value as the file has it."""
    return quoting.name(f"? {column}")


def stage_rows(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    *,
    table: str,
    columns: Sequence[Column],
    checks: Sequence[Check],
) -> Stage:
    """Read the whole file into `table`, typed and marked; the row's number is its rowid + 1.

    Args:
        con: the connection to read in.
        source: the file, which has all of `columns`.
        table: the table written.
        columns: the columns that the format names; others are kept as they are.
        checks: checks of a row beyond those of its single values.

    Raises:
        sources.Unreadable: the file breaks off, or is of another format.
    """
    named = {column.name for column in columns}
    types = dict(zip(source.columns, source.types, strict=True))
    others = [column for column in source.columns if column not in named]
    every = [check for column in columns for check in _checks_of(column)]
    every += [*checks, *(check for name in others for check in _checks_of_other(name, types[name]))]
    shown = tuple(dict.fromkeys(check.shows for check in every if check.shows))
    stage = Stage(table, source, tuple(every), shown, 0)
    marks = []
    for place, mark in enumerate(stage.marks):
        marks.append(
            f"({_bits(every[place * _BITS : (place + 1) * _BITS])}) AS {quoting.name(mark)}"
        )
    values = [f"{_text(column, types[column.name])} AS {raw(column.name)}" for column in columns]
    typed = [f"{_typed(column)} AS {quoting.name(column.name)}" for column in columns]
    kept = [quoting.name(column) for column in source.columns]
    seen = f"[{', '.join(raw(column) for column in shown)}]" if shown else "NULL::VARCHAR[]"
    raws = [raw(column.name) for column in columns]
    sources.scan_into(
        con,
        source,
        f"""
        CREATE OR REPLACE TABLE {quoting.name(table)} AS
        SELECT {", ".join([*kept, *(quoting.name(mark) for mark in stage.marks)])},
            CASE WHEN {stage.marked} THEN {seen} END AS {quoting.name(SEEN)}
        FROM (SELECT {", ".join([*kept, *raws, *marks])} FROM (
            SELECT {", ".join([*map(quoting.name, others), *raws, *typed])} FROM (
                SELECT {", ".join([*map(quoting.name, others), *values])} FROM {source.scan}
            )
        ))
        """,
    )
    row = con.execute(f"SELECT count(*) FROM {quoting.name(table)}").fetchone()
    return Stage(table, source, stage.checks, shown, int(row[0]) if row else 0)


def _bits(checks: Sequence[Check]) -> str:
    """SQL for the marks of these checks, the first being the lowest bit."""
    guarded: dict[str, list[str]] = {}
    for bit, check in enumerate(checks):
        marked = f"CASE WHEN {check.condition} THEN {1 << bit}::BIGINT ELSE 0 END"
        guarded.setdefault(check.guard, []).append(marked)
    return " | ".join(
        " | ".join(marks)
        if guard == "TRUE"
        else f"CASE WHEN {guard} THEN {' | '.join(marks)} ELSE 0 END"
        for guard, marks in guarded.items()
    )


def _text(column: Column, type_: str) -> str:
    """SQL for a value as text, whatever a Parquet file holds; an empty one is NULL."""
    name = quoting.name(column.name)
    if type_.startswith("TIMESTAMP") and column.kind in ("date", "day"):
        local = f"{name} AT TIME ZONE 'Europe/Copenhagen'" if "ZONE" in type_ else name
        moment = f"({local})::TIMESTAMP"
        return (
            f"CASE WHEN {moment} = {moment}::DATE THEN {moment}::DATE::VARCHAR"
            f" ELSE {moment}::VARCHAR END"
        )
    if column.kind in _TEXTS and column.required == "FALSE":
        # A value of nothing but spaces is as empty as none.
        return f"CASE WHEN trim({name}::VARCHAR) <> '' THEN {name}::VARCHAR END"
    return f"nullif({name}::VARCHAR, '')"


def _typed(column: Column) -> str:
    """SQL for a value as what it should be; NULL where it is not."""
    value = raw(column.name)
    date = f"regexp_full_match({value}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
    years = f"{value}[1:4] BETWEEN '{weeks.FIRST_YEAR}' AND '{weeks.LAST_YEAR}'"
    readings: dict[Kind, str] = {
        "municipality": f"CASE WHEN regexp_full_match({value}, '[0-9]{{3}}') THEN '0' || {value}"
        f" ELSE {value} END",
        "date": f"CASE WHEN {date} AND {years} THEN try_cast({value} AS DATE) END",
        "day": f"CASE WHEN {value} IS NULL THEN DATE '{OPEN_END}'"
        f" WHEN {date} THEN try_cast({value} AS DATE) END",
        "week": weeks.parse_week_sql(value),
        "month": weeks.parse_month_sql(value),
        "hours": _number(value, "DECIMAL(18, 9)"),
        "money": _number(value, "DECIMAL(14, 2)"),
        "year": f"CASE WHEN regexp_full_match({value}, '(1[89]|2[01])[0-9]{{2}}(\\.0)?')"
        f" THEN {value}[1:4]::SMALLINT END",
        "boolean": f"CASE WHEN lower({value}) IN {_TRUE} THEN TRUE"
        f" WHEN lower({value}) IN {_FALSE} THEN FALSE END",
    }
    return readings.get(column.kind, value)


def _number(value: str, type_: str) -> str:
    """SQL for a number; DuckDB alone would read 1_000 as one."""
    return f"CASE WHEN NOT contains({value}, '_') THEN try_cast({value} AS {type_}) END"


_BAD: dict[Kind, str] = {
    "date": "bad_date",
    "day": "bad_date",
    "week": "bad_week",
    "month": "bad_month",
    "hours": "bad_number",
    "money": "bad_number",
    "year": "bad_year",
    "boolean": "bad_boolean",
}


def _checks_of(column: Column) -> list[Check]:
    """The checks of one named column's values."""
    if column.kind in _TEXTS:
        return _checks_of_text(column)
    name, value, typed = column.name, raw(column.name), quoting.name(column.name)
    checks = [Check("missing_value", name, f"{value} IS NULL AND ({column.required})")]
    bad = f"{value} IS NOT NULL AND {typed} IS NULL"
    checks.append(Check(_BAD[column.kind], name, bad, name))
    if column.kind in ("hours", "money"):
        checks.append(Check("negative_number", name, f"{typed} < 0", name))
    return checks


def _checks_of_text(column: Column) -> list[Check]:
    """The checks of a text: one search tells of nearly every row that none of them finds any."""
    name, value = column.name, raw(column.name)
    shape = cpr.WITHIN_APART if column.kind == "place_id" else cpr.WITHIN
    blank = f"({value} IS NULL OR trim({value}) = '')"
    guard = (
        f"{value} IS NULL OR contains({value}, chr(0))"
        f" OR length({value}) > {MOST_CHARACTERS}"
        f" OR regexp_matches({value}, {quoting.text(f'(?:{shape}|^[[:space:]]*$)')})"
    )
    number = _has_cpr(value, shape, cpr.OPAQUE)
    checks = [
        Check("missing_value", name, f"{blank} AND ({column.required})", guard=guard),
        Check("cpr_value", name, number, guard=guard),
        Check("bad_text", name, f"contains({value}, chr(0))", guard=guard),
        Check("too_long", name, f"length({value}) > {MOST_CHARACTERS}", guard=guard),
    ]
    if column.kind == "class":
        classes = ", ".join(quoting.text(class_) for class_ in CLASSES)
        unknown = f"trim({value}) <> '' AND {value} NOT IN ({classes})"
        checks.append(Check("unknown_class", name, unknown, name))
    return checks


def _has_cpr(value: str, shape: str, innocent: str) -> str:
    """SQL for a CPR number in a value that is not innocent as a whole."""
    return (
        f"regexp_matches({value}, {quoting.text(shape)})"
        f" AND NOT regexp_full_match({value}, {quoting.text(innocent)})"
    )


def _checks_of_other(name: str, type_: str) -> list[Check]:
    """The checks of a column that the format does not name: that no person is known by it."""
    if type_ != "VARCHAR":
        return []
    column = quoting.name(name)
    checks = [Check("bad_text", name, f"contains({column}, chr(0))")]
    if not cpr.is_p_number(name):
        within = _has_cpr(column, cpr.WITHIN, f"(?:{cpr.OPAQUE}|{cpr.DECIMAL})")
        checks.append(Check("cpr_value", name, within))
    return checks
