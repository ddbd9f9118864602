"""What an import reads and writes, set by set: the ORM would take most of its time.

``python -m bench import`` measures it against a plain ``COPY`` of the same rows.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ARRAY, Table, Text, any_, bindparam, select, text
from sqlalchemy.exc import IntegrityError

from kit.database import Session
from kit.rights import Caller
from visitation.offers.models import Offer, OfferVersion
from visitation.offers.rules import LooseOffer

_AT_A_TIME = 1_000


def _written(model: type[Any]) -> list[str]:
    table: Table = model.__table__
    return [column.name for column in table.columns if column.computed is None]


_OFFER = _written(Offer)
_VERSION = _written(OfferVersion)
_KEY = ("municipality", "id")


def _insert(table: str, columns: Sequence[str]) -> str:
    named = ", ".join(columns)
    return (
        f"INSERT INTO {table} ({named})"  # noqa: S608 - names of our own tables and columns
        f" SELECT {named} FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"
    )


_ADD_OFFERS = text(_insert("offers", _OFFER))
_ADD_VERSIONS = text(_insert("offer_versions", _VERSION))
_CHANGE_OFFERS = text(
    f"UPDATE offers SET {', '.join(f'{name} = row.{name}' for name in _OFFER if name not in _KEY)}"  # noqa: S608 - as above
    " FROM json_populate_recordset(NULL::offers, CAST(:rows AS json)) AS row"
    " WHERE offers.municipality = row.municipality AND offers.id = row.id"
)
_TO_CHANGE = (
    select(*Offer.__table__.columns)
    .where(
        Offer.municipality == bindparam("municipality", type_=Text),
        Offer.id == any_(bindparam("ids", type_=ARRAY(Text))),
    )
    .order_by(Offer.id)
    .with_for_update()
)


class CreatedMeanwhile(Exception):
    """Somebody else created an offer of the batch after the batch had looked for it."""


async def list_to_change(
    session: Session, caller: Caller, ids: Sequence[str]
) -> dict[str, LooseOffer]:
    """The offers of a batch that exist already, locked in one order for all batches."""
    rows = await session.execute(_TO_CHANGE, {"municipality": caller.municipality, "ids": ids})
    return {row["id"]: LooseOffer(dict(row)) for row in rows.mappings()}


async def add_offers(session: Session, offers: Sequence[LooseOffer]) -> None:
    """Insert new offers.

    Raises:
        CreatedMeanwhile: When one is there by now.
    """
    try:
        for rows in _parts(offers):
            await session.execute(_ADD_OFFERS, {"rows": _json(rows, _OFFER)})
    except IntegrityError:
        raise CreatedMeanwhile from None


async def change_offers(session: Session, offers: Sequence[LooseOffer]) -> None:
    """Write offers that are there over themselves."""
    for rows in _parts(offers):
        await session.execute(_CHANGE_OFFERS, {"rows": _json(rows, _OFFER)})


async def add_versions(session: Session, versions: Sequence[dict[str, Any]]) -> None:
    """Insert versions."""
    for first in range(0, len(versions), _AT_A_TIME):
        part = versions[first : first + _AT_A_TIME]
        await session.execute(_ADD_VERSIONS, {"rows": msgspec.json.encode(part).decode()})


def _parts(offers: Sequence[LooseOffer]) -> Iterator[Sequence[LooseOffer]]:
    return (offers[first : first + _AT_A_TIME] for first in range(0, len(offers), _AT_A_TIME))


def _json(offers: Sequence[LooseOffer], columns: Sequence[str]) -> str:
    rows = [{name: getattr(offer, name) for name in columns} for offer in offers]
    return msgspec.json.encode(rows).decode()
