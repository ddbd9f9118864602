"""The rows of a batch, taken out of NDJSON, a JSON array or a table, each with its own mistake."""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import msgspec

from kit import problems
from kit.bulk import cells
from kit.bulk.cells import Kind, Table
from kit.bulk.uploads import ImportTooLarge, Upload
from kit.problems import FieldError

_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[ \t\r\n]*")
_WRITTEN_LINE = re.compile(r"[^ \t\r\n][^\n]*")
ROOM = 1_000
"""Empty rows that a table may have besides."""
_MAX_COMMAS = 1_000_000
"""How many an array may hold that is split at once: there is an item for each at most."""

# A cell longer than any text of ours is for the row's judge, not the end of the file.
csv.field_size_limit(64 << 20)


class HeaderWrong(problems.Malformed):
    """The first line of a table names a column that is not known, or lacks one."""

    code = "csv_header_invalid"
    title = "Kolonnerne passer ikke"


class CprColumn(problems.Malformed):
    """A table brings a column of CPR numbers where none are taken."""

    code = "cpr_column"
    title = "En kolonne med CPR-numre"


class NotAnArray(problems.Malformed):
    """A JSON body is no array."""

    code = "json_not_an_array"
    title = "Ikke en JSON-liste"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says, or why it cannot be read.

    Attributes:
        index: Its place among the rows, from 0.
        number: What a person counts it as: from 1, but as a spreadsheet does in a table.
        value: What it says, decoded.
        written: What it says, as JSON still to be decoded; then there is no value.
        mistake: Why it cannot be read.
        is_end: Whether nothing behind it can be read either.
    """

    index: int
    number: int
    value: Any = None
    written: str | None = None
    mistake: FieldError | None = None
    is_end: bool = False


def read(upload: Upload, *, columns: Table | Mapping[str, Kind], max_rows: int) -> Iterator[Row]:
    """The rows of a batch in their order, each read when it is its turn.

    What is done before the first takes a while: call it in a thread.

    Args:
        upload: The batch, of a format that stands in ``uploads.MEDIA_TYPES``.
        columns: What the columns of CSV are called and hold; ``cells.table`` says more of them.
        max_rows: How many rows there may be.

    Raises:
        HeaderWrong: When the columns of a table are not known.
        CprColumn: When one of them would hold CPR numbers, and may not.
        NotAnArray: When a JSON body is something else.
        ImportTooLarge: Later, when it is the turn of a row too many.
    """
    if upload.format == "json" and (raw := _raw_array(upload.body)) is not None:
        return _at_most(
            max_rows,
            (
                Row(index, index + 1, written=bytes(each).decode("utf-8", errors="surrogateescape"))
                for index, each in enumerate(raw)
            ),
        )
    # Bytes that are no UTF-8 become lone surrogates, so that only their own row is refused.
    text = upload.body.decode("utf-8-sig", errors="surrogateescape")
    if upload.format == "ndjson":
        return _at_most(max_rows, _ndjson(text))
    if upload.format == "json":
        return _at_most(max_rows, _json_array(text))
    delimiter, lines = read_csv(text)
    return read_table(lines, columns=columns, max_rows=max_rows, decimal_comma=delimiter == ";")


def read_table(
    lines: Iterable[list[str]],
    *,
    columns: Table | Mapping[str, Kind],
    max_rows: int,
    decimal_comma: bool = False,
    is_sheet: bool = False,
) -> Iterator[Row]:
    """The rows of a table whose first line names its columns, as ``read`` gives them.

    Args:
        lines: The texts of its cells, still defused; an empty line is an empty row.
        columns: As for ``read``.
        max_rows: As for ``read``; a thousand empty ones may stand between them.
        decimal_comma: Whether decimals may have a comma.
        is_sheet: Whether it comes of a workbook, whose rows end with their last cell.
    """
    told = columns if isinstance(columns, Table) else cells.table(columns)
    remaining = iter(lines)
    try:
        titles = next(remaining, [])
    except csv.Error:
        titles = []
    while is_sheet and titles and not titles[-1]:
        titles = titles[:-1]
    header = _header(titles, told)
    rows = _table(
        remaining,
        header,
        told,
        max_rows=max_rows,
        decimal_comma=decimal_comma,
        is_sheet=is_sheet,
    )
    return _at_most(max_rows, rows)


def read_csv(text: str) -> tuple[str, Iterator[list[str]]]:
    """The delimiter of a CSV text, as its first line shows it, and its rows, still defused.

    An empty line is an empty row; ``csv.Error`` where a quotation does not end.
    """
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return delimiter, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def decoded(row: Row) -> Row:
    """A row that is JSON still, decoded, or why it cannot be."""
    if row.written is None:
        return row
    try:
        value, end = _DECODER.raw_decode(row.written, _after_blanks(row.written, 0))
    except _Repeated:
        return Row(row.index, row.number, mistake=_said_twice())
    except (ValueError, RecursionError):
        return Row(row.index, row.number, mistake=_unreadable())
    if row.written[end:].strip(" \t\r"):
        return Row(row.index, row.number, mistake=_unreadable())
    return _sound(row.index, row.written, value)


def _ndjson(text: str) -> Iterator[Row]:
    for index, line in enumerate(_WRITTEN_LINE.finditer(text)):
        yield Row(index, index + 1, written=line[0])


def _raw_array(body: bytes) -> list[msgspec.Raw] | None:
    """The rows of an array that is whole, by the compiled reader; None where it is not.

    Of an array with too many items None too: the other reader stops when it has seen enough.
    """
    if body.count(b",") > _MAX_COMMAS:
        return None
    try:
        return _RAW_DECODER.decode(body.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, RecursionError):
        return None


def _json_array(text: str) -> Iterator[Row]:
    at = _after_blanks(text, 0)
    if text[at : at + 1] != "[":
        raise NotAnArray("Send en liste: [ {…}, {…} ].")
    index = 0
    at = _after_blanks(text, at + 1)
    if text[at : at + 1] == "]" and not text[at + 1 :].strip():
        return
    while True:
        try:
            value, end = _ARRAY_DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield Row(index, index + 1, mistake=_unreadable(), is_end=True)
            return
        del value
        yield Row(index, index + 1, written=text[at:end])
        index += 1
        at = _after_blanks(text, end)
        if text[at : at + 1] == ",":
            at = _after_blanks(text, at + 1)
        elif text[at : at + 1] == "]" and not text[at + 1 :].strip():
            return
        else:
            yield Row(index, index + 1, mistake=_unreadable(), is_end=True)
            return


def _at_most(max_rows: int, rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        if row.index >= max_rows:
            raise ImportTooLarge(f"Send højst {max_rows} rækker ad gangen; del filen.")
        yield row


def _table(
    lines: Iterator[list[str]],
    header: list[str],
    columns: Table,
    *,
    max_rows: int,
    decimal_comma: bool,
    is_sheet: bool,
) -> Iterator[Row]:
    index = 0
    number = 1
    while True:
        number += 1
        try:
            line = next(lines, None)
        except csv.Error:
            yield Row(index, number, mistake=_unreadable(), is_end=True)
            return
        if line is None:
            return
        if number > max_rows + ROOM + 1:
            raise ImportTooLarge(f"Send højst {max_rows} rækker ad gangen, og få tomme; del filen.")
        if is_sheet:
            # A sheet is a rectangle, whose rows end where they hold nothing more.
            line = line + [""] * (len(header) - len(line))
        if not any(line) and (is_sheet or not line):
            continue
        yield _row_of_table(index, number, header, line, columns, decimal_comma=decimal_comma)
        index += 1


def _header(titles: list[str], columns: Table) -> list[str]:
    named = [columns.column_of(title) for title in titles]
    header = [name for name in named if name is not None]
    unknown = [at for at, name in enumerate(named, 1) if name is None]
    persons = [at for at in unknown if cells.is_named_like_cpr(titles[at - 1])]
    if persons and not columns.allow_cpr:
        raise CprColumn(
            f"Kolonne {_listed(persons)} hedder som en med CPR-numre. Fjern den, og send id'er."
        )
    if unknown or set(columns.required) - set(header) or len(set(header)) != len(header):
        wrong = f" Kolonne {_listed(unknown)} kendes ikke." if unknown else ""
        must = f"navngive {', '.join(columns.required)} og ellers kun" if columns.required else ""
        raise HeaderWrong(
            f"Første linje skal {must or 'kun navngive'}:"
            f" {', '.join(sorted(columns.names))}, hver højst én gang.{wrong}"
        )
    return header


def _listed(places: list[int]) -> str:
    return ", ".join(map(str, places[:20]))


def _row_of_table(
    index: int,
    number: int,
    header: list[str],
    line: list[str],
    columns: Table,
    *,
    decimal_comma: bool,
) -> Row:
    if len(line) != len(header):
        detail = f"Rækken har {len(line)} felter; der skal være {len(header)}."
        return Row(index, number, mistake=FieldError("", "csv_row_length", detail))
    if any(_SURROGATE.search(cell) for cell in line):
        return Row(index, number, mistake=_not_utf8())
    named = dict(zip(header, line, strict=True))
    return Row(index, number, columns.object_of(named, decimal_comma))


def _sound(index: int, written: str, value: object) -> Row:
    if not written.isascii() and _SURROGATE.search(written):
        return Row(index, index + 1, mistake=_not_utf8())
    return Row(index, index + 1, value)


class _Repeated(ValueError):
    """A key stands twice in one object."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _after_blanks(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _unreadable() -> FieldError:
    return FieldError(
        "", "row_unreadable", "Kan ikke læses; er filen hel, og er tegnsætningen i orden?"
    )


def _said_twice() -> FieldError:
    return FieldError(
        "", "json_duplicate_key", "Et felt står der mere end én gang. Lad det stå én gang."
    )


def _not_utf8() -> FieldError:
    return FieldError("", "not_utf8", "Rækken er ikke UTF-8. Gem filen som UTF-8, og send igen.")


_RAW_DECODER = msgspec.json.Decoder(list[msgspec.Raw])
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_once_each)
# Only to find where each row ends; what it says is decoded on its own.
_ARRAY_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
