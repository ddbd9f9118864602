"""Tables that people open in a spreadsheet: safe to open, the same when they come back."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Literal

from kit.bulk.cells import defuse
from kit.local_time import COPENHAGEN

Audience = Literal["machine", "people"]
Cell = str | int | Decimal | bool | date | datetime | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"

_FORMATS = {"number": "0.00", "whole": "0", "date": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm"}
_MAX_WIDTH = 60
_MIN_WIDTH = 10


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
        return f"{cell.astimezone(COPENHAGEN):%d.%m.%Y %H:%M}"
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell).replace(".", ",")


class XlsxSheet:
    """A workbook of one sheet, written row by row without being held in memory."""

    def __init__(self, file: IO[bytes], name: str, header: Sequence[str]) -> None:
        import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - no types; slow to import

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
                local = cell.astimezone(COPENHAGEN).replace(tzinfo=None)
                sheet.write_datetime(row, at, local, formats["moment"])
            case date():
                sheet.write_datetime(row, at, cell, formats["date"])
            case _:
                sheet.write_string(row, at, defuse(cell))

    def close(self) -> None:
        """Finish the workbook; until then the file holds nothing."""
        self._book.close()
