"""The body of an import as it arrives: which format, how much of it, and what to do with it."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from pydantic import BaseModel

from kit import problems
from kit.texts import Id

MEDIA_TYPES: Mapping[str, str] = {
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/json": "json",
    "text/csv": "csv",
}
"""The format that each media type means; ``rows.read`` reads these."""

CSV_SAID = (
    "With a header; lists are written with | between; with ; between cells, decimals may have a"
    " comma"
)


class FormatUnknown(problems.WrongFormat):
    """The body is in none of the formats that are read."""


class ImportTooLarge(problems.TooLarge):
    """More was sent than is read in one batch."""

    code = "import_too_large"


@dataclass(frozen=True, slots=True)
class Upload:
    """A batch as it was sent.

    Attributes:
        format: How it is written: ``ndjson``, ``json``, ``csv``, or what a service reads besides.
        body: The bytes, no more than the route reads.
        content_hash: Their SHA-256.
    """

    format: str
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


def upload_reader(
    *, max_bytes: int, formats: Mapping[str, str] = MEDIA_TYPES
) -> Callable[[Request], Awaitable[Upload]]:
    """A dependency that reads the body, before any transaction is open.

    It stands before the session among a route's parameters. Its path ends as ``kit.limits`` says
    that bulk paths do; elsewhere no more than an ordinary body is let through.

    Args:
        max_bytes: How long a body may be.
        formats: What is read: the format of each media type.
    """
    first = {format_: media_type for media_type, format_ in reversed(list(formats.items()))}
    *others, last = [first[format_] for format_ in dict.fromkeys(formats.values())]
    asked = f"Send {', '.join(others)} eller {last}." if others else f"Send {last}."

    async def read(request: Request) -> Upload:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in formats:
            raise FormatUnknown(asked)
        body = bytearray()
        hashed = hashlib.sha256()
        async for chunk in request.stream():
            body += chunk
            hashed.update(chunk)
            if len(body) > max_bytes:
                raise ImportTooLarge(f"Send højst {max_bytes >> 20} MiB ad gangen; del filen.")
        return Upload(formats[media_type], bytes(body), hashed.digest())

    return read


async def options(
    on_error: Literal["reject_all", "skip_rows"] = "reject_all",
    validate_only: bool = False,
    batch_id: Annotated[
        Id | None, Query(description="Your own name for the batch: it is taken once")
    ] = None,
) -> Options:
    """What the query wants done."""
    return Options(on_error == "skip_rows", validate_only, batch_id)


OptionsDep = Annotated[Options, Depends(options)]


def batch_id_of(upload: Upload, wanted: Options) -> str:
    """What a batch is called in its report: its own name, or else its content's hash."""
    return wanted.batch_id or upload.content_hash.hex()


def request_body(
    row_model: type[BaseModel],
    *,
    noun: str = "row",
    csv: str | None = CSV_SAID,
    besides: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the OpenAPI document says of the body, for a route's ``openapi_extra``.

    Args:
        row_model: What one row says.
        noun: What a row is called there.
        csv: What to say of CSV; None where it is not read.
        besides: The content of further media types.
    """
    schema = row_model.model_json_schema()
    row = _written_out(schema, schema.get("$defs", {}))
    content: dict[str, Any] = {
        "application/x-ndjson": {
            "schema": {"type": "string", "description": f"One {noun} a line, as in JSON"}
        },
        "application/json": {"schema": {"type": "array", "items": row}},
    }
    if csv is not None:
        content["text/csv"] = {"schema": {"type": "string", "description": csv}}
    return {"requestBody": {"required": True, "content": content | dict(besides or {})}}


def _written_out(schema: Any, parts: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON of any shape
    """A schema with its parts in their places: it stands outside the document's own components."""
    if isinstance(schema, list):
        return [_written_out(each, parts) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _written_out(parts[schema["$ref"].rpartition("/")[2]], parts)
    left_out = ("$defs", "discriminator")  # which points at parts by their names
    return {key: _written_out(it, parts) for key, it in schema.items() if key not in left_out}
