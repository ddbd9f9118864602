"""Agreements in bulk, with their final state: taken whole or row by row, reported by row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from contracts.agreements import queries, schemas, service
from contracts.agreements.models import Agreement, Status
from contracts.batches import taking
from contracts.providers import queries as provider_queries
from kit import problems
from kit.bulk.outcomes import Fate, Good, Outcome, Report
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

MAX_BYTES = 8 << 20
ROWS = taking.Rows("agreements", schemas.ImportedAgreement, columns={}, most=2_000)
FORMATS = {
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/json": "json",
}
"""No table: requirements and prices are lists in a list."""

_PATHS: dict[tuple[Status, Status], tuple[str, ...]] = {
    ("draft", "active"): ("activate",),
    ("draft", "ended"): ("end",),
    ("active", "ended"): ("end",),
}

Row = Good[schemas.ImportedAgreement]


class StatusBackwards(problems.NotNow):
    """An agreement that was in force cannot become a draft, nor an ended one begin again."""

    code = "agreement_status_backwards"
    title = "Aftalen kan ikke gå tilbage"


async def import_agreements(
    session: Session, caller: Caller, upload: Upload, options: Options, *, at: datetime
) -> Report:
    """Take a batch: each row brings its agreement to the content and status that it says.

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
) -> list[tuple[Agreement, Fate]]:
    known = await queries.find_agreements(session, municipality_of(caller), list(good), lock=True)
    asked = sorted({row.value.provider_id for row in good.values()})
    providers = await provider_queries.find_providers(session, caller, asked)
    brought: list[tuple[Agreement, Fate]] = []
    for agreement_id, row in good.items():
        if row.value.provider_id not in providers:
            unknown = FieldError("/provider_id", "provider_unknown", "Registrér den først.")
            outcome.refuse(row, [unknown])
            continue
        held = known.get(agreement_id)
        try:
            agreement, fate = _brought(caller, held, row.value, at=at)
        except problems.Problem as problem:
            taking.refuse(session, outcome, row, held, problem)
            continue
        outcome.count(fate)
        brought.append((agreement, fate))
    return brought


def _brought(
    caller: Caller, held: Agreement | None, row: schemas.ImportedAgreement, *, at: datetime
) -> tuple[Agreement, Fate]:
    """An agreement as a row says, and whether anything became different."""
    columns = row.columns()
    is_new = held is None
    agreement = held or Agreement.draft(
        municipality_of(caller), row.id, columns, by=caller.subject, at=at
    )
    path: tuple[str, ...] = ()
    if agreement.status != row.status:
        if (agreement.status, row.status) not in _PATHS:
            raise StatusBackwards("Et senere trin kan ikke laves om til et tidligere.")
        path = _PATHS[agreement.status, row.status]
    is_revised = agreement.revise(columns)
    for act in path:
        if act == "activate":
            agreement.activate(by=caller.subject, at=at)
        else:
            agreement.end(by=caller.subject, at=at)
    if is_new:
        return agreement, "created"
    return agreement, "revised" if is_revised or path else "unchanged"


async def _keep(
    session: Session,
    caller: Caller,
    brought: Sequence[tuple[Agreement, Fate]],
    *,
    at: datetime,
) -> None:
    session.add_all([agreement for agreement, fate in brought if fate == "created"])
    for agreement, fate in brought:
        if fate != "unchanged":
            service.keep(session, caller, agreement, "import", at=at)
