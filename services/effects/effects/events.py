"""The facts that the effects service publishes."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from kit.figure import Figure
from kit.outbox import Fact


class TargetGroupFigure(BaseModel):
    """One figure of an offer for one target group."""

    model_config = ConfigDict(frozen=True)

    target_group: str
    figure: Figure


class FiguresReleased(Fact):
    """What guide and quality overview show of one offer; empty when there is nothing any more."""

    subject_field: ClassVar[str] = "offer_id"
    right: ClassVar[str] = "figures.read"

    offer_id: str
    release_id: str
    released_at: datetime
    as_of: date
    figures: tuple[TargetGroupFigure, ...]


class ProfileRow(BaseModel):
    """The outcomes of comparable citizens; what is null is not told apart.

    Level 0 is match group, age band and weeks band, 1 match group and age band, 2 match group, and
    3 the whole target group.
    """

    model_config = ConfigDict(frozen=True)

    level: Literal[0, 1, 2, 3]
    match_group: str | None
    age_band: str | None
    weeks_band: str | None
    figures: tuple[Figure, ...]


class ProfilesReleased(Fact):
    """What became of citizens like this one, for a target group; empty when nothing is shown."""

    subject_field: ClassVar[str] = "target_group"
    right: ClassVar[str] = "figures.read"

    target_group: str
    release_id: str
    released_at: datetime
    as_of: date
    rows: tuple[ProfileRow, ...]


FACTS = (FiguresReleased, ProfilesReleased)
"""Everything that the service publishes."""
