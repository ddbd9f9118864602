"""What crosses the wire about releases and figures."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from kit.disclosure import ALL
from kit.figure import Figure
from surveys.releases import models


class Release(BaseModel):
    """One computation of all figures."""

    id: str
    number: int = Field(description="Counted up from 1 in each municipality")
    released_at: datetime
    as_of: date
    period_start: date = Field(description="Answers from this day on are counted")
    smallest_group: int = Field(description="Figures over fewer different citizens are hidden")
    shown: int
    hidden: int


class OfferFigure(BaseModel):
    """One figure; null stands for all offers, or for all target groups."""

    offer_id: str | None
    provider_id: str | None
    target_group: str | None
    figure: Figure


def show_release(release: models.Release) -> Release:
    """A release as it is answered."""
    fields = {name: getattr(release, name) for name in Release.model_fields}
    return Release.model_validate(fields)


def show_figure(row: models.ReleasedFigure) -> OfferFigure:
    """A figure as it is answered."""
    return OfferFigure(
        offer_id=None if row.offer_id == ALL else row.offer_id,
        provider_id=row.provider_id,
        target_group=None if row.target_group == ALL else row.target_group,
        figure=Figure.model_validate(row.figure),
    )
