"""The history of an offer over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from kit import pages
from kit.database import SessionDep
from kit.pages import Page, PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from visitation.offers import comparing, queries, schemas

router = APIRouter(prefix="/v1/offers/{offer_id}/versions", tags=["offers"], **COMPLETE)

Number = Annotated[int, Path(ge=1, lt=pages.LARGEST)]


@router.get("", dependencies=[requires("offers.read")])
async def list_offer_versions(
    offer_id: Id,
    page: PageRequestDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
) -> Page[schemas.OfferVersion]:
    """Every version of an offer, the newest first: what it said, and who changed it when."""
    rows = await queries.list_versions(
        session, caller, offer_id, before=page.after(int), limit=page.limit
    )
    versions, cursor = pages.cut(rows, page.limit, lambda version: (version.version,))
    pages.link_next(request, response, cursor)
    items = [schemas.OfferVersion.model_validate(version) for version in versions]
    return Page(items=items, next=cursor)


@router.get("/{number}", dependencies=[requires("offers.read")])
async def get_offer_version(
    offer_id: Id, number: Number, session: SessionDep, caller: CallerDep
) -> schemas.OfferVersion:
    """One version: what a referral that was made under it goes by."""
    (version,) = await queries.get_versions(session, caller, offer_id, number)
    return schemas.OfferVersion.model_validate(version)


@router.get("/{number}/compare/{other}", dependencies=[requires("offers.read")])
async def compare_offer_versions(
    offer_id: Id,
    number: Number,
    other: Number,
    session: SessionDep,
    caller: CallerDep,
    unchanged: Annotated[bool, Query(description="Tell the fields that are the same too")] = False,
) -> comparing.Comparison:
    """Two versions side by side: what the second says differently from the first."""
    before, after = await queries.get_versions(session, caller, offer_id, number, other)
    return comparing.compare(before, after, with_unchanged=unchanged)
