"""Taking over the figures that effects has released, so that the guide answers without it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from kit.database import Session
from kit.feed import CloudEvent
from kit.figure import Figure
from visitation.guide import queries
from visitation.revisions import queries as revisions


class ReleasedFigure(BaseModel):
    """One figure of an offer for a target group."""

    target_group: str
    figure: Figure


class FiguresReleased(BaseModel):
    """What the guide uses of the event: all figures of one offer."""

    model_config = ConfigDict(extra="ignore")

    offer_id: str
    release_id: str
    released_at: datetime
    figures: tuple[ReleasedFigure, ...]


async def take_release(session: Session, event: CloudEvent) -> None:
    """Keep an offer's figures in place of all earlier ones; an older release changes nothing.

    The offer need not be known yet: figures wait for it.
    """
    if event.municipality is None:
        raise LookupError("figures belong to a municipality")
    release = FiguresReleased.model_validate(event.data)
    is_newest = await queries.replace_release(
        session,
        event.municipality,
        offer_id=release.offer_id,
        release_id=release.release_id,
        released_at=release.released_at,
    )
    if not is_newest:
        return
    figures = [(each.target_group, each.figure) for each in release.figures]
    await queries.replace_figures(
        session, event.municipality, release.offer_id, figures, released_at=release.released_at
    )
    await revisions.count_up(session)
