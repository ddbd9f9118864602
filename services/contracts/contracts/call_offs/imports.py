"""Call-offs of before, in bulk, whether their referrals are known here or not."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pydantic_core import to_jsonable_python

from contracts.agreements import queries as agreement_queries
from contracts.agreements import requirements
from contracts.batches import taking
from contracts.call_offs import imported, keeping, queries
from contracts.call_offs.imported import ImportedCallOff
from contracts.call_offs.models import CallOff, Status
from contracts.call_offs.referrals import ORDERED
from contracts.citizens import queries as citizen_queries
from contracts.providers import queries as provider_queries
from contracts.working_days import working_days_after
from kit import audit
from kit.bulk import cells
from kit.bulk.outcomes import Fate, Good, Outcome, Report
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.local_time import local_date
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

MAX_BYTES = 32 << 20
ROWS = taking.Rows(
    "call_offs",
    ImportedCallOff,
    cells.table(imported.CELLS, required=imported.REQUIRED),
    most=20_000,
    key="call_off_id",
)
_AT_A_TIME = 1_000

_RANKS: dict[Status, int] = {
    "received": 0,
    "accepted": 1,
    "started": 2,
    "declined": 3,
    "ended": 3,
    "cancelled": 3,
}
"""How far a call-off has come: none goes back, nor from one end to another."""

_DONE = (
    "accepted_at",
    "declined_at",
    "decline_reason",
    "started_on",
    "ended_on",
    "end_reason",
    "cancelled_at",
)
"""The columns that say what was done with a call-off."""


Row = Good[ImportedCallOff]


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of a batch are held against.

    Attributes:
        providers: Those who are registered.
        answer_days: How many working days an agreement gives to answer.
        gone: Citizens who have another id by now, or none.
    """

    providers: Collection[str]
    answer_days: Mapping[str, int]
    gone: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Brought:
    """A call-off as a row brings it, what the report calls that, and what became different."""

    call_off: CallOff
    fate: Fate
    changed: dict[str, Any]


async def import_call_offs(
    session: Session, caller: Caller, upload: Upload, options: Options, *, at: datetime
) -> Report:
    """Take a batch: each row brings its call-off to what it says, and one event a call-off.

    What a referral says of a call-off that is known by it stands; the row adds what was done.

    Raises:
        ImportInProgress: While another batch of the municipality is being taken.
        BatchIdReused: When the batch id came with other content before.
        ImportRefused: When a row has a mistake and rows are not to be skipped.
    """
    report = await taking.take(
        session,
        caller,
        upload,
        options,
        ROWS,
        bring=partial(_go_through, session, caller, at=at),
        keep=partial(_keep, session, caller, at=at),
        at=at,
    )
    if report.outcome == "taken":
        await audit.record(
            session, caller, act="call_offs.import", subjects=[report.batch_id], at=at
        )
    return report


async def _go_through(
    session: Session, caller: Caller, good: Mapping[str, Row], outcome: Outcome, *, at: datetime
) -> list[Brought]:
    """Bring the call-offs to what the rows say, in memory; those that it makes different."""
    known = await _known(session, caller, [row.value for row in good.values()])
    brought: list[Brought] = []
    ids = sorted(good)
    for first in range(0, len(ids), _AT_A_TIME):
        part = ids[first : first + _AT_A_TIME]
        held = await queries.find_to_change(session, municipality_of(caller), part)
        for call_off_id in part:
            row = good[call_off_id]
            mistakes = list(_mistakes(row.value, held.get(call_off_id), known, at))
            if mistakes:
                outcome.refuse(row, mistakes)
                continue
            each = _brought(caller, held.get(call_off_id), row.value, known, at=at)
            outcome.count(each.fate)
            if each.fate != "unchanged":
                brought.append(each)
        await asyncio.sleep(0)
    return brought


async def _known(session: Session, caller: Caller, said: Sequence[ImportedCallOff]) -> Known:
    municipality = municipality_of(caller)
    await citizen_queries.hold(session, municipality, shared=True)
    providers = await provider_queries.find_providers(
        session, caller, sorted({row.provider_id for row in said})
    )
    agreements = await agreement_queries.find_agreements(
        session, municipality, sorted({row.agreement_id for row in said if row.agreement_id})
    )
    return Known(
        providers.keys(),
        {each.id: requirements.answer_days(each.lines) for each in agreements.values()},
        await citizen_queries.find_gone(session, municipality, {row.citizen_id for row in said}),
    )


