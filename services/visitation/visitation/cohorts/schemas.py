"""Cohorts as they cross the wire."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kit.pages import Page
from kit.texts import CodeText, Id, Line, Whole
from visitation.cohorts.models import Act, Status
from visitation.referrals.written import Day


class Content(BaseModel):
    """What a cohort says of itself."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    starts_on: Day
    ends_on: Day | None = Field(
        default=None, description="The start and the offer's duration when it is not said"
    )
    sign_up_closes_on: Day | None = Field(
        default=None, description="The last day of sign-up; the start when it is not said"
    )
    seats: Annotated[Whole, Field(ge=1, le=10_000)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise PydanticCustomError(
                "period_backwards",
                "ends before it starts",
                {"danish": "Holdet slutter, før det begynder. Ret starts_on eller ends_on."},
            )
        if self.sign_up_closes_on is not None and self.sign_up_closes_on > (
            self.ends_on or self.starts_on
        ):
            raise PydanticCustomError(
                "sign_up_after_end",
                "sign-up closes after the end",
                {"danish": "Tilmeldingen lukker, efter at holdet er slut. Ret sign_up_closes_on."},
            )
        return self


class NewCohort(Content):
    """A cohort to be created, under its owner's id or one that we give."""

    id: Id | None = None


class Cancelling(BaseModel):
    """Why a cohort does not take place."""

    model_config = ConfigDict(extra="forbid")

    reason: CodeText = Field(examples=["too_few"])


class Cohort(BaseModel):
    """A cohort as it is now."""

    id: str
    offer_id: str
    version: int = Field(description="Counts every change; also the ETag")
    status: Status = Field(description="closed when sign-up has ended")
    name: str | None
    starts_on: date
    ends_on: date
    sign_up_closes_on: date
    seats: int
    free_seats: int
    cancel_reason: str | None
    actions: list[Act] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None


class CohortPage(Page[Cohort]):
    """One page of cohorts, the first to start first."""
