"""Invitations and links over HTTP."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from kit import pages
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from surveys.invitations import schemas, service

router = APIRouter(prefix="/v1", tags=["invitations"], **COMPLETE)

NDJSON = "application/x-ndjson"
_LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            NDJSON: {"schema": {"type": "string", "description": "One PersonalLink a line"}}
        },
        "description": "The links, shown this once",
    }
}


async def public_url(request: Request) -> str:
    """What stands before ``/s/…`` in a link."""
    url: str = request.app.state.settings.public_url
    return url


PublicUrl = Annotated[str, Depends(public_url)]


@router.get("/waves/{wave_id}/invitations", dependencies=[requires("surveys.answer")])
async def list_invitations(
    wave_id: Annotated[Id, Path()],
    session: SessionDep,
    caller: CallerDep,
    page: PageRequestDep,
    at: Now,
    request: Request,
    response: Response,
) -> pages.Page[schemas.Invitation]:
    """Who is asked in a wave, and whether they have answered; never what."""
    items, cursor = await service.list_invitations(session, caller, wave_id, page, at=at)
    pages.link_next(request, response, cursor)
    return pages.Page(items=items, next=cursor)


@router.post("/invitations/{invitation_id}/link", dependencies=[requires("surveys.invite")])
async def make_link(
    invitation_id: Annotated[Id, Path()],
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
    url: PublicUrl,
    response: Response,
) -> schemas.PersonalLink:
    """A link for one citizen; sent again it makes another, because no link is kept."""
    made = await once.run(
        lambda: service.make_link(session, caller, invitation_id, public_url=url, at=at),
        lambda known: service.make_link(session, caller, known, public_url=url, at=at),
    )
    response.headers["Cache-Control"] = "no-store"
    return made.links[0]


@router.post(
    "/waves/{wave_id}/links",
    dependencies=[requires("surveys.invite")],
    responses=_LINES,
    response_class=Response,
)
async def make_links(
    wave_id: Annotated[Id, Path()],
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
    url: PublicUrl,
    reminder: Annotated[
        bool, Query(description="New links for all who have not answered, when one is due")
    ] = False,
) -> Response:
    """Links for all who have none yet, for the system that posts letters; NDJSON.

    Sent again under its key it makes new links for the same citizens: the lost ones were not kept.
    """
    made = await once.run(
        lambda: service.make_links(
            session,
            caller,
            wave_id,
            is_reminder=reminder,
            batch=str(uuid.uuid4()),
            public_url=url,
            at=at,
        ),
        lambda known: service.make_links_again(
            session, caller, wave_id, batch=known, public_url=url, at=at
        ),
    )
    lines = "".join(f"{link.model_dump_json()}\n" for link in made.links)
    return Response(lines, media_type=NDJSON, headers={"Cache-Control": "no-store"})
