"""How long what an offer says may be relied on before somebody must look at it again."""

import calendar
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from fastapi import Depends, Request

Freshness = Literal["fresh", "due", "stale"]


@lru_cache(maxsize=4_096)
def fresh_until(checked_at: datetime, months: int) -> datetime:
    """The moment so many calendar months later, its day clamped to the month's last."""
    year, month = divmod(checked_at.month - 1 + months, 12)
    year += checked_at.year
    last = calendar.monthrange(year, month + 1)[1]
    return checked_at.replace(year=year, month=month + 1, day=min(checked_at.day, last))


def freshness(checked_at: datetime, months: int, *, at: datetime) -> Freshness:
    """Fresh, due in the last month before the end, then stale.

    Args:
        checked_at: When the content was last written or confirmed, in UTC.
        months: How long that holds.
        at: The moment that is asked about.
    """
    if at >= fresh_until(checked_at, months):
        return "stale"
    return "due" if at >= fresh_until(checked_at, months - 1) else "fresh"


async def fresh_months(request: Request) -> int:
    """For how many months an offer stays fresh here."""
    months: int = request.app.state.settings.fresh_months
    return months


FreshMonths = Annotated[int, Depends(fresh_months)]
