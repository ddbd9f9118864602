"""What crosses the wire about figures and what they mean."""

from pydantic import BaseModel

from effects.definitions import Definition as Defined
from effects.releases.models import ReleasedFigure
from kit.figure import Figure


class OfferFigure(BaseModel):
    """One figure of an offer for one target group."""

    offer_id: str
    provider_id: str | None
    target_group: str
    figure: Figure


class Definition(BaseModel):
    """How a figure is counted."""

    name: str
    version: int
    label: str
    text: str
    formula: str
    counts_from: str
    months: int | None
    reads_hours: bool


class Definitions(BaseModel):
    """All definitions, in order."""

    items: list[Definition]


def show_definition(defined: Defined) -> Definition:
    """A definition as it is answered."""
    return Definition(
        name=defined.name,
        version=defined.version,
        label=defined.label,
        text=defined.text,
        formula=defined.formula,
        counts_from=defined.anchor,
        months=defined.months,
        reads_hours=defined.reads_hours,
    )


def show_figure(row: ReleasedFigure) -> OfferFigure:
    """A figure as it is answered."""
    return OfferFigure(
        offer_id=row.offer_id,
        provider_id=row.provider_id,
        target_group=row.target_group,
        figure=Figure.model_validate(row.figure),
    )
