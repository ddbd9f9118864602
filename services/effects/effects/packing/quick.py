"""Register files packed as they are read, in one pass, where they are plainly in order.

Every check of the careful reading is made here in a coarser form, over whole columns or over the
few different values of one; the packing itself finds spells that overlap and codes that are not
valid.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from effects import weeks
from effects.packed.building import CodeNotValid, RegisterBuilder, SpellsOverlap
from effects.packed.courses import joined
from effects.packed.hours import CENTI
from effects.packed.register import MONTH_ZERO, NO_DAY, PackedRegister
from effects.packed.texts import TextIndex
from effects.packing import plain
from effects.packing.batches import Part, count_rows, read_batches
from effects.packing.merged import MergedSpells
from effects.packing.plain import Doubt, surely
from effects.reading import MOST_HOURS, formats, has_plain_columns, sources

_MOST_DKK = 10**9  # a price above it is for the careful reading to judge

_REPEATED = {
    "support": ("from_week", "to_week", "code"),
    "hours": ("month",),
    "courses": ("offer_id", "provider_id", "target_group", "match_group", "municipality"),
}
_IDS = ("citizen_id",)
_AS_TEXT = ("starts_on", "ends_on", "birth_year", "business_oriented")
_MISSING_YEAR = 0
_SHORT = 3  # digits of a municipality that has lost its leading zero


@dataclass(frozen=True, kw_only=True)
class Files:
    """The files of a register, each CSV or Parquet.

    Attributes:
        courses: rows of courses.
        support: rows of spells.
        codes: the code list; None where the spells' codes are classes themselves.
        hours: rows of hours, where there are any.
    """

    courses: Path
    support: Path
    codes: Path | None = None
    hours: Path | None = None


@dataclass(frozen=True)
class Packed:
    """A register packed from files.

    Attributes:
        register: the register.
        courses: rows of courses, those never started among them.
    """

    register: PackedRegister
    courses: int


Step = Callable[[str, float], None]
"""Told what is being done, in Danish, and which share of that is done."""


def pack_quickly(
    con: duckdb.DuckDBPyConnection,
    files: Files,
    codes: pa.Table,
    step: Step,
    aliases: Mapping[str, str] | None = None,
) -> Packed:
    """Pack files that are plainly in order.

    Args:
        con: a connection to look at the files' columns with.
        files: the files.
        codes: the code list, as `effects.reading` leaves it.
        step: told how far it is.
        aliases: other ids of merged citizens, each with the id that is kept.

    Raises:
        Doubt: something is not plainly in order.
        merging.AliasesCircular: no id is kept in the end.
    """
    builder = RegisterBuilder(codes, aliases)
    merged = MergedSpells(codes, aliases or {})

    def part(doing: str) -> Part:
        return lambda share: step(doing, share)

    try:
        columns = _columns(con, files.courses, formats.COURSES)
        worked = 0 if files.hours is None else count_rows(files.hours)
        builder.expect(spells=count_rows(files.support), hours=worked)
        with ThreadPoolExecutor(1) as beside:
            # The courses meet the other rows when they are added, and are read meanwhile.
            reading = beside.submit(_read_courses, files.courses, columns)
            _add_support(con, files.support, builder, merged, part("Læser ydelser"))
            merged.check()
            if files.hours is not None:
                _add_hours(con, files.hours, builder, part("Læser løntimer"))
            step("Læser forløb", 0)
            courses, rows = reading.result()
        builder.add_courses(courses)
        plain.check_texts(builder.citizen_ids(), empty=False)
        step("Pakker registret", 0)
        return Packed(builder.build(), rows)
    except (SpellsOverlap, CodeNotValid, UnicodeDecodeError):
        raise Doubt from None


def _columns(
    con: duckdb.DuckDBPyConnection, path: Path, known: tuple[formats.Column, ...]
) -> tuple[str, ...]:
    """The file's columns, which are those of its format and perhaps more."""
    try:
        source = sources.open_source(con, path)
    except sources.Unreadable:
        raise Doubt from None
    surely(has_plain_columns(source, known))
    return source.columns


def _others(columns: tuple[str, ...], known: tuple[formats.Column, ...]) -> list[str]:
    named = {column.name for column in known}
    return [column for column in columns if column not in named]


def _check_others(batch: pa.RecordBatch, others: list[str]) -> None:
    """See that no further column can hold a person's number, or letters that cannot be shown."""
    for name in others:
        kind = batch.schema.field(name).type
        if pa.types.is_dictionary(kind) or pa.types.is_string(kind):
            plain.check_texts(batch.column(name), empty=True)


def _ids(values: pa.Array) -> pa.Array:
    surely(values.null_count == 0)
    surely(pa.types.is_string(values.type) or pa.types.is_dictionary(values.type))
    return values


def _add_support(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    builder: RegisterBuilder,
    merged: MergedSpells,
    part: Part,
) -> None:
    columns = _columns(con, path, formats.SUPPORT)
    others = _others(columns, formats.SUPPORT)
    for batch in read_batches(path, columns, repeated=_REPEATED["support"], ids=_IDS, part=part):
        from_week, to_week = (
            plain.parsed(batch.column(name), weeks.parse_week) for name in ("from_week", "to_week")
        )
        surely((from_week <= to_week).all())
        codes = batch.column("code")
        surely(codes.null_count == 0)
        _check_others(batch, others)
        rows = pa.record_batch(
            {
                "citizen_id": _ids(batch.column("citizen_id")),
                "from_week": from_week,
                "to_week": to_week,
                "code": plain.coded(codes),
            }
        )
        builder.add_support(rows)
        merged.add(rows)


