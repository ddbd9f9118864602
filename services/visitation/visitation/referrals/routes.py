"""Referrals over HTTP, one at a time."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from kit import preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from visitation.referrals import (
    act_schemas,
    answers,
    keeping,
    ordering,
    queries,
    schemas,
    service,
    writing,
)
from visitation.referrals.models import Referral

router = APIRouter(prefix="/v1/referrals", tags=["referrals"], **COMPLETE)


@dataclass(frozen=True, slots=True)
class Asking:
    """What every request about one referral has in common."""

    session: SessionDep
    caller: CallerDep
    response: Response
    at: Now

    def answer(self, referral: Referral) -> schemas.Referral:
        """The referral as this caller gets it; it was validated on its way in."""
        self.response.headers["ETag"] = preconditions.etag(referral)
        self.response.headers["Cache-Control"] = "no-store"
        return answers.answer(referral, self.caller)

    async def again(self, referral_id: str) -> Referral:
        """The referral of a request that was sent again."""
        referral = await queries.get_referral(self.session, self.caller, referral_id)
        await keeping.note(self.session, self.caller, referral, "referrals.read", at=self.at)
        return referral


AskingDep = Annotated[Asking, Depends(scope="function")]


@router.post("", status_code=201, dependencies=[requires("referrals.write")])
async def create_referral(
    body: schemas.NewReferral, request: Request, asking: AskingDep, once: OnceDep
) -> schemas.Referral:
    """A new referral as a draft; only citizen and offer must be known."""
    referral = await once.run(
        lambda: writing.create_referral(asking.session, asking.caller, body, at=asking.at),
        asking.again,
    )
    place = f"{request.scope.get('root_path', '')}/v1/referrals/{referral.id}"
    asking.response.headers["Location"] = place
    return asking.answer(referral)


@router.get("/{referral_id}", dependencies=[requires("referrals.read")])
async def get_referral(referral_id: Id, asking: AskingDep) -> schemas.Referral:
    """One referral; its ETag is what a replacement sends back as If-Match."""
    return asking.answer(await asking.again(referral_id))


@router.get("/{referral_id}/history", dependencies=[requires("referrals.read")])
async def get_referral_history(referral_id: Id, asking: AskingDep) -> schemas.History:
    """What was done with it: when it happened, and when and by whom it was registered."""
    referral = await asking.again(referral_id)
    acts = await queries.list_acts(asking.session, referral)
    return schemas.History(items=[answers.done(act, asking.caller) for act in acts])


@router.put("/{referral_id}", dependencies=[requires("referrals.write")])
async def replace_referral(
    referral_id: Id, body: schemas.Content, expected: RequiredDep, asking: AskingDep
) -> schemas.Referral:
    """The whole content of a draft anew; a wish for approval is taken back with it."""
    referral = await writing.revise_referral(
        asking.session, asking.caller, referral_id, body, expected, at=asking.at
    )
    return asking.answer(referral)


@router.post("/{referral_id}/align", dependencies=[requires("referrals.order")])
async def align_referral(
    referral_id: Id,
    body: act_schemas.Aligning,
    asking: AskingDep,
    expected: OptionalDep,
    once: OnceDep,
) -> schemas.Referral:
    """Keep an expectation alignment; nobody starts without one."""
    referral = await once.run(
        lambda: service.align_referral(
            asking.session, asking.caller, referral_id, body, expected, at=asking.at
        ),
        asking.again,
    )
    return asking.answer(referral)


@router.post("/{referral_id}/order", dependencies=[requires("referrals.order")])
async def order_referral(
    referral_id: Id,
    asking: AskingDep,
    expected: OptionalDep,
    once: OnceDep,
    body: act_schemas.Doing | None = None,
) -> schemas.Referral:
    """Place the order, or ask for the approval that it needs; whatever it lacks is pointed at."""
    said_at = body.happened_at if body else None
    referral = await once.run(
        lambda: ordering.order_referral(
            asking.session, asking.caller, referral_id, "order", said_at, expected, at=asking.at
        ),
        asking.again,
    )
    return asking.answer(referral)


@router.post("/{referral_id}/approve", dependencies=[requires("referrals.approve")])
async def approve_referral(
    referral_id: Id,
    asking: AskingDep,
    expected: OptionalDep,
    once: OnceDep,
    body: act_schemas.Doing | None = None,
) -> schemas.Referral:
    """Approve what was asked for, which places the order."""
    said_at = body.happened_at if body else None
    referral = await once.run(
        lambda: ordering.order_referral(
            asking.session, asking.caller, referral_id, "approve", said_at, expected, at=asking.at
        ),
        asking.again,
    )
    return asking.answer(referral)


@router.post("/{referral_id}/abort", dependencies=[requires("referrals.order")])
async def abort_referral(
    referral_id: Id,
    body: act_schemas.Aborting,
    asking: AskingDep,
    expected: OptionalDep,
    once: OnceDep,
) -> schemas.Referral:
    """End it before time; before its start that withdraws it."""
    referral = await once.run(
        lambda: service.abort_referral(
            asking.session, asking.caller, referral_id, body, expected, at=asking.at
        ),
        asking.again,
    )
    return asking.answer(referral)


@router.post("/{referral_id}/assess", dependencies=[requires("referrals.order")])
async def assess_referral(
    referral_id: Id,
    body: act_schemas.Assessing,
    asking: AskingDep,
    expected: OptionalDep,
    once: OnceDep,
) -> schemas.Referral:
    """Say goal by goal what was reached, and what comes next."""
    referral = await once.run(
        lambda: service.assess_referral(
            asking.session, asking.caller, referral_id, body, expected, at=asking.at
        ),
        asking.again,
    )
    return asking.answer(referral)
