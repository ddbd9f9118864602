"""Offers over HTTP, one at a time."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from kit import preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from visitation.offers import answers, completeness, queries, reading, schemas, service
from visitation.offers.freshness import FreshMonths
from visitation.offers.models import Offer
from visitation.offers.rules import Act

router = APIRouter(prefix="/v1/offers", tags=["offers"], **COMPLETE)

ANSWER: dict[str, Any] = {"response_model": schemas.Offer}


@dataclass(frozen=True, slots=True)
class Asking:
    """What every request about one offer has in common."""

    session: SessionDep
    caller: CallerDep
    months: FreshMonths
    at: Now

    async def answer(self, offer: Offer, *, created: Request | None = None) -> Response:
        """The offer as this caller gets it; it was validated on its way in."""
        body = await reading.present(
            self.session, self.caller, offer, months=self.months, at=self.at
        )
        headers = {"ETag": preconditions.etag(offer)}
        if created is not None:
            headers["Location"] = f"{created.scope.get('root_path', '')}/v1/offers/{offer.id}"
        return Response(
            answers.write(body),
            status_code=200 if created is None else 201,
            headers=headers,
            media_type="application/json",
        )


AskingDep = Annotated[Asking, Depends(scope="function")]


@dataclass(frozen=True, slots=True)
class Acting:
    """What the acts on an offer have in common."""

    asking: AskingDep
    once: OnceDep
    expected: OptionalDep

    async def do(self, act: Act, offer_id: str) -> Response:
        """Do it once, however often it is sent."""
        session, caller, at = self.asking.session, self.asking.caller, self.asking.at
        offer = await self.once.run(
            lambda: service.act_on_offer(session, caller, offer_id, act, self.expected, at=at),
            lambda known: queries.get_offer(session, caller, known),
        )
        return await self.asking.answer(offer)


ActingDep = Annotated[Acting, Depends(scope="function")]


@router.post("", status_code=201, dependencies=[requires("offers.write")], **ANSWER)
async def create_offer(
    body: schemas.NewOffer,
    request: Request,
    asking: AskingDep,
    once: OnceDep,
    template: Annotated[
        Id | None, Query(description="As template_id in the body; this one counts")
    ] = None,
) -> Response:
    """A new offer as a draft; only its name must be known, from the body or a template."""
    session, caller = asking.session, asking.caller
    offer = await once.run(
        lambda: service.create_offer(session, caller, body, template_id=template, at=asking.at),
        lambda offer_id: queries.get_offer(session, caller, offer_id),
    )
    return await asking.answer(offer, created=request)


@router.get("/{offer_id}", dependencies=[requires("offers.read")], **ANSWER)
async def get_offer(offer_id: Id, asking: AskingDep) -> Response:
    """One offer; its ETag is what a replacement sends back as If-Match."""
    return await asking.answer(await queries.get_offer(asking.session, asking.caller, offer_id))


@router.put("/{offer_id}", dependencies=[requires("offers.write")], **ANSWER)
async def replace_offer(
    offer_id: Id, body: schemas.Content, expected: RequiredDep, asking: AskingDep
) -> Response:
    """The whole content anew; the same content again makes no new version."""
    offer = await service.revise_offer(
        asking.session, asking.caller, offer_id, body, expected, at=asking.at
    )
    return await asking.answer(offer)


@router.put("/{offer_id}/predecessors", dependencies=[requires("offers.write")], **ANSWER)
async def replace_offer_predecessors(
    offer_id: Id, body: schemas.Predecessors, expected: RequiredDep, asking: AskingDep
) -> Response:
    """The offers that this one came instead of; one to one carries the figures over."""
    offer = await service.link_offer(
        asking.session, asking.caller, offer_id, body.offer_ids, expected, at=asking.at
    )
    return await asking.answer(offer)


@router.delete("/{offer_id}/predecessors", dependencies=[requires("offers.write")], **ANSWER)
async def delete_offer_predecessors(
    offer_id: Id, expected: OptionalDep, asking: AskingDep
) -> Response:
    """The offer comes instead of no other."""
    offer = await service.link_offer(
        asking.session, asking.caller, offer_id, [], expected, at=asking.at
    )
    return await asking.answer(offer)


@router.get("/{offer_id}/completeness", dependencies=[requires("offers.read")])
async def get_offer_completeness(offer_id: Id, asking: AskingDep) -> completeness.Completeness:
    """What the offer lacks, or says in a way that should be looked at, and what to do about it."""
    return await reading.judge_offer(
        asking.session, asking.caller, offer_id, months=asking.months, at=asking.at
    )


@router.post("/{offer_id}/copy", status_code=201, dependencies=[requires("offers.write")], **ANSWER)
async def copy_offer(
    offer_id: Id, body: schemas.Copying, request: Request, asking: AskingDep, once: OnceDep
) -> Response:
    """A new draft that says what this offer says."""
    session, caller = asking.session, asking.caller
    offer = await once.run(
        lambda: service.copy_offer(session, caller, offer_id, body, at=asking.at),
        lambda known: queries.get_offer(session, caller, known),
    )
    return await asking.answer(offer, created=request)


@router.post("/{offer_id}/confirm", dependencies=[requires("offers.write")], **ANSWER)
async def confirm_offer(offer_id: Id, acting: ActingDep) -> Response:
    """Vouch that what the offer says is still right."""
    return await acting.do("confirm", offer_id)


@router.post("/{offer_id}/publish", dependencies=[requires("offers.publish")], **ANSWER)
async def publish_offer(offer_id: Id, acting: ActingDep) -> Response:
    """Let caseworkers choose the offer; whatever it lacks is pointed at."""
    return await acting.do("publish", offer_id)


@router.post("/{offer_id}/pause", dependencies=[requires("offers.publish")], **ANSWER)
async def pause_offer(offer_id: Id, acting: ActingDep) -> Response:
    """Take the offer out of the range for a while."""
    return await acting.do("pause", offer_id)


@router.post("/{offer_id}/resume", dependencies=[requires("offers.publish")], **ANSWER)
async def resume_offer(offer_id: Id, acting: ActingDep) -> Response:
    """Let the offer be chosen again after a pause."""
    return await acting.do("resume", offer_id)


@router.post("/{offer_id}/close", dependencies=[requires("offers.publish")], **ANSWER)
async def close_offer(offer_id: Id, acting: ActingDep) -> Response:
    """Take the offer out of the range for good; its versions stay."""
    return await acting.do("close", offer_id)
