"""Rows as PostgreSQL wrote them to files, read back with their types and packed, batch by batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from effects import quoting
from effects.packed.building import RegisterBuilder
from effects.packed.register import PackedRegister
from effects.workspace import duckdb_in

BATCH_ROWS = 100_000

_TYPES = {
    "codes": {
        "code": "VARCHAR",
        "class": "VARCHAR",
        "label_da": "VARCHAR",
        "valid_from": "DATE",
        "valid_to": "DATE",
    },
    "support": {
        "citizen_id": "VARCHAR",
        "from_week": "INTEGER",
        "to_week": "INTEGER",
        "code": "VARCHAR",
    },
    "hours": {"citizen_id": "VARCHAR", "month": "INTEGER", "hours": "DECIMAL(38, 9)"},
    "courses": {
        "course_id": "VARCHAR",
        "citizen_id": "VARCHAR",
        "offer_id": "VARCHAR",
        "provider_id": "VARCHAR",
        "target_group": "VARCHAR",
        "match_group": "VARCHAR",
        "starts_on": "DATE",
        "ends_on": "DATE",
        "birth_year": "SMALLINT",
        "price_dkk": "DECIMAL(38, 2)",
        "business_oriented": "BOOLEAN",
    },
}
"""The columns as ``effects.reading`` types them, in the order in which the registers write them.

Numbers are wider here: what a register holds already must never stop a release.
"""

MOST_HOURS = 1_000_000
"""More than any definition asks for, and than a month has."""

_HOURS = f"least(greatest(hours, 0), {MOST_HOURS})::DECIMAL(18, 9)"  # a packed register is narrow


@dataclass(frozen=True, slots=True)
class Packed:
    """The rows of the files.

    Attributes:
        register: All of them, but for the courses that were never started.
        never_started: The ids of those, each once; texts.
    """

    register: PackedRegister
    never_started: pa.Array


def path_of(folder: Path, register: str) -> Path:
    """The file of a register's rows."""
    return folder / f"{register}.csv"


def pack_rows(
    folder: Path,
    *,
    has_hours: bool,
    aliases: Mapping[str, str],
    citizens: pa.LargeStringArray | None = None,
) -> Packed:
    """Pack the rows of the files in a folder.

    Args:
        folder: Holds ``codes.csv``, ``courses.csv`` and, where there are rows of them,
            ``support.csv`` and ``hours.csv``, as ``registers.row_queries.write_rows`` writes them.
        has_hours: Whether there is an hours register at all.
        aliases: Other ids of merged citizens, each with the id that is kept.
        citizens: Ids by number, of the register that is to be moved on.
    """
    with duckdb_in(folder) as con:
        builder = RegisterBuilder(
            _read(con, folder, "codes").read_all(), aliases, citizens=citizens
        )
        if path_of(folder, "support").exists():
            for rows in _read(con, folder, "support"):
                builder.add_support(rows)
        if path_of(folder, "hours").exists():
            for rows in _read(con, folder, "hours", hours=_HOURS):
                builder.add_hours(rows)
        courses = _read(con, folder, "courses").read_all()
    if has_hours:
        builder.add_no_hours()
    builder.add_courses(courses)
    never_started = courses.filter(pc.is_null(courses.column("starts_on"))).column("course_id")
    return Packed(builder.build(), never_started.combine_chunks())


def _read(
    con: duckdb.DuckDBPyConnection, folder: Path, register: str, **instead: str
) -> pa.RecordBatchReader:
    """The rows of a register's file; ``instead`` has SQL for columns that are not taken as is."""
    types = _TYPES[register]
    rows = con.read_csv(
        str(path_of(folder, register)), columns=types, auto_detect=False, header=True
    )
    columns = [f"{instead.get(name, quoting.name(name))} AS {quoting.name(name)}" for name in types]
    return rows.project(", ".join(columns)).to_arrow_reader(BATCH_ROWS)
