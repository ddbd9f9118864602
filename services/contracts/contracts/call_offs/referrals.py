"""Taking over visitation's referrals: each that is ordered becomes one call-off, exactly once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import structlog
from pydantic import BaseModel, ConfigDict
from pydantic_core import to_jsonable_python

from contracts.agreements import queries as agreement_queries
from contracts.agreements import requirements
from contracts.call_offs import keeping, queries
from contracts.call_offs.models import CallOff
from contracts.citizens import queries as citizen_queries
from contracts.working_days import working_days_after
from kit.database import Session
from kit.feed import CloudEvent, municipality_of
from kit.local_time import local_date

EVENTS = {
    "ReferralOrdered": "order",
    "ReferralChanged": "change",
    "ExpectationsAligned": "align",
    "ReferralStarted": "start",
    "ReferralCompleted": "complete",
    "ReferralAborted": "abort",
    "ReferralAssessed": "assess",
}
"""The types of events that are followed, and what each is called in a call-off's history."""

log = structlog.get_logger(__name__)

BY = "visitation"
"""Who registers what comes by the feed."""

_NOT_ORDERED = frozenset({"draft", "awaiting_approval"})
ORDERED = (
    "offer_id",
    "offer_version",
    "offer_kind",
    "provider_id",
    "agreement_id",
    "cohort_id",
    "target_group",
    "match_group",
    "business_oriented",
    "price_dkk",
    "hours_per_week",
    "duration_weeks",
    "targets",
    "planned_starts_on",
    "planned_ends_on",
    "aligned_at",
)
"""What a call-off has from its referral, beside the citizen."""


class Target(BaseModel):
    """What is to be reached; in whose words, and how far, is between caseworker and citizen."""

    model_config = ConfigDict(extra="ignore")

    kind: str
    theme: str | None = None


class Referral(BaseModel):
    """What is used of the events: a referral's whole state."""

    model_config = ConfigDict(extra="ignore")

    referral_id: str
    status: str
    citizen_id: str | None
    offer_id: str
    offer_version: int | None = None
    offer_kind: str | None = None
    provider_id: str | None
    agreement_id: str | None = None
    cohort_id: str | None = None
    target_group: str | None = None
    match_group: str | None = None
    business_oriented: bool = False
    price_dkk: Decimal | None = None
    hours_per_week: Decimal | None = None
    duration_weeks: int | None = None
    targets: list[Target] = []
    planned_starts_on: date | None = None
    planned_ends_on: date | None = None
    ordered_at: datetime | None = None
    aligned_at: datetime | None = None
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    decline_reason: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    completed_at: datetime | None = None
    aborted_at: datetime | None = None
    version: int


async def take_referrals(session: Session, events: Sequence[CloudEvent]) -> None:
    """Let each call-off be as its referral says; an older state of it changes nothing."""
    municipality = municipality_of(events[0])
    told = [(event, Referral.model_validate(event.data)) for event in events]
    ordered = [(event, one) for event, one in told if _is_ordered(event, one)]
    if not ordered:
        return
    gone = await citizen_queries.find_gone(
        session, municipality, {one.citizen_id for _, one in ordered if one.citizen_id}
    )
    for _, one in ordered:
        if one.citizen_id is not None:
            one.citizen_id = gone.get(one.citizen_id, one.citizen_id)
    at = datetime.now(UTC)
    ids = sorted({one.referral_id for _, one in ordered})
    held = await queries.find_to_change(session, municipality, ids)
    first = {one.referral_id: (event, one) for event, one in reversed(ordered)}
    missing = [first[each] for each in ids if each not in held]
    if missing:
        # Another follower or an import may be quicker; then what it wrote is found.
        days = await _answer_days(session, municipality, [one for _, one in missing])
        await queries.add_call_offs(
            session, [_ordered(municipality, one, event, at, days) for event, one in missing]
        )
        held = await queries.find_to_change(session, municipality, ids)
    for event, one in ordered:
        _bring(session, held[one.referral_id], one, event, at)


def _is_ordered(event: CloudEvent, told: Referral) -> bool:
    if told.status in _NOT_ORDERED:
        return False
    if told.provider_id is None:
        # Nobody could answer it; as soon as somebody can, it is told anew.
        log.warning("referral_without_provider", position=event.id)
        return False
    return True


async def _answer_days(
    session: Session, municipality: str, told: Sequence[Referral]
) -> dict[str | None, int]:
    """In how many working days an order is answered, by agreement; None where there is none."""
    named = sorted({one.agreement_id for one in told if one.agreement_id is not None})
    agreements = await agreement_queries.find_agreements(session, municipality, named)
    return {
        None: requirements.ANSWER_WORKING_DAYS,
        **{each.id: requirements.answer_days(each.lines) for each in agreements.values()},
    }


def _ordered(
    municipality: str,
    told: Referral,
    event: CloudEvent,
    at: datetime,
    days: Mapping[str | None, int],
) -> CallOff:
    """A call-off that nothing has been done with; its first version is not counted yet."""
    received_at = told.ordered_at or event.time
    answer_days = days.get(told.agreement_id, days[None])
    return CallOff(
        municipality=municipality,
        id=told.referral_id,
        version=0,
        referral_version=told.version - 1,
        citizen_id=told.citizen_id,
        received_at=received_at,
        registered_at=at,
        answer_by=working_days_after(local_date(received_at), answer_days),
        decline_note="",
        updated_at=at,
        updated_by=BY,
        **_columns(told),
    )


def _columns(told: Referral) -> dict[str, Any]:
    targets = [target.model_dump() for target in told.targets]
    return {name: getattr(told, name) for name in ORDERED} | {"targets": targets}


def _bring(
    session: Session, call_off: CallOff, told: Referral, event: CloudEvent, at: datetime
) -> None:
    """Change what the referral says differently, and tell others what they can see of it."""
    if told.version <= call_off.referral_version:
        return
    is_new = call_off.version == 0
    told_before = keeping.told_of(call_off)
    columns = _columns(told) | {"citizen_id": told.citizen_id}
    said = {name: it for name, it in columns.items() if getattr(call_off, name) != it}
    for name, it in said.items():
        setattr(call_off, name, it)
    call_off.referral_version = told.version
    _adopt(call_off, told, at)
    is_told = is_new or keeping.told_of(call_off) != told_before
    # Visitation tells back what was told from here: that is no change.
    if is_told or said:
        keeping.keep(
            session,
            call_off,
            "receive" if is_new else EVENTS[event.type],
            to_jsonable_python(said),
            by=BY,
            at=at,
            happened_at=event.time,
            is_told=is_told,
        )


def _adopt(call_off: CallOff, told: Referral, at: datetime) -> None:
    """Take over what visitation knows to have happened: history that it owns, and breaking off."""
    if told.accepted_at is not None and call_off.status == "received":
        call_off.accepted_at, call_off.accepted_by = told.accepted_at, BY
    if told.declined_at is not None and call_off.status == "received":
        call_off.declined_at, call_off.declined_by = told.declined_at, BY
        call_off.decline_reason = told.decline_reason
    if told.started_on is not None and call_off.status in ("received", "accepted"):
        call_off.started_on, call_off.started_at, call_off.started_by = told.started_on, at, BY
    if told.completed_at is not None and call_off.status == "started":
        call_off.ended_on = told.ended_on or local_date(told.completed_at)
        call_off.ended_at, call_off.ended_by = told.completed_at, BY
        call_off.end_reason = "completed"
    if told.aborted_at is not None and not call_off.is_finished:
        on = told.ended_on or local_date(told.aborted_at)
        call_off.break_off(on, by=BY, at=told.aborted_at)
