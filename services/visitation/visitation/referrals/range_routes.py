"""Many referrals at once over HTTP: lists, exports, participants, and a municipality's choices."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from kit import pages, preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.local_time import local_date
from kit.preconditions import RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from visitation.referrals import choices, reading, schemas
from visitation.referrals.filters import ExportQuery, ReferralsQuery

router = APIRouter(tags=["referrals"], **COMPLETE)

_MEDIA_TYPES = {"csv": "text/csv; charset=utf-8; header=present", "ndjson": "application/x-ndjson"}
_FILES: dict[str, Any] = {
    "content": {
        media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
        for media_type in _MEDIA_TYPES.values()
    },
    "description": "The file",
}


@router.get("/v1/referrals", dependencies=[requires("referrals.read")])
async def list_referrals(
    query: Annotated[ReferralsQuery, Query()],
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.ReferralPage:
    """Referrals in the order asked for."""
    page = await reading.list_referrals(session, caller, query, at=at)
    pages.link_next(request, response, page.next)
    response.headers["Cache-Control"] = "no-store"
    return page


@router.get(
    "/v1/referrals/export",
    dependencies=[requires("referrals.read")],
    responses={200: _FILES},
    response_class=Response,
)
async def export_referrals(
    query: Annotated[ExportQuery, Query()], session: SessionDep, caller: CallerDep, at: Now
) -> Response:
    """Codes, ids and dates of the referrals that fit, as a file."""
    file = await reading.export_referrals(session, caller, query, at=at)
    name = f"henvisninger-{caller.municipality}-{local_date(at):%Y-%m-%d}.{query.file_format}"
    return Response(
        file,
        media_type=_MEDIA_TYPES[query.file_format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@router.post("/v1/referrals/participants", dependencies=[requires("referrals.participants")])
async def list_participants(
    body: schemas.ParticipantsAsked,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Participants:
    """Who comes to the caller's own orders, until three months after the end."""
    response.headers["Cache-Control"] = "no-store"
    return await reading.list_participants(session, caller, body.referral_ids, at=at)


@router.get("/v1/referral-choices", dependencies=[requires("referrals.read")])
async def get_referral_choices(
    response: Response, session: SessionDep, caller: CallerDep
) -> schemas.Chosen:
    """What the municipality has chosen about its referrals."""
    chosen = await choices.get_choice(session, caller)
    response.headers["ETag"] = preconditions.etag(chosen)
    return chosen


@router.put("/v1/referral-choices", dependencies=[requires("referrals.approve")])
async def replace_referral_choices(
    body: schemas.Choice,
    response: Response,
    expected: RequiredDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Chosen:
    """Choose how many targets there may be, and from when a wage subsidy needs approval."""
    chosen = await choices.choose(session, caller, body, expected, at=at)
    response.headers["ETag"] = preconditions.etag(chosen)
    return chosen
