"""Taking over agreements as contracts tells them, so that an offer can be held to its own."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from kit.database import Session
from kit.feed import CloudEvent, municipality_of
from visitation.agreements import queries


class AgreementChanged(BaseModel):
    """What visitation uses of the event."""

    model_config = ConfigDict(extra="ignore")

    agreement_id: str
    version: int
    provider_id: str
    kind: str
    status: str
    starts_on: date
    ends_on: date | None = None
    limits: dict[str, Any]
    requirements: list[dict[str, Any]] = []
    updated_at: datetime


async def take_agreement(session: Session, event: CloudEvent) -> None:
    """Keep the agreement as it is now; an older version changes nothing."""
    told = AgreementChanged.model_validate(event.data)
    await queries.replace_agreement(session, municipality_of(event), told.model_dump())
