"""Many offers at once over HTTP: lists, exports and imports."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from kit import pages
from kit.clock import Now
from kit.database import SessionDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.sheets import Audience
from visitation.offers import answers, exports, filters, imports, reading, schemas
from visitation.offers.filters import FiltersDep
from visitation.offers.freshness import FreshMonths
from visitation.offers.list_queries import Sort
from visitation.offers.uploads import REQUEST_BODY, OptionsDep, UploadDep

router = APIRouter(prefix="/v1/offers", tags=["offers"])

_FILES: dict[str, Any] = {
    "content": {
        media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
        for media_type in exports.MEDIA_TYPES.values()
    },
    "description": "The file",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list is to be told."""

    page: PageRequestDep
    sort: Sort = "name"
    count: Literal["exact"] | None = None


ListingDep = Annotated[Listing, Depends()]


@router.get("", dependencies=[requires("offers.read")], response_model=schemas.OfferPage)
async def list_offers(
    wanted: FiltersDep,
    listing: ListingDep,
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    months: FreshMonths,
    at: Now,
) -> Response:
    """Offers in the order asked for; a price that is not known stands last."""
    found = await reading.list_offers(
        session,
        caller,
        wanted,
        listing.page,
        sort=listing.sort,
        is_counted=listing.count is not None,
        months=months,
        at=at,
    )
    response = Response(answers.write(found), media_type="application/json")
    pages.link_next(request, response, found["next"])
    return response


@router.get(
    "/export",
    dependencies=[requires("offers.read")],
    responses={200: _FILES},
    response_class=Response,
)
async def export_offers(
    wanted: FiltersDep,
    session: SessionDep,
    caller: CallerDep,
    months: FreshMonths,
    at: Now,
    file_format: Annotated[exports.Format, Query(alias="format")] = "ndjson",
    audience: Annotated[
        Audience,
        Query(alias="for", description="people: Danish titles and words, ; and decimal comma"),
    ] = "machine",
) -> Response:
    """The offers that fit as a file; what is exported and imported again changes nothing."""
    resolved, _ = await filters.resolve(session, wanted, at=at)
    export = await exports.export_offers(
        session, caller, resolved, file_format, audience, months=months, at=at
    )
    disposition = f'attachment; filename="{export.name}"'
    return StreamingResponse(
        export.chunks(),
        media_type=export.media_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )


@router.post("/import", dependencies=[requires("offers.import")], openapi_extra=REQUEST_BODY)
async def import_offers(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> schemas.ImportReport:
    """Offers in bulk with their final state: NDJSON, JSON, CSV or XLSX, up to 10,000 rows."""
    return await imports.import_offers(session, caller, upload, options, at=at)
