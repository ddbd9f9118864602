"""Every statement on the quality overview."""

from collections.abc import Sequence

from sqlalchemy import Text, and_, any_, cast, exists, func, literal, or_, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from kit.database import Session
from kit.pages import Key
from kit.rights import Caller
from visitation.guide.models import CountedFigure, OfferFigure, SurveyFigure
from visitation.offers.models import Offer
from visitation.offers.queries import visible_to

Told = Sequence[tuple[str, str, str]]
"""Offer, indicator, and the Figure as JSON."""


async def list_offers(
    session: Session, caller: Caller, target_group: str, *, after: Key | None, limit: int
) -> Sequence[Offer]:
    """Offers that were ever published for a target group, or have a shown figure of it.

    One that is meant for others and has only hidden figures is left out: that it is listed would
    tell that somebody was there. One more than the limit.
    """
    shown = exists().where(
        OfferFigure.municipality == Offer.municipality,
        OfferFigure.offer_id == Offer.id,
        OfferFigure.target_group == target_group,
        OfferFigure.figure["suppressed"]["yes"].as_boolean().is_(False),
    )
    statement = (
        select(Offer)
        .where(
            visible_to(caller),
            or_(
                and_(
                    Offer.published_at.is_not(None),
                    literal(target_group, Text) == any_(Offer.target_groups),
                ),
                shown,
            ),
        )
        .order_by(Offer.name_key, Offer.id)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(Offer.name_key, Offer.id) > after)
    return (await session.scalars(statement)).all()


async def list_released(
    session: Session, caller: Caller, target_group: str, offers: Sequence[str], names: Sequence[str]
) -> Told:
    """What effects and surveys have released of these offers and the target group."""
    parts = [
        select(table.offer_id, table.indicator, cast(table.figure, Text)).where(
            table.municipality == caller.municipality,
            table.target_group == target_group,
            table.offer_id.in_(offers),
            table.indicator.in_(names),
        )
        for table in (OfferFigure, SurveyFigure)
    ]
    rows = await session.execute(union_all(*parts))
    return [(row[0], row[1], row[2]) for row in rows]


async def list_complaints(session: Session, caller: Caller, offers: Sequence[str]) -> Told:
    """What is shown now of complaints about these offers, as it was counted here."""
    newest = (
        select(CountedFigure.offer_id, CountedFigure.indicator, cast(CountedFigure.figure, Text))
        .where(
            CountedFigure.municipality == caller.municipality,
            CountedFigure.offer_id.in_(offers),
            CountedFigure.indicator == "complaints_per_100",
        )
        .ext(distinct_on(CountedFigure.offer_id))
        .order_by(CountedFigure.offer_id, CountedFigure.number.desc())
    )
    rows = await session.execute(newest)
    return [(row[0], row[1], row[2]) for row in rows]


async def find_newest_day(session: Session, caller: Caller, target_group: str) -> str | None:
    """The newest day that any effect of the target group knows of, as ISO 8601."""
    statement = select(func.max(OfferFigure.figure["as_of"].as_string())).where(
        OfferFigure.municipality == caller.municipality, OfferFigure.target_group == target_group
    )
    newest: str | None = await session.scalar(statement)
    return newest
