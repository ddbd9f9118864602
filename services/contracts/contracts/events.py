"""The facts that contracts publishes, each with the whole public state of its subject."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field, PlainSerializer

from kit import outbox

_Number = Annotated[
    Decimal,
    PlainSerializer(
        lambda number: int(number) if number == int(number) else float(number),
        return_type=int | float,
    ),
]


class Span(BaseModel):
    """From the least that is allowed to the most."""

    min: _Number | None
    max: _Number | None


class Limits(BaseModel):
    """What an offer under the agreement must keep within, each limit the narrowest of its kind."""

    hours_per_week: Span | None
    duration_weeks: Span | None
    content_elements: list[str] = Field(description="All of them must be part of an offer")


class PublishedRequirement(BaseModel):
    """One line of the agreement, so that a refusal can name it."""

    id: str
    kind: str
    checkable_by: str
    limits: dict[str, Any]
    wording: str


class AgreementChanged(outbox.Fact):
    """An agreement was written, activated, extended or ended."""

    subject_field: ClassVar[str] = "agreement_id"
    right: ClassVar[str] = "agreements.read"
    provider_field: ClassVar[str | None] = "provider_id"

    agreement_id: str
    version: int
    provider_id: str
    kind: str
    status: str
    starts_on: date
    ends_on: date
    limits: Limits
    requirements: list[PublishedRequirement]
    activated_at: datetime | None
    updated_at: datetime

    @property
    def provider(self) -> str | None:
        """The provider who may read it too, once it has been in force; never a draft given up."""
        return None if self.activated_at is None else self.provider_id


class CallOffState(outbox.Fact):
    """A call-off as its provider and the municipality know it; not published under this name."""

    subject_field: ClassVar[str] = "call_off_id"
    right: ClassVar[str] = "call_offs.read"
    provider_field: ClassVar[str | None] = "provider_id"

    call_off_id: str
    referral_id: str
    agreement_id: str | None
    provider_id: str
    offer_id: str
    citizen_id: str | None
    status: str
    received_at: datetime
    accepted_at: datetime | None
    declined_at: datetime | None
    decline_reason: str | None
    started_on: date | None
    ended_on: date | None
    end_reason: str | None
    planned_ends_on: date | None
    version: int
    updated_at: datetime


class CallOffReceived(CallOffState):
    """The order is with the provider, who has not answered it."""


class CallOffAccepted(CallOffState):
    """The provider takes the citizen."""


class CallOffDeclined(CallOffState):
    """The provider does not take the citizen."""


class CallOffStarted(CallOffState):
    """The citizen has begun."""


class CallOffEnded(CallOffState):
    """The course is over, or was called off before it began."""


class AttendanceWeekReported(outbox.Fact):
    """Something was reported or corrected of a week of a call-off: the whole week as it now is.

    Batches write it set by set (``attendance.batch_queries``), in this shape.
    """

    subject_field: ClassVar[str] = "call_off_id"
    right: ClassVar[str] = "attendance.read"
    provider_field: ClassVar[str | None] = "provider_id"

    call_off_id: str
    week: str
    provider_id: str
    offer_id: str
    citizen_id: str | None
    planned_hours: str
    attended_hours: str
    days_reported: int
    absence_hours: dict[str, str]
    is_late: bool
    reported_at: datetime
    version: int

    @property
    def subject(self) -> str:
        """A week of a call-off."""
        return f"{self.call_off_id}/{self.week}"


class InspectionPublished(outbox.Fact):
    """The smiley of an inspection is known to everybody, or was withdrawn."""

    subject_field: ClassVar[str] = "inspection_id"
    right: ClassVar[str] = "inspections.read"
    provider_field: ClassVar[str | None] = "provider_id"

    inspection_id: str
    offer_id: str
    provider_id: str
    inspected_on: date
    smiley: int
    expires_on: date
    published_at: datetime
    withdrawn_at: datetime | None
    version: int


class ComplaintRegistered(outbox.Fact):
    """There is a complaint, or something came of it; who complains is never told."""

    subject_field: ClassVar[str] = "complaint_id"
    right: ClassVar[str] = "complaints.read"

    complaint_id: str
    offer_id: str | None
    provider_id: str | None
    about: str
    received_on: date
    outcome: str | None
    closed_on: date | None
    version: int


FACTS: tuple[type[outbox.Fact], ...] = (
    AgreementChanged,
    CallOffReceived,
    CallOffAccepted,
    CallOffDeclined,
    CallOffStarted,
    CallOffEnded,
    AttendanceWeekReported,
    InspectionPublished,
    ComplaintRegistered,
)
"""Everything that the service publishes."""
