"""The way in for the registers, and the list of what came in."""

from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from effects.registers import decisions, queries, schemas, service, upload
from kit import pages
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1/registers", tags=["registers"], **COMPLETE)

_ANSWERS: dict[int | str, dict[str, Any]] = {
    HTTPStatus.ACCEPTED: {
        "description": "It looks wrong: kept, but not used until a person decides",
        "model": schemas.Import,
    },
    HTTPStatus.OK: {
        "description": "Taken before, or a dry run: nothing was changed",
        "model": schemas.Import | schemas.DryRun,
    },
}


# The upload stands before the session: a slow sender must not hold a transaction open.
@router.post(
    "/{register}/imports",  # noqa: FAST003 - the options read the register
    status_code=HTTPStatus.CREATED,
    dependencies=[requires("registers.import")],
    responses=_ANSWERS,
    openapi_extra=upload.REQUEST_BODY,
)
async def import_register(
    options: schemas.ImportOptionsDep,
    received: upload.UploadDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
    request: Request,
    response: Response,
) -> schemas.Import | schemas.DryRun:
    """Take a register file in: all of it or nothing; the same content again changes nothing.

    A file that looks wrong is kept and answered 202 with what was found; it is used when a person
    overrides that, and figures go on being computed from what was there before.
    """
    settings = request.app.state.settings
    taken = await service.take_import(session, caller, received, options, settings, at=at)
    response.status_code = _status_of(taken)
    return taken


def _status_of(taken: schemas.Import | schemas.DryRun) -> HTTPStatus:
    if isinstance(taken, schemas.Import) and taken.state == "quarantined":
        return HTTPStatus.ACCEPTED
    is_new = isinstance(taken, schemas.Import) and not taken.already
    return HTTPStatus.CREATED if is_new else HTTPStatus.OK


@router.get("/{register}/imports", dependencies=[requires("registers.read")])
async def list_register_imports(
    register: schemas.Register,
    session: SessionDep,
    caller: CallerDep,
    page: PageRequestDep,
    request: Request,
    response: Response,
) -> pages.Page[schemas.Import]:
    """Every import of a register, newest first."""
    rows = await queries.list_imports(session, caller, register, page)
    shown, cursor = pages.cut(rows, page.limit, lambda row: (row.registered_at.isoformat(), row.id))
    pages.link_next(request, response, cursor)
    return pages.Page(items=[schemas.show_import(row, caller) for row in shown], next=cursor)


@router.get("/{register}/imports/{import_id}", dependencies=[requires("registers.read")])
async def get_register_import(
    register: schemas.Register, import_id: str, session: SessionDep, caller: CallerDep
) -> schemas.Import:
    """One import of a register."""
    found = await queries.get_import(session, caller, register, import_id)
    return schemas.show_import(found, caller)


@router.post("/{register}/imports/{import_id}/override", dependencies=[requires(schemas.OVERRIDE)])
async def override_register_import(
    register: schemas.Register,
    import_id: str,
    wanted: schemas.Reason,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
    once: OnceDep,
) -> schemas.Import:
    """Use an import although it looks wrong; it becomes the register's next version."""
    return await once.run(
        partial(decisions.override, session, caller, register, import_id, wanted.reason, at=at),
        partial(decisions.show, session, caller, register),
    )


@router.post("/{register}/imports/{import_id}/discard", dependencies=[requires(schemas.OVERRIDE)])
async def discard_register_import(
    register: schemas.Register,
    import_id: str,
    wanted: schemas.Reason,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
    once: OnceDep,
) -> schemas.Import:
    """Never use an import that looks wrong; its rows are deleted."""
    return await once.run(
        partial(decisions.discard, session, caller, register, import_id, wanted.reason, at=at),
        partial(decisions.show, session, caller, register),
    )
