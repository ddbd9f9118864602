"""The same files packed in the quick way and in the careful one, and held against each other."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from effects import packing, reading
from effects.packed.building import RegisterBuilder
from effects.packed.files import ARRAYS
from effects.packed.register import PackedRegister
from effects.packing import Files, FilesRefused
from effects.packing.plain import Doubt
from effects.packing.quick import Packed, pack_quickly
from effects.reading import Reading

FACTS = ("hours_unit", "has_hours", "from_week", "to_week", "facts")


def _silent(_: str, __: float) -> None:
    """Told how far it is, and tells nobody."""


def pack_both(
    con: duckdb.DuckDBPyConnection, files: Files, aliases: Mapping[str, str] | None = None
) -> bool:
    """Hold what the quick way takes against the careful reading; whether it takes the files.

    What it does not take is left to the careful reading, and so agrees with it.
    """
    quick = _packed_quickly(con, files, aliases)
    if quick is None:
        return False
    readings = packing.read_carefully(con, files, _silent)
    assert all(each.accepted for each in readings), mistakes_of(readings)
    assert quick.courses == readings[1].rows
    assert_same(quick.register, _packed_carefully(con, files, aliases))
    return True


def pack_at_the_door(
    con: duckdb.DuckDBPyConnection, files: Files, aliases: Mapping[str, str] | None = None
) -> bool:
    """Hold what whoever packs the files gets against the careful reading; whether it is taken."""
    readings = packing.read_carefully(con, files, _silent)
    told = [(each.mistakes, each.mistake_count) for each in readings]
    if not all(each.accepted for each in readings):
        with pytest.raises(FilesRefused) as refused:
            packing.pack_files(con, files, aliases=aliases)
        assert [(each.mistakes, each.mistake_count) for each in refused.value.readings] == told
        return False
    careful = _packed_carefully(con, files, aliases)
    packed = packing.pack_files(con, files, aliases=aliases)
    assert packed.courses == readings[1].rows
    assert_same(packed.register, careful)
    return True


def mistakes_of(readings: list[Reading]) -> list[str]:
    """All mistakes, one line each."""
    return [str(mistake) for answer in readings for mistake in answer.mistakes]


def _packed_quickly(
    con: duckdb.DuckDBPyConnection, files: Files, aliases: Mapping[str, str] | None
) -> Packed | None:
    assert files.codes is not None
    codes = _codes_of(files.codes.read_bytes(), files.codes)
    if codes is None:
        return None
    try:
        return pack_quickly(con, files, codes, _silent, aliases)
    except Doubt:
        return None


@lru_cache(maxsize=1)
def _codes_of(_content: bytes, path: Path) -> pa.Table | None:
    """The code list as it is read carefully; of the hundreds of files hardly any has another."""
    with duckdb.connect() as con:
        if not reading.read_codes(con, path).accepted:
            return None
        return con.sql("FROM codes").to_arrow_table()


def assert_same(one: PackedRegister, other: PackedRegister) -> None:
    """Every array of the same type and bytes, and every course's every column alike."""
    for name in ARRAYS:
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine.dtype == theirs.dtype, name
        np.testing.assert_array_equal(mine, theirs, name)
    for name in FACTS:
        assert getattr(one, name) == getattr(other, name), name
    assert one.citizens.equals(other.citizens)
    assert one.courses.schema.names == other.courses.schema.names
    for name in one.courses.schema.names:
        mine, theirs = (_plain(each.courses.column(name)) for each in (one, other))
        assert mine.type == theirs.type, name
        assert mine.equals(theirs), name


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whether a text lies in a dictionary is a matter of room."""
    is_coded = pa.types.is_dictionary(column.type)
    return column.cast(column.type.value_type) if is_coded else column


def _packed_carefully(
    con: duckdb.DuckDBPyConnection, files: Files, aliases: Mapping[str, str] | None
) -> PackedRegister:
    builder = RegisterBuilder(con.sql("FROM codes").to_arrow_table(), aliases)
    for batch in reading.stream(con, "support"):
        builder.add_support(batch)
    if files.hours is not None:
        builder.add_no_hours()
        for batch in reading.stream(con, "hours"):
            builder.add_hours(batch)
    builder.add_courses(con.sql("FROM courses").to_arrow_table())
    return builder.build()


def files_in(folder: Path, suffix: str = ".csv") -> Files:
    """The four files of a folder; its code list is always CSV."""
    return Files(
        courses=folder / f"courses{suffix}",
        support=folder / f"support{suffix}",
        hours=folder / f"hours{suffix}",
        codes=folder / "codes.csv",
    )
