"""Many offers at once over HTTP: lists, exports and imports."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from kit import jobs, pages
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep
from kit.clock import Now
from kit.database import SessionDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from visitation.hot_route import HotRoute
from visitation.offers import answers, exports, filters, imports, reading, schemas
from visitation.offers.filters import ExportQuery, OffersQuery
from visitation.offers.freshness import FreshMonths, fresh_months
from visitation.offers.uploads import REQUEST_BODY, UploadDep

router = APIRouter(prefix="/v1/offers", tags=["offers"], **COMPLETE)

_FILES: dict[str, Any] = {
    "content": {
        media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
        for media_type in exports.MEDIA_TYPES.values()
    }
    | {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}},
    "description": "The file",
}


async def list_offers(
    query: Annotated[OffersQuery, Query()],
    request: Request,
    caller: CallerDep,
    at: Now,
    session: SessionDep,
) -> Response:
    """Offers in the order asked for; a price that is not known stands last."""
    months = await fresh_months(request)
    found = await reading.list_offers(session, caller, query, months=months, at=at)
    response = Response(answers.write(found), media_type="application/json")
    pages.link_next(request, response, found["next"])
    return response


router.add_api_route(
    "",
    list_offers,
    methods=["GET"],
    dependencies=[requires("offers.read")],
    response_model=schemas.OfferPage,
    route_class_override=HotRoute,
)


@router.get(
    "/export",
    dependencies=[requires("offers.read")],
    responses={200: _FILES},
    response_class=Response,
)
async def export_offers(
    query: Annotated[ExportQuery, Query()],
    session: SessionDep,
    caller: CallerDep,
    months: FreshMonths,
    at: Now,
) -> Response:
    """The offers that fit as a file; what is exported and imported again changes nothing."""
    resolved, _ = await filters.resolve(session, query, at=at)
    export = await exports.export_offers(
        session, caller, resolved, query.file_format, query.audience, months=months, at=at
    )
    disposition = f'attachment; filename="{export.name}"'
    return StreamingResponse(
        export.chunks(),
        media_type=export.media_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )


@router.post(
    "/import",
    dependencies=[requires("offers.import")],
    openapi_extra=REQUEST_BODY,
    responses=jobs.ACCEPTED,
)
async def import_offers(
    upload: UploadDep,
    options: OptionsDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
    request: Request,
    response: Response,
    prefers_async: jobs.PrefersAsync,
) -> Report | jobs.Job:
    """Offers in bulk with their final state: NDJSON, JSON, CSV or XLSX, up to 10,000 rows."""
    if prefers_async:
        asked = {**asdict(options), "format": upload.format}
        job = await jobs.ask(
            session, caller, kind=imports.JOB, payload=asked, at=at, content=upload.body
        )
        return jobs.accept(request, response, job)
    return await imports.import_offers(session, caller, upload, options, at=at)
