"""What visitation tells on its feed, in the shape in which it tells it, and taking it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from effects import follow
from effects.settings import Settings
from kit.database import Database, Session
from kit.feed import CloudEvent

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)

REFERRAL: dict[str, Any] = {
    "referral_id": "referral-1",
    "version": 1,
    "status": "started",
    "citizen_id": "citizen-001",
    "offer_id": "offer-9",
    "offer_version": 3,
    "offer_kind": "guidance",
    "provider_id": "provider-9",
    "agreement_id": None,
    "cohort_id": None,
    "target_group": "dagpenge",
    "match_group": "jobparat",
    "birth_year": 1980,
    "business_oriented": True,
    "price_dkk": "1234.50",
    "hours_per_week": "20",
    "duration_weeks": 8,
    "targets": [{"kind": "theme", "theme": "network"}],
    "reason_code": "nearest",
    "planned_starts_on": "2024-02-05",
    "planned_ends_on": "2024-04-01",
    "ordered_at": "2024-01-20T10:00:00Z",
    "aligned_at": "2024-01-21T10:00:00Z",
    "accepted_at": "2024-01-22T10:00:00Z",
    "declined_at": None,
    "decline_reason": None,
    "started_on": "2024-02-05",
    "ended_on": None,
    "completed_at": None,
    "aborted_at": None,
    "abort_reason": None,
    "assessed_at": None,
    "next_step": None,
    "updated_at": "2024-02-05T10:00:00Z",
}
_TYPES = {
    "ordered": "ReferralOrdered",
    "accepted": "ReferralChanged",
    "declined": "ReferralChanged",
    "started": "ReferralStarted",
    "completed": "ReferralCompleted",
    "aborted": "ReferralAborted",
    "assessed": "ReferralAssessed",
}


def event(type_: str, subject: str, data: dict[str, Any]) -> CloudEvent:
    """An event of visitation's."""
    return CloudEvent(
        id="1",
        source="/api/visitation",
        type=type_,
        subject=subject,
        time=AT,
        registeredat=AT,
        municipality="0999",
        data=data,
    )


def referral(**changed: object) -> CloudEvent:
    """A referral's whole state; started unless it is said otherwise."""
    data = {**REFERRAL, **changed}
    return event(_TYPES[data["status"]], data["referral_id"], data)


def ordered(**changed: object) -> CloudEvent:
    """A referral that nobody has begun."""
    return referral(status="ordered", started_on=None, **changed)


def merged(citizen_id: str, kept_id: str, *, hours_later: int = 0) -> CloudEvent:
    """An id that stands for another from now on."""
    at = (AT + timedelta(hours=hours_later)).isoformat()
    data = {"citizen_id": citizen_id, "kept_id": kept_id, "merged_at": at}
    return event("CitizensMerged", citizen_id, data)


def erased(citizen_id: str) -> CloudEvent:
    """An id under which nothing is known any more."""
    data = {"citizen_id": citizen_id, "erased_at": AT.isoformat()}
    return event("CitizenErased", citizen_id, data)


async def take(database: Database, settings: Settings, *events: CloudEvent) -> None:
    """Let events take effect as the follower lets them: all in one transaction."""
    async with database.transaction(events[0].municipality) as session:
        await take_in(session, settings, *events)


async def take_in(session: Session, settings: Settings, *events: CloudEvent) -> None:
    """Let events take effect in a transaction that goes on."""
    (feed,) = follow.feeds(settings)
    for one in events:
        await feed.handlers[one.type](session, one)
