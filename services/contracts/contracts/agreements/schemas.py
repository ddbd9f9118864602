"""Agreements as they cross the wire."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from contracts.agreements import requirements
from contracts.agreements.models import ACTS, CONTENT, Act, Agreement, Kind, Status
from contracts.agreements.requirements import OWN_DEFAULTS, Broken, Requirement
from contracts.contacts import Contact
from kit.happening import HappenedAt
from kit.local_time import local_date
from kit.pages import Page
from kit.rights import Caller
from kit.texts import Amount, Codes, CodeText, Id, Line, Prose, Whole, different

RIGHT = "agreements.write"

Hours = Annotated[
    Decimal,
    Field(gt=0, le=168, decimal_places=1, examples=["25.0"]),
    PlainSerializer(lambda hours: f"{hours:.1f}", return_type=str),
]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]


class PriceRow(BaseModel):
    """What one kind of offer costs."""

    model_config = ConfigDict(extra="forbid")

    offer_kind: CodeText = Field(examples=["guidance"])
    unit: Literal["week", "course", "hour"]
    price: Amount
    note: Line | None = None


class Contacts(BaseModel):
    """The daily contact on each side."""

    model_config = ConfigDict(extra="forbid")

    provider: Contact | None = None
    municipality: Contact | None = None


class Content(BaseModel):
    """What an agreement says."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(examples=["Rammeaftale om vejledning og jobformidling"])
    provider_id: Id
    kind: Kind = Field(
        description="own: a framework agreement; state: a sub-agreement under a state framework;"
        " internal: the service description of an own unit"
    )
    starts_on: Day
    ends_on: Day = Field(description="The last day")
    options: Annotated[list[Day], Field(max_length=10)] = Field(
        default=[], description="The last days that it can be extended to"
    )
    prices: Annotated[list[PriceRow], Field(max_length=200)] = []
    contacts: Contacts = Contacts()
    requirements: Annotated[list[Requirement], Field(max_length=200)] | None = Field(
        default=None,
        description="An own framework agreement has 10–37 hours and 1–13 weeks when left out",
    )
    selection: Prose = Field(
        default="", description="How the provider was selected; a sub-agreement must say"
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Content":
        if self.ends_on < self.starts_on:
            raise PydanticCustomError(
                "period_reversed",
                "ends before it starts",
                {"danish": "ends_on må ikke ligge før starts_on."},
            )
        if sorted(set(self.options)) != self.options or any(
            option <= self.ends_on for option in self.options
        ):
            raise PydanticCustomError(
                "options_not_in_order",
                "options not in order",
                {"danish": "Optioner skal ligge efter ends_on, den første først."},
            )
        different([requirement.id for requirement in self.requirements or ()])
        return self

    def columns(self) -> dict[str, Any]:
        """The content as the table holds it."""
        said = self.model_dump(mode="json")
        said |= {"starts_on": self.starts_on, "ends_on": self.ends_on}
        if self.requirements is None:
            defaults = OWN_DEFAULTS if self.kind == "own" else ()
            said["requirements"] = [each.model_dump(mode="json") for each in defaults]
        return {name: said[name] for name in CONTENT}


class NewAgreement(Content):
    """An agreement to be created, under its owner's id or one that we give."""

    id: Id | None = None


class ImportedAgreement(Content):
    """One row of an import: the agreement's content and its final state."""

    id: Id
    status: Status = "active"


class Acting(BaseModel):
    """When the act happened."""

    model_config = ConfigDict(extra="forbid")

    happened_at: HappenedAt = None


class Extending(Acting):
    """Which option is used."""

    until: Day = Field(description="One of the agreement's options; those before it are used too")


class AgreementAnswer(Content):
    """An agreement as it is now."""

    model_config = ConfigDict(extra="forbid", title="Agreement")

    requirements: list[Requirement]
    id: str
    version: int = Field(description="Counts every change; also the ETag")
    status: Status
    in_force: bool = Field(description="Whether something can be ordered under it today")
    actions: list[Act] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime
    activated_at: datetime | None
    extended_at: datetime | None
    ended_at: datetime | None


class AgreementPage(Page[AgreementAnswer]):
    """One page of agreements."""

    count: int | None = Field(default=None, description="Of all that fit; only when asked for")


class AgreementVersion(BaseModel):
    """An agreement as it was after one change."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    act: str = Field(examples=["create", "revise", "activate", "import"])
    status: Status
    content: dict[str, Any] = Field(description="What the agreement said, as it was written then")
    changed_at: datetime
    changed_by: str


class Offered(BaseModel):
    """What an offer says of itself, or is about to say; what is left out breaks nothing."""

    model_config = ConfigDict(extra="forbid")

    hours_per_week: Hours | None = None
    duration_weeks: Annotated[Whole, Field(ge=1, le=520)] | None = None
    content_elements: Codes | None = None
    accessible: Annotated[bool, Field(strict=True)] | None = None


class BrokenRequirement(BaseModel):
    """A requirement that the offer breaks."""

    requirement_id: str
    kind: requirements.Kind
    wording: str
    pointer: str = Field(examples=["/hours_per_week"])
    detail: str = Field(examples=["Højst 37 timer om ugen."])


class Check(BaseModel):
    """What an offer breaks of an agreement."""

    keeps: bool
    breaks: list[BrokenRequirement]


def present(agreement: Agreement, caller: Caller, *, at: datetime) -> AgreementAnswer:
    """An agreement as this caller gets it."""
    said = {name: getattr(agreement, name) for name in CONTENT}
    may_write = caller.holds(RIGHT)
    return AgreementAnswer(
        **said,
        id=agreement.id,
        version=agreement.version,
        status=agreement.status,
        in_force=agreement.is_in_force(local_date(at)),
        actions=list(ACTS[agreement.status]) if may_write else [],
        created_at=agreement.created_at,
        updated_at=agreement.updated_at,
        activated_at=agreement.activated_at,
        extended_at=agreement.extended_at,
        ended_at=agreement.ended_at,
    )


def present_check(broken: list[Broken]) -> Check:
    """What is broken, each requirement by its name and wording."""
    return Check(
        keeps=not broken,
        breaks=[
            BrokenRequirement(
                requirement_id=each.requirement.id,
                kind=each.requirement.kind,
                wording=each.requirement.wording,
                pointer=each.pointer,
                detail=each.detail,
            )
            for each in broken
        ],
    )
