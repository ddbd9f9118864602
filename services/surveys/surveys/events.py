"""The facts that the surveys service publishes."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from kit.figure import Figure
from kit.outbox import Fact


class TargetGroupFigure(BaseModel):
    """One figure of an offer for one target group."""

    model_config = ConfigDict(frozen=True)

    target_group: str
    figure: Figure


class FiguresReleased(Fact):
    """Satisfaction and closeness of one offer in the newest release; empty when there are none."""

    subject_field: ClassVar[str] = "offer_id"
    right: ClassVar[str] = "figures.read"

    offer_id: str
    release_id: str
    released_at: datetime
    as_of: date
    figures: tuple[TargetGroupFigure, ...]


FACTS = (FiguresReleased,)
"""Everything that the service publishes."""
