"""The way in for the registers, and the list of what came in."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from effects.registers import queries, schemas, service, upload
from kit import pages
from kit.clock import Now
from kit.database import SessionDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires

router = APIRouter(prefix="/v1/registers", tags=["registers"])

_TAKEN_BEFORE: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {
        "description": "Taken before, or a dry run: nothing was changed",
        "model": schemas.Import | schemas.DryRun,
    }
}


# The upload stands before the session: a slow sender must not hold a transaction open.
@router.post(
    "/{register}/imports",  # noqa: FAST003 - the options read the register
    status_code=HTTPStatus.CREATED,
    dependencies=[requires("registers.import")],
    responses=_TAKEN_BEFORE,
    openapi_extra=upload.REQUEST_BODY,
)
async def import_register(
    options: schemas.ImportOptionsDep,
    received: upload.UploadDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
    response: Response,
) -> schemas.Import | schemas.DryRun:
    """Take a register file in: all of it or nothing; the same content again changes nothing."""
    taken = await service.take_import(session, caller, received, options, at=at)
    if isinstance(taken, schemas.DryRun) or taken.already:
        response.status_code = HTTPStatus.OK
    return taken


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
    shown, cursor = pages.cut(rows, page.limit, lambda row: (row.version,))
    pages.link_next(request, response, cursor)
    return pages.Page(items=[schemas.show_import(row) for row in shown], next=cursor)


@router.get("/{register}/imports/{import_id}", dependencies=[requires("registers.read")])
async def get_register_import(
    register: schemas.Register, import_id: str, session: SessionDep, caller: CallerDep
) -> schemas.Import:
    """One import of a register."""
    return schemas.show_import(await queries.get_import(session, caller, register, import_id))
