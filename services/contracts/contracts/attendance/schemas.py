"""What crosses the wire about attendance."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from contracts.attendance.calendar import Week
from contracts.attendance.models import AbsenceReason
from kit.pages import MAX_CURSOR_LENGTH, MAX_LIMIT, Page
from kit.texts import Id, Prose

MOST_HOURS = 24
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _as_written(value: object) -> object:
    """A date as ISO 8601 writes it: a number would be taken for seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError(
        "date_parsing", "no date", {"danish": "Skal være en dato som 2026-11-22."}
    )


Day = Annotated[date, BeforeValidator(_as_written, json_schema_input_type=date)]

Hours = Annotated[
    Decimal,
    Field(ge=0, le=MOST_HOURS, decimal_places=2, examples=["7.40"]),
    PlainSerializer(lambda hours: f"{hours:.2f}", return_type=str),
]
"""Hours of one day, in decimals: a quarter is 0.25."""

TotalHours = Annotated[Decimal, PlainSerializer(lambda hours: f"{hours:.2f}", return_type=str)]
"""Hours of several days."""


class Reported(BaseModel):
    """What is reported of one day."""

    model_config = ConfigDict(extra="forbid")

    planned_hours: Hours = Field(description="0 on a day without plan, so that it is not missed")
    attended_hours: Hours = Field(description="May be more than planned")
    absence_reason: AbsenceReason | None = Field(
        default=None,
        validate_default=True,
        description="Wanted when less was attended than planned",
    )

    @field_validator("absence_reason")
    @classmethod
    def _says_why(cls, reason: AbsenceReason | None, told: ValidationInfo) -> AbsenceReason | None:
        planned, attended = told.data.get("planned_hours"), told.data.get("attended_hours")
        # One of them is missing where it is wrong in itself.
        if reason is None and planned and attended is not None and attended < planned:
            raise PydanticCustomError(
                "absence_reason_missing",
                "no reason for absence",
                {"danish": "Skriv årsagen, når der er færre timer end planlagt."},
            )
        return reason


class AttendanceRow(Reported):
    """One row of a batch."""

    call_off_id: Id
    day: Day


class Correction(Reported):
    """What is reported of one day, and why it is another than before."""

    reason: Prose = Field(default="", max_length=500, description="Why it is corrected")


class AttendanceDay(BaseModel):
    """One person's hours on one day of a course."""

    model_config = ConfigDict(from_attributes=True)

    call_off_id: str
    day: date
    week: Week
    offer_id: str
    provider_id: str
    citizen_id: str | None = Field(description="Null when the citizen has been erased")
    planned_hours: Hours
    attended_hours: Hours
    absence_reason: AbsenceReason | None
    is_late: bool = Field(description="Whether it was first reported after the week's deadline")
    version: int
    reported_at: datetime
    updated_at: datetime
    updated_by: str


class AttendancePage(Page[AttendanceDay]):
    """One page of attendance."""


class AttendanceFilter(BaseModel):
    """Which attendance."""

    model_config = ConfigDict(extra="forbid")

    call_off_id: Id | None = None
    offer_id: Id | None = None
    provider_id: Id | None = None
    week: Week | None = Field(default=None, description="Weeks begin on Mondays")
    from_day: Day | None = None
    to_day: Day | None = None
    is_late: bool | None = None


class AttendanceQuery(AttendanceFilter):
    """Which attendance, and which page of it."""

    limit: int = Field(default=50, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=MAX_CURSOR_LENGTH)


class ExportQuery(AttendanceFilter):
    """Which attendance, and for whom the file is."""

    for_people: bool = Field(
        default=False, description="With semicolons, decimal commas and Danish dates"
    )


class MissingQuery(BaseModel):
    """Which days are looked for, and which page of them."""

    model_config = ConfigDict(extra="forbid")

    call_off_id: Id | None = None
    offer_id: Id | None = None
    provider_id: Id | None = None
    week: Week | None = Field(
        default=None, description="The eight weeks up to yesterday when left out"
    )
    overdue: bool | None = Field(
        default=None, description="Only those whose deadline has passed, or only the others"
    )
    limit: int = Field(default=50, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=MAX_CURSOR_LENGTH)


class MissingDay(BaseModel):
    """A working day of a course of which nothing is reported."""

    day: date
    week: Week
    call_off_id: str
    offer_id: str
    provider_id: str
    deadline: date = Field(description="The last day on which it is not late")
    overdue: bool


class MissingPage(Page[MissingDay]):
    """One page of what is missing."""


class EarlierReport(BaseModel):
    """What was reported of a day until it was corrected."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    planned_hours: Hours
    attended_hours: Hours
    absence_reason: AbsenceReason | None
    updated_at: datetime
    updated_by: str
    replaced_at: datetime
    replaced_by: str
    reason: str


class AttendanceHistoryOfDay(BaseModel):
    """A day as it is now, and as it was before, the newest first."""

    now: AttendanceDay
    before: list[EarlierReport]


class AttendanceSummary(BaseModel):
    """How much of what was planned for one person was attended."""

    call_off_id: str
    days_reported: int
    days_missing: int = Field(description="Working days up to yesterday without a report")
    planned_hours: TotalHours
    attended_hours: TotalHours
    rate: float | None = Field(
        ge=0, le=1, description="Attended of what was planned; more than planned does not count"
    )
    absence_hours: dict[AbsenceReason, TotalHours]
    late_days: int
