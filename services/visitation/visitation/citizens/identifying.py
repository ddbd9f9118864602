"""Numbers turned into ids in bulk: the answer has the rows' order, and none of their numbers."""

import asyncio
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from kit import audit
from kit.bulk import cells, outcomes, rows
from kit.bulk.outcomes import ImportEmpty, ImportInProgress
from kit.bulk.rows import Row
from kit.bulk.uploads import Upload
from kit.database import Session
from kit.ids import own_id
from kit.problems import FieldError
from kit.rights import Caller, RightMissing, municipality_of
from visitation.citizens import models, numbers, queries, service
from visitation.citizens.keys import CitizenKeys
from visitation.citizens.numbers import Number
from visitation.citizens.schemas import NumberToIdentify

MAX_ROWS: Final = 100_000
MAX_BYTES: Final = 32 << 20
MEDIA_TYPES: Final = {
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
_AT_A_TIME: Final = 500
_COLUMNS: Final = cells.table({"cpr": "text", "ref": "text"}, required=("cpr",), allow_cpr=True)
_SAID: Final = ("row", "ref", "citizen_id", "known", "warning", "error")
_REGISTER: Final = "citizens.write"


@dataclass(slots=True)
class Answered:
    """One row's answer, in the order in which it is written."""

    row: int
    ref: str | None = None
    citizen_id: str | None = None
    known: bool = False
    warning: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """What a batch of numbers is answered."""

    batch_id: str
    answers: Sequence[Answered]


async def identify(
    session: Session,
    caller: Caller,
    keys: CitizenKeys,
    upload: Upload,
    *,
    register: bool,
    batch_id: str | None,
    at: datetime,
) -> Identification:
    """The id of each row's number: of a merged citizen the kept one.

    Args:
        session: The transaction.
        caller: Who asks.
        keys: The keys that make ids.
        upload: The rows.
        register: Whether numbers that nobody was registered with are registered.
        batch_id: By which the audit log names the batch; one is made where it is None.
        at: When.

    Raises:
        kit.bulk.outcomes.ImportEmpty: Without any row.
        kit.bulk.outcomes.ImportInProgress: When another registers one of the numbers meanwhile.
        CitizenNotFound: For a provider.
        kit.rights.RightMissing: When a caller registers without the right to it.
    """
    queries.refuse_provider(caller)
    if register and not caller.holds(_REGISTER):
        raise RightMissing(f"Det kræver rettigheden {_REGISTER}.", extra={"right": _REGISTER})
    municipality = municipality_of(caller)
    batch = await asyncio.to_thread(rows.read, upload, columns=_COLUMNS, max_rows=MAX_ROWS)
    answers: list[Answered] = []
    found: dict[str, Number] = {}
    for count, row in enumerate(batch, 1):
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        answers.append(_answered(row, municipality, keys, found))
    if not answers:
        raise ImportEmpty("Filen er tom. Send mindst én række.")
    known = await queries.list_known(session, caller, list(found))
    if register:
        new = {each: number for each, number in found.items() if each not in known}
        await _register(session, caller, keys, new, at=at)
        known |= {each: queries.Known(each, is_erased=False) for each in new}
    for answer in answers:
        held = known.get(answer.citizen_id or "")
        if held is not None:
            answer.citizen_id, answer.known = held.id, not held.is_erased
    named = batch_id or new_batch_id()
    await audit.record(
        session,
        caller,
        act="citizens.identify",
        subjects=[named],
        at=at,
        criterion=f"{len(answers)} numre",
    )
    return Identification(named, answers)


def new_batch_id() -> str:
    """A name for a batch without one: a hash of numbers could be tried out."""
    return own_id()


def written(answers: Iterable[Answered], file_format: str) -> bytes:
    """Answers in the format in which the rows came."""
    if file_format == "ndjson":
        return b"".join(msgspec.json.encode(each) + b"\n" for each in answers)
    if file_format == "json":
        return msgspec.json.encode(list(answers))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_SAID)
    for each in answers:
        ref = None if each.ref is None else cells.defuse(each.ref)
        known = "true" if each.known else "false"
        writer.writerow((each.row, ref, each.citizen_id, known, each.warning, each.error))
    return file.getvalue().encode()


def _answered(row: Row, municipality: str, keys: CitizenKeys, found: dict[str, Number]) -> Answered:
    asked = outcomes.judged(row, NumberToIdentify)
    if isinstance(asked, list):
        return Answered(row.number, error=_first(asked))
    number = numbers.parse(asked.cpr)
    citizen_id = keys.id_of(municipality, number.digits)
    found[citizen_id] = number
    warning = None if number.fits_modulus_11 else "modulus_11"
    return Answered(row.number, asked.ref, citizen_id, warning=warning)


def _first(mistakes: Sequence[FieldError]) -> str:
    """The code of what is wrong with a row; that of its number before others."""
    return min(mistakes, key=lambda each: each.pointer != "/cpr").code


async def _register(
    session: Session,
    caller: Caller,
    keys: CitizenKeys,
    new: dict[str, Number],
    *,
    at: datetime,
) -> None:
    municipality = municipality_of(caller)
    citizens = []
    for count, (citizen_id, number) in enumerate(new.items(), 1):
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        said = {"born_on": number.born_on, "birth_year": number.born_on.year}
        citizen = models.Citizen.new(municipality, citizen_id, said, by=caller.subject, at=at)
        citizen.seal(keys.seal(municipality, citizen_id, number.digits))
        citizens.append(citizen)
    try:
        await queries.add_citizens(session, citizens)
    except queries.RegisteredMeanwhile:
        raise in_progress() from None
    for citizen in citizens:
        service.tell(session, citizen, at=at)


def in_progress() -> ImportInProgress:
    """Another has registered somebody of the batch since the batch was looked up."""
    return ImportInProgress(
        "En af borgerne er registreret imens. Send filen igen.", headers={"Retry-After": "1"}
    )
