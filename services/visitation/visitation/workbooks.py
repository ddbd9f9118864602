"""Workbooks that people send: read as a stream, so that a small file cannot grow in memory."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from xml.parsers import expat

from visitation.workbook_parts import (
    SheetHasMacros,
    SheetTooLarge,
    SheetUnreadable,
    check_characters,
    parse,
    protected,
    unreadable,
)

MAX_UNZIPPED = 128 << 20
MAX_PARTS = 500
MAX_SHEETS = 20
MAX_COLUMNS = 200

_WORKBOOK = "xl/workbook.xml"
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[0-9]{1,7}")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_SAID = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_LASTING = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
_BEFORE_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's date is of no zone
_BEFORE_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - as above


def read_xlsx(body: bytes, *, max_rows: int) -> list[list[str]]:
    """The rows of a workbook's first visible sheet as texts, still defused; empty rows too.

    A row ends with its last cell that holds something. Numbers are written with a full stop and
    without needless decimals, booleans as ``true`` and ``false``, dates by ISO 8601.

    Raises:
        SheetUnreadable: When it is no XLSX file, or one without a sheet.
        SheetProtected: When it is encrypted, or of the old format.
        SheetHasMacros: When it brings macros.
        SheetTooLarge: When it is larger than the limits.
    """
    if body.startswith(_OLD_FORMAT):
        raise protected()
    with _understood(), zipfile.ZipFile(io.BytesIO(body)) as archive:
        _check_parts(archive.infolist())
        path, relations, is_1904 = _first_sheet(archive)
        texts = [
            text for part in relations["sharedStrings"] for text in _shared_texts(archive, part)
        ]
        dates = {at for part in relations["styles"] for at in _date_styles(archive, part)}
        sheet = _Sheet(max_rows, texts, dates, _BEFORE_1904 if is_1904 else _BEFORE_1900)
        parse(archive, path, sheet.opened, sheet.closed)
    return sheet.rows


@contextmanager
def _understood() -> Iterator[None]:
    """Whatever the libraries make of a file that is broken is one problem."""
    try:
        yield
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        ValueError,
        OverflowError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        raise unreadable() from None


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse by the archive's directory what is not to be read."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNZIPPED:
        raise SheetTooLarge(f"Pakket ud må det højst fylde {MAX_UNZIPPED >> 20} MiB. Del det.")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise protected()
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise SheetHasMacros("Gem det uden makroer som .xlsx, og send det igen.")
    packed = {part.compress_type for part in parts}
    if len(names) != len(parts) or packed - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise unreadable()


def _first_sheet(archive: zipfile.ZipFile) -> tuple[str, dict[str, list[str]], bool]:
    """The first visible sheet's part, the parts beside it by kind, and whether 1904 is day 0."""
    visible, is_1904 = _visible_sheets(archive)
    targets: dict[str, tuple[str, str]] = {}

    def opened(name: str, said: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = said["Target"]
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[said["Id"]] = said["Type"].rpartition("/")[2], path

    parse(archive, "xl/_rels/workbook.xml.rels", opened)
    sheets = [targets[each][1] for each in visible if targets[each][0] == "worksheet"]
    if not sheets:
        raise SheetUnreadable("Regnearket har intet synligt ark.")
    beside: dict[str, list[str]] = {"sharedStrings": [], "styles": []}
    for kind, path in targets.values():
        if kind in beside and not beside[kind]:
            beside[kind].append(path)
    return sheets[0], beside, is_1904


def _visible_sheets(archive: zipfile.ZipFile) -> tuple[list[str], bool]:
    visible: list[str] = []
    is_1904 = False
    count = 0

    def opened(name: str, said: Mapping[str, str]) -> None:
        nonlocal is_1904, count
        if name == "workbookPr":
            is_1904 = said.get("date1904") in ("1", "true")
        elif name == "sheet":
            count += 1
            if said.get("state", "visible") == "visible":
                visible.extend(it for key, it in said.items() if key.endswith(" id"))

    parse(archive, _WORKBOOK, opened)
    if count > MAX_SHEETS:
        raise SheetTooLarge(f"Regnearket har mere end {MAX_SHEETS} ark. Fjern de andre.")
    return visible, is_1904


def _shared_texts(archive: zipfile.ZipFile, path: str) -> list[str]:
    texts: list[str] = []
    parts: list[str] = []
    inside: list[str] = []
    size = 0

    def opened(name: str, _said: Mapping[str, str]) -> None:
        inside.append(name)

    def closed(name: str, text: str) -> None:
        nonlocal size
        inside.pop()
        if name == "t" and "rPh" not in inside:
            size += len(text)
            check_characters(size)
            parts.append(text)
        elif name == "si":
            texts.append(_unescaped("".join(parts)))
            parts.clear()

    parse(archive, path, opened, closed)
    return texts


def _date_styles(archive: zipfile.ZipFile, path: str) -> list[int]:
    """The styles of cells that show a number as a date."""
    dates = set(map(str, _DATES))
    styles: list[str] = []
    is_cells = False

    def opened(name: str, said: Mapping[str, str]) -> None:
        nonlocal is_cells
        if name == "numFmt" and _is_date(said["formatCode"]):
            dates.add(said["numFmtId"])
        elif name in ("cellXfs", "cellStyleXfs"):
            is_cells = name == "cellXfs"
        elif name == "xf" and is_cells:
            styles.append(said.get("numFmtId", "0"))

    parse(archive, path, opened)
    return [at for at, style in enumerate(styles) if style in dates]


def _is_date(written: str) -> bool:
    if _LASTING.search(written):
        return False
    said = _NOT_SAID.sub("", written.partition(";")[0]).lower()
    return "general" not in said and any(each in said for each in "dmyh")


class _Sheet:
    """The rows of a sheet, gathered while it is parsed."""

    def __init__(
        self, max_rows: int, texts: list[str], dates: set[int], first_day: datetime
    ) -> None:
        self.rows: list[list[str]] = []
        self._max_rows = max_rows
        self._texts = texts
        self._dates = dates
        self._first_day = first_day
        self._column = 0
        self._type = "n"
        self._style = ""
        self._parts: list[str] = []
        self._is_phonetic = False
        self._size = 0

    def opened(self, name: str, said: Mapping[str, str]) -> None:
        if name == "c":
            self._column += 1
            if "r" in said:
                self._place(said["r"].upper())
            if self._column > MAX_COLUMNS or not self.rows:
                raise self._too_large() if self.rows else unreadable()
            self._type, self._style = said.get("t", "n"), said.get("s", "")
            self._parts.clear()
        elif name == "row":
            self._begin(said.get("r"))
        elif name == "rPh":
            self._is_phonetic = True

    def closed(self, name: str, text: str) -> None:
        if name == "v" or (name == "t" and not self._is_phonetic):
            self._parts.append(text)
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "c" and self._parts:
            cell = self._cell("".join(self._parts))
            self._size += len(cell)
            check_characters(self._size)
            row = self.rows[-1]
            if cell:
                row.extend([""] * (self._column - len(row)))
                row[self._column - 1] = cell

    def _begin(self, said: str | None) -> None:
        number = len(self.rows) + 1 if said is None else _number(said)
        if number > self._max_rows:
            raise self._too_large()
        if number <= len(self.rows):
            raise unreadable()
        self.rows.extend([] for _ in range(number - len(self.rows)))
        self._column = 0

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise unreadable()
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        number = int(match[2])
        if column > MAX_COLUMNS or number > self._max_rows:
            raise self._too_large()
        if number != len(self.rows):
            raise unreadable()
        self._column = column

    def _cell(self, written: str) -> str:
        match self._type:
            case "s":
                return self._texts[_number(written)]
            case "inlineStr" | "str":
                return _unescaped(written)
            case "b":
                return {"1": "true", "0": "false"}.get(written.strip(), written)
            case "n" if written:
                return self._from_number(written)
            case _:
                return written

    def _from_number(self, written: str) -> str:
        number = float(written)
        if self._style.isdecimal() and int(self._style) in self._dates:
            moment = self._first_day + timedelta(milliseconds=round(number * 86_400_000))
            is_day = number.is_integer()
            return moment.date().isoformat() if is_day else moment.isoformat(sep=" ")
        return str(int(number)) if number.is_integer() else repr(number)

    def _too_large(self) -> SheetTooLarge:
        return SheetTooLarge(
            f"Et ark må højst have {self._max_rows} rækker og {MAX_COLUMNS} kolonner. Del det."
        )


def _number(written: str) -> int:
    if not _NUMBER.fullmatch(written):
        raise unreadable()
    return int(written)


def _unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, as OOXML writes them (ST_Xstring)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
