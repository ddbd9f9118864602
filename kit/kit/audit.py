"""The audit log: who read or changed a person's data, written in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, exists, insert, literal, select

from kit import tables, tracing
from kit.database import Session
from kit.rights import Caller


async def record(
    session: Session,
    caller: Caller,
    *,
    act: str,
    subjects: Sequence[str],
    at: datetime,
    purpose: str | None = None,
    criterion: str | None = None,
    on_behalf_of: str | None = None,
) -> None:
    """Write one line: all ids of a list, or a batch by its id. Nobody can change it afterwards.

    Args:
        session: The transaction that reads or changes the data.
        caller: Who does it.
        act: What is done, named like a right: ``registers.import``.
        subjects: Ids of the people concerned, or of the batch that names them.
        at: When.
        purpose: Why, where it was stated.
        criterion: What was searched for, when it was a search.
        on_behalf_of: For whom, when it is not the caller.
    """
    # The sealer must know whose logs there are, and no one may read across municipalities.
    whose = tables.audit_municipalities
    own = literal(caller.municipality, Text)
    unknown = select(own).where(~exists().where(whose.c.municipality == own))
    known = insert(whose).from_select(["municipality"], unknown).cte("known")
    await session.execute(
        insert(tables.audit_log)
        .add_cte(known)
        .values(
            municipality=caller.municipality,
            at=at,
            actor=caller.subject,
            actor_kind=caller.kind,
            on_behalf_of=on_behalf_of,
            organisation=caller.organisation,
            act=act,
            purpose=purpose,
            subjects=list(subjects),
            criterion=criterion,
            trace_id=tracing.current_id(),
        )
    )
