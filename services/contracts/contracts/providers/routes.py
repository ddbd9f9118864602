"""Providers over HTTP."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.filters import Words
from contracts.providers import imports, queries, schemas, service
from contracts.providers.models import Kind
from kit import pages, preconditions
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload, request_body, upload_reader
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import PageRequestDep
from kit.preconditions import RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id

router = APIRouter(prefix="/v1/providers", tags=["providers"], **COMPLETE)

ANSWER: dict[str, Any] = {"response_model": schemas.ProviderAnswer}
UploadDep = Annotated[Upload, Depends(upload_reader(max_bytes=imports.MAX_BYTES))]


@router.post("", status_code=201, dependencies=[requires("providers.write")], **ANSWER)
async def create_provider(
    body: schemas.NewProvider,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.ProviderAnswer:
    """Register a provider: a company by its CVR number, or a unit of the municipality's own."""
    provider = await once.run(
        lambda: service.create_provider(session, caller, body, at=at),
        lambda provider_id: queries.get_provider(session, caller, provider_id),
    )
    response.headers["Location"] = f"{request.url.path}/{provider.id}"
    response.headers["ETag"] = preconditions.etag(provider)
    return schemas.present(provider, caller)


@router.get("", dependencies=[requires("providers.read")])
async def list_providers(
    page: PageRequestDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    q: Annotated[
        Words | None, Query(description="Beginnings of words in name and town, or a CVR number")
    ] = None,
    kind: Kind | None = None,
    count: Literal["exact"] | None = None,
) -> schemas.ProviderPage:
    """Providers in the alphabetical order of their names; a provider's staff see their own."""
    rows = await queries.list_providers(
        session, caller, q=q, kind=kind, after=page.after(str, str), limit=page.limit
    )
    found, cursor = pages.cut(rows, page.limit, lambda each: (each.name_key, each.id))
    pages.link_next(request, response, cursor)
    total = await queries.count_providers(session, caller, q=q, kind=kind) if count else None
    items = [schemas.present(each, caller) for each in found]
    return schemas.ProviderPage(items=items, next=cursor, count=total)


@router.post(
    "/import",
    dependencies=[requires("providers.write")],
    openapi_extra=request_body(schemas.ImportedProvider, noun="provider", csv=schemas.CSV),
)
async def import_providers(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> Report:
    """Providers in bulk; what is not in the batch stays as it is."""
    return await imports.import_providers(session, caller, upload, options, at=at)


@router.get("/{provider_id}", dependencies=[requires("providers.read")], **ANSWER)
async def get_provider(
    provider_id: Id, response: Response, session: SessionDep, caller: CallerDep
) -> schemas.ProviderAnswer:
    """One provider; its ETag is what a replacement sends back as If-Match."""
    provider = await queries.get_provider(session, caller, provider_id)
    response.headers["ETag"] = preconditions.etag(provider)
    return schemas.present(provider, caller)


@router.put("/{provider_id}", dependencies=[requires("providers.write")], **ANSWER)
async def replace_provider(
    provider_id: Id,
    body: schemas.Content,
    expected: RequiredDep,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.ProviderAnswer:
    """The whole content anew; the same content again makes no new version."""
    provider = await service.revise_provider(session, caller, provider_id, body, expected, at=at)
    response.headers["ETag"] = preconditions.etag(provider)
    return schemas.present(provider, caller)
