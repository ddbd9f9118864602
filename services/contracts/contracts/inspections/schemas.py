"""What crosses the wire about inspections."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.inspections.models import CONTENT, Act, Status, a_year_after
from kit.happening import HappenedAt, Moment
from kit.local_time import local_date
from kit.pages import MAX_CURSOR_LENGTH, MAX_LIMIT, Page
from kit.texts import MAX_LISTED, Id, Line, Prose, Whole

_MOST_PRESENT = 10_000

VisitDay = Annotated[date, Field(lt=date(9999, 1, 1))]
"""A day whose smiley expires in a year that can be written."""

Count = Annotated[Whole, Field(ge=0, le=_MOST_PRESENT)]
Smiley = Annotated[Whole, Field(ge=1, le=4, description="1 is the best, 4 the worst")]


class CheckedItem(BaseModel):
    """One line of the checklist: a requirement of the agreement, or what else was looked at."""

    model_config = ConfigDict(extra="forbid")

    requirement_id: Id | None = None
    wording: Line
    met: Literal["yes", "no", "not_applicable"] | None = Field(
        default=None, description="Null until it has been looked at"
    )
    finding: Prose = ""
    deadline: date | None = Field(default=None, description="Until when it is to be put right")


class Content(BaseModel):
    """What an inspector writes down."""

    model_config = ConfigDict(extra="forbid")

    offer_id: Id
    provider_id: Id
    agreement_id: Id | None = None
    inspected_on: VisitDay
    announced: bool = False
    present_count: Count | None = Field(default=None, description="Heads counted at the visit")
    protocol_count: Count | None = Field(
        default=None, description="Present by the attendance protocol that was shown there"
    )
    checklist: Annotated[
        list[CheckedItem],
        Field(
            max_length=MAX_LISTED,
            description="Made of the agreement's requirements when a new one has none",
        ),
    ] = []
    premises: Prose = ""
    findings: Prose = ""
    smiley: Smiley | None = None
    criteria_version: Line | None = Field(
        default=None, description="Of the published criteria by which the smiley was given"
    )
    expires_on: date | None = Field(
        default=None, description="Twelve months after the visit when left out"
    )

    @model_validator(mode="after")
    def _expires_afterwards(self) -> Self:
        if self.expires_on is not None and self.expires_on < self.inspected_on:
            raise PydanticCustomError(
                "expires_before",
                "expires before the visit",
                {"danish": "Smileyen kan ikke udløbe før besøget. Ret expires_on."},
            )
        return self

    def columns(self) -> dict[str, Any]:
        """The content as the table holds it."""
        held = {name: getattr(self, name) for name in CONTENT}
        held["checklist"] = [item.model_dump(mode="json") for item in self.checklist]
        held["expires_on"] = self.expires_on or a_year_after(self.inspected_on)
        return held


class NewInspection(Content):
    """An inspection to be written down."""

    id: Id | None = None


class ImportedInspection(Content):
    """One row of an import: an inspection with its final state."""

    id: Id
    status: Literal["draft", "published", "withdrawn"] = "published"
    provider_comment: Prose = ""
    published_at: Moment | None = Field(
        default=None, description="When it was; the day of the visit when left out"
    )

    @model_validator(mode="after")
    def _published_afterwards(self) -> Self:
        if self.published_at is not None and local_date(self.published_at) < self.inspected_on:
            raise PydanticCustomError(
                "published_before",
                "published before the visit",
                {"danish": "Smileyen kan ikke offentliggøres før besøget. Ret published_at."},
            )
        return self


class Hearing(BaseModel):
    """How long the provider has."""

    model_config = ConfigDict(extra="forbid")

    answer_by: date | None = Field(default=None, description="In 14 days when left out")
    happened_at: HappenedAt = None


IN_TWO_WEEKS = Hearing()


class Answer(BaseModel):
    """The provider's answer to one line of the checklist."""

    model_config = ConfigDict(extra="forbid")

    item: Whole = Field(ge=0, lt=MAX_LISTED, description="The line's place, from 0")
    answer: Line


class Comment(BaseModel):
    """What the provider says to it; shown beside the smiley."""

    model_config = ConfigDict(extra="forbid")

    comment: Prose = Field(min_length=1)
    answers: Annotated[list[Answer], Field(max_length=MAX_LISTED)] = []
    happened_at: HappenedAt = None


class Acting(BaseModel):
    """When it was done."""

    model_config = ConfigDict(extra="forbid")

    happened_at: HappenedAt = None


NOW = Acting()


class Withdrawal(Acting):
    """Why the smiley is taken back."""

    reason: Line


class InspectionAnswer(BaseModel):
    """An inspection as a caller gets it."""

    id: str
    version: int
    status: Status
    offer_id: str
    provider_id: str
    agreement_id: str | None
    inspected_on: date
    announced: bool
    present_count: int | None
    protocol_count: int | None
    reported_count: int | None = Field(
        description="Present that day by the attendance that was reported; null without any"
    )
    checklist: list[CheckedItem]
    premises: str
    findings: str
    smiley: int | None
    criteria_version: str | None
    expires_on: date
    provider_comment: str
    provider_answers: list[Answer]
    answer_by: date | None = Field(description="Until when the provider may answer")
    actions: list[Act] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime
    heard_at: datetime | None
    commented_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


class InspectionPage(Page[InspectionAnswer]):
    """One page of inspections."""


class InspectionsQuery(BaseModel):
    """Which inspections, the newest first; four of an offer are what is shown beside it."""

    model_config = ConfigDict(extra="forbid")

    offer_id: Id | None = None
    provider_id: Id | None = None
    status: Status | None = None
    from_day: date | None = None
    to_day: date | None = None
    limit: int = Field(default=50, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=MAX_CURSOR_LENGTH)
