"""What visitation does on a clock."""

from datetime import UTC, datetime

from kit import idempotency
from kit.database import Database
from kit.worker import Job

HOUR = 3_600.0


async def forget_old_keys(database: Database) -> None:
    """Delete idempotency keys that are too old to be sent again."""
    async with database.transaction(None) as session:
        await idempotency.forget_old(session, at=datetime.now(UTC))


JOBS = (Job("forget_old_keys", HOUR, forget_old_keys),)
