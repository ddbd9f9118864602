"""Citizens in bulk, with all that is said of them: taken whole or row by row."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from kit import audit
from kit.bulk import batches, cells, outcomes, rows
from kit.bulk.outcomes import Fate, Outcome, Report
from kit.bulk.rows import Row
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.local_time import local_date
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from visitation.citizens import identifying, models, numbers, queries, service
from visitation.citizens.keys import CitizenKeys
from visitation.citizens.models import Citizen, CitizenBatch
from visitation.citizens.numbers import Number
from visitation.citizens.schemas import ImportedCitizen
from visitation.code_lists import queries as code_queries

MAX_ROWS: Final = 50_000
MAX_BYTES: Final = 32 << 20
_AT_A_TIME: Final = 500
_KIND: Final = "citizens.import"
_COLUMNS: Final = cells.table(
    {
        "cpr": "text",
        "citizen_id": "text",
        "name": "text",
        "target_group": "text",
        "match_group": "text",
        "on_support_since": "date",
        "coordinator": "text",
        "team": "text",
        "phone": "text",
        "email": "text",
        "address_protected": "boolean",
    },
    required=("name",),
    allow_cpr=True,
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that is right in itself.

    Attributes:
        index: Its place among the rows, from 0.
        number: What a person counts it as.
        id: The id that its number makes, or that it names.
        cpr: Its number; None where it names an id.
        content: What it says, as the table holds it.
    """

    index: int
    number: int
    id: str
    cpr: Number | None
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Brought:
    """A citizen as a row brings it: somebody new, or somebody held whom it says things of."""

    citizen: Citizen
    fate: Fate
    content: Mapping[str, Any]


async def import_citizens(
    session: Session,
    caller: Caller,
    keys: CitizenKeys,
    upload: Upload,
    options: Options,
    *,
    at: datetime,
) -> Report:
    """Take a batch: each row registers somebody, or brings somebody to what it says.

    A row that changes nothing makes no version and no event.

    Raises:
        CitizenNotFound: For a provider.
        kit.bulk.outcomes.ImportEmpty: Without any row.
        kit.bulk.outcomes.ImportInProgress: While another batch is being taken.
        kit.bulk.outcomes.BatchIdReused: When the batch's name was used for other content.
        kit.bulk.outcomes.ImportRefused: When a row has a mistake and rows are not to be skipped,
            or when the batch cannot be read to its end.
    """
    queries.refuse_provider(caller)
    # Numbers can be tried out against a plain hash of a short file.
    upload = replace(upload, content_hash=keys.mac(upload.content_hash))
    await batches.lock(session, caller, _KIND)
    before = await batches.find_taken(session, caller, CitizenBatch, upload, options)
    if before is not None:
        return before
    outcome = Outcome()
    municipality = municipality_of(caller)
    batch = await asyncio.to_thread(rows.read, upload, columns=_COLUMNS, max_rows=MAX_ROWS)
    good = await outcomes.judge_all(
        batch,
        outcome,
        judge=lambda row: _ready(row, municipality, keys),
        key=lambda ready: ready.id,
        pointer="/cpr",
    )
    brought = await _go_through(session, caller, good, outcome, at=at)
    for each in brought:
        outcome.count(each.fate)
    batch_id = options.batch_id or identifying.new_batch_id()
    report = outcomes.settle(outcome, options, batch_id)
    if report.outcome != "taken":
        return report
    await _keep(session, caller, keys, good, brought, at=at)
    batches.keep(session, caller, CitizenBatch, upload, options, report, at=at)
    await audit.record(
        session,
        caller,
        act=_KIND,
        subjects=[batch_id],
        at=at,
        criterion=f"{report.rows} rækker",
    )
    return report


def _ready(row: Row, municipality: str, keys: CitizenKeys) -> Ready | list[FieldError]:
    said = outcomes.judged(row, ImportedCitizen)
    if isinstance(said, list):
        return said
    content = service.columns_of(said)
    if said.cpr is None:
        return Ready(row.index, row.number, said.citizen_id or "", None, content)
    number = numbers.parse(said.cpr)
    content |= {"born_on": number.born_on, "birth_year": number.born_on.year}
    return Ready(row.index, row.number, keys.id_of(municipality, number.digits), number, content)


async def _go_through(
    session: Session,
    caller: Caller,
    good: Mapping[str, Ready],
    outcome: Outcome,
    *,
    at: datetime,
) -> list[Brought]:
    """What each row would do; nothing is changed yet."""
    known = await queries.list_known(session, caller, list(good))
    held = await queries.list_to_change(session, caller, [each.id for each in known.values()])
    codes = await code_queries.get_code_lists(session)
    day = local_date(at)
    meant: dict[str, int] = {}
    brought: list[Brought] = []
    for count, row in enumerate(good.values(), 1):
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        kept = known[row.id].id if row.id in known else row.id
        citizen = held.get(kept)
        mistakes = [
            *_mistakes(row, citizen, meant.setdefault(kept, row.number)),
            *service.unknown_codes(row.content, citizen, codes, day),
        ]
        if mistakes:
            outcome.refuse(row, mistakes)
        elif citizen is None:
            new = Citizen.new(
                municipality_of(caller), row.id, row.content, by=caller.subject, at=at
            )
            brought.append(Brought(new, "created", row.content))
        else:
            content = row.content if citizen.id == row.id else _without_birth(row.content)
            fate: Fate = "unchanged" if citizen.says(content) else "revised"
            brought.append(Brought(citizen, fate, content))
    return brought


def _without_birth(content: Mapping[str, Any]) -> dict[str, Any]:
    """What is said by the number of an alias: the kept citizen's own number says the birth."""
    return {name: it for name, it in content.items() if name not in models.BIRTH}


def _mistakes(row: Ready, citizen: Citizen | None, first: int) -> Sequence[FieldError]:
    pointer = "/citizen_id" if row.cpr is None else "/cpr"
    if first != row.number:
        detail = f"Er samme borger som i række {first}; de er slået sammen."
        return [FieldError(pointer, "repeated_id", detail)]
    if citizen is None and row.cpr is None:
        detail = "Findes ikke. Send cpr for at registrere borgeren."
        return [FieldError(pointer, queries.CitizenNotFound.code, detail)]
    if citizen is not None and citizen.erased_at is not None:
        detail = "Borgeren er slettet. Registrér en, der er kommet tilbage, med POST /v1/citizens."
        return [FieldError(pointer, models.AlreadyErased.code, detail)]
    return []


async def _keep(
    session: Session,
    caller: Caller,
    keys: CitizenKeys,
    good: Mapping[str, Ready],
    brought: Sequence[Brought],
    *,
    at: datetime,
) -> None:
    """Write what the rows bring, one event a citizen that others know other things of."""
    new = [each.citizen for each in brought if each.fate == "created"]
    for citizen in new:
        number = good[citizen.id].cpr
        if number is not None:
            citizen.seal(keys.seal(citizen.municipality, citizen.id, number.digits))
    try:
        await queries.add_citizens(session, new)
    except queries.RegisteredMeanwhile:
        raise identifying.in_progress() from None
    for count, each in enumerate(brought, 1):
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        changed = (
            models.PUBLISHED
            if each.fate == "created"
            else each.citizen.revise(each.content, by=caller.subject, at=at)
        )
        if changed & models.PUBLISHED:
            service.tell(session, each.citizen, at=at)
