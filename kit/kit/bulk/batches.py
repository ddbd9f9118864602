"""Batches that were taken, kept so that one sent again under its name changes nothing."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import DateTime, Text, func, select
from sqlalchemy.dialects.postgresql import BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.bulk.outcomes import BatchIdReused, ImportInProgress, Report
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.rights import Caller


class BatchColumns:
    """The columns of a service's table of batches; its record inherits them."""

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    content_hash: Mapped[bytes] = mapped_column(BYTEA)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
    taken_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    taken_by: Mapped[str] = mapped_column(Text)


Batch = TypeVar("Batch", bound=BatchColumns)


async def lock(session: Session, caller: Caller, kind: str) -> None:
    """Hold the municipality's imports of a kind until the commit.

    Args:
        session: The transaction that takes the batch.
        caller: Who sends it.
        kind: What is imported, such as ``offers.import``.

    Raises:
        ImportInProgress: While another is being taken.
    """
    key = func.hashtextextended(f"{kind}\n{caller.municipality}", 0)
    if not await session.scalar(select(func.pg_try_advisory_xact_lock(key))):
        raise ImportInProgress("Vent, til den er færdig.", headers={"Retry-After": "5"})


async def find_taken(
    session: Session,
    caller: Caller,
    table: type[Batch],
    upload: Upload,
    options: Options,
    **own: str,
) -> Report | None:
    """What was answered when the batch came under its name before.

    Args:
        session: The transaction.
        caller: Who sends it.
        table: The service's table of batches.
        upload: What is sent.
        options: What is to be done with it; without a batch id it is never known.
        **own: Further parts of the table's key, such as the provider that names its batches.

    Raises:
        BatchIdReused: When it came with other content.
    """
    if options.batch_id is None:
        return None
    known = await session.scalar(
        select(table).filter_by(municipality=caller.municipality, id=options.batch_id, **own)
    )
    if known is None:
        return None
    if known.content_hash != upload.content_hash:
        raise BatchIdReused("Brug et nyt batch_id til nyt indhold.")
    return Report.model_validate({**known.report, "outcome": "repeated"})


def keep(
    session: Session,
    caller: Caller,
    table: type[Batch],
    upload: Upload,
    options: Options,
    report: Report,
    *,
    at: datetime,
    **own: str,
) -> None:
    """Remember a batch that is taken, if it has a name; ``own`` as for ``find_taken``."""
    if options.batch_id is None:
        return
    kept = {
        "municipality": caller.municipality,
        "id": options.batch_id,
        "content_hash": upload.content_hash,
        "report": report.model_dump(mode="json"),
        "taken_at": at,
        "taken_by": caller.subject,
    }
    session.add(table(**kept, **own))
