"""Templates over HTTP."""

from fastapi import APIRouter, Request, Response

from kit import pages, preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import Page, PageRequestDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from visitation.offer_templates import queries, schemas, service

router = APIRouter(prefix="/v1/offer-templates", tags=["offer templates"], **COMPLETE)


@router.post("", status_code=201, dependencies=[requires("offers.write")])
async def create_offer_template(
    body: schemas.NewTemplate,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.Template:
    """A new template: a name, and whatever offers that start from it are to say."""
    template = await once.run(
        lambda: service.create_template(session, caller, body, at=at),
        lambda template_id: queries.get_template(session, caller, template_id),
    )
    response.headers["Location"] = f"{request.url.path}/{template.id}"
    response.headers["ETag"] = preconditions.etag(template)
    return schemas.present(template, caller)


@router.get("", dependencies=[requires("offers.read")])
async def list_offer_templates(
    page: PageRequestDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
) -> Page[schemas.Template]:
    """The municipality's templates in the alphabetical order of their names."""
    rows = await queries.list_templates(
        session, caller, after=page.after(str, str), limit=page.limit
    )
    found, cursor = pages.cut(rows, page.limit, lambda each: (each.name_key, each.id))
    pages.link_next(request, response, cursor)
    return Page(items=[schemas.present(each, caller) for each in found], next=cursor)


@router.get("/{template_id}", dependencies=[requires("offers.read")])
async def get_offer_template(
    template_id: Id, response: Response, session: SessionDep, caller: CallerDep
) -> schemas.Template:
    """One template; its ETag is what a replacement sends back as If-Match."""
    template = await queries.get_template(session, caller, template_id)
    response.headers["ETag"] = preconditions.etag(template)
    return schemas.present(template, caller)


@router.put("/{template_id}", dependencies=[requires("offers.write")])
async def replace_offer_template(
    template_id: Id,
    body: schemas.TemplateContent,
    expected: RequiredDep,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Template:
    """The whole template anew; offers that were started from it stay as they are."""
    template = await service.revise_template(session, caller, template_id, body, expected, at=at)
    response.headers["ETag"] = preconditions.etag(template)
    return schemas.present(template, caller)


@router.delete("/{template_id}", status_code=204, dependencies=[requires("offers.write")])
async def delete_offer_template(
    template_id: Id, expected: OptionalDep, session: SessionDep, caller: CallerDep
) -> None:
    """Do away with a template; offers that were started from it stay as they are."""
    await service.delete_template(session, caller, template_id, expected)
