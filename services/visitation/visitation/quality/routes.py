"""The quality overview over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from kit import pages
from kit.clock import Now
from kit.database import SessionDep
from kit.local_time import local_date
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from visitation.quality import exports, schemas, service

router = APIRouter(
    prefix="/v1/quality-overview",
    tags=["quality"],
    dependencies=[requires("figures.read"), requires("quality.read")],
    **COMPLETE,
)

_FILES: dict[str, Any] = {
    "content": {
        media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
        for media_type in exports.MEDIA_TYPES.values()
    },
    "description": "The file",
}


@router.get("")
async def get_quality_overview(
    query: Annotated[schemas.OverviewQuery, Query()],
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.QualityOverview:
    """How the offers of a target group do, one row for each offer and its provider."""
    found = await service.read_overview(session, caller, query, at=at)
    pages.link_next(request, response, found.next)
    return found


@router.get("/export", responses={200: _FILES}, response_class=Response)
async def export_quality_overview(
    query: Annotated[schemas.ExportQuery, Query()], session: SessionDep, caller: CallerDep, at: Now
) -> Response:
    """The same as a table; where a figure is hidden, its reason stands in a column beside it."""
    rows = [
        row async for row in service.stream_overview(session, caller, query.target_group, at=at)
    ]
    day = f"{local_date(at):%Y-%m-%d}"
    name = f"kvalitetsoverblik-{caller.municipality}-{day}.{query.file_format}"
    return Response(
        await exports.write_table(rows, query.file_format, query.audience),
        media_type=exports.MEDIA_TYPES[query.file_format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
