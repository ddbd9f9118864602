"""Every statement on the figures that visitation counts itself."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Text, cast, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on, insert

from kit.database import Session
from kit.figure import Figure
from visitation.citizens.models import Citizen
from visitation.guide.counted import Counted, Started
from visitation.guide.models import CountedFigure, OfferComplaint
from visitation.offers.models import Offer
from visitation.referrals import queries as referrals

_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('counted_figures:' || :who, 0))")
ABOUT = ("offer", "provider")
"""Complaints about the handling of a case are not the offer's."""

WITHDRAWN = "withdrawn"


async def try_lock(session: Session, municipality: str) -> bool:
    """Be the only one who counts a municipality's figures, until the transaction ends."""
    return bool(await session.scalar(_LOCK, {"who": municipality}))


async def list_offers(session: Session, municipality: str) -> Sequence[str]:
    """The offers that were ever published."""
    statement = select(Offer.id).where(
        Offer.municipality == municipality, Offer.published_at.is_not(None)
    )
    return (await session.scalars(statement)).all()


async def list_starts(
    session: Session, municipality: str, *, since: date
) -> dict[str, list[Started]]:
    """The referrals that started since a day, by offer."""
    found: dict[str, list[Started]] = {}
    for each in await referrals.list_waiting_days(session, municipality, since=since):
        started = Started(each.citizen_id, each.started_on, each.days)
        found.setdefault(each.offer_id, []).append(started)
    return found


async def list_complaints(
    session: Session, municipality: str, *, since: date
) -> dict[str, list[date]]:
    """The days on which complaints about each offer were received; not those taken back."""
    rows = await session.execute(
        select(OfferComplaint.offer_id, OfferComplaint.received_on).where(
            OfferComplaint.municipality == municipality,
            OfferComplaint.offer_id.is_not(None),
            OfferComplaint.about.in_(ABOUT),
            OfferComplaint.received_on >= since,
            or_(OfferComplaint.outcome.is_(None), OfferComplaint.outcome != WITHDRAWN),
        )
    )
    found: dict[str, list[date]] = {}
    for offer_id, received_on in rows:
        found.setdefault(offer_id or "", []).append(received_on)
    return found


async def list_shown(session: Session, municipality: str) -> dict[tuple[str, str], list[Counted]]:
    """All figures that were ever shown, the newest of each last.

    Whoever was merged since counts under the id that was kept, as in the referrals; else a merge
    would look like one who went and one who came.
    """
    merged = await session.execute(
        select(Citizen.id, Citizen.merged_into).where(
            Citizen.municipality == municipality, Citizen.merged_into.is_not(None)
        )
    )
    kept_ids = {alias: kept_id for alias, kept_id in merged if kept_id is not None}
    rows = await session.scalars(
        select(CountedFigure)
        .where(CountedFigure.municipality == municipality)
        .order_by(CountedFigure.offer_id, CountedFigure.indicator, CountedFigure.number)
    )
    found: dict[tuple[str, str], list[Counted]] = {}
    for row in rows:
        figure = Figure.model_validate(row.figure)
        found.setdefault((row.offer_id, row.indicator), []).append(
            Counted(figure, frozenset(kept_ids.get(each, each) for each in row.people))
        )
    return found


async def keep(
    session: Session,
    municipality: str,
    figures: Sequence[tuple[tuple[str, str], int, Counted]],
    *,
    at: datetime,
) -> None:
    """Show figures, each by offer and indicator under its number: the next, or that of the last."""
    statement = insert(CountedFigure)
    said = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "offer_id", "indicator", "number"],
            set_={"figure": said.figure, "people": said.people, "published_at": said.published_at},
        ),
        [
            {
                "municipality": municipality,
                "offer_id": offer_id,
                "indicator": indicator,
                "number": number,
                "figure": counted.figure.model_dump(mode="json"),
                "people": sorted(counted.people),
                "published_at": at,
            }
            for (offer_id, indicator), number, counted in figures
        ],
    )


async def list_newest(session: Session, municipality: str) -> list[tuple[str, str, str, datetime]]:
    """The figures that are shown now: offer, indicator, the figure as JSON, since when."""
    newest = (
        select(
            CountedFigure.offer_id,
            CountedFigure.indicator,
            cast(CountedFigure.figure, Text),
            CountedFigure.published_at,
        )
        .where(CountedFigure.municipality == municipality)
        .ext(distinct_on(CountedFigure.offer_id, CountedFigure.indicator))
        .order_by(CountedFigure.offer_id, CountedFigure.indicator, CountedFigure.number.desc())
    )
    rows = await session.execute(newest)
    return [(row[0], row[1], row[2], row[3]) for row in rows]
