"""What all imports of a service have in common: each batch is taken once, and told of by row."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from contracts.batches.models import ImportBatch
from kit.bulk import batches, outcomes, rows
from kit.bulk.cells import Kind, Table
from kit.bulk.outcomes import Good, ImportInProgress, Outcome, Report
from kit.bulk.uploads import Options, Upload, batch_id_of
from kit.database import Session
from kit.problems import FieldError, Problem
from kit.rights import Caller

Model = TypeVar("Model", bound=BaseModel)
Changed = TypeVar("Changed")


@dataclass(frozen=True, slots=True)
class Rows(Generic[Model]):
    """What the rows of a batch are.

    Attributes:
        kind: What they bring, such as ``complaints``.
        model: What one says.
        columns: The columns of a table; none where no table is read.
        most: How many there may be.
        key: The name of what a row is about: two about the same are a mistake.
    """

    kind: str
    model: type[Model]
    columns: Table | Mapping[str, Kind]
    most: int
    key: str = "id"


async def take(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: Options,
    said: Rows[Model],
    *,
    bring: Callable[[Mapping[str, Good[Model]], Outcome], Awaitable[Sequence[Changed]]],
    keep: Callable[[Sequence[Changed]], Awaitable[None]],
    at: datetime,
) -> Report:
    """Take a batch, whole or row by row; nothing is written where the sender only tries.

    Args:
        session: The transaction that takes it.
        caller: Who sends it.
        upload: What is sent.
        options: What is to be done with it.
        said: What its rows are.
        bring: Brings things to what their rows say, in memory alone, and counts or refuses each
            row; what became different.
        keep: Writes that.
        at: Now.

    Raises:
        ImportInProgress: While another batch of the municipality is being taken.
        BatchIdReused: When the batch id came with other content before.
        ImportRefused: When a row has a mistake and rows are not to be skipped.
    """
    await batches.lock(session, caller, f"{said.kind}.import")
    own = {"kind": said.kind}
    repeated = await batches.find_taken(session, caller, ImportBatch, upload, options, **own)
    if repeated is not None:
        return repeated
    outcome = Outcome()
    batch = await asyncio.to_thread(rows.read, upload, columns=said.columns, max_rows=said.most)
    good = await outcomes.judge_all(
        batch,
        outcome,
        judge=outcomes.good(said.model),
        key=lambda row: str(getattr(row.value, said.key)),
        pointer=f"/{said.key}",
    )
    with session.no_autoflush:
        changed = await bring(good, outcome)
        report = outcomes.settle(outcome, options, batch_id_of(upload, options))
        if report.outcome != "taken":
            # What was changed in memory is not to be written.
            session.expunge_all()
            return report
        try:
            await keep(changed)
            await session.flush()
        except IntegrityError:
            raise ImportInProgress(
                "Noget af det er oprettet imens. Send filen igen.", headers={"Retry-After": "1"}
            ) from None
    batches.keep(session, caller, ImportBatch, upload, options, report, at=at, **own)
    return report


def refuse(
    session: Session, outcome: Outcome, row: Good[Any], held: object | None, problem: Problem
) -> None:
    """Refuse a row whose thing, where it is known, cannot be brought to the status it says."""
    if held is not None:
        # What was changed before the mistake was found is not to be written.
        session.expunge(held)
    outcome.refuse(row, problem.errors or [FieldError("/status", problem.code, problem.detail)])
