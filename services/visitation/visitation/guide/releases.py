"""Taking over what effects and surveys have released, so that the guide answers without them."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kit.database import Session
from kit.feed import CloudEvent, municipality_of
from kit.figure import Figure
from visitation.guide import followed
from visitation.guide.followed import Shelf
from visitation.guide.indicators import BY_NAME, Source
from visitation.revisions import queries as revisions

_MEASURED_BY: dict[Source, Shelf] = {"courses": followed.EFFECTS, "answers": followed.SURVEYS}


class ReleasedFigure(BaseModel):
    """One figure of an offer for a target group, or for all of them together."""

    model_config = ConfigDict(extra="ignore")

    target_group: str | None
    figure: Figure


class FiguresReleased(BaseModel):
    """What the guide uses of the event: all of a service's figures of one offer."""

    model_config = ConfigDict(extra="ignore")

    offer_id: str
    release_id: str
    released_at: datetime
    figures: tuple[ReleasedFigure, ...]


class ProfileRow(BaseModel):
    """The outcomes of the citizens of one profile; what is null was not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    level: Literal[0, 1, 2, 3]
    match_group: str | None = None
    age_band: str | None = None
    weeks_band: str | None = None
    figures: tuple[Figure, ...]


class ProfilesReleased(BaseModel):
    """What the guide uses of the event: the outcomes of a target group's citizens."""

    model_config = ConfigDict(extra="ignore")

    target_group: str
    release_id: str
    released_at: datetime
    as_of: date | None = None
    rows: tuple[ProfileRow, ...]


async def take_effects(session: Session, event: CloudEvent) -> None:
    """Keep what effects measured of an offer in place of all that it told before."""
    await _take(session, event, followed.EFFECTS)


async def take_answers(session: Session, event: CloudEvent) -> None:
    """Keep what an offer's participants answered in place of all that was told before."""
    await _take(session, event, followed.SURVEYS)


async def take_profiles(session: Session, event: CloudEvent) -> None:
    """Keep the outcomes of a target group's citizens; an older release changes nothing."""
    municipality = municipality_of(event)
    release = ProfilesReleased.model_validate(event.data)
    told: dict[str, Any] = release.model_dump(exclude={"rows"})
    told["rows"] = release.model_dump(mode="json")["rows"]
    if await followed.replace_profiles(session, municipality, told):
        await revisions.count_up(session)


async def _take(session: Session, event: CloudEvent, shelf: Shelf) -> None:
    """An older release changes nothing; the offer need not be known yet: figures wait for it.

    What one service says of an indicator that another measures is passed over, and so are
    figures of all target groups together: the guide shows those of one.
    """
    municipality = municipality_of(event)
    release = FiguresReleased.model_validate(event.data)
    is_newest = await followed.replace_release(
        session,
        shelf,
        municipality,
        offer_id=release.offer_id,
        release_id=release.release_id,
        released_at=release.released_at,
    )
    if not is_newest:
        return
    figures = [
        (each.target_group, each.figure)
        for each in release.figures
        if each.target_group is not None and _shelf_of(each.figure.indicator, shelf) is shelf
    ]
    await followed.replace_figures(
        session, shelf, municipality, release.offer_id, figures, released_at=release.released_at
    )
    await revisions.count_up(session)


def _shelf_of(name: str, said_by: Shelf) -> Shelf | None:
    """Where an indicator's figures lie; one that the guide does not know stays where it came."""
    indicator = BY_NAME.get(name)
    return said_by if indicator is None else _MEASURED_BY.get(indicator.source)
