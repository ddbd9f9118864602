"""Complaints in bulk, with their final state: taken whole or row by row, reported by row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from contracts.batches import taking
from contracts.citizens import queries as citizen_queries
from contracts.complaints import queries, schemas, service
from contracts.complaints.models import CONTENT, Complaint
from kit import audit
from kit.bulk.cells import Kind
from kit.bulk.outcomes import Fate, Good, Outcome, Report
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.local_time import local_date
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

MAX_BYTES = 16 << 20
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
ROWS = taking.Rows("complaints", schemas.ImportedComplaint, COLUMNS, most=10_000)

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
            session, caller, act="complaints.import", subjects=[report.batch_id], at=at
        )
    return report


async def _go_through(
    session: Session, caller: Caller, good: Mapping[str, Row], outcome: Outcome, *, at: datetime
) -> list[Complaint]:
    await citizen_queries.hold(session, municipality_of(caller), shared=True)
    known = await queries.find_complaints(session, municipality_of(caller), list(good))
    citizens = sorted({row.value.citizen_id for row in good.values() if row.value.citizen_id})
    gone = await citizen_queries.find_gone(session, municipality_of(caller), citizens)
    today = local_date(at)
    changed: list[Complaint] = []
    for complaint_id, row in good.items():
        held = known.get(complaint_id)
        mistakes = list(_mistakes(row.value, held, today))
        if mistakes:
            outcome.refuse(row, mistakes)
            continue
        complaint, fate = _brought(caller, held, row.value, _said(row.value, gone), at=at)
        outcome.count(fate)
        if fate != "unchanged":
            changed.append(complaint)
    return changed


def _mistakes(
    row: schemas.ImportedComplaint, held: Complaint | None, today: date
) -> Iterator[FieldError]:
    """What is wrong with a row beside what it says itself."""
    for name in ("received_on", "answered_on", "closed_on"):
        day = getattr(row, name)
        if day is not None and day > today:
            yield FieldError(f"/{name}", "in_the_future", "Ligger i fremtiden.")
    if held is not None and held.closed_on is not None and row.closed_on is None:
        detail = "Klagen er afsluttet. Genåbn den først."
        yield FieldError("/closed_on", "complaint_closed", detail)


def _said(row: schemas.ImportedComplaint, gone: Mapping[str, str | None]) -> dict[str, Any]:
    """A row as the table holds it, the citizen as known now."""
    said = row.columns() | {
        name: getattr(row, name) for name in ("answer", "answered_on", "outcome", "closed_on")
    }
    if row.citizen_id is not None and row.citizen_id in gone:
        said["citizen_id"] = gone[row.citizen_id]
        if said["citizen_id"] is None:
            # What an erasure emptied does not come back with the file in which it came.
            said["description"] = said["answer"] = ""
    return said


def _brought(
    caller: Caller,
    held: Complaint | None,
    row: schemas.ImportedComplaint,
    said: Mapping[str, Any],
    *,
    at: datetime,
) -> tuple[Complaint, Fate]:
    """A complaint as a row says, and whether anything became different."""
    if held is not None and all(getattr(held, name) == it for name, it in said.items()):
        return held, "unchanged"
    content = {name: said[name] for name in CONTENT}
    complaint = held or Complaint.register(
        municipality_of(caller), row.id, content, by=caller.subject, at=at
    )
    for day, act in ((row.answered_on, "answered"), (row.closed_on, "closed")):
        # When and by whom is known better where it was done here.
        if getattr(complaint, f"{act}_on") != day:
            noon = None if day is None else datetime.combine(day, time(12), tzinfo=UTC)
            setattr(complaint, f"{act}_at", noon)
            setattr(complaint, f"{act}_by", None if day is None else caller.subject)
    for name, it in said.items():
        setattr(complaint, name, it)
    return complaint, "created" if held is None else "revised"


async def _keep(
    session: Session, caller: Caller, changed: Sequence[Complaint], *, at: datetime
) -> None:
    """Write complaints, with one event each."""
    session.add_all(changed)
    for complaint in changed:
        complaint.next_version(by=caller.subject, at=at)
        service.tell(session, complaint, at=at)
