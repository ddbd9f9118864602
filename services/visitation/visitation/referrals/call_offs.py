"""What providers register of an order, as contracts tells it: the referral follows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Literal

import structlog
from pydantic import BaseModel, ConfigDict

from kit.database import Session
from kit.feed import CloudEvent, municipality_of
from kit.following import Together
from visitation.referrals import keeping, queries
from visitation.referrals.models import Referral
from visitation.referrals.rules import CallOffState
from visitation.revisions import queries as revisions

FOLLOWED = "contracts"
"""Who stands behind what is taken over."""

log = structlog.get_logger(__name__)


class CallOffTold(BaseModel):
    """What is used of the events: the whole state of one call-off."""

    model_config = ConfigDict(extra="ignore")

    referral_id: str
    version: int
    status: Literal["received", "accepted", "declined", "started", "ended", "cancelled"]
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    decline_reason: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    end_reason: Literal["completed", "left", "not_started", "cancelled"] | None = None


async def take_call_offs(session: Session, events: Sequence[CloudEvent]) -> None:
    """Move each referral to what its provider registered; an older state changes nothing.

    A call-off without a referral here is passed over: its referral was ordered elsewhere.
    """
    municipality = municipality_of(events[0])
    told = [(event, CallOffTold.model_validate(event.data)) for event in events]
    ids = sorted({one.referral_id for _, one in told})
    referrals = await queries.find_to_follow(session, municipality, ids)
    # Asked when the referrals are locked: nothing is told of an erased citizen any more.
    citizens = {referral.citizen_id for referral in referrals.values()}
    forgotten = await queries.find_forgotten(session, municipality, citizens)
    seats_moved = False
    for event, one in told:
        referral = referrals.get(one.referral_id)
        if referral is None:
            log.warning("call_off_without_referral", position=event.id)
        elif referral.citizen_id not in forgotten:
            seats_moved |= _follow(session, referral, event, one)
    if seats_moved:
        await revisions.count_up(session)


def _follow(session: Session, referral: Referral, event: CloudEvent, told: CallOffTold) -> bool:
    """Bring a referral to what is told; whether its seat was taken or given back."""
    before, held_a_seat = _seen(referral), referral.is_open
    state = CallOffState(**told.model_dump(exclude={"referral_id"}), happened_at=event.time)
    if not referral.follow(state) or _seen(referral) == before:
        return False
    now = datetime.now(UTC)
    keeping.keep(session, referral, "follow", by=FOLLOWED, happened_at=event.time, at=now)
    return referral.is_open != held_a_seat


def _seen(referral: object) -> tuple[object, ...]:
    return tuple(getattr(referral, name) for name in _MOVED)


_MOVED = (
    "accepted_at",
    "declined_at",
    "decline_reason",
    "started_on",
    "ended_on",
    "completed_at",
    "aborted_at",
    "abort_reason",
)

HANDLERS = dict.fromkeys(
    (
        *("CallOffReceived", "CallOffAccepted", "CallOffDeclined"),
        *("CallOffStarted", "CallOffEnded"),
    ),
    Together(take_call_offs),
)
