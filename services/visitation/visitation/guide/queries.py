"""Every statement on what the guide shows; the guide itself answers from memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from kit.database import Session
from kit.figure import Figure
from visitation.guide.descent import Descent
from visitation.guide.models import OfferFigure, OfferRelease
from visitation.offers.models import Offer
from visitation.offers.queries import has_status

_PUBLISHED = select(Offer).where(has_status("published")).order_by(Offer.id)

# As text: the figures are read by pydantic's compiled JSON reader, not by json and then pydantic.
_FIGURES = select(
    OfferFigure.offer_id,
    OfferFigure.target_group,
    cast(OfferFigure.figure, Text).label("figure"),
    OfferFigure.released_at,
)


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure as it lies in the table."""

    offer_id: str
    target_group: str
    figure: str
    released_at: datetime


async def list_published(session: Session, municipality: str) -> Sequence[Offer]:
    """The offers of a municipality that can be chosen now."""
    return (await session.scalars(_PUBLISHED.where(Offer.municipality == municipality))).all()


async def get_descent(session: Session, municipality: str) -> Descent:
    """Which offers of a municipality came instead of which."""
    linked = select(Offer.id).where(
        Offer.municipality == municipality, func.cardinality(Offer.predecessors) > 0
    )
    earlier = select(func.unnest(Offer.predecessors)).where(Offer.municipality == municipality)
    rows = await session.execute(
        select(Offer.id, Offer.name, Offer.predecessors, Offer.published_at.is_not(None)).where(
            Offer.municipality == municipality, Offer.id.in_(linked.union(earlier))
        )
    )
    return Descent.of((row[0], row[1], row[2], row[3]) for row in rows)


async def list_figures(session: Session, municipality: str) -> list[KeptFigure]:
    """All released figures of a municipality."""
    rows = await session.execute(_FIGURES.where(OfferFigure.municipality == municipality))
    return [KeptFigure(*row) for row in rows]


async def replace_release(
    session: Session,
    municipality: str,
    *,
    offer_id: str,
    release_id: str,
    released_at: datetime,
) -> bool:
    """Note the release of an offer's figures; whether it is not older than the one noted."""
    statement = insert(OfferRelease).values(
        municipality=municipality,
        offer_id=offer_id,
        release_id=release_id,
        released_at=released_at,
    )
    noted = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=[OfferRelease.municipality, OfferRelease.offer_id],
            set_={
                "release_id": statement.excluded.release_id,
                "released_at": statement.excluded.released_at,
            },
            where=OfferRelease.released_at <= statement.excluded.released_at,
        ).returning(OfferRelease.offer_id)
    )
    return noted is not None


async def replace_figures(
    session: Session,
    municipality: str,
    offer_id: str,
    figures: Sequence[tuple[str, Figure]],
    *,
    released_at: datetime,
) -> None:
    """Put these figures, by target group, in place of all that an offer had."""
    await session.execute(
        delete(OfferFigure).where(
            OfferFigure.municipality == municipality, OfferFigure.offer_id == offer_id
        )
    )
    if figures:
        await session.execute(
            insert(OfferFigure),
            [
                {
                    "municipality": municipality,
                    "offer_id": offer_id,
                    "target_group": target_group,
                    "indicator": figure.indicator,
                    "figure": figure.model_dump(mode="json"),
                    "released_at": released_at,
                }
                for target_group, figure in figures
            ],
        )
