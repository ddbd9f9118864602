"""The rows of a batch, taken out of NDJSON, a JSON array or a table, each with its own mistake."""

import codecs
import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import msgspec

from kit import problems
from kit.problems import FieldError
from visitation import sheets, workbooks
from visitation.offers import cells
from visitation.offers.uploads import MAX_ROWS, ImportTooLarge, Upload

_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[ \t\r\n]*")
_WRITTEN_LINE = re.compile(r"[^ \t\r\n][^\n]*")
_ROOM = 1_000
"""Empty rows that a table may have besides."""
_MAX_COMMAS = 1_000_000
"""How many an array may hold that is split at once: there is an item for each at most."""


class HeaderWrong(problems.Malformed):
    """The first line of a table names a column that is not known, or lacks one."""

    code = "csv_header_invalid"
    title = "Kolonnerne passer ikke"


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


def read(upload: Upload) -> Iterator[Row]:
    """The rows of a batch in their order, each read when it is its turn.

    What is done before the first takes a while: call it in a thread.

    Raises:
        HeaderWrong: When the columns of a table are not known.
        NotAnArray: When a JSON body is something else.
        kit.problems.Problem: When a workbook cannot be read; see ``workbooks.read_xlsx``.
    """
    if upload.format == "xlsx":
        return _table(workbooks.read_xlsx(upload.body, max_rows=MAX_ROWS + _ROOM), is_sheet=True)
    if upload.format == "json" and (raw := _raw_array(upload.body)) is not None:
        return (
            Row(index, index + 1, written=bytes(each).decode("utf-8", errors="surrogateescape"))
            for index, each in enumerate(raw)
        )
    # Bytes that are no UTF-8 become lone surrogates, so that only their own row is refused.
    text = upload.body.decode("utf-8-sig", errors="surrogateescape")
    if upload.format == "ndjson":
        return _ndjson(text)
    if upload.format == "json":
        return _json_array(text)
    delimiter, lines = sheets.read_csv(text)
    return _table(lines, decimal_comma=delimiter == ";")


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
        raise NotAnArray("Send en liste af tilbud: [ {…}, {…} ].")
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


def _table(
    lines: Iterable[list[str]], *, decimal_comma: bool = False, is_sheet: bool = False
) -> Iterator[Row]:
    remaining = iter(lines)
    try:
        titles = next(remaining, [])
    except csv.Error:
        titles = []
    while is_sheet and titles and not titles[-1]:
        titles = titles[:-1]
    header = _columns(titles)
    index = 0
    number = 1
    while True:
        number += 1
        try:
            line = next(remaining, None)
        except csv.Error:
            yield Row(index, number, mistake=_unreadable(), is_end=True)
            return
        if line is None:
            return
        if number > MAX_ROWS + _ROOM + 1:
            raise ImportTooLarge(f"Send højst {MAX_ROWS} rækker ad gangen, og få tomme; del filen.")
        if is_sheet:
            # A sheet is a rectangle, whose rows end where they hold nothing more.
            line = line + [""] * (len(header) - len(line))
        if not any(line) and (is_sheet or not line):
            continue
        yield _row_of_table(index, number, header, line, decimal_comma=decimal_comma)
        index += 1


def _columns(titles: list[str]) -> list[str]:
    named = [cells.column_of(title) for title in titles]
    header = [name for name in named if name is not None]
    unknown = [at for at, name in enumerate(named, 1) if name is None]
    if unknown or {"id", "name"} - set(header) or len(set(header)) != len(header):
        wrong = f" Kolonne {', '.join(map(str, unknown[:20]))} kendes ikke." if unknown else ""
        raise HeaderWrong(
            "Første linje skal navngive id, name og ellers kun:"
            f" {', '.join(sorted(cells.COLUMNS))}, hver højst én gang.{wrong}"
        )
    return header


def _row_of_table(
    index: int, number: int, header: list[str], line: list[str], *, decimal_comma: bool
) -> Row:
    if len(line) != len(header):
        detail = f"Rækken har {len(line)} felter; der skal være {len(header)}."
        return Row(index, number, mistake=FieldError("", "csv_row_length", detail))
    if any(_SURROGATE.search(cell) for cell in line):
        return Row(index, number, mistake=_not_utf8())
    named = dict(zip(header, line, strict=True))
    return Row(index, number, cells.unflattened(named, decimal_comma=decimal_comma))


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
