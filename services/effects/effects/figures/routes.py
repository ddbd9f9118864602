"""The newest figures and what they mean, for programs to read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from effects.definitions import DEFINITIONS
from effects.figures import queries, schemas, service
from kit import pages
from kit.database import SessionDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires

router = APIRouter(prefix="/v1", tags=["figures"])

Name = Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")]


async def wanted(
    offer_id: Name = None,
    target_group: Name = None,
    definition: Name = None,
    indicator: Name = None,
) -> queries.Wanted:
    """Which figures the query asks for."""
    return service.choose(
        offer_id=offer_id, target_group=target_group, definition=definition, indicator=indicator
    )


@router.get("/figures", dependencies=[requires("figures.read")])
async def list_figures(
    session: SessionDep,
    caller: CallerDep,
    chosen: Annotated[queries.Wanted, Depends(wanted)],
    page: PageRequestDep,
    request: Request,
    response: Response,
) -> pages.Page[schemas.OfferFigure]:
    """The figures of the newest release, by offer, target group and indicator."""
    rows = await queries.list_figures(session, caller, chosen, page)
    shown, cursor = pages.cut(
        rows, page.limit, lambda row: (row.offer_id, row.target_group, row.indicator)
    )
    pages.link_next(request, response, cursor)
    return pages.Page(items=[schemas.show_figure(row) for row in shown], next=cursor)


@router.get("/definitions", dependencies=[requires("figures.read")])
async def list_definitions() -> schemas.Definitions:
    """The ten definitions of effect, in words."""
    return schemas.Definitions(items=[schemas.show_definition(each) for each in DEFINITIONS])
