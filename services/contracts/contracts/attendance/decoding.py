"""Rows of a batch out of its bytes: read compiled, part by part, and by pydantic where in doubt.

What the compiled reader takes, pydantic takes alike (``test_attendance_decoding`` holds them
together); what it does not take, pydantic judges and words. ``python -m bench attendance``.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from contracts.attendance.models import AbsenceReason
from contracts.attendance.schemas import MOST_HOURS, AttendanceRow
from kit import cpr
from kit.bulk import cells, outcomes, rows
from kit.bulk.rows import Row
from kit.bulk.uploads import ImportTooLarge, Upload
from kit.problems import FieldError

MAX_ROWS = 100_000
_PART_BYTES = 1 << 19
_ROWS_AT_A_TIME = 2_000

COLUMNS = cells.table(
    {
        "call_off_id": "text",
        "day": "date",
        "planned_hours": "decimal",
        "attended_hours": "decimal",
        "absence_reason": "text",
    },
    required=("call_off_id", "day", "planned_hours", "attended_hours"),
)
"""The columns of a CSV file."""

_BETWEEN = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*\{")
_ID = re.compile(r"(?!\.+\Z)[A-Za-z0-9._~-]{1,64}\Z")
_Hours = (
    Annotated[float, Meta(ge=0, le=MOST_HOURS)]
    | Annotated[str, Meta(pattern=r"^(1?[0-9]|2[0-3])(\.[0-9]{1,2})?\Z")]
)


class _Fast(Struct, forbid_unknown_fields=True, gc=False):
    call_off_id: str
    day: date
    planned_hours: _Hours
    attended_hours: _Hours
    absence_reason: AbsenceReason | UnsetType | None = UNSET


_KEYS = (b'"call_off_id"', b'"day"', b'"planned_hours"', b'"attended_hours"')
_OPTIONAL = b'"absence_reason"'
_MANY = msgspec.json.Decoder(list[_Fast])
_ONE = msgspec.json.Decoder(_Fast)


Ready = tuple[int, str, date, float, float, AbsenceReason | None]
"""A row that is right in itself: its place among the rows from 0, call-off, day, hours planned and
attended, reason of absence. A plain tuple: of a class with names, making 100,000 takes as long as
all else here."""


@dataclass(slots=True)
class Part:
    """Some rows of a batch, in their order.

    Attributes:
        ready: Those that are right in themselves.
        refused: The others, with what is wrong.
        is_end: Whether nothing behind can be read.
        offset: What a person adds to the index of each of them to name it.
    """

    ready: list[Ready] = field(default_factory=list)
    refused: list[tuple[Row, list[FieldError]]] = field(default_factory=list)
    is_end: bool = False
    offset: int = 1


@dataclass(frozen=True, slots=True)
class _Cut:
    """Some rows of a batch, cut out of it.

    Attributes:
        array: They as a JSON array.
        end: Where the next one begins.
        count: How many they are, where each has a line of its own.
    """

    array: bytes
    end: int
    count: int | None = None


def read(upload: Upload) -> Iterator[Part]:
    """The rows of a batch, part by part, so that the memory it takes does not grow with it.

    Raises:
        kit.problems.Problem: As ``kit.bulk.rows.read``.
    """
    if upload.format == "csv":
        return _carefully(upload, 0)
    return _quickly(upload, _cut_array if upload.format == "json" else _cut_lines)


def _quickly(upload: Upload, cut: Callable[[bytes, int, bool], _Cut | None]) -> Iterator[Part]:
    """Parts by the compiled reader; from the first that it does not take, everything by the other.

    Batches are written by programs: one that errs in a row often errs in many.
    """
    body = upload.body
    at = first = len(codecs.BOM_UTF8) if body.startswith(codecs.BOM_UTF8) else 0
    taken = 0
    while at < len(body):
        found = cut(body, at, at == first)
        ready = _decoded(found.array, taken, count=found.count) if found else None
        if not found or ready is None:
            is_inside = upload.format == "json" and at > first
            rest = b"[" + body[at:] if is_inside else body[at:]
            yield from _carefully(Upload(upload.format, rest, upload.content_hash), taken)
            return
        taken += len(ready)
        if taken > MAX_ROWS:
            raise _too_large()
        yield Part(ready)
        at = found.end


def _cut_lines(body: bytes, at: int, _is_first: bool) -> _Cut:
    """Some lines as a JSON array.

    A line break that is not between two objects becomes a comma where none may stand; of two
    objects with a comma between them on one line there are more than lines.
    """
    end = body.find(b"\n", at + _PART_BYTES)
    end = len(body) if end < 0 else end + 1
    lines = body[at:end].rstrip()
    array = b"[" + lines.replace(b"\n", b",") + b"]"
    return _Cut(array, end, lines.count(b"\n") + 1)


def _cut_array(body: bytes, at: int, is_first: bool) -> _Cut | None:
    """Some items of an array as an array; None where it is unsure.

    Cut between two objects: were that inside an item, neither part could be read.
    """
    if is_first and body[at : at + 1] != b"[":
        return None
    begin = at + 1 if is_first else at
    between = _BETWEEN.search(body, begin + _PART_BYTES)
    if between is None:
        return _Cut(b"[" + body[begin:], len(body))
    return _Cut(b"[" + body[begin : between.start() + 1] + b"]", between.end() - 1)


def _decoded(array: bytes, taken: int, *, count: int | None) -> list[Ready] | None:
    """The rows of a part; None unless all of them are beyond doubt, and as many as there are."""
    if not array.isascii() or b"\\" in array:
        return None
    try:
        found = _MANY.decode(array)
    except (msgspec.DecodeError, RecursionError):
        return None
    if count not in (None, len(found)):
        return None
    # The reader takes the last of a key that stands twice; each must stand as often as it is said.
    said = sum(row.absence_reason is not UNSET for row in found)
    if any(array.count(key) != len(found) for key in _KEYS) or array.count(_OPTIONAL) != said:
        return None
    if not all(map(_is_id, {row.call_off_id for row in found})):
        return None
    hours = _exact({hours for row in found for hours in (row.planned_hours, row.attended_hours)})
    return None if hours is None else _ready(found, hours, taken)


def _exact(written: set[float | str]) -> dict[float | str, float] | None:
    """Hours as numbers, by how they are written; None where one has too many decimals.

    There are few different ones, however many rows.
    """
    hours = {each: float(each) for each in written}
    return None if any(round(each, 2) != each for each in hours.values()) else hours


def _ready(found: list[_Fast], hours: dict[float | str, float], taken: int) -> list[Ready] | None:
    """Decoded rows as the database takes them, unless one should say why somebody was away."""
    ready = []
    for place, row in enumerate(found, taken):
        planned, attended = hours[row.planned_hours], hours[row.attended_hours]
        reason = row.absence_reason or None
        if reason is None and attended < planned:
            return None
        ready.append((place, row.call_off_id, row.day, planned, attended, reason))
    return ready


def _is_id(text: str) -> bool:
    return _ID.match(text) is not None and not cpr.contains(text)


def _carefully(upload: Upload, taken: int) -> Iterator[Part]:
    """Row by row, each wrong one with its mistakes."""
    read = rows.read(upload, columns=COLUMNS, max_rows=MAX_ROWS)
    while some := list(islice(read, _ROWS_AT_A_TIME)):
        part = Part(offset=some[0].number - some[0].index)
        for each in some:
            row = replace(each, index=each.index + taken, number=each.number + taken)
            if row.index >= MAX_ROWS:
                raise _too_large()
            if row.number - row.index != part.offset:
                yield part
                part = Part(offset=row.number - row.index)
            judgement = _judged(row)
            if isinstance(judgement, tuple):
                part.ready.append(judgement)
            else:
                part.refused.append((row, judgement))
            part.is_end = part.is_end or row.is_end
        yield part


def _judged(row: Row) -> Ready | list[FieldError]:
    fast = _fast(row)
    if fast is not None:
        return fast
    judgement: Any = outcomes.judged(row, AttendanceRow)
    if isinstance(judgement, list):
        return judgement
    return (
        row.index,
        judgement.call_off_id,
        judgement.day,
        float(judgement.planned_hours),
        float(judgement.attended_hours),
        judgement.absence_reason,
    )


def _fast(row: Row) -> Ready | None:
    """A single row by the compiled reader, where it is beyond doubt."""
    if row.written is not None:
        array = b"[" + row.written.encode("utf-8", "surrogatepass") + b"]"
        alone = _decoded(array, row.index, count=1)
        return alone[0] if alone else None
    if row.mistake is not None:
        return None
    try:
        converted = msgspec.convert(row.value, _Fast)
    except msgspec.ValidationError:
        return None
    hours = _exact({converted.planned_hours, converted.attended_hours})
    if hours is None or not _is_id(converted.call_off_id):
        return None
    found = _ready([converted], hours, row.index)
    return found[0] if found else None


def _too_large() -> ImportTooLarge:
    return ImportTooLarge(f"Send højst {MAX_ROWS} rækker ad gangen; del filen.")
