"""The only place where a request asks what time it is; rules are told."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends


async def now() -> datetime:
    """The present moment in UTC, taken once a request."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(now)]
