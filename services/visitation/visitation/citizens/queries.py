"""Every SELECT on citizens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    false,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert as insert_unless
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from kit import problems
from kit.database import Session
from kit.pages import Key
from kit.rights import Caller
from visitation.citizens.models import Citizen
from visitation.hot_queries import HotQuery

MOST_FOUND = 50
_AT_A_TIME = 5_000


class CitizenNotFound(problems.NotThere):
    """There is no such citizen in the municipality."""

    code = "citizen_not_found"
    title = "Borgeren findes ikke"


class RegisteredMeanwhile(Exception):
    """Somebody of a batch was registered by another after the batch had looked."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an id: for whom it stands now, and whether anything is left."""

    id: str
    is_erased: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of citizens; ``after`` is a name key and an id, None asks for nothing special."""

    target_group: str | None
    match_group: str | None
    coordinator: str | None
    after: Key | None
    limit: int


_alias = aliased(Citizen)
_STANDS_FOR = and_(
    _alias.municipality == Citizen.municipality,
    Citizen.id == func.coalesce(_alias.merged_into, _alias.id),
)
_PROFILE = HotQuery(
    select(
        Citizen.id,
        Citizen.target_group,
        Citizen.match_group,
        Citizen.on_support_since,
        Citizen.born_on,
        Citizen.birth_year,
        Citizen.erased_at,
    )
    .join(_alias, _STANDS_FOR)
    .where(
        _alias.municipality == bindparam("municipality", type_=Text),
        _alias.id == bindparam("citizen_id", type_=Text),
    )
)
_KNOWN = (
    select(_alias.id, Citizen.id.label("kept"), Citizen.erased_at)
    .join(_alias, _STANDS_FOR)
    .where(
        _alias.municipality == bindparam("municipality", type_=Text),
        _alias.id == any_(bindparam("ids", type_=ARRAY(Text))),
    )
)
_ADD = insert(cast(Table, Citizen.__table__))
_LISTED = and_(Citizen.merged_into.is_(None), Citizen.erased_at.is_(None))


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's citizens; a provider's staff and systems, none."""
    if caller.provider_id is not None:
        return false()
    return Citizen.municipality == caller.municipality


def refuse_provider(caller: Caller) -> None:
    """Raise for a provider's staff and systems: citizens are none of theirs, in any number.

    Raises:
        CitizenNotFound: For them.
    """
    if caller.provider_id is not None:
        raise CitizenNotFound("Leverandører ser deltagere på henvisningerne.")


async def find_citizen(
    session: Session, caller: Caller, citizen_id: str, *, lock: bool = False
) -> Citizen | None:
    """The citizen for whom an id stands, through a merge; erased ones too."""
    found = await _find_row(session, caller, citizen_id, lock=lock)
    if found is None or found.merged_into is None:
        return found
    # Whoever merged the one found into another, meanwhile or before, points its aliases at that.
    return await find_citizen(session, caller, found.merged_into, lock=lock)


async def get_citizen(
    session: Session, caller: Caller, citizen_id: str, *, lock: bool = False
) -> Citizen:
    """The citizen for whom an id stands, locked where it is to be changed; erased ones too.

    Raises:
        CitizenNotFound: When there is none that the caller may see.
    """
    citizen = await find_citizen(session, caller, citizen_id, lock=lock)
    if citizen is None:
        raise _not_found()
    return citizen


async def get_profile(session: Session, caller: Caller, citizen_id: str) -> Mapping[str, Any]:
    """What the guide is asked with, in one statement: the read before it is a hot path.

    Raises:
        CitizenNotFound: When there is none that the caller may see, or it is erased.
    """
    if caller.provider_id is None:
        given = {"municipality": caller.municipality, "citizen_id": citizen_id}
        for row in await _PROFILE.rows(session, given):
            if row["erased_at"] is None:
                return dict(row)
    raise _not_found()


async def list_aliases(session: Session, citizen: Citizen) -> Sequence[str]:
    """The ids of others who were merged into a citizen."""
    statement = (
        select(Citizen.id)
        .where(Citizen.municipality == citizen.municipality, Citizen.merged_into == citizen.id)
        .order_by(Citizen.id)
    )
    return (await session.scalars(statement)).all()


