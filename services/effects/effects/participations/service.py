"""Looking at the referrals that figures are computed from."""

from datetime import datetime

from effects.participations import queries, schemas
from kit import audit, pages
from kit.database import Session
from kit.rights import Caller


async def list_participations(
    session: Session,
    caller: Caller,
    page: pages.PageRequest,
    *,
    offer_id: str | None,
    status: str | None,
    at: datetime,
) -> tuple[list[schemas.Participation], str | None]:
    """A page of participations, and the next page's cursor; whom it names is in the audit log."""
    rows = await queries.list_participations(
        session, caller, page, offer_id=offer_id, status=status
    )
    shown, cursor = pages.cut(rows, page.limit, lambda row: (row.referral_id,))
    if shown:
        subjects = sorted({row.citizen_id for row in shown})
        await audit.record(session, caller, act="participations.read", subjects=subjects, at=at)
    return [schemas.show_participation(row) for row in shown], cursor
