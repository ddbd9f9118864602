"""A file of CPR numbers made into a file of ids, some thousand rows at a time, over the API."""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import IO, Final

import httpx
from pydantic import SecretStr

from kit import cpr, outgoing
from kit.service_tokens import ServiceTokens
from visitation.citizens.keys import new_id

ID_COLUMN: Final = "citizen_id"
MOST_NAMED: Final = 20
_AT_A_TIME: Final = 20_000
_DEADLINE_SECONDS: Final = 120.0


class Refused(Exception):
    """The file cannot be taken; the text says what to do, and no number."""


@dataclass(frozen=True, slots=True)
class Service:
    """Who answers, and as whom it is asked.

    Attributes:
        api: The address under which the services are found.
        client_id: The system's client id.
        client_secret: Its secret.
        register: Whether unknown numbers are registered.
    """

    api: str
    client_id: str
    client_secret: SecretStr
    register: bool


@dataclass(slots=True)
class Done:
    """What became of the rows."""

    rows: int = 0
    identified: int = 0
    skipped: int = 0
    warned: int = 0
    wrong: list[str] = field(default_factory=list)


def count_rows(source: Path) -> int | None:
    """About how many rows a file has: its lines; None where it cannot be read."""
    try:
        with source.open("rb") as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return None


async def identify_file(
    service: Service,
    source: Path,
    target: Path,
    column: str,
    *,
    skip_rows: bool,
    progress: Callable[[int], object],
) -> Done:
    """Write the rows of a file anew, with ids instead of numbers.

    Args:
        service: Who knows the ids.
        source: A CSV file with a header, commas or semicolons between its cells.
        target: The new file, which is there when it is whole.
        column: The title of the column with the numbers.
        skip_rows: Whether rows whose number is none are written without an id.
        progress: Told how many rows are done.

    Raises:
        Refused: When the file cannot be read, or a row has a mistake that is not to be skipped.
        kit.service_tokens.TokenRefused: When the client is not known.
        httpx.HTTPError: When the service does not answer.
    """
    try:
        with source.open(encoding="utf-8-sig", newline="") as opened, _aside(target) as new:
            return await _rewrite(
                service, opened, new, column, skip_rows=skip_rows, progress=progress
            )
    except UnicodeDecodeError:
        raise Refused(f"{source} er ikke UTF-8. Gem den som UTF-8.") from None
    except csv.Error:
        raise Refused(f"{source} kan ikke læses som CSV; kontrollér citationstegn.") from None
    except OSError as error:
        raise Refused(f"{error.filename}: {error.strerror}") from None


async def _rewrite(
    service: Service,
    opened: IO[str],
    new: IO[str],
    column: str,
    *,
    skip_rows: bool,
    progress: Callable[[int], object],
) -> Done:
    first = opened.readline()
    opened.seek(0)
    delimiter = ";" if ";" in first else ","
    reader = csv.reader(opened, delimiter=delimiter, strict=True)
    header = [title.removeprefix("\ufeff") for title in next(reader, [])]
    at = _place(header, column)
    writer = csv.writer(new, delimiter=delimiter)
    writer.writerow([*_without(header, at), ID_COLUMN])
    done = Done()
    tokens = ServiceTokens(
        f"{service.api}/gateway", client_id=service.client_id, client_secret=service.client_secret
    )
    run = new_id()
    async with outgoing.new_client(read_seconds=_DEADLINE_SECONDS) as client:
        for part, rows in enumerate(_parts(reader, len(header), at), 1):
            said = await _ask(service, client, tokens, [row[at] for row in rows], f"{run}-{part}")
            for row, answer in zip(rows, said, strict=True):
                done.rows += 1
                done.warned += answer["warning"] is not None
                if answer["error"] is None:
                    done.identified += 1
                else:
                    done.skipped += 1
                    done.wrong.append(f"Række {done.rows + 1}: {answer['error']}")
                writer.writerow([*_without(row, at), answer["citizen_id"]])
            if done.wrong and not skip_rows:
                named = done.wrong[:MOST_NAMED]
                more = len(done.wrong) - len(named)
                last = [f"… og {more} til."] if more else []
                remedy = "Ret rækkerne, eller brug --skip-rows. Der er ikke skrevet nogen fil."
                raise Refused("\n".join([*named, *last, remedy]))
            progress(done.rows)
    return done


def _place(header: list[str], column: str) -> int:
    if header.count(column) != 1:
        raise Refused("Filens første linje skal navngive kolonnen med CPR-numre netop én gang.")
    if ID_COLUMN in header:
        raise Refused(f"Filen har en kolonne {ID_COLUMN} i forvejen.")
    return header.index(column)


def _parts(reader: Iterator[list[str]], width: int, at: int) -> Iterator[list[list[str]]]:
    """Rows by the thousand, each looked through for numbers where none should be."""
    number = 1
    while rows := list(islice(reader, _AT_A_TIME)):
        kept = []
        for row in rows:
            number += 1
            if not row:
                continue
            if len(row) != width:
                raise Refused(f"Række {number} har {len(row)} felter; der skal være {width}.")
            if any(cpr.contains(cell) for cell in _without(row, at)):
                raise Refused(
                    f"Række {number}: noget, der ligner et CPR-nummer, står i en anden kolonne."
                )
            kept.append(row)
        if kept:
            yield kept


def _without(row: list[str], at: int) -> list[str]:
    return row[:at] + row[at + 1 :]


async def _ask(
    service: Service,
    client: httpx.AsyncClient,
    tokens: ServiceTokens,
    written: list[str],
    batch_id: str,
) -> list[dict[str, str | None]]:
    """The answers to some numbers, in their order."""
    answer = await outgoing.send(
        client,
        "POST",
        f"{service.api}/visitation/v1/citizens/identify",
        params={"register": str(service.register).lower(), "batch_id": batch_id},
        headers={
            "Authorization": f"Bearer {await tokens.current(client)}",
            "Content-Type": "application/x-ndjson",
        },
        content="".join(json.dumps({"cpr": each}) + "\n" for each in written).encode(),
        deadline_seconds=_DEADLINE_SECONDS,
    )
    if answer.status_code == HTTPStatus.FORBIDDEN:
        raise Refused("Klienten har ikke ret til at omsætte CPR-numre (citizens.identify).")
    answer.raise_for_status()
    return [json.loads(line) for line in answer.content.splitlines()]


@contextmanager
def _aside(target: Path) -> Iterator[IO[str]]:
    """A file that appears whole, for its owner's eyes, or not at all."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
