"""``GET /v1/audit/seals``: a service's sealed audit log, for the gateway that searches them all."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from sqlalchemy import func, select

from kit import sealing, tables
from kit.database import Database
from kit.feed import MAX_POSITION, PositionUnknown
from kit.health import HEARTBEAT
from kit.rights import requires
from kit.routing import COMPLETE

MOST_SEALS = 20


class SealedLog(BaseModel):
    """Seals in their order."""

    seals: list[sealing.Seal]
    position: int
    complete_until: datetime | None


router = APIRouter(prefix="/v1/audit", tags=["audit"], **COMPLETE)


@router.get("/seals", dependencies=[requires("audit.follow", without_municipality=True)])
async def list_audit_seals(
    request: Request,
    after: Annotated[int, Query(ge=0, le=MAX_POSITION, description="Last position seen")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_SEALS)] = MOST_SEALS,
) -> SealedLog:
    """Seals behind a position.

    ``complete_until``, at the end of the log: whatever was written before that moment is in it.
    """
    database: Database = request.app.state.database
    cursors = tables.cursors
    async with database.transaction(None) as session:
        head = await session.scalar(select(func.max(tables.audit_seals.c.position))) or 0
        if after > head:
            raise PositionUnknown(f"Loggen slutter ved {head}. Begynd forfra med after=0.")
        until = await session.scalar(select(cursors.c.position).where(cursors.c.feed == HEARTBEAT))
        seals = await sealing.list_seals(session, after=after, limit=limit)
    position = seals[-1].position if seals else after
    return SealedLog(
        seals=seals,
        position=position,
        complete_until=_moment(until) if position == head else None,
    )


def _moment(microseconds: int | None) -> datetime | None:
    if not microseconds:
        return None
    return datetime.fromtimestamp(microseconds / sealing.MICROSECONDS, UTC)
