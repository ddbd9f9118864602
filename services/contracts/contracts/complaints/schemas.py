"""What crosses the wire about complaints."""

from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.complaints.models import (
    ACTS,
    ANSWERED_WITHIN,
    CONTENT,
    RIGHT,
    About,
    Act,
    Channel,
    Complaint,
    Outcome,
    Status,
)
from kit.happening import HappenedAt
from kit.pages import MAX_CURSOR_LENGTH, MAX_LIMIT, Page
from kit.rights import Caller
from kit.texts import CodeText, Id, Line, Prose


class Content(BaseModel):
    """What is written down of a complaint."""

    model_config = ConfigDict(extra="forbid")

    about: About
    offer_id: Id | None = None
    provider_id: Id | None = None
    citizen_id: Id | None = Field(
        default=None, description="Whose complaint; kept here, and in no event"
    )
    received_on: date
    channel: Channel
    category: CodeText = Field(examples=["relevance"])
    description: Prose = ""
    answer_by: date | None = Field(default=None, description="Four weeks after when left out")

    @model_validator(mode="after")
    def _says_about_what(self) -> Self:
        if (self.about == "offer" and self.offer_id is None) or (
            self.about == "provider" and self.provider_id is None
        ):
            raise PydanticCustomError(
                "subject_missing",
                "does not say about what",
                {"danish": "Skriv offer_id eller provider_id på det, der klages over."},
            )
        if self.answer_by is not None and self.answer_by < self.received_on:
            raise PydanticCustomError(
                "deadline_before",
                "answered before it came",
                {"danish": "Fristen kan ikke ligge før modtagelsen. Ret answer_by."},
            )
        return self

    def columns(self) -> dict[str, Any]:
        """The content as the table holds it."""
        held = {name: getattr(self, name) for name in CONTENT}
        held["answer_by"] = self.answer_by or self.received_on + ANSWERED_WITHIN
        return held


class NewComplaint(Content):
    """A complaint to be registered."""

    id: Id | None = None


class ImportedComplaint(Content):
    """One row of an import: a complaint with its final state."""

    id: Id
    answer: Prose = ""
    answered_on: date | None = None
    outcome: Outcome | None = None
    closed_on: date | None = None

    @model_validator(mode="after")
    def _ends_whole(self) -> Self:
        if (self.outcome is None) != (self.closed_on is None):
            raise PydanticCustomError(
                "outcome_without_end",
                "outcome or end missing",
                {"danish": "outcome og closed_on hører sammen. Skriv begge eller ingen."},
            )
        days = [self.answered_on, self.closed_on]
        if any(day is not None and day < self.received_on for day in days):
            raise PydanticCustomError(
                "ended_before",
                "ended before it came",
                {"danish": "Svar og afslutning kan ikke ligge før modtagelsen."},
            )
        return self


class Answering(BaseModel):
    """What whoever complained was answered."""

    model_config = ConfigDict(extra="forbid")

    answer: Prose = Field(min_length=1)
    happened_at: HappenedAt = None


class Closing(BaseModel):
    """What came of it."""

    model_config = ConfigDict(extra="forbid")

    outcome: Outcome
    happened_at: HappenedAt = None


class Reopening(BaseModel):
    """Why it is taken up again."""

    model_config = ConfigDict(extra="forbid")

    reason: Line
    happened_at: HappenedAt = None


class ComplaintAnswer(BaseModel):
    """A complaint as a caller gets it."""

    id: str
    version: int
    status: Status
    overdue: bool = Field(description="Whether it should have been answered by now")
    about: About
    offer_id: str | None
    provider_id: str | None
    citizen_id: str | None
    received_on: date
    channel: Channel
    category: str
    description: str
    answer_by: date
    answer: str
    answered_on: date | None
    outcome: Outcome | None
    closed_on: date | None
    reopened_at: datetime | None
    reopened_reason: str
    actions: list[Act] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime


class ComplaintPage(Page[ComplaintAnswer]):
    """One page of complaints."""

    count: int | None = Field(default=None, description="Of all that fit; only when asked for")


class ComplaintsQuery(BaseModel):
    """Which complaints, the newest first."""

    model_config = ConfigDict(extra="forbid")

    about: About | None = None
    offer_id: Id | None = None
    provider_id: Id | None = None
    citizen_id: Id | None = None
    status: Status | None = None
    overdue: bool | None = None
    from_day: date | None = None
    to_day: date | None = None
    count: Literal["exact"] | None = None
    limit: int = Field(default=50, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=MAX_CURSOR_LENGTH)


_DERIVED = frozenset({"overdue", "actions"})


def present(complaint: Complaint, caller: Caller, *, today: date) -> ComplaintAnswer:
    """A complaint as this caller gets it."""
    held = {
        name: getattr(complaint, name)
        for name in ComplaintAnswer.model_fields
        if name not in _DERIVED
    }
    held["overdue"] = complaint.is_overdue(today)
    held["actions"] = list(ACTS[complaint.status]) if caller.holds(RIGHT) else []
    return ComplaintAnswer.model_validate(held)
