"""The body of an import as it arrives: which format, how much of it, and what to do with it."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request

from kit import problems
from visitation.offers.schemas import ImportedOffer
from visitation.offers.texts import Id
from visitation.sheets import XLSX

Format = Literal["ndjson", "json", "csv", "xlsx"]

MAX_BYTES = 32 << 20
MAX_ROWS = 10_000
MEDIA_TYPES: dict[str, Format] = {
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/json": "json",
    "text/csv": "csv",
    XLSX: "xlsx",
}


def _written_out(schema: Any, parts: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON of any shape
    """A schema with its parts in their places: it stands outside the document's own components."""
    if isinstance(schema, list):
        return [_written_out(each, parts) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _written_out(parts[schema["$ref"].rpartition("/")[2]], parts)
    return {key: _written_out(it, parts) for key, it in schema.items() if key != "$defs"}


_SCHEMA = ImportedOffer.model_json_schema()
_ROW = _written_out(_SCHEMA, _SCHEMA["$defs"])
REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-ndjson": {
                "schema": {"type": "string", "description": "One offer a line, as in JSON"}
            },
            "application/json": {"schema": {"type": "array", "items": _ROW}},
            "text/csv": {
                "schema": {
                    "type": "string",
                    "description": "With a header; lists are written with | between, the price as"
                    " price_amount and price_per, and the place as address, postal_code, city"
                    " and p_number; with ; between cells, decimals may have a comma. Titles may be"
                    " the Danish ones of an export for people",
                }
            },
            XLSX: {
                "schema": {
                    "type": "string",
                    "format": "binary",
                    "description": "The first visible sheet of a workbook, with the columns of CSV",
                }
            },
        },
    }
}


class FormatUnknown(problems.WrongFormat):
    """The body is in none of the formats that are read."""


class ImportTooLarge(problems.TooLarge):
    """More was sent than is read in one batch."""

    code = "import_too_large"


@dataclass(frozen=True, slots=True)
class Upload:
    """A batch as it was sent.

    Attributes:
        format: How it is written.
        body: The bytes, at most ``MAX_BYTES``.
        content_hash: Their SHA-256.
    """

    format: Format
    body: bytes
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class Options:
    """What the sender wants done with a batch.

    Attributes:
        skip_rows: Whether good rows are taken though others are refused.
        validate_only: Whether only the report is wanted.
        batch_id: The sender's own name for the batch, which makes it taken once.
    """

    skip_rows: bool
    validate_only: bool
    batch_id: str | None


async def upload(request: Request) -> Upload:
    """Read the body, before any transaction is open.

    Raises:
        FormatUnknown: When the media type is not one that is read.
        ImportTooLarge: When it is longer than ``MAX_BYTES``.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        raise FormatUnknown(f"Send application/x-ndjson, application/json, text/csv eller {XLSX}.")
    body = bytearray()
    hashed = hashlib.sha256()
    async for chunk in request.stream():
        body += chunk
        hashed.update(chunk)
        if len(body) > MAX_BYTES:
            raise ImportTooLarge(f"Send højst {MAX_BYTES >> 20} MiB ad gangen; del filen.")
    return Upload(MEDIA_TYPES[media_type], bytes(body), hashed.digest())


async def options(
    on_error: Literal["reject_all", "skip_rows"] = "reject_all",
    validate_only: bool = False,
    batch_id: Annotated[
        Id | None, Query(description="Your own name for the batch: it is taken once")
    ] = None,
) -> Options:
    """What the query wants done."""
    return Options(on_error == "skip_rows", validate_only, batch_id)


UploadDep = Annotated[Upload, Depends(upload)]
OptionsDep = Annotated[Options, Depends(options)]
