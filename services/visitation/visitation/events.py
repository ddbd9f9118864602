"""The facts that visitation publishes, each with the whole public state of its subject."""

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from pydantic import BaseModel

from kit import outbox
from kit.texts import Amount
from visitation.citizens.models import Citizen
from visitation.offers.rules import OfferRules, Status
from visitation.offers.schemas import Place, Price, public_state
from visitation.offers.texts import Hours
from visitation.referrals.rules import ReferralRules
from visitation.referrals.statuses import Status as ReferralStatus


class OfferState(outbox.Fact):
    """An offer as everybody may know it; not published under this name."""

    subject_field: ClassVar[str] = "offer_id"
    right: ClassVar[str] = "offers.read"
    provider_field: ClassVar[str | None] = "provider_id"

    offer_id: str
    version: int
    status: Status
    name: str
    provider_id: str | None
    provider_name: str | None
    agreement_id: str | None
    kind: str | None
    content_elements: list[str]
    description: str
    target_groups: list[str]
    match_groups: list[str]
    themes: list[str]
    hours_per_week: Hours | None
    duration_weeks: int | None
    price: Price | None
    place: Place | None
    accessible: bool | None
    accessibility_note: str
    intake: str | None
    capacity: int | None
    prerequisites: str
    languages: list[str]
    package_of: list[str]
    predecessors: list[str]
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    paused_at: datetime | None
    resumed_at: datetime | None
    closed_at: datetime | None
    confirmed_at: datetime | None


class OfferPublished(OfferState):
    """The offer can be chosen: published, resumed after a pause, or revised while it could be."""


class OfferPaused(OfferState):
    """The offer cannot be chosen for the time being, or was revised while it could not."""


class OfferClosed(OfferState):
    """The offer cannot be chosen any more."""


class PublicTarget(BaseModel):
    """What a referral aims at, without the words in which it was put."""

    kind: Literal["theme", "condition"]
    theme: str | None


class ReferralState(outbox.Fact):
    """A referral as those with the right may know it; not published under this name."""

    subject_field: ClassVar[str] = "referral_id"
    right: ClassVar[str] = "referrals.read"
    provider_field: ClassVar[str | None] = "provider_id"

    referral_id: str
    version: int
    status: ReferralStatus
    citizen_id: str
    offer_id: str
    offer_version: int | None
    offer_kind: str | None
    provider_id: str | None
    agreement_id: str | None
    cohort_id: str | None
    target_group: str | None
    match_group: str | None
    birth_year: int | None
    business_oriented: bool
    price_dkk: Amount | None
    hours_per_week: Hours | None
    duration_weeks: int | None
    targets: list[PublicTarget]
    reason_code: str | None
    planned_starts_on: date | None
    planned_ends_on: date | None
    ordered_at: datetime
    aligned_at: datetime | None
    accepted_at: datetime | None
    declined_at: datetime | None
    decline_reason: str | None
    started_on: date | None
    ended_on: date | None
    completed_at: datetime | None
    aborted_at: datetime | None
    abort_reason: str | None
    assessed_at: datetime | None
    next_step: str | None
    updated_at: datetime


class ReferralOrdered(ReferralState):
    """The citizen is ordered to the offer."""


class ExpectationsAligned(ReferralState):
    """The citizen has acknowledged what is expected, after the order was placed."""


class ReferralChanged(ReferralState):
    """The provider has accepted or declined, or something else changed on the way."""


class ReferralStarted(ReferralState):
    """The citizen has begun."""


class ReferralCompleted(ReferralState):
    """The course was followed to its end."""


class ReferralAborted(ReferralState):
    """The course was left before its end, or never begun."""


class ReferralAssessed(ReferralState):
    """Caseworker and citizen have judged what was reached."""


class CitizenRegistered(outbox.Fact):
    """Somebody is known by this id, or what others may know of them has changed."""

    subject_field: ClassVar[str] = "citizen_id"
    right: ClassVar[str] = "citizens.read"

    citizen_id: str
    birth_year: int | None
    target_group: str | None
    match_group: str | None
    on_support_since: date | None
    registered_at: datetime
    updated_at: datetime


class CitizensMerged(outbox.Fact):
    """An id stands for another citizen from now on; also when that one was merged in turn."""

    subject_field: ClassVar[str] = "citizen_id"
    right: ClassVar[str] = "citizens.read"

    citizen_id: str
    kept_id: str
    merged_at: datetime


class CitizenErased(outbox.Fact):
    """Nothing is known of an id any more; whoever follows forgets it as well."""

    subject_field: ClassVar[str] = "citizen_id"
    right: ClassVar[str] = "citizens.read"

    citizen_id: str
    erased_at: datetime


FACTS = (
    *(OfferPublished, OfferPaused, OfferClosed),
    *(CitizenRegistered, CitizensMerged, CitizenErased),
    *(ReferralOrdered, ExpectationsAligned, ReferralChanged, ReferralStarted),
    *(ReferralCompleted, ReferralAborted, ReferralAssessed),
)
"""Everything that the service publishes."""

_BY_STATUS: dict[Status, type[OfferState]] = {
    "published": OfferPublished,
    "paused": OfferPaused,
    "closed": OfferClosed,
}


def fact_of(offer: OfferRules) -> OfferState | None:
    """What others must be told after a change; nothing of a draft."""
    fact = _BY_STATUS.get(offer.status)
    if fact is None:
        return None
    state = public_state(offer)
    return fact.model_construct(offer_id=state.pop("id"), **state)


def citizen_registered(citizen: Citizen) -> CitizenRegistered:
    """What others may know of a citizen."""
    held: Any = citizen
    return CitizenRegistered.model_construct(
        citizen_id=citizen.id,
        **{
            name: getattr(held, name)
            for name in CitizenRegistered.model_fields
            if name != "citizen_id"
        },
    )


ReferralFact = type[ReferralState]

_OF_REFERRAL: dict[ReferralStatus, ReferralFact] = {
    "ordered": ReferralOrdered,
    "accepted": ReferralChanged,
    "declined": ReferralChanged,
    "started": ReferralStarted,
    "completed": ReferralCompleted,
    "aborted": ReferralAborted,
    "assessed": ReferralAssessed,
}
_STATE_OF_REFERRAL = tuple(
    name for name in ReferralState.model_fields if name not in ("referral_id", "targets")
)

REFERRAL_TYPES = (ExpectationsAligned.__name__, *{it.__name__ for it in _OF_REFERRAL.values()})
"""The types of the facts about referrals; an erasure empties them."""


def referral_fact_of(
    referral: ReferralRules, fact: ReferralFact | None = None
) -> ReferralState | None:
    """What others must be told after a change; nothing of what was never ordered.

    Args:
        referral: As it is now.
        fact: What happened; the newest that its status says when it is left out.
    """
    if not referral.is_told:
        return None
    held: Any = referral
    state = {name: getattr(held, name) for name in _STATE_OF_REFERRAL}
    state["business_oriented"] = bool(state["business_oriented"])
    targets = [
        PublicTarget.model_construct(kind=each["kind"], theme=each.get("theme"))
        for each in held.targets
    ]
    chosen = fact or _OF_REFERRAL[referral.status]
    return chosen.model_construct(referral_id=referral.id, targets=targets, **state)