async def lock_citizens(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, Citizen]:
    """The rows of some ids, locked in one order for all; read anew when the lock is there."""
    statement = (
        select(Citizen)
        .where(visible_to(caller), Citizen.id.in_(ids))
        .order_by(Citizen.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {citizen.id: citizen for citizen in await session.scalars(statement)}


async def lock_aliases(session: Session, citizen: Citizen) -> list[Citizen]:
    """Everybody merged into a citizen, locked.

    Ask when the citizen is locked: who merges another into it locks it too, so none is missed.
    """
    statement = (
        select(Citizen)
        .where(Citizen.municipality == citizen.municipality, Citizen.merged_into == citizen.id)
        .order_by(Citizen.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(await session.scalars(statement))


async def list_known(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, Known]:
    """What is known of each of many ids."""
    found: dict[str, Known] = {}
    if caller.provider_id is not None:
        return found
    for first in range(0, len(ids), _AT_A_TIME):
        given = {"municipality": caller.municipality, "ids": ids[first : first + _AT_A_TIME]}
        for row in await session.execute(_KNOWN, given):
            found[row.id] = Known(row.kept, row.erased_at is not None)
    return found


async def list_to_change(
    session: Session, caller: Caller, ids: Sequence[str]
) -> dict[str, Citizen]:
    """Those of many citizens who are there, locked in one order for all batches."""
    found: dict[str, Citizen] = {}
    ordered = sorted(ids)
    for first in range(0, len(ordered), _AT_A_TIME):
        statement = (
            select(Citizen)
            .where(visible_to(caller), Citizen.id.in_(ordered[first : first + _AT_A_TIME]))
            .order_by(Citizen.id)
            .with_for_update()
        )
        found |= {citizen.id: citizen for citizen in await session.scalars(statement)}
    return found


async def list_by_words(
    session: Session, caller: Caller, words: Sequence[str]
) -> Sequence[Citizen]:
    """Citizens in whose name each word begins one, by name; one more than are shown."""
    statement = (
        select(Citizen)
        .where(
            visible_to(caller),
            _LISTED,
            *(Citizen.search_words.contains(f" {word}", autoescape=True) for word in words),
        )
        .order_by(Citizen.name_key, Citizen.id)
        .limit(MOST_FOUND + 1)
    )
    return (await session.scalars(statement)).all()


async def list_by_ids(session: Session, caller: Caller, ids: Sequence[str]) -> Sequence[Citizen]:
    """Those of some citizens who are there, by name."""
    statement = (
        select(Citizen)
        .where(visible_to(caller), _LISTED, Citizen.id.in_(ids))
        .order_by(Citizen.name_key, Citizen.id)
    )
    return (await session.scalars(statement)).all()


async def list_citizens(session: Session, caller: Caller, wanted: Wanted) -> Sequence[Citizen]:
    """Citizens by name, one more than a page holds."""
    statement = (
        select(Citizen)
        .where(visible_to(caller), _LISTED)
        .order_by(Citizen.name_key, Citizen.id)
        .limit(wanted.limit + 1)
    )
    for name in ("target_group", "match_group", "coordinator"):
        value = getattr(wanted, name)
        if value is not None:
            statement = statement.where(getattr(Citizen, name) == value)
    if wanted.after is not None:
        statement = statement.where(tuple_(Citizen.name_key, Citizen.id) > wanted.after)
    return (await session.scalars(statement)).all()


async def add_unless_known(session: Session, citizen: Citizen) -> bool:
    """Insert somebody, unless the id is there by now; whether it was inserted.

    Whoever inserts the same at the same time waits for the other's commit.
    """
    columns = {column.name: getattr(citizen, column.name) for column in Citizen.__table__.columns}
    inserted = insert_unless(Citizen).values(columns).on_conflict_do_nothing()
    return await session.scalar(inserted.returning(Citizen.id)) is not None


async def add_citizens(session: Session, citizens: Sequence[Citizen]) -> None:
    """Insert many who were not known, with the driver's own loop: the ORM would take longer.

    Raises:
        RegisteredMeanwhile: When one is there by now.
    """
    names = [column.name for column in Citizen.__table__.columns]
    rows = [{name: getattr(citizen, name) for name in names} for citizen in citizens]
    try:
        for first in range(0, len(rows), _AT_A_TIME):
            await session.execute(_ADD, rows[first : first + _AT_A_TIME])
    except IntegrityError:
        raise RegisteredMeanwhile from None


async def _find_row(
    session: Session, caller: Caller, citizen_id: str, *, lock: bool
) -> Citizen | None:
    statement = select(Citizen).where(Citizen.id == citizen_id, visible_to(caller))
    if lock:
        # Read anew: another may have changed it while the lock was waited for.
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(statement)


def _not_found() -> CitizenNotFound:
    return CitizenNotFound("Kontrollér id'et, eller søg borgeren frem.")