def _add_hours(
    con: duckdb.DuckDBPyConnection, path: Path, builder: RegisterBuilder, part: Part
) -> None:
    columns = _columns(con, path, formats.HOURS)
    others = _others(columns, formats.HOURS)
    builder.add_no_hours()
    for batch in read_batches(
        path, columns, repeated=_REPEATED["hours"], numbers=("hours",), ids=_IDS, part=part
    ):
        hours = batch.column("hours")
        surely(hours.null_count == 0)
        months = plain.parsed(batch.column("month"), weeks.parse_month) - MONTH_ZERO
        amounts = plain.hundredths(hours, MOST_HOURS)
        _check_others(batch, others)
        builder.add_units(_ids(batch.column("citizen_id")), months, amounts, CENTI)


def _read_courses(path: Path, columns: tuple[str, ...]) -> tuple[pa.Table, int]:
    """The started courses as the careful reading types them, and how many there are in all."""
    others = _others(columns, formats.COURSES)
    surely(not formats.RESERVED & {name.lower() for name in others})
    ids, batches = TextIndex(), []
    for batch in read_batches(
        path,
        columns,
        repeated=(*_REPEATED["courses"], *_AS_TEXT),
        numbers=("price_dkk",),
    ):
        known = len(ids)
        ids.numbers(_ids(batch.column("course_id")))
        surely(len(ids) == known + batch.num_rows)
        _check_others(batch, others)
        kept = {name: _kept(batch.column(name), path) for name in others}
        typed = _courses(batch, columns, kept)
        batches.append(typed.filter(pc.is_valid(typed.column("starts_on"))))
    surely(batches)
    plain.check_texts(ids.texts())
    return joined([pa.Table.from_batches(batches)]), len(ids)


def _kept(column: pa.Array, path: Path) -> pa.Array:
    """A column that the format does not name, as the careful reading keeps it."""
    kind = column.type
    if pa.types.is_string(kind) and path.suffix.lower() == ".csv":
        return pc.if_else(pc.equal(column, ""), pa.scalar(None, kind), column)
    surely(
        pa.types.is_dictionary(kind)
        or pa.types.is_string(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_float32(kind)
        or pa.types.is_float64(kind)
        or pa.types.is_date32(kind)
    )
    return column


def _courses(
    batch: pa.RecordBatch, columns: tuple[str, ...], others: dict[str, pa.Array]
) -> pa.RecordBatch:
    starts_on, ends_on = (plain.days(batch.column(name)) for name in ("starts_on", "ends_on"))
    first, last = (pc.fill_null(pc.cast(days, pa.int32()), NO_DAY) for days in (starts_on, ends_on))
    surely(
        pc.all(pc.or_(pc.equal(first, NO_DAY), pc.less_equal(first, last))).as_py() in {True, None}
    )
    born = plain.years(batch.column("birth_year"))
    start_years = pc.fill_null(pc.year(starts_on), weeks.LAST_YEAR)
    latest = pc.max(pc.subtract(pc.fill_null(born, _MISSING_YEAR), start_years)).as_py()
    surely(latest is None or latest <= 0)
    business_oriented = plain.booleans(batch.column("business_oriented"))
    told = pc.or_(pc.is_valid(business_oriented), pc.is_null(starts_on))
    surely(pc.all(told).as_py() in {True, None})
    typed = {
        **others,
        "course_id": batch.column("course_id").cast(pa.string()),
        "citizen_id": _ids(batch.column("citizen_id")),
        "offer_id": _texts(batch, "offer_id", digits_alone=True),
        "provider_id": _texts(batch, "provider_id", digits_alone=True),
        "target_group": _texts(batch, "target_group"),
        "match_group": _texts(batch, "match_group", optional=True),
        "municipality": _texts(batch, "municipality", optional=True, padded=True),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "birth_year": born,
        "price_dkk": _money(batch.column("price_dkk")),
        "business_oriented": business_oriented,
    }
    return pa.record_batch({name: typed[name] for name in columns})


def _texts(
    batch: pa.RecordBatch,
    name: str,
    *,
    digits_alone: bool = False,
    optional: bool = False,
    padded: bool = False,
) -> pa.Array:
    """A column of texts that repeat; what is empty in an optional one is not there."""
    column = batch.column(name)
    plain.check_texts(column, digits_alone=digits_alone, empty=optional)
    dictionary = plain.coded(column)
    values: list[str | None] = dictionary.dictionary.to_pylist()
    if optional:
        values = [value if value and value.strip() else None for value in values]
    if padded:
        values = [_padded(value) for value in values]
    if values == dictionary.dictionary.to_pylist():
        return dictionary
    return pa.array(values, pa.string()).take(dictionary.indices).dictionary_encode()


def _padded(municipality: str | None) -> str | None:
    short = municipality is not None and len(municipality) == _SHORT and municipality.isdecimal()
    return f"0{municipality}" if short else municipality


def _money(values: pa.Array) -> pa.Array:
    """Each price in DKK with two decimals, null where there is none."""
    ore = plain.hundredths(values, _MOST_DKK)
    words = np.zeros((len(ore), 2), np.int64)
    words[:, 0] = ore
    decimals = pa.Array.from_buffers(pa.decimal128(14, 2), len(ore), [None, pa.py_buffer(words)])
    return pc.if_else(values.is_valid(), decimals, pa.scalar(None, decimals.type))
