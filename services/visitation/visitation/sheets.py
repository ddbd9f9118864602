"""Tables that people open in a spreadsheet: safe to open, the same when they come back."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Literal
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]  # it publishes no types
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kit import problems

Audience = Literal["machine", "people"]
Cell = str | int | Decimal | bool | date | datetime | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
MAX_UNZIPPED = 128 << 20
MAX_PARTS = 500
MAX_SHEETS = 20
MAX_COLUMNS = 256

_COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_ANY_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,9})["']""")
_FORMATS = {"number": "0.00", "whole": "0", "date": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm"}
_MAX_WIDTH = 60
_MIN_WIDTH = 10


class SheetUnreadable(problems.Malformed):
    """The file is no XLSX workbook with a sheet in it."""

    code = "sheet_unreadable"
    title = "Regnearket kan ikke læses"


class SheetProtected(problems.Malformed):
    """The workbook is encrypted, or in the format from before 2007, which looks the same."""

    code = "sheet_protected"
    title = "Regnearket er beskyttet eller i et gammelt format"


class SheetHasMacros(problems.Malformed):
    """The workbook brings a program along."""

    code = "sheet_has_macros"
    title = "Regnearket har makroer"


class SheetTooLarge(problems.TooLarge):
    """Unpacked, the workbook is larger than is read."""

    code = "sheet_too_large"
    title = "Regnearket er for stort"


def defuse(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula.

    What would be taken for one, or for a defused text, gets an apostrophe in front; so
    ``undefuse`` gives back every text exactly.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def undefuse(text: str) -> str:
    """The text that was defused."""
    return text[1:] if _DEFUSED.match(text) else text


def csv_line(cells: Sequence[Cell], audience: Audience) -> str:
    """One line of a CSV file, with its end.

    For machines it follows RFC 4180 with a full stop for decimals and ISO 8601 for dates; for
    people it has what a Danish spreadsheet expects: semicolons, decimal comma, Danish dates. The
    file for people begins with ``BOM``.
    """
    line = io.StringIO()
    delimiter = "," if audience == "machine" else ";"
    csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(
        [_written(cell, audience) for cell in cells]
    )
    return line.getvalue()


def _written(cell: Cell, audience: Audience) -> str:
    if isinstance(cell, str):
        return defuse(cell)
    if cell is None:
        return ""
    return _for_people(cell) if audience == "people" else _for_machines(cell)


def _for_machines(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell.isoformat() if isinstance(cell, date) else format(cell, "")


def _for_people(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, datetime):
        return f"{cell.astimezone(_COPENHAGEN):%d.%m.%Y %H:%M}"
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell).replace(".", ",")


class XlsxSheet:
    """A workbook of one sheet, written row by row without being held in memory."""

    def __init__(self, file: IO[bytes], name: str, header: Sequence[str]) -> None:
        # The library writes formulas and links only where it is told to; here it never is.
        self._book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "in_memory": False, "strings_to_urls": False}
        )
        self._sheet = self._book.add_worksheet(name)
        self._formats = {
            kind: self._book.add_format({"num_format": each}) for kind, each in _FORMATS.items()
        }
        bold = self._book.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        for at, title in enumerate(header):
            self._sheet.set_column(at, at, min(max(len(title) + 2, _MIN_WIDTH), _MAX_WIDTH))
            self._sheet.write_string(0, at, title, bold)
        self._rows = 1

    def add(self, cells: Sequence[Cell]) -> None:
        """Write the next row: dates as dates, numbers as numbers, texts defused."""
        for at, cell in enumerate(cells):
            self._write(at, cell)
        self._rows += 1

    def _write(self, at: int, cell: Cell) -> None:
        row, sheet, formats = self._rows, self._sheet, self._formats
        match cell:
            case None:
                pass
            case bool():
                sheet.write_boolean(row, at, cell)
            case Decimal():
                sheet.write_number(row, at, float(cell), formats["number"])
            case int():
                sheet.write_number(row, at, cell, formats["whole"])
            case datetime():
                local = cell.astimezone(_COPENHAGEN).replace(tzinfo=None)
                sheet.write_datetime(row, at, local, formats["moment"])
            case date():
                sheet.write_datetime(row, at, cell, formats["date"])
            case _:
                sheet.write_string(row, at, defuse(cell))

    def close(self) -> None:
        """Finish the workbook; until then the file holds nothing."""
        self._book.close()


