"""Call-offs as they cross the wire."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from contracts.call_offs.models import ACTS, Act, CallOff, DeclineReason, EndReason, Status
from contracts.call_offs.surroundings import Surroundings
from kit.happening import HappenedAt
from kit.pages import Page
from kit.rights import Caller
from kit.texts import Prose

RIGHT = "call_offs.answer"
PARTICIPANTS = "/api/visitation/v1/referrals/participants"

Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]


class Accepting(BaseModel):
    """How an order is accepted."""

    model_config = ConfigDict(extra="forbid")

    starts_on: Day | None = Field(default=None, description="The day that the citizen is to come")
    happened_at: HappenedAt = None


class Declining(BaseModel):
    """Why an order is declined."""

    model_config = ConfigDict(extra="forbid")

    reason: DeclineReason
    note: Prose = Field(default="", description="In own words; must be said where it is other")
    happened_at: HappenedAt = None

    @model_validator(mode="after")
    def _other_is_explained(self) -> "Declining":
        if self.reason == "other" and not self.note:
            raise PydanticCustomError(
                "note_missing", "note missing", {"danish": "Skriv i note, hvorfor."}
            )
        return self


class Starting(BaseModel):
    """The citizen's first day."""

    model_config = ConfigDict(extra="forbid")

    started_on: Day
    happened_at: HappenedAt = None


class Ending(BaseModel):
    """The citizen's last day, and why it was the last."""

    model_config = ConfigDict(extra="forbid")

    ended_on: Day
    reason: Literal["completed", "left", "not_started"] = Field(
        description="not_started: accepted, but the citizen never came"
    )
    happened_at: HappenedAt = None


class Target(BaseModel):
    """What is to be reached; its goal in words is told with who the participant is."""

    kind: str = Field(examples=["theme", "condition"])
    theme: str | None


class Caveat(BaseModel):
    """Something to know about a call-off that is honoured all the same."""

    code: Literal[
        "agreement_ended", "agreement_unknown", "offer_closed", "offer_paused", "provider_unknown"
    ]
    detail: str


class CallOffAnswer(BaseModel):
    """A call-off as it is now. Who the citizen is, is told by visitation alone."""

    model_config = ConfigDict(title="CallOff")

    id: str = Field(description="The referral's id")
    version: int = Field(description="Counts every change; also the ETag")
    status: Status
    citizen_id: str | None = Field(description="None once the citizen is erased")
    offer_id: str
    offer_version: int | None
    offer_name: str | None
    offer_kind: str | None
    provider_id: str
    provider_name: str | None
    agreement_id: str | None
    cohort_id: str | None
    target_group: str | None
    match_group: str | None
    business_oriented: bool
    price_dkk: Annotated[
        Decimal | None,
        PlainSerializer(
            lambda amount: None if amount is None else f"{amount:.2f}", return_type=str | None
        ),
    ] = Field(description="For the whole course")
    hours_per_week: Annotated[
        Decimal | None,
        PlainSerializer(
            lambda hours: None if hours is None else f"{hours:.1f}", return_type=str | None
        ),
    ]
    duration_weeks: int | None
    targets: list[Target]
    planned_starts_on: date | None
    planned_ends_on: date | None
    received_at: datetime
    answer_by: date = Field(description="The last day on which the provider answers in time")
    overdue: bool
    aligned_at: datetime | None = Field(
        description="When expectations were aligned; nothing starts before"
    )
    accepted_at: datetime | None
    agreed_starts_on: date | None
    declined_at: datetime | None
    decline_reason: str | None
    decline_note: str
    started_on: date | None
    ended_on: date | None
    end_reason: EndReason | None
    cancelled_at: datetime | None
    updated_at: datetime
    caveats: list[Caveat]
    actions: list[Act] = Field(description="What this caller can do with it next")
    participants_at: str = Field(
        description="Where its provider asks who is coming: POST {referral_ids: […]}"
    )


class CallOffPage(Page[CallOffAnswer]):
    """One page of call-offs."""

    count: int | None = Field(default=None, description="Of all that fit; only when asked for")


class CallOffAct(BaseModel):
    """One change of a call-off."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    act: str = Field(examples=["receive", "align", "accept", "start", "end"])
    status: Status = Field(description="After the change")
    said: dict[str, Any]
    happened_at: datetime
    registered_at: datetime
    registered_by: str


_AS_THEY_ARE = tuple(
    name for name in CallOffAnswer.model_fields if name in CallOff.__table__.columns
)


def actions(call_off: CallOff, caller: Caller) -> list[Act]:
    """What this caller can do with a call-off next."""
    if not caller.holds(RIGHT):
        return []
    is_aligned = call_off.aligned_at is not None
    return [act for act in ACTS[call_off.status] if act != "start" or is_aligned]


def present(
    call_off: CallOff, caller: Caller, around: Surroundings, *, today: date
) -> CallOffAnswer:
    """A call-off as this caller gets it."""
    said: dict[str, Any] = {name: getattr(call_off, name) for name in _AS_THEY_ARE}
    return CallOffAnswer(
        **said,
        status=call_off.status,
        offer_name=around.offer_name(call_off),
        provider_name=around.provider_name(call_off),
        overdue=call_off.is_overdue(today),
        caveats=[Caveat(code=code, detail=told) for code, told in around.caveats(call_off, today)],
        actions=actions(call_off, caller),
        participants_at=PARTICIPANTS,
    )
