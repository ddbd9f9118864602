"""The lists of referrals: filters, sorting and counting, each with one statement."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Text,
    any_,
    bindparam,
    case,
    false,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kit import pages, problems
from kit.database import Session
from kit.pages import Key
from kit.rights import Caller
from visitation.citizens.models import Citizen
from visitation.referrals.filters import Filters, Sort
from visitation.referrals.models import Referral
from visitation.referrals.queries import STATUS, visible_to
from visitation.referrals.rules import ReferralRules

_AT_A_TIME = 500
_NO_END = date(2999, 12, 31)
"""Where a draft without an end stands."""

_SORTED_BY: dict[str, ColumnElement[Any]] = {
    "updated_at": Referral.updated_at.expression,
    # Drafts stand where they were begun.
    "ordered_at": func.coalesce(Referral.ordered_at, Referral.created_at),
    "planned_ends_on": func.coalesce(Referral.planned_ends_on, _NO_END),
}
_NOT_YET_STARTED = ("draft", "awaiting_approval", "ordered", "accepted")


def conditions(caller: Caller, wanted: Filters) -> list[ColumnElement[bool]]:
    """What the caller may see, narrowed by what is asked for."""
    found = [visible_to(caller)]
    for name in ("offer_id", "provider_id", "cohort_id"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(getattr(Referral, name) == value)
    if wanted.citizen_id is not None:
        # A merged citizen is found under each of its ids.
        kept = (
            select(func.coalesce(Citizen.merged_into, Citizen.id))
            .where(Citizen.municipality == Referral.municipality, Citizen.id == wanted.citizen_id)
            .scalar_subquery()
        )
        found.append(Referral.citizen_id == kept)
    if wanted.caseworker is not None and caller.provider_id is not None:
        # Whose case it is, is not told to a provider, by a filter neither.
        found.append(false())
    elif wanted.caseworker is not None:
        name = caller.subject if wanted.caseworker == "me" else wanted.caseworker
        found.append(Referral.caseworker == name)
    if wanted.status:
        found.append(STATUS.in_(wanted.status))
    if wanted.ordered_after is not None:
        found.append(Referral.ordered_at > wanted.ordered_after)
    if wanted.unaligned is not None:
        lacks = Referral.aligned_at.is_(None) & STATUS.in_(_NOT_YET_STARTED)
        found.append(lacks if wanted.unaligned else ~lacks)
    if wanted.awaiting is not None:
        awaits = STATUS == "awaiting_approval"
        found.append(awaits if wanted.awaiting else ~awaits)
    return found


async def list_referrals(
    session: Session,
    caller: Caller,
    wanted: Filters,
    *,
    sort: Sort,
    after: Key | None,
    limit: int,
) -> Sequence[Referral]:
    """Referrals in the order asked for, one more than a page holds.

    Raises:
        kit.pages.CursorInvalid: When the key is not one of this order.
    """
    is_turned, ordered = sort.startswith("-"), _SORTED_BY[sort.removeprefix("-")]
    place = tuple_(ordered, Referral.id)
    statement = select(Referral).where(*conditions(caller, wanted)).limit(limit + 1)
    if after is not None:
        start = tuple_(literal(_parsed(sort, after), ordered.type), literal(after[2], Text))
        statement = statement.where(place < start if is_turned else place > start)
    by = (ordered, Referral.id.expression)
    statement = statement.order_by(*(each.desc() if is_turned else each.asc() for each in by))
    return (await session.scalars(statement)).all()


async def count_referrals(session: Session, caller: Caller, wanted: Filters) -> int:
    """How many referrals fit."""
    statement = select(func.count()).select_from(Referral).where(*conditions(caller, wanted))
    return await session.scalar(statement) or 0


async def stream_referrals(
    session: Session, caller: Caller, wanted: Filters, *, limit: int
) -> AsyncIterator[Referral]:
    """Referrals that fit, by id, without holding them all; no more than a limit."""
    statement = (
        select(Referral).where(*conditions(caller, wanted)).order_by(Referral.id).limit(limit)
    )
    found = await session.stream_scalars(statement, execution_options={"yield_per": _AT_A_TIME})
    async for part in found.partitions():
        for each in part:
            yield each


async def list_participants(
    session: Session, caller: Caller, ids: Sequence[str], *, ended_since: date
) -> Sequence[tuple[Referral, Citizen]]:
    """Referrals that were ordered and not declined, with their citizens, until some time after.

    Args:
        session: The request's.
        caller: Who asks.
        ids: Which of them.
        ended_since: The first day on which one may have ended and still be told.
    """
    last_day = func.coalesce(
        Referral.ended_on,
        func.date(func.timezone("Europe/Copenhagen", Referral.aborted_at)),
        # Who never came is not told of for ever.
        case((Referral.started_on.is_(None), Referral.planned_ends_on)),
    )
    statement = (
        select(Referral, Citizen)
        .join(
            Citizen,
            (Citizen.municipality == Referral.municipality) & (Citizen.id == Referral.citizen_id),
        )
        .where(
            visible_to(caller),
            Referral.id == any_(bindparam("ids", type_=ARRAY(Text))),
            Referral.ordered_at.is_not(None),
            Referral.declined_at.is_(None),
            func.coalesce(last_day, ended_since) >= ended_since,
            Citizen.erased_at.is_(None),
        )
        .order_by(Referral.id)
    )
    rows = await session.execute(statement, {"ids": list(ids)})
    return [(referral, citizen) for referral, citizen in rows]


def cursor_key(referral: ReferralRules, sort: Sort) -> Key:
    """Where a referral stands in an order."""
    held: Any = referral
    name = sort.removeprefix("-")
    if name == "planned_ends_on":
        return sort, (held.planned_ends_on or _NO_END).isoformat(), held.id
    moment = held.updated_at if name == "updated_at" else held.ordered_at or held.created_at
    return sort, cast("datetime", moment).astimezone(UTC).isoformat(), held.id


def _parsed(sort: Sort, key: Key) -> date | datetime:
    """The value to start behind; a forged cursor must not reach the database."""
    if key[0] == sort:
        ordered = _SORTED_BY[sort.removeprefix("-")]
        if isinstance(ordered.type, DateTime):
            return pages.moment_of(key[1])
        return pages.day_of(key[1])
    raise pages.CursorInvalid(
        "Begynd forfra uden cursor; den hører til en anden sortering.",
        errors=[problems.FieldError("/query/cursor", "cursor_invalid", "Kendes ikke.")],
    )
