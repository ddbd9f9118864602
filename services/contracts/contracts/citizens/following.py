"""Taking over that a citizen has another id now, or none, wherever the id stands here."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from contracts.attendance import people as attendance
from contracts.call_offs import people as call_offs
from contracts.citizens import queries
from contracts.complaints import people as complaints
from kit.database import Session
from kit.feed import CloudEvent, municipality_of


class CitizensMerged(BaseModel):
    """What is used of the event: two ids are one citizen, who keeps one of them."""

    model_config = ConfigDict(extra="ignore")

    citizen_id: str
    kept_id: str
    merged_at: datetime


class CitizenErased(BaseModel):
    """What is used of the event: nobody is to be known under the id any more."""

    model_config = ConfigDict(extra="ignore")

    citizen_id: str
    erased_at: datetime


class CitizenRegistered(BaseModel):
    """What is used of the event: somebody is known by the id."""

    model_config = ConfigDict(extra="ignore")

    citizen_id: str
    registered_at: datetime


async def take_merge(session: Session, event: CloudEvent) -> None:
    """Put the kept id wherever the other stands."""
    municipality = municipality_of(event)
    merged = CitizensMerged.model_validate(event.data)
    await queries.hold(session, municipality, shared=False)
    kept = await queries.current_id(session, municipality, merged.kept_id)
    if kept == merged.citizen_id:
        return
    await queries.note_gone(session, municipality, merged.citizen_id, kept, at=merged.merged_at)
    await _replace(session, municipality, merged.citizen_id, kept, at=merged.merged_at)


async def take_erasure(session: Session, event: CloudEvent) -> None:
    """Put no id wherever the citizen's stands, in what was told too."""
    municipality = municipality_of(event)
    erased = CitizenErased.model_validate(event.data)
    await queries.hold(session, municipality, shared=False)
    if await queries.is_back(session, municipality, erased.citizen_id, since=erased.erased_at):
        return
    await queries.note_gone(session, municipality, erased.citizen_id, None, at=erased.erased_at)
    await _replace(session, municipality, erased.citizen_id, None, at=erased.erased_at)


async def take_return(session: Session, event: CloudEvent) -> None:
    """Know an erased citizen again who is registered anew; what was before stays nobody's."""
    told = CitizenRegistered.model_validate(event.data)
    municipality = municipality_of(event)
    await queries.note_back(session, municipality, told.citizen_id, at=told.registered_at)


async def _replace(
    session: Session, municipality: str, citizen_id: str, kept_id: str | None, *, at: datetime
) -> None:
    """Put another id, or none, wherever a citizen's stands in this service."""
    weeks = await attendance.list_weeks(session, municipality, citizen_id)
    await call_offs.replace_citizen(session, municipality, citizen_id, kept_id, at=at)
    # Attendance is told anew by what its call-offs now say.
    await session.flush()
    await attendance.tell_anew(session, municipality, weeks, is_erased=kept_id is None, at=at)
    await complaints.replace_citizen(session, municipality, citizen_id, kept_id, at=at)
