"""Every SELECT on citizens who are gone, and how they are noted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert

from contracts.citizens.models import GoneCitizen
from kit.database import Session

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_HOLD_SHARED = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:key, 0))")


async def hold(session: Session, municipality: str, *, shared: bool) -> None:
    """Let no citizen go until the commit, or wait for those who would write an id down meanwhile.

    Who lets one go sees no row that is not committed, and who writes down an id that was not gone
    a moment ago would bring it back: so one waits for the other. It is held before any row is.

    Args:
        session: The transaction.
        municipality: Whose citizens.
        shared: Whether ids are only to be written down; many do so beside each other.
    """
    key = {"key": f"citizens\n{municipality}"}
    await session.execute(_HOLD_SHARED if shared else _HOLD, key)


async def find_gone(
    session: Session, municipality: str, citizen_ids: Collection[str]
) -> dict[str, str | None]:
    """Which of some citizens are gone, and under which id each is known now."""
    rows = await session.execute(
        select(GoneCitizen.citizen_id, GoneCitizen.kept_id).where(
            GoneCitizen.municipality == municipality, GoneCitizen.citizen_id.in_(citizen_ids)
        )
    )
    return {row[0]: row[1] for row in rows}


async def current_id(session: Session, municipality: str, citizen_id: str) -> str | None:
    """The id under which a citizen is known now; none when erased."""
    gone = await find_gone(session, municipality, [citizen_id])
    return gone.get(citizen_id, citizen_id)


async def note_gone(
    session: Session, municipality: str, citizen_id: str, kept_id: str | None, *, at: datetime
) -> None:
    """Remember that a citizen is gone, also for those who were known under that id in turn.

    An erasure is final: a merge that is told again afterwards does not undo it.
    """
    statement = insert(GoneCitizen).values(
        municipality=municipality, citizen_id=citizen_id, kept_id=kept_id, gone_at=at
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[GoneCitizen.municipality, GoneCitizen.citizen_id],
            set_={"kept_id": kept_id, "gone_at": at},
            where=GoneCitizen.kept_id.is_not(None),
        )
    )
    await session.execute(
        update(GoneCitizen)
        .where(GoneCitizen.municipality == municipality, GoneCitizen.kept_id == citizen_id)
        .values(kept_id=kept_id)
        .execution_options(synchronize_session=False)
    )


async def note_back(session: Session, municipality: str, citizen_id: str, *, at: datetime) -> None:
    """Remember that an erased citizen is known again: under the same id, which is for ever."""
    await session.execute(
        update(GoneCitizen)
        .where(
            GoneCitizen.municipality == municipality,
            GoneCitizen.citizen_id == citizen_id,
            GoneCitizen.kept_id.is_(None),
            GoneCitizen.gone_at < at,
        )
        .values(kept_id=citizen_id, gone_at=at)
        .execution_options(synchronize_session=False)
    )


async def is_back(session: Session, municipality: str, citizen_id: str, *, since: datetime) -> bool:
    """Whether a citizen was registered anew after an erasure, which is told again."""
    found = await session.scalar(
        select(GoneCitizen.gone_at).where(
            GoneCitizen.municipality == municipality,
            GoneCitizen.citizen_id == citizen_id,
            GoneCitizen.kept_id == citizen_id,
        )
    )
    return found is not None and found > since
