"""The facts that visitation publishes, each with the whole public state of its subject."""

from datetime import datetime
from typing import ClassVar

from kit import outbox
from visitation.offers.rules import OfferRules, Status
from visitation.offers.schemas import Place, Price, public_state
from visitation.offers.texts import Hours


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


FACTS = (OfferPublished, OfferPaused, OfferClosed)
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
