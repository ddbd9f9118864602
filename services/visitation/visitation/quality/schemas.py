"""The quality overview as it crosses the wire."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kit.figure import Figure, Unit
from kit.pages import MAX_LIMIT
from kit.texts import CodeText
from visitation.offers.filters import MAX_CURSOR_LENGTH
from visitation.offers.rules import Status
from visitation.sheets import Audience

Format = Literal["csv", "xlsx"]


class OverviewQuery(BaseModel):
    """Which target group, and how many offers at a time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    target_group: CodeText = Field(description="A code of the list, also one that has ended")
    limit: int = Field(default=MAX_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=MAX_CURSOR_LENGTH)] | None = None


class ExportQuery(BaseModel):
    """Which target group, and as what kind of file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    target_group: CodeText
    file_format: Format = Field(default="csv", alias="format")
    audience: Audience = Field(
        default="machine",
        alias="for",
        description="people: Danish titles and words, ; and decimal comma",
    )


class TargetGroup(BaseModel):
    """A target group, and what it is called."""

    code: str
    label: str


class Measure(BaseModel):
    """What one figure of each row tells."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    label: str
    unit: Unit
    higher_is_better: bool | None = Field(
        description="Null for what tells how heavy the task is, which is neither good nor bad"
    )
    text: str


class QualityRow(BaseModel):
    """One offer of one provider."""

    offer_id: str
    name: str
    kind: str | None
    status: Status
    provider_id: str | None
    provider_name: str | None
    figures: dict[str, Figure] = Field(description="By the names in ``measures``, all of them")


class QualityOverview(BaseModel):
    """The offers of a target group in the alphabetical order of their names."""

    target_group: TargetGroup
    as_of: date | None = Field(description="The newest day that any effect here knows of")
    measures: list[Measure]
    notices: list[str] = Field(description="What the reader must know of the figures, in Danish")
    items: list[QualityRow]
    next: str | None
