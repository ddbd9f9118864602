"""Every statement on used assertions."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from gateway.tokens.models import UsedAssertion
from kit.database import Session

KEPT_LONGER = timedelta(minutes=10)
"""Beyond an assertion's end, for a clock that is behind the one that forgets."""


async def use_assertion(
    session: Session, *, client_id: str, jti_hash: bytes, expires_at: datetime
) -> bool:
    """Whether nobody has used the assertion before; a second use at the same time waits here."""
    statement = (
        insert(UsedAssertion)
        .values(client_id=client_id, jti_hash=jti_hash, expires_at=expires_at)
        .on_conflict_do_nothing()
        .returning(UsedAssertion.client_id)
    )
    return await session.scalar(statement) is not None


async def forget_expired(session: Session, *, at: datetime) -> None:
    """Delete the assertions that are refused for their age by now, whoever's clock is asked."""
    await session.execute(delete(UsedAssertion).where(UsedAssertion.expires_at < at - KEPT_LONGER))
