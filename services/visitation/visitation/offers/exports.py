"""A whole range of offers as one file, which an import takes back unchanged."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Literal

from kit.database import Session
from kit.local_time import local_date
from kit.rights import Caller
from visitation import sheets
from visitation.offers import answers, cells, list_queries
from visitation.offers.list_queries import Wanted
from visitation.offers.rules import LooseOffer
from visitation.sheets import Audience

Format = Literal["ndjson", "json", "csv", "xlsx"]

_IN_MEMORY = 4 << 20
_AT_A_TIME = 200
_CHUNK = 1 << 18
MEDIA_TYPES: dict[Format, str] = {
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": sheets.XLSX,
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file ready to be sent.

    Attributes:
        file: At its beginning; closed once it is sent.
        media_type: What it is.
        name: What it is to be called.
    """

    file: IO[bytes]
    media_type: str
    name: str

    def chunks(self) -> Iterator[bytes]:
        """The bytes in parts; afterwards the file is gone."""
        with self.file:
            while part := self.file.read(_CHUNK):
                yield part


async def export_offers(
    session: Session,
    caller: Caller,
    wanted: Wanted,
    file_format: Format,
    audience: Audience,
    *,
    months: int,
    at: datetime,
) -> Export:
    """Every offer that fits and that the caller may see, as rows that an import takes.

    The file is written aside first: it is of one moment, and no connection waits for a slow
    reader. Past a few MiB it lies on disk.
    """
    file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by Export.chunks
    offers = list_queries.stream_offers(session, caller, wanted, months=months, at=at)
    try:
        await _WRITERS[file_format](file, offers, audience)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"tilbud-{caller.municipality}-{local_date(at):%Y-%m-%d}.{file_format}"
    return Export(file, MEDIA_TYPES[file_format], name)


def row(offer: LooseOffer) -> dict[str, object]:
    """An offer as a row of an import."""
    return {
        "id": offer.id,
        "status": offer.status,
        **answers.content(offer),
        "predecessors": offer.predecessors,
    }


async def _write_ndjson(
    file: IO[bytes], offers: AsyncIterator[LooseOffer], _audience: Audience
) -> None:
    async for offer in _in_turns(offers):
        file.write(answers.write(row(offer)) + b"\n")


async def _write_json(
    file: IO[bytes], offers: AsyncIterator[LooseOffer], _audience: Audience
) -> None:
    between = b"["
    async for offer in _in_turns(offers):
        file.write(between + answers.write(row(offer)))
        between = b",\n"
    file.write(b"[]" if between == b"[" else b"]")


async def _write_csv(
    file: IO[bytes], offers: AsyncIterator[LooseOffer], audience: Audience
) -> None:
    mark = sheets.BOM if audience == "people" else ""
    file.write((mark + sheets.csv_line(cells.header(audience), audience)).encode())
    async for offer in _in_turns(offers):
        file.write(sheets.csv_line(cells.row(offer, audience), audience).encode())


async def _write_xlsx(
    file: IO[bytes], offers: AsyncIterator[LooseOffer], audience: Audience
) -> None:
    sheet = sheets.XlsxSheet(file, "Tilbud", cells.header(audience))
    async for offer in _in_turns(offers):
        sheet.add(cells.row(offer, audience))
    await asyncio.to_thread(sheet.close)


async def _in_turns(offers: AsyncIterator[LooseOffer]) -> AsyncIterator[LooseOffer]:
    """The offers, with room for other requests now and then."""
    at = 0
    async for offer in offers:
        at += 1
        if at % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        yield offer


_WRITERS: dict[
    Format, Callable[[IO[bytes], AsyncIterator[LooseOffer], Audience], Awaitable[None]]
] = {"ndjson": _write_ndjson, "json": _write_json, "csv": _write_csv, "xlsx": _write_xlsx}
