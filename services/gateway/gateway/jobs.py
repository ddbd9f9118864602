"""What the gateway does at set times."""

from datetime import UTC, datetime

from gateway.tokens import queries as tokens_queries
from kit.database import Database
from kit.schedules import Schedule


async def forget_used_assertions(database: Database) -> None:
    """Delete the assertions that are refused for their age by now."""
    async with database.transaction(None) as session:
        await tokens_queries.forget_expired(session, at=datetime.now(UTC))


SCHEDULES = (Schedule("forget_used_assertions", "*/5 * * * *", forget_used_assertions),)
