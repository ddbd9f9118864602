"""What crosses the wire about invitations."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from surveys.invitations.models import Status

Action = Literal["make_link"]


class Invitation(BaseModel):
    """One citizen asked about one course; never what was answered."""

    id: str
    wave_id: str
    referral_id: str
    citizen_id: str
    offer_id: str
    offer_name: str | None
    provider_id: str | None
    target_group: str
    ended_on: date
    link_made_at: datetime | None
    reminder: int = Field(description="Which reminder its newest link belongs to; 0: none")
    status: Status
    actions: list[Action]


class PersonalLink(BaseModel):
    """A link, shown this once; with it the older one stopped working."""

    invitation_id: str
    citizen_id: str
    url: str = Field(examples=["https://pejling.example/api/surveys/s/…"])
    expires_on: date
