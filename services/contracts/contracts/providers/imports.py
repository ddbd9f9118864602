"""Providers in bulk: taken whole or row by row, reported by row."""

import asyncio
from datetime import datetime

from contracts.batches.models import ImportBatch
from contracts.providers import queries, schemas, service
from kit.bulk import batches, outcomes, rows
from kit.bulk.outcomes import ImportInProgress, Outcome, Report
from kit.bulk.uploads import Options, Upload, batch_id_of
from kit.database import Session
from kit.rights import Caller

MAX_BYTES = 8 << 20
MAX_ROWS = 5_000
KIND = "providers"


async def import_providers(
    session: Session, caller: Caller, upload: Upload, options: Options, *, at: datetime
) -> Report:
    """Take a batch: each row brings its provider to what it says.

    Raises:
        ImportInProgress: While another batch of the municipality is being taken.
        BatchIdReused: When the batch id came with other content before.
        ImportRefused: When a row has a mistake and rows are not to be skipped.
    """
    await batches.lock(session, caller, f"{KIND}.import")
    repeated = await batches.find_taken(session, caller, ImportBatch, upload, options, kind=KIND)
    if repeated is not None:
        return repeated
    outcome = Outcome()
    batch = await asyncio.to_thread(rows.read, upload, columns=schemas.TABLE, max_rows=MAX_ROWS)
    good = await outcomes.judge_all(
        batch,
        outcome,
        judge=outcomes.good(schemas.ImportedProvider),
        key=lambda row: row.value.id,
    )
    with session.no_autoflush:
        new = await service.bring_providers(session, caller, good, outcome, at=at)
        report = outcomes.settle(outcome, options, batch_id_of(upload, options))
        if options.validate_only:
            # What was changed in memory is not to be written.
            session.expunge_all()
            return report
    session.add_all(new)
    try:
        await queries.flush(session)
    except queries.ProviderExists:
        raise ImportInProgress(
            "En af leverandørerne er oprettet imens. Send filen igen.",
            headers={"Retry-After": "1"},
        ) from None
    batches.keep(session, caller, ImportBatch, upload, options, report, at=at, kind=KIND)
    return report
