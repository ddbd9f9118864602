"""Register files into a packed register: quickly where they are plainly in order, else carefully.

A country's files are read, checked and packed in one pass. The moment anything is not plainly in
order, they are read again by `effects.reading`, which names every mistake, or finds that there is
none; so what is refused, and why, and what is taken, is the careful reading's to say, and a file
that is in order costs nobody the wait.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from effects import quoting, reading
from effects.packed.building import RegisterBuilder
from effects.packing.plain import Doubt
from effects.packing.quick import Files, Packed, Step, pack_quickly
from effects.reading import Reading
from effects.reading.formats import CLASSES
from effects.weeks import FIRST_YEAR

__all__ = ["Files", "FilesRefused", "Packed", "Step", "pack_files", "read_carefully"]


_LABELS = {
    "support": "Ydelse",
    "subsidised_work": "Støttet arbejde",
    "education": "SU",
    "retired": "Folkepension",
    "dead": "Død",
    "abroad": "Udrejst",
}


class FilesRefused(Exception):
    """Files have mistakes.

    Attributes:
        readings: what was read of each, the mistakes of the refused ones in them.
    """

    def __init__(self, readings: list[Reading]) -> None:
        self.readings = readings
        super().__init__("register files have mistakes")


def pack_files(
    con: duckdb.DuckDBPyConnection,
    files: Files,
    *,
    aliases: Mapping[str, str] | None = None,
    step: Step = lambda _, __: None,
) -> Packed:
    """Read, check and pack a register's files.

    Args:
        con: a connection to read in, with room for the files where they have to be read carefully.
        files: the files.
        aliases: other ids of merged citizens, each with the id that is kept.
        step: told how far it is.

    Raises:
        FilesRefused: a file has mistakes.
        merging.AliasesCircular: no id is kept in the end.
    """
    step("Læser kodelisten", 0)
    if _read_codes(con, files.codes).accepted:
        listed = con.sql("FROM codes").to_arrow_table()
        try:
            return pack_quickly(con, files, listed, step, aliases)
        except Doubt:
            pass
    readings = read_carefully(con, files, step)
    if not all(each.accepted for each in readings):
        raise FilesRefused(readings)
    return _pack_tables(con, files, RegisterBuilder(listed, aliases), step)


def _read_codes(con: duckdb.DuckDBPyConnection, path: Path | None) -> Reading:
    """Read the code list into the table `codes`; without one, each class is a code of its own."""
    if path is not None:
        return reading.read_codes(con, path)
    listed = pa.table(
        {
            "code": CLASSES,
            "class": CLASSES,
            "label_da": [_LABELS[class_] for class_ in CLASSES],
            "valid_from": [date(FIRST_YEAR, 1, 1)] * len(CLASSES),
            "valid_to": [date.max] * len(CLASSES),
        }
    )
    con.register("effects_classes", listed)
    con.execute("CREATE OR REPLACE TABLE codes AS FROM effects_classes")
    con.unregister("effects_classes")
    return Reading("codes", len(CLASSES), 0, (), 0)


def read_carefully(con: duckdb.DuckDBPyConnection, files: Files, step: Step) -> list[Reading]:
    """Read the files into tables of their names, and tell the mistakes of all of them at once.

    Spells cannot be checked without the code list, so they wait for a list that is whole.
    """
    codes = _read_codes(con, files.codes)
    readings = [codes]
    step("Læser forløb, række for række", 0)
    readings.append(reading.read_courses(con, files.courses))
    if files.hours is not None:
        step("Læser løntimer, række for række", 0)
        readings.append(reading.read_hours(con, files.hours))
    if codes.accepted:
        step("Læser ydelser, række for række", 0)
        readings.append(reading.read_support(con, files.support))
    return readings


def _pack_tables(
    con: duckdb.DuckDBPyConnection, files: Files, builder: RegisterBuilder, step: Step
) -> Packed:
    step("Pakker registret", 0)
    for batch in _taken(con, "support"):
        builder.add_support(batch)
    if files.hours is not None:
        builder.add_no_hours()
        for batch in _taken(con, "hours"):
            builder.add_hours(batch)
    # What types its columns have is known only as long as the table is there.
    schema = con.sql("FROM courses LIMIT 0").to_arrow_table().schema
    courses = pa.Table.from_batches(list(_taken(con, "courses")), schema)
    builder.add_courses(courses)
    return Packed(builder.build(), courses.num_rows)


def _taken(con: duckdb.DuckDBPyConnection, table: str) -> list[pa.RecordBatch]:
    """The rows of a table, which is given up."""
    batches = list(reading.stream(con, table, rows=1 << 20))
    con.execute(f"DROP TABLE {quoting.name(table)}")
    return batches
