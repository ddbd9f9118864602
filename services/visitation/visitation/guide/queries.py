"""Every statement on what the guide shows; the guide itself answers from memory.

What is read may be some hundred thousand rows, so it comes in parts, between which other requests
get their turn.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    Select,
    Text,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from kit.database import Session
from visitation.cohorts import queries as cohorts
from visitation.guide.descent import Descent
from visitation.guide.indicators import BY_NAME
from visitation.guide.inheritance import ReleasedFigure
from visitation.guide.listed_figures import Inspected, Standing
from visitation.guide.models import (
    OfferFigure,
    OfferInspection,
    OfferRelease,
    ProfileRelease,
    SurveyFigure,
    SurveyRelease,
)
from visitation.offers.models import Offer
from visitation.offers.queries import has_status
from visitation.referrals import queries as referrals
from visitation.referrals.models import Referral

_ROWS_AT_A_TIME = 500
_OFFERS_AT_A_TIME = 50

_PUBLISHED = select(Offer).where(has_status("published")).order_by(Offer.id)


def _figures_of(
    table: type[OfferFigure] | type[SurveyFigure],
) -> Select[str, str, str, bool, str, str, datetime]:
    # The figure as text: it is read, by pydantic's compiled JSON reader, when it is looked at.
    return select(
        table.offer_id,
        table.target_group,
        table.indicator,
        func.coalesce(table.figure["suppressed"]["yes"].as_boolean(), literal(value=False)),
        table.figure["as_of"].as_string(),
        cast(table.figure, Text),
        table.released_at,
    )


@dataclass(frozen=True, slots=True)
class KeptProfiles:
    """A target group's outcomes as they lie in the table."""

    target_group: str
    release_id: str
    released_at: datetime
    as_of: date | None
    rows: str


async def list_published(session: Session, municipality: str) -> list[Offer]:
    """The offers of a municipality that can be chosen now."""
    statement = _PUBLISHED.where(Offer.municipality == municipality)
    parts = await session.stream_scalars(statement.execution_options(yield_per=_OFFERS_AT_A_TIME))
    return [offer async for part in parts.partitions() for offer in part]


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


async def list_figures(session: Session, municipality: str) -> AsyncIterator[list[ReleasedFigure]]:
    """All released figures of a municipality that the guide shows, in parts."""
    for table in (OfferFigure, SurveyFigure):
        statement = _figures_of(table).where(
            table.municipality == municipality, table.indicator.in_(BY_NAME)
        )
        parts = await session.stream(statement.execution_options(yield_per=_ROWS_AT_A_TIME))
        async for part in parts.partitions():
            yield [
                ReleasedFigure(
                    offer_id=row[0],
                    target_group=row[1],
                    indicator=row[2],
                    is_hidden=row[3],
                    as_of=date.fromisoformat(row[4]) if row[4] else None,
                    written=row[5],
                    released_at=row[6],
                )
                for row in part
            ]


async def list_profiles(session: Session, municipality: str) -> list[KeptProfiles]:
    """The outcomes of comparable citizens, by target group."""
    rows = await session.execute(
        select(
            ProfileRelease.target_group,
            ProfileRelease.release_id,
            ProfileRelease.released_at,
            ProfileRelease.as_of,
            cast(ProfileRelease.rows, Text),
        ).where(ProfileRelease.municipality == municipality)
    )
    return [KeptProfiles(*row) for row in rows]


async def get_releases_mark(session: Session, municipality: str) -> str:
    """What differs whenever a released figure or outcome of the municipality may.

    Seats change many times a day, releases once a month; and the figures are what takes long to
    read. Whenever a release is taken, its row is written anew, and PostgreSQL marks it so.
    """
    parts = [
        select(
            literal(table.__tablename__).label("what"),
            cast(
                func.md5(
                    func.string_agg(
                        name + "/" + literal_column(f"{table.__tablename__}.xmin::text", Text),
                        aggregate_order_by(literal(","), name),
                    )
                ),
                Text,
            ).label("mark"),
        ).where(table.municipality == municipality)
        for table, name in (
            (OfferRelease, OfferRelease.offer_id),
            (SurveyRelease, SurveyRelease.offer_id),
            (ProfileRelease, ProfileRelease.target_group),
        )
    ]
    rows = await session.execute(union_all(*parts))
    return " ".join(sorted(f"{row.what}:{row.mark}" for row in rows))


async def get_standing(session: Session, municipality: str, *, day: date) -> Standing:
    """How things stand with a municipality's offers on a day."""
    orders = exists().where(Referral.municipality == municipality, Referral.ordered_at.is_not(None))
    free_seats = None
    if await session.scalar(select(orders)):
        listed = await referrals.list_free_seats(session, municipality, on=day)
        free_seats = {each.offer_id: each.free for each in listed}
    next_starts = await cohorts.list_next_starts(session, municipality, on=day)
    return Standing(
        day=day,
        free_seats=free_seats,
        next_starts={each.offer_id: each.starts_on for each in next_starts},
        inspected=await list_inspected(session, municipality),
    )


async def list_inspected(session: Session, municipality: str) -> dict[str, Inspected]:
    """The latest inspection of each offer that is published and not withdrawn."""
    rows = await session.execute(
        select(
            OfferInspection.offer_id,
            OfferInspection.smiley,
            OfferInspection.inspected_on,
            OfferInspection.expires_on,
        )
        .where(OfferInspection.municipality == municipality, OfferInspection.withdrawn_at.is_(None))
        .ext(distinct_on(OfferInspection.offer_id))
        .order_by(
            OfferInspection.offer_id,
            OfferInspection.inspected_on.desc(),
            OfferInspection.published_at.desc(),
            OfferInspection.inspection_id,
        )
    )
    return {row[0]: Inspected(*row[1:]) for row in rows}
