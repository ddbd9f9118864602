"""API clients over HTTP, for an administrator of their municipality."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from gateway.clients import administration, models, queries, schemas
from gateway.clients.models import State
from kit import pages, preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import Page, PageRequestDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE

router = APIRouter(
    prefix="/v1/clients", tags=["clients"], dependencies=[requires("clients.manage")], **COMPLETE
)

_NO_STORE = {"Cache-Control": "no-store"}
_ETAG = {"ETag": {"description": "The version, for If-Match", "schema": {"type": "string"}}}
_LOCATION = {"Location": {"description": "The client", "schema": {"type": "string"}}}
_ANSWERS_ETAG: dict[int | str, dict[str, Any]] = {200: {"headers": _ETAG}}


async def wanted(
    state: State | None = None,
    role: Annotated[str | None, Query(pattern="^[a-z_]{1,40}$")] = None,
    q: Annotated[
        str | None, Query(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")
    ] = None,
) -> queries.Wanted:
    """Which clients the query asks for; ``q`` looks in name, id and provider."""
    return queries.Wanted(state, role, q)


WantedDep = Annotated[queries.Wanted, Depends(wanted)]


@router.post("", status_code=201, responses={201: {"headers": _ETAG | _LOCATION}})
async def create_client(
    body: schemas.NewClient,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.IssuedClient:
    """Let a system in; its secret is in this answer and nowhere else."""
    issued = await once.run(
        lambda: administration.create_client(session, caller, body, at=at),
        lambda client_id: administration.get_issued(session, caller, client_id),
    )
    response.headers["Location"] = f"{request.url.path}/{issued.id}"
    return _issued(issued, response, at)


@router.get("")
async def list_clients(
    wanted: WantedDep,
    page: PageRequestDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> Page[schemas.Client]:
    """The municipality's clients in the alphabetical order of their names."""
    rows = await queries.list_clients_of(
        session, caller, wanted, at=at, after=page.after(str, str), limit=page.limit
    )
    clients, cursor = pages.cut(rows, page.limit, lambda client: (client.name_key, client.id))
    pages.link_next(request, response, cursor)
    return Page(items=[schemas.present(client, at=at) for client in clients], next=cursor)


@router.get("/{client_id}", responses=_ANSWERS_ETAG)
async def get_client(
    client_id: schemas.ClientId, response: Response, session: SessionDep, caller: CallerDep, at: Now
) -> schemas.Client:
    """One client; its ETag is what a replacement sends back as If-Match."""
    return _answer(await queries.get_client(session, caller, client_id), response, at)


@router.put("/{client_id}", responses=_ANSWERS_ETAG)
async def replace_client(
    client_id: schemas.ClientId,
    body: schemas.Content,
    expected: RequiredDep,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Client:
    """Name, role, expiry and keys anew; with another role or provider its tokens die."""
    client = await administration.revise_client(session, caller, client_id, body, expected, at=at)
    return _answer(client, response, at)


@router.post("/{client_id}/rotate", responses=_ANSWERS_ETAG)
async def rotate_client(
    client_id: schemas.ClientId,
    body: schemas.Rotation,
    expected: OptionalDep,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.IssuedClient:
    """A new secret, shown in this answer alone; the present one may go on for some days."""
    issued = await once.run(
        lambda: administration.rotate_client(session, caller, client_id, body, expected, at=at),
        lambda known: administration.get_issued(session, caller, known),
    )
    return _issued(issued, response, at)


@router.post("/{client_id}/revoke", responses=_ANSWERS_ETAG)
async def revoke_client(
    client_id: schemas.ClientId,
    expected: OptionalDep,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.Client:
    """Close the client for good: no further token, and those it holds end within seconds."""
    client = await once.run(
        lambda: administration.revoke_client(session, caller, client_id, expected, at=at),
        lambda known: queries.get_client(session, caller, known),
    )
    return _answer(client, response, at)


def _answer(client: models.Client, response: Response, at: Now) -> schemas.Client:
    response.headers["ETag"] = preconditions.etag(client)
    return schemas.present(client, at=at)


def _issued(issued: administration.Issued, response: Response, at: Now) -> schemas.IssuedClient:
    response.headers.update(_NO_STORE)
    response.headers["ETag"] = preconditions.etag(issued.client)
    return schemas.present_issued(issued.client, issued.secret, at=at)