def _mistakes(
    row: ImportedCallOff, held: CallOff | None, known: Known, at: datetime
) -> Iterator[FieldError]:
    """What is wrong with a row beside what it says itself."""
    today = local_date(at)
    if row.provider_id not in known.providers:
        detail = "Leverandøren er ikke registreret. Registrér den først."
        yield FieldError("/provider_id", "provider_unknown", detail)
    for name in ("started_on", "ended_on"):
        day = getattr(row, name)
        if day is not None and day > today:
            yield FieldError(f"/{name}", "day_in_the_future", "Ligger i fremtiden.")
    for name in ("received_at", "accepted_at", "declined_at", "cancelled_at"):
        moment = getattr(row, name)
        if moment is not None and moment > at:
            yield FieldError(f"/{name}", "happened_in_the_future", "Ligger i fremtiden.")
    if _starts_unaligned(row, held):
        detail = "Sig aligned_at, senest den dag, forløbet begyndte: det begynder ikke uden."
        yield FieldError("/aligned_at", "expectations_not_aligned", detail)
    if held is None:
        return
    if held.provider_id != row.provider_id:
        yield FieldError("/provider_id", "provider_differs", "Bestillingen er hos en anden.")
    status = _done(row).status
    if status != held.status and _RANKS[status] <= _RANKS[held.status]:
        yield FieldError(
            "",
            "call_off_status_backwards",
            "Bestillingen er kommet længere, eller endt anderledes.",
        )


def _starts_unaligned(row: ImportedCallOff, held: CallOff | None) -> bool:
    """Whether it begins before expectations are aligned; of what is long over that may be lost."""
    is_over = held is None and row.ended_on is not None
    if row.started_on is None or is_over or (held is not None and held.started_on is not None):
        return False
    # Of a referral that is known, nobody but visitation says whether it is aligned.
    is_known = held is not None and held.referral_version > 0
    aligned_at = held.aligned_at if held is not None and is_known else row.aligned_at
    return aligned_at is None or local_date(aligned_at) > row.started_on


def _done(row: ImportedCallOff) -> CallOff:
    """A call-off that only says what was done with it."""
    return CallOff(**{name: getattr(row, name) for name in _DONE})


def _ordered(row: ImportedCallOff, citizen_id: str | None) -> dict[str, Any]:
    """What a row says of the order itself, as the table holds it."""
    columns = {name: getattr(row, name) for name in ORDERED}
    columns["targets"] = [target.model_dump() for target in row.targets]
    return columns | {"citizen_id": citizen_id}


def _brought(
    caller: Caller, held: CallOff | None, row: ImportedCallOff, known: Known, *, at: datetime
) -> Brought:
    """A call-off as a row says, new or as it is known."""
    citizen_id = known.gone.get(row.citizen_id, row.citizen_id)
    if held is not None:
        changed = _change(held, row, citizen_id, by=caller.subject, at=at)
        return Brought(held, "revised" if changed else "unchanged", changed)
    days = known.answer_days.get(row.agreement_id or "", requirements.ANSWER_WORKING_DAYS)
    call_off = CallOff(
        municipality=municipality_of(caller),
        id=row.call_off_id,
        version=0,
        referral_version=0,
        received_at=row.received_at,
        registered_at=at,
        answer_by=working_days_after(local_date(row.received_at), days),
        decline_note="",
        **_ordered(row, citizen_id),
    )
    _do(call_off, {name: getattr(row, name) for name in _DONE}, by=caller.subject, at=at)
    return Brought(call_off, "created", {})


def _change(
    held: CallOff, row: ImportedCallOff, citizen_id: str | None, *, by: str, at: datetime
) -> dict[str, Any]:
    """Bring a call-off that is known to what a row says; what became different."""
    wanted: dict[str, Any] = {}
    if held.referral_version == 0:
        wanted |= _ordered(row, citizen_id)
    # What a row does not say was not undone.
    wanted |= {name: it for name in _DONE if (it := getattr(row, name)) is not None}
    changed = {name: it for name, it in wanted.items() if getattr(held, name) != it}
    _do(held, changed, by=by, at=at)
    return changed


def _do(call_off: CallOff, columns: Mapping[str, Any], *, by: str, at: datetime) -> None:
    """Write columns, and who wrote them."""
    for name, it in columns.items():
        setattr(call_off, name, it)
    for name in ("accepted_at", "declined_at", "cancelled_at"):
        if columns.get(name) is not None:
            setattr(call_off, name.replace("_at", "_by"), by)
    for name in ("started", "ended"):
        if columns.get(f"{name}_on") is not None:
            setattr(call_off, f"{name}_at", at)
            setattr(call_off, f"{name}_by", by)


async def _keep(
    session: Session, caller: Caller, brought: Sequence[Brought], *, at: datetime
) -> None:
    """Write call-offs with a line of history and one event each."""
    for first in range(0, len(brought), _AT_A_TIME):
        part = brought[first : first + _AT_A_TIME]
        session.add_all([each.call_off for each in part if each.fate == "created"])
        for each in part:
            said = to_jsonable_python(each.changed)
            keeping.keep(session, each.call_off, "import", said, by=caller.subject, at=at)
        await session.flush()
