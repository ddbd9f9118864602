"""Complaints in bulk, with their final state: taken whole or row by row, reported by row."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.exc import IntegrityError

from contracts.batches.models import ImportBatch
from contracts.citizens import queries as citizen_queries
from contracts.complaints import queries, schemas, service
from contracts.complaints.models import Complaint
from kit import audit, problems
from kit.bulk import batches, outcomes, rows
from kit.bulk.cells import Kind
from kit.bulk.outcomes import Fate, Good, ImportInProgress, Outcome, Report
from kit.bulk.uploads import Options, Upload, batch_id_of
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

MAX_BYTES = 16 << 20
MAX_ROWS = 10_000
KIND = "complaints"
COLUMNS: dict[str, Kind] = {
    "id": "text",
    "about": "text",
    "offer_id": "text",
    "provider_id": "text",
    "citizen_id": "text",
    "received_on": "date",
    "channel": "text",
    "category": "text",
    "description": "text",
    "answer_by": "date",
    "answer": "text",
    "answered_on": "date",
    "outcome": "text",
    "closed_on": "date",
}

Row = Good[schemas.ImportedComplaint]


async def import_complaints(
    session: Session, caller: Caller, upload: Upload, options: Options, *, at: datetime
) -> Report:
    """Take a batch: each row brings its complaint to the state that it says.

    Raises:
        NotForProviders: When a provider sends it.
        ImportInProgress: While another batch of the municipality is being taken.
        BatchIdReused: When the batch id came with other content before.
        ImportRefused: When a row has a mistake and rows are not to be skipped.
    """
    service.refuse_providers(caller)
    await batches.lock(session, caller, f"{KIND}.import")
    repeated = await batches.find_taken(session, caller, ImportBatch, upload, options, kind=KIND)
    if repeated is not None:
        return repeated
    outcome = Outcome()
    batch = await asyncio.to_thread(rows.read, upload, columns=COLUMNS, max_rows=MAX_ROWS)
    good = await outcomes.judge_all(
        batch,
        outcome,
        judge=outcomes.good(schemas.ImportedComplaint),
        key=lambda row: row.value.id,
    )
    with session.no_autoflush:
        changed = await _go_through(session, caller, good, outcome, at=at)
        report = outcomes.settle(outcome, options, batch_id_of(upload, options))
        if options.validate_only:
            # What was changed in memory is not to be written.
            session.expunge_all()
            return report
        session.add_all(changed)
        for complaint in changed:
            complaint.next_version(by=caller.subject, at=at)
            service.tell(session, complaint, at=at)
        try:
            await session.flush()
        except IntegrityError:
            raise ImportInProgress(
                "En af klagerne er oprettet imens. Send filen igen.", headers={"Retry-After": "1"}
            ) from None
    batches.keep(session, caller, ImportBatch, upload, options, report, at=at, kind=KIND)
    await audit.record(session, caller, act=f"{KIND}.import", subjects=[report.batch_id], at=at)
    return report


async def _go_through(
    session: Session, caller: Caller, good: Mapping[str, Row], outcome: Outcome, *, at: datetime
) -> list[Complaint]:
    known = await queries.find_complaints(session, municipality_of(caller), list(good))
    citizens = sorted({row.value.citizen_id for row in good.values() if row.value.citizen_id})
    gone = await citizen_queries.find_gone(session, municipality_of(caller), citizens)
    changed: list[Complaint] = []
    for complaint_id, row in good.items():
        try:
            service.check_received(row.value, at=at)
        except problems.Problem as problem:
            outcome.refuse(row, problem.errors)
            continue
        held = known.get(complaint_id)
        if held is not None and held.closed_on is not None and row.value.closed_on is None:
            mistake = FieldError(
                "/closed_on", "complaint_closed", "Klagen er afsluttet. Genåbn den først."
            )
            outcome.refuse(row, [mistake])
            continue
        said = row.value.columns()
        said["citizen_id"] = gone.get(said["citizen_id"], said["citizen_id"])
        complaint, fate = _brought(caller, held, row.value, said, at=at)
        outcome.count(fate)
        if fate != "unchanged":
            changed.append(complaint)
    return changed


def _brought(
    caller: Caller,
    held: Complaint | None,
    row: schemas.ImportedComplaint,
    content: Mapping[str, Any],
    *,
    at: datetime,
) -> tuple[Complaint, Fate]:
    """A complaint as a row says, and whether anything became different."""
    said = {
        **content,
        "answer": row.answer,
        "answered_on": row.answered_on,
        "outcome": row.outcome,
        "closed_on": row.closed_on,
    }
    if held is not None and all(getattr(held, name) == it for name, it in said.items()):
        return held, "unchanged"
    complaint = held or Complaint.register(
        municipality_of(caller), row.id, content, by=caller.subject, at=at
    )
    for name, it in said.items():
        setattr(complaint, name, it)
    for day, act in ((row.answered_on, "answered"), (row.closed_on, "closed")):
        noon = None if day is None else datetime.combine(day, time(12), tzinfo=UTC)
        setattr(complaint, f"{act}_at", noon)
        setattr(complaint, f"{act}_by", None if day is None else caller.subject)
    return complaint, "created" if held is None else "revised"
