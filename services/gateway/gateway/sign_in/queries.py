"""Every statement on sign-ins under way."""

from datetime import datetime

from sqlalchemy import delete

from gateway.sign_in.models import SignIn
from kit.database import Session


async def take_sign_in(
    session: Session, *, state_hash: bytes, browser_hash: bytes, at: datetime
) -> SignIn | None:
    """The sign-in that this browser began, once: it is gone with the question."""
    statement = (
        delete(SignIn)
        .where(
            SignIn.state_hash == state_hash,
            SignIn.browser_hash == browser_hash,
            SignIn.expires_at > at,
        )
        .returning(SignIn)
    )
    return await session.scalar(statement)


async def forget_expired(session: Session, *, at: datetime) -> None:
    """Delete the sign-ins from which nobody came back in time."""
    await session.execute(delete(SignIn).where(SignIn.expires_at <= at))
