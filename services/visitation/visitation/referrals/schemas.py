"""Referrals as they cross the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kit.pages import Page
from kit.texts import Amount, CodeText, Id, Ids, Line, Prose
from visitation.offers.texts import Hours
from visitation.referrals import act_schemas
from visitation.referrals.statuses import Act, How, Status
from visitation.referrals.written import MAX_TARGETS, Day, Said

_RESERVED = frozenset({"export", "import", "participants"})


def _free(referral_id: str) -> str:
    if referral_id in _RESERVED:
        raise PydanticCustomError(
            "reserved", "reserved", {"danish": "Betyder noget andet i adresser. Brug et andet id."}
        )
    return referral_id


ReferralId = Annotated[Id, AfterValidator(_free)]


class Target(BaseModel):
    """What the course is to bring about: progress in a theme, or a condition to clarify."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["theme", "condition"]
    theme: CodeText | None = Field(default=None, examples=["attendance"])
    words: Line | None = Field(default=None, description="The condition, in own words")
    goal: Said = Field(examples=["Møder hver dag i fire uger i træk."])

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if self.kind == "theme" and (self.theme is None or self.words is not None):
            raise PydanticCustomError(
                "target_names_theme",
                "names a theme",
                {"danish": "Et mål i et tema har theme og ikke words."},
            )
        if self.kind == "condition" and (self.words is None or self.theme is not None):
            raise PydanticCustomError(
                "target_names_condition",
                "names a condition",
                {"danish": "En tilstand, der skal afklares, har words og ikke theme."},
            )
        return self


class Evidence(BaseModel):
    """What the guide showed of the offer when it was chosen."""

    model_config = ConfigDict(extra="forbid")

    place: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    tied: Annotated[bool, Field(strict=True)] | None = None
    weights: Annotated[
        dict[CodeText, Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)]],
        Field(max_length=20),
    ] = {}
    as_of: date | None = None


