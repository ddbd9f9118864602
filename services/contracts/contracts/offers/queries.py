"""Every SELECT on known offers, and how they are kept."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.offers.models import KnownOffer
from kit.database import Session


async def keep_offer(session: Session, municipality: str, told: dict[str, Any]) -> None:
    """Keep an offer as it was told of, unless something newer is known."""
    statement = insert(KnownOffer).values(municipality=municipality, **told)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[KnownOffer.municipality, KnownOffer.offer_id],
            set_=told,
            where=KnownOffer.version < told["version"],
        )
    )


async def find_offers(
    session: Session, municipality: str, ids: Collection[str]
) -> dict[str, KnownOffer]:
    """Those of some offers that are known, by id."""
    rows = await session.scalars(
        select(KnownOffer).where(
            KnownOffer.municipality == municipality, KnownOffer.offer_id.in_(ids)
        )
    )
    return {offer.offer_id: offer for offer in rows}
