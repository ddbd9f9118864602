"""A register file on its way in: streamed to a private folder and hashed, never held in memory."""

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import Depends, Query, Request
from starlette.requests import ClientDisconnect

from effects.registers.schemas import FileFormat, ImportOptionsDep
from effects.settings import Settings
from effects.workspace import room_enough, workspace
from kit import problems

FORMATS: dict[str, FileFormat] = {
    "text/csv": "csv",
    "application/vnd.apache.parquet": "parquet",
}
ANY = "application/octet-stream"
BLOCK_BYTES = 1 << 20

_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):")

REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The register file, UTF-8 CSV with header or Parquet",
        "content": {
            name: {"schema": {"type": "string", "format": "binary"}} for name in (*FORMATS, ANY)
        },
    }
}
"""The route's body for the OpenAPI document: it is read as a stream, so FastAPI cannot know."""


class UploadIncomplete(problems.Malformed):
    """Less arrived than was announced."""

    code = "upload_incomplete"
    title = "Filen kom ikke helt frem"


class UploadAltered(problems.Malformed):
    """What arrived is not what the sender took the digest of."""

    code = "digest_mismatch"
    title = "Filen er ændret undervejs"


class FormatUnknown(problems.WrongFormat):
    """Neither the media type nor ``?format`` says how the file is written."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived whole.

    Attributes:
        folder: A private folder that lives as long as the request; free for further work.
        path: The file in it.
        format: How it is written.
        sha256: The hash of its bytes, in hexadecimal.
    """

    folder: Path
    path: Path
    format: FileFormat
    sha256: str


async def receive(
    request: Request,
    options: ImportOptionsDep,  # noqa: ARG001 - judged before the body is taken in
    format: Annotated[  # noqa: A002 - the parameter's name in the query
        FileFormat | None, Query(description="How the file is written, where its type is general")
    ] = None,
) -> AsyncIterator[Upload]:
    """The request's body as a file, removed when the request ends.

    Raises:
        FormatUnknown: How the file is written is not said.
        UploadIncomplete: Less arrived than ``Content-Length`` announced, or the caller left.
        UploadAltered: ``Content-Digest`` (RFC 9530) was sent and does not agree.
    """
    settings: Settings = request.app.state.settings
    written_as = format or _format_of(request)
    with workspace(settings.spool_folder) as folder:
        path = folder / f"upload.{written_as}"
        with room_enough(), path.open("wb") as file:
            digest = await _spool(request, file)
        yield Upload(folder=folder, path=path, format=written_as, sha256=digest)


UploadDep = Annotated[Upload, Depends(receive, scope="function")]


def _format_of(request: Request) -> FileFormat:
    named = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if named not in FORMATS:
        raise FormatUnknown(
            "Send filen som text/csv eller application/vnd.apache.parquet, eller som "
            "application/octet-stream med ?format=csv eller ?format=parquet.",
            headers={"Accept": ", ".join(FORMATS)},
        )
    return FORMATS[named]


async def _spool(request: Request, file: BinaryIO) -> str:
    """Write the body to the file, block by block outside the event loop; its SHA-256."""
    hashed = hashlib.sha256()
    waiting = bytearray()
    taken = 0

    def write(block: bytes) -> None:
        hashed.update(block)
        file.write(block)

    try:
        async for chunk in request.stream():
            waiting += chunk
            taken += len(chunk)
            if len(waiting) >= BLOCK_BYTES:
                await asyncio.to_thread(write, bytes(waiting))
                waiting.clear()
    except ClientDisconnect:
        raise _incomplete() from None
    await asyncio.to_thread(write, bytes(waiting))
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) != taken:
        raise _incomplete()
    _refuse_altered(request, hashed.digest())
    return hashed.hexdigest()


def _incomplete() -> UploadIncomplete:
    return UploadIncomplete("Intet er gemt. Send hele filen igen.")


def _refuse_altered(request: Request, digest: bytes) -> None:
    stated = _DIGEST.search(request.headers.get("content-digest", ""))
    if stated is None:
        return
    try:
        expected = base64.b64decode(stated[1], validate=True)
    except binascii.Error:
        expected = b""
    if expected != digest:
        raise UploadAltered("Content-Digest passer ikke til indholdet. Intet er gemt; send igen.")
