"""Every SELECT on call-offs and what was done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    case,
    func,
    literal,
    not_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert

from contracts.attendance import calendar
from contracts.call_offs.models import CallOff, CallOffAct, Status
from kit import problems
from kit.database import Session
from kit.pages import Key, moment_of
from kit.rights import Caller

Rows = TypeVar("Rows")

STATUS: ColumnElement[Status] = case(
    (CallOff.cancelled_at.is_not(None), "cancelled"),
    (CallOff.ended_on.is_not(None), "ended"),
    (CallOff.started_on.is_not(None), "started"),
    (CallOff.declined_at.is_not(None), "declined"),
    (CallOff.accepted_at.is_(None), "received"),
    else_="accepted",
)
"""The rule of ``CallOff.status`` as a column."""

_UNANSWERED = (
    CallOff.accepted_at.is_(None),
    CallOff.declined_at.is_(None),
    CallOff.cancelled_at.is_(None),
    CallOff.started_on.is_(None),
    CallOff.ended_on.is_(None),
)


_ADD = insert(CallOff).on_conflict_do_nothing()


class CallOffNotFound(problems.NotThere):
    """There is no such call-off, or the caller may not know of it."""

    code = "call_off_not_found"
    title = "Bestillingen findes ikke"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which call-offs are asked for; None asks for nothing in particular."""

    today: date
    status: Status | None = None
    offer_id: str | None = None
    provider_id: str | None = None
    agreement_id: str | None = None
    received_after: datetime | None = None
    overdue: bool | None = None
    unaligned: bool | None = None
    under_way_in: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the filters say."""
        equal: list[tuple[ColumnElement[Any], str | None]] = [
            (STATUS, self.status),
            (CallOff.offer_id.expression, self.offer_id),
            (CallOff.provider_id.expression, self.provider_id),
            (CallOff.agreement_id.expression, self.agreement_id),
        ]
        found = [column == said for column, said in equal if said is not None]
        if self.received_after is not None:
            found.append(CallOff.received_at > self.received_after)
        if self.overdue is not None:
            late = and_(*_UNANSWERED, CallOff.answer_by < self.today)
            found.append(late if self.overdue else not_(late))
        if self.unaligned is not None:
            waits = STATUS.in_(["received", "accepted"]) & CallOff.aligned_at.is_(None)
            found.append(waits if self.unaligned else ~waits)
        if self.under_way_in is not None:
            monday = calendar.monday_of(self.under_way_in)
            begun = CallOff.started_on < monday + calendar.A_WEEK
            found.append(begun & (CallOff.ended_on.is_(None) | (CallOff.ended_on >= monday)))
        return found


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's; of a provider's staff, their own."""
    mine = CallOff.municipality == caller.municipality
    return (
        mine if caller.provider_id is None else mine & (CallOff.provider_id == caller.provider_id)
    )


async def get_call_off(
    session: Session, caller: Caller, call_off_id: str, *, lock: bool = False
) -> CallOff:
    """One call-off, locked where it is to be changed.

    Raises:
        CallOffNotFound: When there is none that the caller may see.
    """
    statement = select(CallOff).where(CallOff.id == call_off_id, visible_to(caller))
    call_off = await session.scalar(
        statement.with_for_update(key_share=True) if lock else statement
    )
    if call_off is None:
        raise CallOffNotFound("Kontrollér id'et, eller find bestillingen i listen.")
    return call_off


async def find_to_change(
    session: Session, municipality: str, ids: Sequence[str]
) -> dict[str, CallOff]:
    """Those of some call-offs that there are, by id, locked in one order for everybody."""
    rows = await session.scalars(
        select(CallOff)
        .where(
            CallOff.municipality == municipality,
            CallOff.id == any_(literal(list(ids), ARRAY(Text))),
        )
        .order_by(CallOff.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {call_off.id: call_off for call_off in rows}


async def list_of_citizen(
    session: Session, municipality: str, citizen_id: str
) -> Sequence[CallOff]:
    """All call-offs of a citizen, locked."""
    rows = await session.scalars(
        select(CallOff)
        .where(CallOff.municipality == municipality, CallOff.citizen_id == citizen_id)
        .order_by(CallOff.id)
        .with_for_update(key_share=True)
    )
    return rows.all()


async def add_call_offs(session: Session, call_offs: Sequence[CallOff]) -> None:
    """Insert new call-offs, those excepted that another has inserted by now."""
    names = [column.key for column in CallOff.__table__.columns]
    rows = [{name: getattr(call_off, name) for name in names} for call_off in call_offs]
    await session.execute(_ADD, rows)


async def list_call_offs(
    session: Session, caller: Caller, wanted: Wanted, *, after: Key | None, limit: int
) -> Sequence[CallOff]:
    """Call-offs, the newest first, one more than a page holds; ``after`` is a moment and an id."""
    statement = _wanted(select(CallOff), caller, wanted).order_by(
        CallOff.received_at.desc(), CallOff.id.desc()
    )
    if after is not None:
        key = (moment_of(after[0]), after[1])
        statement = statement.where(tuple_(CallOff.received_at, CallOff.id) < key)
    return (await session.scalars(statement.limit(limit + 1))).all()


async def count_call_offs(session: Session, caller: Caller, wanted: Wanted) -> int:
    """How many call-offs fit."""
    statement = select(func.count()).select_from(CallOff)
    return await session.scalar(_wanted(statement, caller, wanted)) or 0


async def list_acts(
    session: Session, call_off: CallOff, *, before: Key | None, limit: int
) -> Sequence[CallOffAct]:
    """What was done with a call-off, the newest first, one more than a page holds."""
    statement = (
        select(CallOffAct)
        .where(
            CallOffAct.municipality == call_off.municipality,
            CallOffAct.call_off_id == call_off.id,
        )
        .order_by(CallOffAct.version.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(CallOffAct.version < before[0])
    return (await session.scalars(statement)).all()


def _wanted(statement: Select[Rows], caller: Caller, wanted: Wanted) -> Select[Rows]:
    return statement.where(visible_to(caller), *wanted.conditions())
