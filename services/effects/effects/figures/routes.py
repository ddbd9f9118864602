"""The newest figures and what they mean, for programs to read."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from effects.definitions import DEFINITIONS
from effects.figures import queries, schemas, service
from effects.releases.grounds import Audience
from kit import pages
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1", tags=["figures"], **COMPLETE)

Name = Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")]

KnownOn = Annotated[
    date | None, Query(description="As the newest release at the end of that day knew them")
]


async def wanted(
    offer_id: Name = None,
    target_group: Name = None,
    definition: Name = None,
    indicator: Name = None,
    audience: Audience = "staff",
    margins: Annotated[
        bool, Query(description="Also totals over all offers and over all target groups")
    ] = False,
    as_known_on: KnownOn = None,
) -> queries.Wanted:
    """Which figures the query asks for."""
    return service.choose(
        offer_id=offer_id,
        target_group=target_group,
        definition=definition,
        indicator=indicator,
        audience=audience,
        margins=margins,
        as_known_on=as_known_on,
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
    """The figures of the newest release, by offer, target group and indicator.

    A figure that only a few have been added to since it was shown last is still the earlier one,
    with its date in ``as_of``.
    """
    rows = await queries.list_figures(session, caller, chosen, page)
    shown, cursor = pages.cut(
        rows, page.limit, lambda row: (row.offer_id, row.target_group, row.indicator)
    )
    pages.link_next(request, response, cursor)
    return pages.Page(items=[schemas.show_figure(row) for row in shown], next=cursor)


@router.get("/figures/sums", dependencies=[requires("figures.read")])
async def get_figure_sums(
    session: SessionDep,
    caller: CallerDep,
    definition: Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")],
    offer_id: Name = None,
    target_group: Name = None,
    audience: Audience = "staff",
    as_known_on: KnownOn = None,
) -> schemas.Sums:
    """From a figure to its definition, the courses in and out at each step, and what was known.

    ``definition`` is a definition or any indicator; without ``offer_id`` or ``target_group`` the
    total is meant.
    """
    defined = service.definition_of(definition)
    wanted = queries.Wanted(
        offer_id, target_group, definition, audience=audience, as_known_on=as_known_on
    )
    return schemas.show_sums(await service.find_sums(session, caller, wanted), defined)


@router.post("/figures/withdraw", dependencies=[requires("figures.release")])
async def withdraw_figure(
    session: SessionDep, caller: CallerDep, once: OnceDep, wish: schemas.Withdrawal, at: Now
) -> schemas.Withdrawn:
    """Mark a figure of the newest release as wrong, visibly, until a later one replaces it."""
    marked = await once.run(
        lambda: service.withdraw(session, caller, wish, at=at),
        again=lambda known: queries.get_marked(session, caller, known),
    )
    return schemas.show_withdrawn(marked.rows)


@router.get("/definitions", dependencies=[requires("figures.read")])
async def list_definitions() -> schemas.Definitions:
    """The ten definitions of effect, in words."""
    return schemas.Definitions(items=[schemas.show_definition(each) for each in DEFINITIONS])
