"""The parts of a workbook, parsed as streams: never more of one in memory than is asked for."""

import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat

from kit import problems

MAX_CHARACTERS = 32 << 20
"""In all cells together, a text that several share counted each time."""
MAX_ELEMENTS = 6_000_000
MAX_DEPTH = 64
MAX_TAG = 1 << 20

_CHUNK = 1 << 16

Opened = Callable[[str, Mapping[str, str]], None]
Closed = Callable[[str, str], None]


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
    """The workbook holds more than is read."""

    code = "sheet_too_large"
    title = "Regnearket er for stort"


def parse(
    archive: zipfile.ZipFile, path: str, opened: Opened, closed: Closed | None = None
) -> None:
    """Read a part of a workbook, tag by tag.

    Args:
        archive: The workbook.
        path: The part's.
        opened: Told of each tag that begins: its name and attributes.
        closed: Told of each that ends: its name, and the text right before its end.

    Raises:
        SheetUnreadable: When it has a document type, which alone could name entities, or tags that
            are deeper or longer than any program writes.
        SheetTooLarge: When there is more in it than is read.
        xml.parsers.expat.ExpatError: When it is no XML.
    """
    _Stream(opened, closed).read(archive, path)


class _Stream:
    """One part while it is parsed."""

    def __init__(self, opened: Opened, closed: Closed | None) -> None:
        self._opened = opened
        self._closed = closed
        self._depth = self._elements = self._size = 0
        self._texts: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse
        if closed is not None:
            self._parser.CharacterDataHandler = self._take

    def read(self, archive: zipfile.ZipFile, path: str) -> None:
        fed = 0
        with archive.open(path) as part:
            while chunk := part.read(_CHUNK):
                self._parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - self._parser.CurrentByteIndex > MAX_TAG:
                    raise unreadable()
        self._parser.Parse(b"", True)

    def _begin(self, name: str, said: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise unreadable()
        if self._elements > MAX_ELEMENTS:
            raise SheetTooLarge("Der er for meget i det. Del det.")
        self._texts.clear()
        self._opened(name.rpartition(" ")[2], said)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._size = 0
        if self._closed is not None:
            self._closed(name.rpartition(" ")[2], "".join(self._texts))
        self._texts.clear()

    def _take(self, text: str) -> None:
        self._size += len(text)
        check_characters(self._size)
        self._texts.append(text)


def _refuse(*_said: object) -> None:
    raise unreadable()


def check_characters(size: int) -> None:
    """Refuse more text than is read.

    Raises:
        SheetTooLarge: When it is.
    """
    if size > MAX_CHARACTERS:
        raise SheetTooLarge(f"Teksterne må højst fylde {MAX_CHARACTERS >> 20} MiB. Del det.")


def protected() -> SheetProtected:
    """The problem of a workbook that is encrypted, with the remedy."""
    return SheetProtected("Gem det uden adgangskode som .xlsx, og send det igen.")


def unreadable() -> SheetUnreadable:
    """The problem of a file that is no workbook, with the remedy."""
    return SheetUnreadable("Gem det som .xlsx, og send det igen.")
