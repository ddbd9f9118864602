"""What the gateway does at set times."""

from datetime import UTC, datetime, timedelta

from gateway.sessions import queries as sessions_queries
from gateway.sign_in import queries as sign_in_queries
from gateway.tokens import queries as tokens_queries
from kit.database import Database
from kit.schedules import Schedule

SESSIONS_REMEMBERED = timedelta(days=1)
"""So long a page that was left open is told that its session has expired."""


async def forget_used_assertions(database: Database) -> None:
    """Delete the assertions that are refused for their age by now."""
    async with database.transaction(None) as session:
        await tokens_queries.forget_expired(session, at=datetime.now(UTC))


async def forget_sessions(database: Database) -> None:
    """Delete the sign-ins from which nobody came back, and the sessions of the day before."""
    at = datetime.now(UTC)
    async with database.transaction(None) as session:
        await sign_in_queries.forget_expired(session, at=at)
        await sessions_queries.forget_over(session, before=at - SESSIONS_REMEMBERED)


SCHEDULES = (
    Schedule("forget_used_assertions", "*/5 * * * *", forget_used_assertions),
    Schedule("forget_sessions", "*/5 * * * *", forget_sessions),
)
