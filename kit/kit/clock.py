"""The only place where a request asks what time it is; rules are told."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request


def present() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


async def now(request: Request) -> datetime:
    """The moment of a request by its application's clock, taken once."""
    moment: datetime = request.app.state.clock()
    return moment


Now = Annotated[datetime, Depends(now)]
