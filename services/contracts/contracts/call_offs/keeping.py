"""What a change of a call-off leaves behind: a line of its history, and what others are told."""

from datetime import datetime
from typing import Any

from contracts import events
from contracts.call_offs.models import CallOff, CallOffAct, Status
from kit import outbox
from kit.database import Session

_FACTS: dict[Status, type[events.CallOffState]] = {
    "received": events.CallOffReceived,
    "accepted": events.CallOffAccepted,
    "declined": events.CallOffDeclined,
    "started": events.CallOffStarted,
    "ended": events.CallOffEnded,
    "cancelled": events.CallOffEnded,
}
_SAME = frozenset({"call_off_id", "referral_id", "status", "version", "updated_at"})
_TOLD = tuple(name for name in events.CallOffState.model_fields if name not in _SAME)
TYPES = tuple({fact.__name__: None for fact in _FACTS.values()})
"""The types of events that tell of a call-off."""


def told_of(call_off: CallOff) -> dict[str, Any]:
    """What others know of a call-off, whose change they must be told."""
    return {"status": call_off.status} | {name: getattr(call_off, name) for name in _TOLD}


def fact_of(call_off: CallOff) -> events.CallOffState:
    """What others are told of a call-off."""
    return _FACTS[call_off.status](
        **told_of(call_off),
        call_off_id=call_off.id,
        referral_id=call_off.id,
        version=call_off.version,
        updated_at=call_off.updated_at,
    )


def keep(
    session: Session,
    call_off: CallOff,
    act: str,
    said: dict[str, Any],
    *,
    by: str,
    at: datetime,
    happened_at: datetime | None = None,
    is_told: bool = True,
) -> None:
    """Count a change, keep who made it, and tell others.

    Args:
        session: The transaction that changes it.
        call_off: As it is after the change.
        act: What was done.
        said: What the act said, as JSON holds it.
        by: Who did it.
        at: When it is registered.
        happened_at: When it happened, if not then.
        is_told: Whether others see any difference.
    """
    call_off.next_version(by=by, at=at)
    # Whose the call-off is stands in one column alone, where it can be erased.
    told = {name: it for name, it in said.items() if name != "citizen_id"}
    session.add(
        CallOffAct(
            municipality=call_off.municipality,
            call_off_id=call_off.id,
            version=call_off.version,
            act=act,
            status=call_off.status,
            said=told,
            happened_at=happened_at or at,
            registered_at=at,
            registered_by=by,
        )
    )
    if is_told:
        outbox.publish(session, fact_of(call_off), at=happened_at or at)
