"""What an import of referrals reads and writes, set by set: the ORM would take most of its time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ARRAY, Table, Text, any_, bindparam, select, text
from sqlalchemy.exc import IntegrityError

from kit.database import Session
from kit.rights import Caller
from visitation.citizens.models import Citizen
from visitation.cohorts.models import Cohort
from visitation.offers.models import Offer
from visitation.referrals.models import Referral, ReferralAct
from visitation.referrals.rules import LooseReferral

_AT_A_TIME = 1_000
_KEY = ("municipality", "id")


def _columns(model: type[Any]) -> list[str]:
    table: Table = model.__table__
    return [column.name for column in table.columns]


_REFERRAL = _columns(Referral)
_IDS = bindparam("ids", type_=ARRAY(Text))
_OWN = bindparam("municipality", type_=Text)


def _insert(table: str, columns: Sequence[str]) -> str:
    named = ", ".join(columns)
    return (
        f"INSERT INTO {table} ({named})"  # noqa: S608 - names of our own tables and columns
        f" SELECT {named} FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"
    )


_ADD = text(_insert("referrals", _REFERRAL))
_ADD_ACTS = text(_insert("referral_acts", _columns(ReferralAct)))
_SET = ", ".join(f"{name} = row.{name}" for name in _REFERRAL if name not in _KEY)
_CHANGE = text(
    f"UPDATE referrals SET {_SET}"  # noqa: S608 - as above
    " FROM json_populate_recordset(NULL::referrals, CAST(:rows AS json)) AS row"
    " WHERE referrals.municipality = row.municipality AND referrals.id = row.id"
)
_TO_CHANGE = (
    select(*Referral.__table__.columns)
    .where(Referral.municipality == _OWN, Referral.id == any_(_IDS))
    .order_by(Referral.id)
    .with_for_update()
)
_OFFERS = select(Offer).where(Offer.municipality == _OWN, Offer.id == any_(_IDS))
_CITIZENS = (
    select(Citizen)
    .where(Citizen.municipality == _OWN, Citizen.id == any_(_IDS))
    .order_by(Citizen.id)
    # Whoever merges or erases one of them waits for the batch, or the batch for them.
    .with_for_update(read=True, key_share=True)
    .execution_options(populate_existing=True)
)
_COHORTS = select(Cohort.id, Cohort.offer_id).where(
    Cohort.municipality == _OWN, Cohort.id == any_(_IDS)
)


class CreatedMeanwhile(Exception):
    """Somebody else created a referral of the batch after the batch had looked for it."""


async def list_to_change(
    session: Session, caller: Caller, ids: Sequence[str]
) -> dict[str, LooseReferral]:
    """The referrals of a batch that exist already, locked in one order for all batches."""
    rows = await session.execute(_TO_CHANGE, {"municipality": caller.municipality, "ids": ids})
    return {row["id"]: LooseReferral(dict(row)) for row in rows.mappings()}


async def list_offers(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, Offer]:
    """The offers that rows name."""
    rows = await session.scalars(_OFFERS, {"municipality": caller.municipality, "ids": ids})
    return {offer.id: offer for offer in rows}


async def list_citizens(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, Citizen]:
    """The citizens that rows name, each under the id by which it is named; aliases as kept.

    None of them is merged or erased until the batch is taken.
    """
    given = {"municipality": caller.municipality, "ids": ids}
    found = {citizen.id: citizen for citizen in await session.scalars(_CITIZENS, given)}
    kept = {each.merged_into for each in found.values() if each.merged_into is not None}
    if kept:
        given["ids"] = sorted(kept)
        others = {citizen.id: citizen for citizen in await session.scalars(_CITIZENS, given)}
        found = {
            named: others[each.merged_into] if each.merged_into else each
            for named, each in found.items()
        }
    return found


async def list_cohorts(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, str]:
    """The cohorts that rows name, each with its offer."""
    if not ids:
        return {}
    rows = await session.execute(_COHORTS, {"municipality": caller.municipality, "ids": ids})
    return {row.id: row.offer_id for row in rows}


async def add_referrals(session: Session, referrals: Sequence[LooseReferral]) -> None:
    """Insert new referrals.

    Raises:
        CreatedMeanwhile: When one is there by now.
    """
    try:
        for rows in _parts(referrals):
            await session.execute(_ADD, {"rows": rows})
    except IntegrityError:
        raise CreatedMeanwhile from None


async def change_referrals(session: Session, referrals: Sequence[LooseReferral]) -> None:
    """Write referrals that are there over themselves."""
    for rows in _parts(referrals):
        await session.execute(_CHANGE, {"rows": rows})


async def add_acts(session: Session, acts: Sequence[Mapping[str, Any]]) -> None:
    """Insert what was done."""
    for first in range(0, len(acts), _AT_A_TIME):
        part = acts[first : first + _AT_A_TIME]
        await session.execute(_ADD_ACTS, {"rows": msgspec.json.encode(part).decode()})


def _parts(referrals: Sequence[LooseReferral]) -> Iterator[str]:
    for first in range(0, len(referrals), _AT_A_TIME):
        part = referrals[first : first + _AT_A_TIME]
        rows = [{name: getattr(each, name) for name in _REFERRAL} for each in part]
        yield msgspec.json.encode(rows).decode()
