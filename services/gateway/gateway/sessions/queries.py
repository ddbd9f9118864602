"""Every statement on sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select

from gateway.sessions.models import PersonSession
from kit import tables
from kit.database import Session


async def find_session(
    session: Session, secret_hash: bytes, *, lock: bool = False
) -> PersonSession | None:
    """The session with a secret, locked where a token is issued or it is to be changed."""
    statement = select(PersonSession).where(PersonSession.secret_hash == secret_hash)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(statement)


async def list_sessions_for_change(session: Session, person_hash: bytes) -> Sequence[PersonSession]:
    """A person's sessions that nobody has ended, locked in an order that all lockers keep."""
    statement = (
        select(PersonSession)
        .where(PersonSession.person_hash == person_hash, PersonSession.ended_at.is_(None))
        .order_by(PersonSession.id)
    )
    found = await session.scalars(
        statement.with_for_update().execution_options(populate_existing=True)
    )
    return found.all()


async def find_latest_revocation(session: Session, subjects: Collection[str]) -> datetime | None:
    """Until when tokens of these subjects were taken back."""
    revocations = tables.revocations
    statement = select(func.max(revocations.c.tokens_before))
    latest: datetime | None = await session.scalar(
        statement.where(revocations.c.subject.in_(subjects))
    )
    return latest


async def forget_over(session: Session, *, before: datetime) -> None:
    """Delete the sessions that were over at a moment."""
    is_over = or_(PersonSession.ends_at < before, PersonSession.ended_at < before)
    await session.execute(delete(PersonSession).where(is_over))
