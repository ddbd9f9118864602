"""Offers over HTTP."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from kit import pages, preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import Page, PageRequestDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from visitation.offers import imports, queries, schemas, service
from visitation.offers.models import Act, Offer, Status
from visitation.offers.texts import CodeText, Id
from visitation.offers.uploads import REQUEST_BODY, OptionsDep, UploadDep

router = APIRouter(prefix="/v1/offers", tags=["offers"])


async def wanted(
    status: Status | None = None,
    kind: CodeText | None = None,
    target_group: CodeText | None = None,
    provider_id: Id | None = None,
    q: Annotated[
        str | None, Query(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")
    ] = None,
) -> queries.Wanted:
    """Which offers the query asks for; ``q`` looks in name, provider and description."""
    return queries.Wanted(status, kind, target_group, provider_id, q)


WantedDep = Annotated[queries.Wanted, Depends(wanted)]


@dataclass(frozen=True, slots=True)
class Acting:
    """What the four acts on an offer have in common."""

    session: SessionDep
    caller: CallerDep
    once: OnceDep
    expected: OptionalDep
    at: Now

    async def do(self, act: Act, offer_id: str) -> Offer:
        """Do it once, however often it is sent."""
        return await self.once.run(
            lambda: service.act_on_offer(
                self.session, self.caller, offer_id, act, self.expected, at=self.at
            ),
            lambda known: queries.get_offer(self.session, self.caller, known),
        )


ActingDep = Annotated[Acting, Depends(scope="function")]


@router.post("", status_code=201, dependencies=[requires("offers.write")])
async def create_offer(
    body: schemas.NewOffer,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.Offer:
    """A new offer as a draft; only its name must be known."""
    offer = await once.run(
        lambda: service.create_offer(session, caller, body, at=at),
        lambda offer_id: queries.get_offer(session, caller, offer_id),
    )
    response.headers["Location"] = f"{request.url.path}/{offer.id}"
    return _answer(offer, caller, response)


@router.get("", dependencies=[requires("offers.read")])
async def list_offers(
    wanted: WantedDep,
    page: PageRequestDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
) -> Page[schemas.Offer]:
    """Offers in the alphabetical order of their names."""
    rows = await queries.list_offers(
        session, caller, wanted, after=page.after(str, str), limit=page.limit
    )
    offers, cursor = pages.cut(rows, page.limit, lambda offer: (offer.name_key, offer.id))
    pages.link_next(request, response, cursor)
    return Page(items=[service.present(offer, caller) for offer in offers], next=cursor)


@router.post(
    "/import",
    dependencies=[requires("offers.import")],
    openapi_extra=REQUEST_BODY,
)
async def import_offers(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> schemas.ImportReport:
    """Offers in bulk with their final state: NDJSON, a JSON array or CSV, up to 10,000 rows."""
    return await imports.import_offers(session, caller, upload, options, at=at)


@router.get("/{offer_id}", dependencies=[requires("offers.read")])
async def get_offer(
    offer_id: Id, response: Response, session: SessionDep, caller: CallerDep
) -> schemas.Offer:
    """One offer; its ETag is what a replacement sends back as If-Match."""
    return _answer(await queries.get_offer(session, caller, offer_id), caller, response)


@router.put("/{offer_id}", dependencies=[requires("offers.write")])
async def replace_offer(
    offer_id: Id,
    body: schemas.Content,
    expected: RequiredDep,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Offer:
    """The whole content anew; the same content again makes no new version."""
    offer = await service.revise_offer(session, caller, offer_id, body, expected, at=at)
    return _answer(offer, caller, response)


@router.get("/{offer_id}/versions", dependencies=[requires("offers.read")])
async def list_offer_versions(
    offer_id: Id,
    page: PageRequestDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
) -> Page[schemas.OfferVersion]:
    """Every version of an offer, the newest first: what it said, and who changed it when."""
    rows = await queries.list_versions(
        session, caller, offer_id, before=page.after(int), limit=page.limit
    )
    versions, cursor = pages.cut(rows, page.limit, lambda version: (version.version,))
    pages.link_next(request, response, cursor)
    items = [schemas.OfferVersion.model_validate(version) for version in versions]
    return Page(items=items, next=cursor)


@router.post("/{offer_id}/publish", dependencies=[requires("offers.publish")])
async def publish_offer(offer_id: Id, acting: ActingDep, response: Response) -> schemas.Offer:
    """Let caseworkers choose the offer; whatever it lacks is pointed at."""
    return _answer(await acting.do("publish", offer_id), acting.caller, response)


@router.post("/{offer_id}/pause", dependencies=[requires("offers.publish")])
async def pause_offer(offer_id: Id, acting: ActingDep, response: Response) -> schemas.Offer:
    """Take the offer out of the range for a while."""
    return _answer(await acting.do("pause", offer_id), acting.caller, response)


@router.post("/{offer_id}/resume", dependencies=[requires("offers.publish")])
async def resume_offer(offer_id: Id, acting: ActingDep, response: Response) -> schemas.Offer:
    """Let the offer be chosen again after a pause."""
    return _answer(await acting.do("resume", offer_id), acting.caller, response)


@router.post("/{offer_id}/close", dependencies=[requires("offers.publish")])
async def close_offer(offer_id: Id, acting: ActingDep, response: Response) -> schemas.Offer:
    """Take the offer out of the range for good; its versions stay."""
    return _answer(await acting.do("close", offer_id), acting.caller, response)


def _answer(offer: Offer, caller: CallerDep, response: Response) -> schemas.Offer:
    response.headers["ETag"] = preconditions.etag(offer)
    return service.present(offer, caller)
