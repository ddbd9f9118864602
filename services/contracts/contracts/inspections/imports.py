"""Inspections in bulk, with their final state: taken whole or row by row, reported by row."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import partial

from contracts.batches import taking
from contracts.inspections import queries, schemas, service
from contracts.inspections.models import Inspection
from kit import problems
from kit.bulk.outcomes import Fate, Good, Outcome, Report
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.happening import moment_of
from kit.local_time import local_date
from kit.rights import Caller, municipality_of

MAX_BYTES = 8 << 20
ROWS = taking.Rows("inspections", schemas.ImportedInspection, columns={}, most=5_000)
FORMATS = {
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/json": "json",
}
"""No table: a checklist is a list in a row."""

Row = Good[schemas.ImportedInspection]


class StatusBackwards(problems.NotNow):
    """A smiley that was published cannot become unpublished."""

    code = "inspection_status_backwards"
    title = "Tilsynet kan ikke gå tilbage"


async def import_inspections(
    session: Session, caller: Caller, upload: Upload, options: Options, *, at: datetime
) -> Report:
    """Take a batch: each row brings its inspection to the content and status that it says.

    Raises:
        ImportInProgress: While another batch of the municipality is being taken.
        BatchIdReused: When the batch id came with other content before.
        ImportRefused: When a row has a mistake and rows are not to be skipped.
    """
    return await taking.take(
        session,
        caller,
        upload,
        options,
        ROWS,
        bring=partial(_go_through, session, caller, at=at),
        keep=partial(_keep, session, caller, at=at),
        at=at,
    )


async def _go_through(
    session: Session, caller: Caller, good: Mapping[str, Row], outcome: Outcome, *, at: datetime
) -> list[Inspection]:
    known = await queries.find_inspections(session, municipality_of(caller), list(good))
    changed: list[Inspection] = []
    for inspection_id, row in good.items():
        held = known.get(inspection_id)
        try:
            inspection, fate = _brought(caller, held, row.value, at=at)
        except problems.Problem as problem:
            taking.refuse(session, outcome, row, held, problem)
            continue
        outcome.count(fate)
        if fate != "unchanged":
            changed.append(inspection)
    return changed


def _brought(
    caller: Caller, held: Inspection | None, row: schemas.ImportedInspection, *, at: datetime
) -> tuple[Inspection, Fate]:
    """An inspection as a row says, and whether anything became different."""
    by, today = caller.subject, local_date(at)
    inspection = held or Inspection.draft(
        municipality_of(caller), row.id, row.columns(), by=by, at=at
    )
    if row.status == "published" and inspection.withdrawn_at is not None:
        raise StatusBackwards("En smiley, der er trukket tilbage, kan ikke offentliggøres igen.")
    if row.status == "draft" and inspection.published_at is not None:
        raise StatusBackwards("Et offentliggjort tilsyn kan ikke blive en kladde.")
    is_different = inspection.revise(row.columns(), today=today)
    # What the provider has said here itself is not put back to what it once said elsewhere.
    if inspection.commented_at is None and inspection.provider_comment != row.provider_comment:
        inspection.provider_comment = row.provider_comment
        is_different = True
    if row.status != "draft" and inspection.published_at is None:
        moment = min(datetime.combine(row.inspected_on, time(12), tzinfo=UTC), at)
        if row.published_at is not None:
            moment = moment_of(caller, row.published_at, at=at, pointer="/published_at")
        inspection.publish(by=by, at=moment, today=today)
        is_different = True
    if row.status == "withdrawn" and inspection.withdrawn_at is None:
        inspection.withdraw("", by=by, at=at, today=today)
        is_different = True
    if held is None:
        return inspection, "created"
    return inspection, "revised" if is_different else "unchanged"


async def _keep(
    session: Session, caller: Caller, changed: Sequence[Inspection], *, at: datetime
) -> None:
    """Write inspections, with one event each."""
    session.add_all(changed)
    for inspection in changed:
        inspection.next_version(by=caller.subject, at=at)
        service.tell(session, inspection, version=inspection.version, at=at)
