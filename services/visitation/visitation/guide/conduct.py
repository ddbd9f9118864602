"""Taking over inspections and complaints, by which the guide tells how an offer is run."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from kit.database import Session
from kit.feed import CloudEvent, municipality_of
from visitation.guide import followed
from visitation.revisions import queries as revisions

BEST, WORST = 1, 4


class InspectionPublished(BaseModel):
    """What the guide uses of the event."""

    model_config = ConfigDict(extra="ignore")

    inspection_id: str
    offer_id: str
    inspected_on: date
    smiley: int = Field(ge=BEST, le=WORST)
    expires_on: date | None = None
    published_at: datetime
    withdrawn_at: datetime | None = None
    version: int


class ComplaintRegistered(BaseModel):
    """What the guide uses of the event."""

    model_config = ConfigDict(extra="ignore")

    complaint_id: str
    offer_id: str | None = None
    about: str
    received_on: date
    outcome: str | None = None
    closed_on: date | None = None
    version: int


async def take_inspection(session: Session, event: CloudEvent) -> None:
    """Keep a published inspection, or that it was withdrawn; an older version changes nothing."""
    told = InspectionPublished.model_validate(event.data)
    if await followed.replace_inspection(session, municipality_of(event), told.model_dump()):
        await revisions.count_up(session)


async def take_complaint(session: Session, event: CloudEvent) -> None:
    """Keep a complaint; it is counted when the figures are next renewed.

    Not one by one, and an older version changes nothing.
    """
    told = ComplaintRegistered.model_validate(event.data)
    await followed.replace_complaint(session, municipality_of(event), told.model_dump())
