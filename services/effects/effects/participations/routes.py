"""The list of referrals that figures are computed from, to see what the feed has told."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from effects.participations import schemas, service
from kit import pages
from kit.clock import Now
from kit.database import SessionDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id

router = APIRouter(prefix="/v1/participations", tags=["participations"], **COMPLETE)


@router.get("", dependencies=[requires("participations.read")])
async def list_participations(
    session: SessionDep,
    caller: CallerDep,
    page: PageRequestDep,
    at: Now,
    request: Request,
    response: Response,
    offer_id: Annotated[Id | None, Query()] = None,
    status: Annotated[schemas.Status | None, Query()] = None,
) -> pages.Page[schemas.Participation]:
    """Referrals by their ids, as visitation told them last; reading them is in the audit log."""
    listed, cursor = await service.list_participations(
        session, caller, page, offer_id=offer_id, status=status, at=at
    )
    pages.link_next(request, response, cursor)
    return pages.Page(items=listed, next=cursor)
