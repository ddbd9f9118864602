"""The audit logs over HTTP, for those who watch over them and for citizens' own extracts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from gateway.audit import schemas, service
from kit.clock import Now
from kit.database import SessionDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1/audit", tags=["audit"], **COMPLETE)


async def followed(request: Request) -> frozenset[str]:
    """The services whose logs are followed."""
    return frozenset(request.app.state.settings.service_urls)


FollowedDep = Annotated[frozenset[str], Depends(followed)]


@router.post("/search", dependencies=[requires("audit.search")])
async def search_audit(
    body: schemas.Search,
    page: PageRequestDep,
    services: FollowedDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Found:
    """Who has seen or changed what: lines of every service's log, the newest first."""
    return await service.search_log(session, caller, body, page, services, at=at)


@router.post("/extract", dependencies=[requires("audit.extract")])
async def extract_audit(
    body: schemas.ExtractRequest,
    page: PageRequestDep,
    services: FollowedDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Extract:
    """What a citizen may know: when, what, why and which unit, without employees' names and ids."""
    return await service.extract_citizen(session, caller, body.citizen_id, page, services, at=at)


@router.get("/sources", dependencies=[requires("audit.search")])
async def list_audit_sources(
    services: FollowedDep, session: SessionDep, caller: CallerDep, at: Now
) -> schemas.Sources:
    """Until when each service's log is complete here, and where one does not fit together."""
    return schemas.Sources(sources=await service.list_sources(session, caller, services, at=at))
