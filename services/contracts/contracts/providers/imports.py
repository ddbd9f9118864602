"""Providers in bulk: taken whole or row by row, reported by row."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from contracts.batches import taking
from contracts.providers import schemas, service
from contracts.providers.models import Provider
from kit.bulk.outcomes import Report
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.rights import Caller

MAX_BYTES = 8 << 20
ROWS = taking.Rows("providers", schemas.ImportedProvider, schemas.TABLE, most=5_000)


async def import_providers(
    session: Session, caller: Caller, upload: Upload, options: Options, *, at: datetime
) -> Report:
    """Take a batch: each row brings its provider to what it says.

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
        bring=partial(service.bring_providers, session, caller, at=at),
        keep=partial(_keep, session),
        at=at,
    )


async def _keep(session: Session, new: Sequence[Provider]) -> None:
    """Write providers; those that were there are written as they were changed."""
    session.add_all(new)
