"""Waves over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from kit import pages, preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import PageRequestDep
from kit.preconditions import OptionalDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from surveys.waves import queries, responses, schemas, service

router = APIRouter(prefix="/v1/waves", tags=["waves"], **COMPLETE)

WaveId = Annotated[Id, Path()]


@router.post("", status_code=201, dependencies=[requires("surveys.write")])
async def create_wave(
    body: schemas.NewWave,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
    request: Request,
    response: Response,
) -> schemas.Wave:
    """Ask everybody whose course ends within a period; each course is asked about once."""
    wave = await once.run(
        lambda: service.create_wave(session, caller, body, at=at),
        lambda known: queries.get_wave(session, caller, known),
    )
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/v1/waves/{wave.id}"
    response.headers["ETag"] = preconditions.etag(wave)
    return service.show(wave, caller, at=at)


@router.get("", dependencies=[requires("surveys.read")])
async def list_waves(
    session: SessionDep,
    caller: CallerDep,
    page: PageRequestDep,
    at: Now,
    request: Request,
    response: Response,
) -> pages.Page[schemas.Wave]:
    """Every wave, the newest first."""
    waves, cursor = await queries.list_waves(session, caller, page)
    pages.link_next(request, response, cursor)
    return pages.Page(items=[service.show(wave, caller, at=at) for wave in waves], next=cursor)


@router.get("/{wave_id}", dependencies=[requires("surveys.read")])
async def get_wave(
    wave_id: WaveId, session: SessionDep, caller: CallerDep, at: Now, response: Response
) -> schemas.Wave:
    """One wave."""
    wave = await queries.get_wave(session, caller, wave_id)
    response.headers["ETag"] = preconditions.etag(wave)
    return service.show(wave, caller, at=at)


@router.post("/{wave_id}/close", dependencies=[requires("surveys.write")])
async def close_wave(
    wave_id: WaveId,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    expected: OptionalDep,
    at: Now,
    response: Response,
) -> schemas.Wave:
    """Take no more answers from now on."""
    wave = await once.run(
        lambda: service.close_wave(session, caller, wave_id, expected, at=at),
        lambda known: queries.get_wave(session, caller, known),
    )
    response.headers["ETag"] = preconditions.etag(wave)
    return service.show(wave, caller, at=at)


@router.get("/{wave_id}/response", dependencies=[requires("surveys.read")])
async def get_wave_response(
    wave_id: WaveId, session: SessionDep, caller: CallerDep, at: Now
) -> schemas.Response:
    """How many of those asked have answered; hidden where they are few."""
    return await responses.response_of(session, caller, wave_id, at=at)
