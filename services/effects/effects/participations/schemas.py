"""What crosses the wire about referrals as figures are computed from them."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from effects.participations import models

Status = Literal[
    "awaiting_approval",
    "ordered",
    "accepted",
    "declined",
    "started",
    "completed",
    "aborted",
    "assessed",
]


class Participation(BaseModel):
    """One referral as visitation told it last; a course once it has started."""

    referral_id: str
    version: int = Field(description="Visitation's; the newer one holds")
    status: str
    citizen_id: str
    offer_id: str
    provider_id: str | None
    target_group: str | None = Field(description="Without one, no figure counts the course")
    match_group: str | None
    starts_on: date | None
    ends_on: date | None
    updated_at: datetime


def show_participation(participation: models.Participation) -> Participation:
    """A participation as it is answered."""
    return Participation.model_validate(participation, from_attributes=True)
