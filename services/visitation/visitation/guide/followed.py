"""Every statement that keeps what other services have told the guide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from kit.database import Session
from kit.figure import Figure
from visitation.guide.models import (
    OfferComplaint,
    OfferFigure,
    OfferInspection,
    OfferRelease,
    ProfileRelease,
    SurveyFigure,
    SurveyRelease,
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one service's figures lie, so that its release takes away only its own."""

    releases: type[OfferRelease] | type[SurveyRelease]
    figures: type[OfferFigure] | type[SurveyFigure]


EFFECTS = Shelf(OfferRelease, OfferFigure)
SURVEYS = Shelf(SurveyRelease, SurveyFigure)


async def replace_release(
    session: Session,
    shelf: Shelf,
    municipality: str,
    *,
    offer_id: str,
    release_id: str,
    released_at: datetime,
) -> bool:
    """Note the release of an offer's figures; whether it is not older than the one noted."""
    table = shelf.releases
    statement = insert(table).values(
        municipality=municipality,
        offer_id=offer_id,
        release_id=release_id,
        released_at=released_at,
    )
    noted = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["municipality", "offer_id"],
            set_={
                "release_id": statement.excluded.release_id,
                "released_at": statement.excluded.released_at,
            },
            where=table.released_at <= statement.excluded.released_at,
        ).returning(table.offer_id)
    )
    return noted is not None


async def replace_figures(
    session: Session,
    shelf: Shelf,
    municipality: str,
    offer_id: str,
    figures: Sequence[tuple[str, Figure]],
    *,
    released_at: datetime,
) -> None:
    """Put these figures, by target group, in place of all that the shelf had of an offer."""
    table = shelf.figures
    await session.execute(
        delete(table).where(table.municipality == municipality, table.offer_id == offer_id)
    )
    if figures:
        await session.execute(
            insert(table),
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


async def replace_profiles(session: Session, municipality: str, told: dict[str, Any]) -> bool:
    """Keep a target group's comparable citizens, unless a later release was told before."""
    statement = insert(ProfileRelease).values(municipality=municipality, **told)
    noted = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["municipality", "target_group"],
            set_={name: statement.excluded[name] for name in told},
            where=ProfileRelease.released_at <= statement.excluded.released_at,
        ).returning(ProfileRelease.target_group)
    )
    return noted is not None


async def replace_inspection(session: Session, municipality: str, told: dict[str, Any]) -> bool:
    """Keep an inspection, or that it was withdrawn, unless a later version was told before."""
    statement = insert(OfferInspection).values(municipality=municipality, **told)
    noted = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["municipality", "inspection_id"],
            set_={name: statement.excluded[name] for name in told},
            where=OfferInspection.version <= statement.excluded.version,
        ).returning(OfferInspection.inspection_id)
    )
    return noted is not None


async def replace_complaint(session: Session, municipality: str, told: dict[str, Any]) -> None:
    """Keep a complaint, unless a later version was told before."""
    statement = insert(OfferComplaint).values(municipality=municipality, **told)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "complaint_id"],
            set_={name: statement.excluded[name] for name in told},
            where=OfferComplaint.version <= statement.excluded.version,
        )
    )