class PartialContent(BaseModel):
    """What a caseworker writes of a referral; a draft may lack most of it."""

    model_config = ConfigDict(extra="forbid")

    offer_id: Id
    cohort_id: Id | None = None
    caseworker: Id | None = Field(default=None, description="Whoever creates it unless said")
    targets: list[Target] = Field(default=[], max_length=MAX_TARGETS)
    reason_code: CodeText | None = Field(default=None, examples=["evidence"])
    reason_text: Prose = ""
    passed_over: Ids = Field(default=[], description="Better-evidenced offers that were not chosen")
    evidence: Evidence | None = None
    business_oriented: Annotated[bool, Field(strict=True)] | None = Field(
        default=None, description="Follows from the offer's kind when it is not said"
    )
    hours_per_week: Hours | None = Field(default=None, description="The offer's unless said")
    planned_starts_on: Day | None = Field(default=None, description="The cohort's unless said")
    planned_ends_on: Day | None = Field(
        default=None, description="The fixed end; the cohort's, or start and duration, unless said"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (
            self.planned_starts_on is not None
            and self.planned_ends_on is not None
            and self.planned_ends_on < self.planned_starts_on
        ):
            raise PydanticCustomError(
                "period_backwards",
                "ends before it starts",
                {"danish": "Slutter, før det begynder. Ret planned_ends_on."},
            )
        return self


class Content(PartialContent):
    """The whole content of a draft anew; whom it is about stays."""

    citizen_id: Id | None = None


class NewReferral(PartialContent):
    """A referral to be created, under its owner's id or one that we give."""

    id: ReferralId | None = None
    citizen_id: Id


class SeenTarget(BaseModel):
    """A target as the caller may see it; a provider reads its words among the participants."""

    kind: Literal["theme", "condition"]
    theme: str | None
    words: str | None
    goal: str | None


class SeenAlignment(act_schemas.AlignmentTexts):
    """What was agreed on; after an erasure without its words."""

    purpose: str
    how: How
    complaint_guidance: act_schemas.Guidance | None
    workplace_met_on: date | None


class Referral(BaseModel):
    """A referral as it is now."""

    id: str
    version: int = Field(description="Counts every change; also the ETag")
    status: Status
    citizen_id: str
    offer_id: str
    offer_version: int | None = Field(description="The one it was ordered under")
    offer_kind: str | None
    cohort_id: str | None
    provider_id: str | None
    agreement_id: str | None
    caseworker: str | None
    target_group: str | None
    match_group: str | None
    business_oriented: bool | None
    price_dkk: Amount | None = Field(description="The whole course by the offer's list price")
    hours_per_week: Hours | None
    duration_weeks: int | None
    planned_starts_on: date | None
    planned_ends_on: date | None
    targets: list[SeenTarget]
    reason_code: str | None
    reason_text: str
    passed_over: list[str]
    evidence: Evidence | None
    alignment: SeenAlignment | None
    aligned_at: datetime | None = Field(description="When the citizen acknowledged it")
    aligned_by: str | None
    asked_at: datetime | None = Field(description="When approval was asked for")
    approved_at: datetime | None
    approved_by: str | None
    ordered_at: datetime | None
    ordered_by: str | None
    accepted_at: datetime | None
    declined_at: datetime | None
    decline_reason: str | None
    started_on: date | None
    ended_on: date | None
    completed_at: datetime | None
    aborted_at: datetime | None
    abort_reason: str | None
    assessed_at: datetime | None
    assessment: list[act_schemas.Assessed] | None
    next_step: str | None
    new_referral_proposed: bool = Field(
        description="Assessed without a step to job or education: another offer, no extension"
    )
    actions: list[Act] = Field(description="What this caller can do with it next")
    created_at: datetime
    created_by: str | None
    updated_at: datetime


class ReferralPage(Page[Referral]):
    """One page of referrals."""

    count: int | None = Field(default=None, description="Of all that fit; only when asked for")


class DoneAct(BaseModel):
    """One thing that was done with a referral."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    act: str = Field(examples=["create", "order", "follow", "import"])
    status: Status
    happened_at: datetime
    registered_at: datetime
    registered_by: str


class History(BaseModel):
    """What was done with a referral, in its order."""

    items: list[DoneAct]


class ParticipantsAsked(BaseModel):
    """The referrals whose participants are asked for."""

    model_config = ConfigDict(extra="forbid")

    referral_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]


class Participant(BaseModel):
    """Who comes, and what was agreed on; a protected address hides phone and e-mail."""

    referral_id: str
    citizen_id: str
    offer_id: str
    status: Status
    name: str
    phone: str | None
    email: str | None
    address_protected: bool
    planned_starts_on: date | None
    planned_ends_on: date | None
    targets: list[SeenTarget]
    alignment: SeenAlignment | None


class Participants(BaseModel):
    """The participants that the caller may see; the others are simply not there."""

    items: list[Participant]


class Choice(BaseModel):
    """What a municipality has chosen about its referrals."""

    model_config = ConfigDict(extra="forbid")

    max_targets: Annotated[int, Field(strict=True, ge=1, le=MAX_TARGETS)] = 3
    subsidy_weeks_without_approval: Annotated[int, Field(strict=True, ge=0, le=520)] = Field(
        default=13, description="A longer wage subsidy needs the right referrals.approve"
    )
    public_subsidy_max_weeks: Annotated[int, Field(strict=True, ge=1, le=520)] = 26
    private_subsidy_max_weeks: Annotated[int, Field(strict=True, ge=1, le=520)] = 26


class Chosen(Choice):
    """What is chosen now, and how often it was changed; 0 while nothing was."""

    model_config = ConfigDict(from_attributes=True, extra="ignore")

    version: int = Field(description="Also the ETag")


def wire(value: Any) -> Any:  # noqa: ANN401 - a model or a list of them
    """A validated part as its column holds it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list):
        return [wire(each) for each in value]
    return value