def read_csv(text: str) -> tuple[str, Iterator[list[str]]]:
    """The delimiter of a CSV text, as its first line shows it, and its rows, still defused.

    An empty line is an empty row; ``csv.Error`` where a quotation does not end.
    """
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return delimiter, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def read_xlsx(body: bytes, *, max_rows: int) -> list[list[str]]:
    """The rows of a workbook's first visible sheet as texts, still defused; empty rows too.

    Numbers are written with a full stop and without needless decimals, booleans as ``true`` and
    ``false``, dates by ISO 8601.

    Raises:
        SheetUnreadable: When it is no XLSX file, or one without a sheet.
        SheetProtected: When it is encrypted, or of the old format.
        SheetHasMacros: When it brings macros.
        SheetTooLarge: When it is larger than the limits.
    """
    _check_parts(body, max_rows)
    try:
        rows = _first_sheet(body)
    except (CalamineError, OSError, ValueError):
        raise _unreadable() from None
    except BaseException as error:
        # The reader is compiled; what it did not foresee arrives as no ordinary exception.
        if type(error).__name__ == "PanicException":
            raise _unreadable() from None
        raise
    return [[_text(cell) for cell in row] for row in rows]


def _first_sheet(body: bytes) -> list[list[Any]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(body)) as book:
        if len(book.sheets_metadata) > MAX_SHEETS:
            raise SheetTooLarge(f"Regnearket har mere end {MAX_SHEETS} ark. Fjern de andre.")
        names = [
            each.name
            for each in book.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
        ]
        if not names:
            raise SheetUnreadable("Regnearket har intet synligt ark.")
        return book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)


def _text(cell: Any) -> str:  # noqa: ANN401 - whatever a spreadsheet holds
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _check_parts(body: bytes, max_rows: int) -> None:
    """Refuse what must not reach the reader, by the archive's directory and then its bytes."""
    if body.startswith(_OLD_FORMAT):
        raise SheetProtected("Gem det uden adgangskode som .xlsx, og send det igen.")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _unreadable() from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNZIPPED:
        raise SheetTooLarge(f"Pakket ud må det højst fylde {MAX_UNZIPPED >> 20} MiB. Del det.")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise SheetProtected("Gem det uden adgangskode som .xlsx, og send det igen.")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise SheetHasMacros("Gem det uden makroer som .xlsx, og send det igen.")
    if "xl/workbook.xml" not in names or len(names) != len(parts):
        raise _unreadable()
    for part in parts:
        _check_extent(_unpacked(body, part), max_rows)


def _unpacked(body: bytes, part: zipfile.ZipInfo) -> bytes:
    """A part's bytes, no more of them than the directory says: it may lie to the reader."""
    head = body[part.header_offset : part.header_offset + _LOCAL_HEADER]
    first = (
        part.header_offset
        + _LOCAL_HEADER
        + int.from_bytes(head[26:28], "little")
        + int.from_bytes(head[28:30], "little")
    )
    packed = body[first : first + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        plain = packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        try:
            plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
        except zlib.error:
            raise _unreadable() from None
    else:
        raise _unreadable()
    if len(plain) != part.file_size:
        raise _unreadable()
    return plain


def _check_extent(part: bytes, max_rows: int) -> None:
    """Refuse cells far away: the reader lays out everything between the first and the last."""
    if b"\x00" in part[:4]:
        raise _unreadable()  # UTF-16, in which no reference would be seen
    if b"sheetData" not in part:
        return
    for reference in _ANY_REFERENCE.finditer(part):
        column = 0
        for letter in reference[1].upper():
            column = column * 26 + letter - ord("A") + 1
        if column > MAX_COLUMNS or int(reference[2]) > max_rows:
            raise SheetTooLarge(
                f"Et ark må højst have {max_rows} rækker og {MAX_COLUMNS} kolonner. Del det."
            )


def _unreadable() -> SheetUnreadable:
    return SheetUnreadable("Gem det som .xlsx, og send det igen.")
