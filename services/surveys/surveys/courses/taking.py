"""Taking over what visitation tells: offers, courses, and citizens merged or erased."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from kit.database import Session
from kit.feed import CloudEvent, municipality_of
from kit.local_time import local_date
from surveys.courses import queries
from surveys.invitations import person_queries as persons
from surveys.invitations import queries as invitations
from surveys.waves import queries as waves

UNKNOWN_GROUP = "unknown"
"""The target group of whoever was referred before it was known; figures have it by itself."""


class _Used(BaseModel):
    """The little that is used of an event."""

    model_config = ConfigDict(extra="ignore")


class OfferState(_Used):
    """What is used of an offer."""

    offer_id: str
    version: int
    name: str
    provider_id: str | None


class ReferralState(_Used):
    """What is used of a referral that has started."""

    referral_id: str
    version: int
    citizen_id: str
    offer_id: str
    provider_id: str | None
    target_group: str | None
    match_group: str | None
    started_on: date | None
    ended_on: date | None


class CitizensMerged(_Used):
    """Two ids of one citizen."""

    citizen_id: str
    kept_id: str


class CitizenErased(_Used):
    """A citizen of whom nothing is kept."""

    citizen_id: str


class CitizenRegistered(_Used):
    """A citizen who is one of the municipality's, be it anew."""

    citizen_id: str


async def take_offer(session: Session, event: CloudEvent) -> None:
    """Keep what the offer is called."""
    told = OfferState.model_validate(event.data)
    await queries.put_offer(
        session,
        {
            "municipality": municipality_of(event),
            "id": told.offer_id,
            **told.model_dump(include={"version", "name", "provider_id"}),
        },
    )


async def take_referrals(session: Session, events: Sequence[CloudEvent]) -> None:
    """Keep each course, and invite its citizen once it has ended inside a wave's period.

    An older state that comes again changes nothing; nor does a course of a citizen erased.
    """
    municipality = municipality_of(events[0])
    told = [(event, ReferralState.model_validate(event.data)) for event in events]
    former = await queries.find_former_ids(
        session, municipality, {one.citizen_id for _, one in told}
    )
    newest: dict[str, tuple[CloudEvent, ReferralState]] = {}
    for event, one in told:
        held = newest.get(one.referral_id)
        if held is None or held[1].version < one.version:
            newest[one.referral_id] = (event, one)
    rows = [
        one.model_dump()
        | {
            "municipality": municipality,
            "citizen_id": former.get(one.citizen_id, one.citizen_id),
            "target_group": one.target_group or UNKNOWN_GROUP,
        }
        for _, one in newest.values()
    ]
    rows = [row for row in rows if row["citizen_id"] is not None]
    if not rows:
        return
    await waves.lock(session, municipality)
    kept = await queries.put_courses(session, rows)
    ended = [each for each in kept if newest[each][1].started_on and newest[each][1].ended_on]
    if ended:
        today = min(local_date(newest[each][0].registeredat) for each in ended)
        await invitations.invite(session, municipality, today=today, referral_ids=ended)


async def take_merge(session: Session, event: CloudEvent) -> None:
    """Let everything of the one id belong to the other."""
    municipality = municipality_of(event)
    told = CitizensMerged.model_validate(event.data)
    if told.citizen_id == told.kept_id:
        return
    await waves.lock(session, municipality)
    kept = await queries.find_former(session, municipality, told.kept_id)
    into = told.kept_id if kept is None else kept.kept_id
    await queries.note_former(session, municipality, told.citizen_id, kept_id=into)
    if into is None:
        await persons.erase_citizen(session, municipality, told.citizen_id)
    else:
        await persons.merge_citizens(session, municipality, told.citizen_id, into=into)


async def take_erasure(session: Session, event: CloudEvent) -> None:
    """Delete what is kept of a citizen; anonymous answers are nobody's, and stay."""
    municipality = municipality_of(event)
    told = CitizenErased.model_validate(event.data)
    # A wave that is being made would invite from what is being deleted.
    await waves.lock(session, municipality)
    await queries.note_former(session, municipality, told.citizen_id, kept_id=None)
    await persons.erase_citizen(session, municipality, told.citizen_id)


async def take_return(session: Session, event: CloudEvent) -> None:
    """Ask an erased citizen again who is registered anew, under the id that stays the same."""
    told = CitizenRegistered.model_validate(event.data)
    await queries.forget_erased(session, municipality_of(event), told.citizen_id)
