"""What crosses the wire about waves."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kit.figure import Figure
from kit.texts import CodeText, Line, Whole, different
from surveys.waves.models import Confidentiality, Status

MOST_REMINDERS = 2

Action = Literal["close", "make_links", "make_reminders"]


def _wrong(code: str, danish: str) -> PydanticCustomError:
    return PydanticCustomError(code, "dates in the wrong order", {"danish": danish})


class NewWave(BaseModel):
    """Who is asked, and when."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(examples=["Afsluttede forløb, 4. kvartal 2026"])
    instrument: CodeText = "tilbuddet"
    confidentiality: Confidentiality = Field(
        description="confidential: answers keep their invitation; anonymous: nothing joins them"
    )
    courses_from: date = Field(description="Courses that end from this day on are asked about")
    courses_to: date = Field(description="… up to this day, included")
    opens_on: date | None = Field(default=None, description="First day of answers; courses_from")
    closes_on: date = Field(description="Last day of answers")
    reminders: Annotated[
        list[date], Field(max_length=MOST_REMINDERS), AfterValidator(different)
    ] = []
    smallest_group: Annotated[Whole, Field(ge=5, le=1_000)] = 5

    @model_validator(mode="after")
    def _dates_are_in_order(self) -> "NewWave":
        if self.courses_to < self.courses_from:
            raise _wrong("courses_backwards", "courses_to må ikke ligge før courses_from.")
        if self.closes_on < self.courses_to:
            raise _wrong("closes_too_early", "closes_on må ikke ligge før courses_to.")
        if not (self.opens_on or self.courses_from) <= self.closes_on:
            raise _wrong("opens_too_late", "opens_on må ikke ligge efter closes_on.")
        opens = self.opens_on or self.courses_from
        if not all(opens < each <= self.closes_on for each in self.reminders):
            raise _wrong("reminder_outside", "Rykkerdatoer skal ligge, mens runden er åben.")
        return self


class Wave(BaseModel):
    """A wave as it is."""

    id: str
    version: int
    name: str
    instrument: str
    instrument_version: int
    confidentiality: Confidentiality
    courses_from: date
    courses_to: date
    opens_on: date
    closes_on: date
    reminders: list[date]
    reminders_made: int
    smallest_group: int
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    closed_by: str | None
    status: Status
    actions: list[Action] = Field(description="What this caller may do next")


class OfferResponse(BaseModel):
    """How many of those asked about an offer have answered."""

    offer_id: str
    offer_name: str | None
    figure: Figure


class Response(BaseModel):
    """How many of those asked have answered, in all and by offer."""

    wave_id: str
    whole: Figure
    offers: list[OfferResponse]
