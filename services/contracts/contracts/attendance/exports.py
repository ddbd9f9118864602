"""Attendance as a CSV file, for machines or for people's spreadsheets."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from contracts.attendance import calendar, queries
from contracts.attendance.schemas import ExportQuery
from kit import audit
from kit.bulk.cells import defuse
from kit.database import Session
from kit.local_time import written_date, written_moment
from kit.rights import Caller

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_BOM = "\ufeff"
_IN_MEMORY = 4 << 20
_CHUNK = 1 << 18
_COLUMNS = {
    "call_off_id": "Bestilling",
    "day": "Dato",
    "week": "Uge",
    "offer_id": "Tilbud",
    "provider_id": "Leverandør",
    "citizen_id": "Borger",
    "planned_hours": "Planlagte timer",
    "attended_hours": "Fremmødte timer",
    "absence_reason": "Fraværsårsag",
    "is_late": "Meldt for sent",
    "version": "Version",
    "reported_at": "Meldt første gang",
    "updated_at": "Senest rettet",
}
_REASONS_DA = {
    "ill": "Syg",
    "child_ill": "Barns sygdom",
    "job_interview": "Jobsamtale",
    "holiday": "Ferie",
    "unexcused": "Uden lovlig grund",
    "late": "Kom for sent",
}


async def export_days(
    session: Session, caller: Caller, query: ExportQuery, *, at: datetime
) -> IO[bytes]:
    """Every day that fits and that the caller may see, as a file at its beginning.

    It is written aside first: it is of one moment, and no connection waits for a slow reader.
    """
    citizens = await queries.list_citizens(session, caller, query)
    if citizens:
        await audit.record(session, caller, act="attendance.export", subjects=citizens, at=at)
    file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by chunks
    try:
        titles = _COLUMNS.values() if query.for_people else _COLUMNS.keys()
        file.write(((_BOM if query.for_people else "") + _line(list(titles), query)).encode())
        async for row in queries.stream_days(session, caller, query):
            cells = [_cell(row, column, for_people=query.for_people) for column in _COLUMNS]
            file.write(_line(cells, query).encode())
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes in parts; afterwards the file is gone."""
    with file:
        while part := file.read(_CHUNK):
            yield part


def _line(cells: list[str], query: ExportQuery) -> str:
    line = io.StringIO()
    delimiter = ";" if query.for_people else ","
    csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _cell(row: Any, column: str, *, for_people: bool) -> str:  # noqa: ANN401 - a row of queries
    value = calendar.week_of(row.day) if column == "week" else getattr(row, column)
    if value is None:
        return ""
    written = _for_people(value) if for_people else _for_machines(value)
    return _REASONS_DA[written] if for_people and column == "absence_reason" else written


def _for_machines(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else defuse(str(value))


def _for_people(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return written_moment(value)
    if isinstance(value, date):
        return written_date(value)
    return str(value).replace(".", ",") if isinstance(value, Decimal) else defuse(str(value))
