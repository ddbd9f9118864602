"""Taking over what visitation tells of its offers: a name, a provider, whether it is chosen now."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from contracts.offers import queries
from kit.database import Session
from kit.feed import CloudEvent, municipality_of

EVENTS = ("OfferPublished", "OfferPaused", "OfferClosed")


class Offer(BaseModel):
    """What is used of the events."""

    model_config = ConfigDict(extra="ignore")

    offer_id: str
    version: int
    status: str
    name: str
    provider_id: str | None
    agreement_id: str | None
    updated_at: datetime


async def take_offer(session: Session, event: CloudEvent) -> None:
    """Keep the offer as it is now; an older state changes nothing."""
    offer = Offer.model_validate(event.data)
    await queries.keep_offer(session, municipality_of(event), offer.model_dump())
