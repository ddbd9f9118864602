"""Citizens on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kit.texts import MAX_LINE, CodeText, Id, Line, Whole, without_cpr
from visitation.citizens import numbers
from visitation.citizens.models import Act, Status

Purpose = Literal[
    "visitation", "follow_up", "complaint", "inspection_of_case", "citizen_request", "system"
]
"""Why somebody looks at a person's data; it stands in the audit log."""

EraseReason = Literal[
    "retention_period", "citizen_request", "registered_by_mistake", "authority_decision"
]

_OLDEST = 1850
_LATEST = 2200


def _digits(text: str) -> str:
    try:
        return numbers.parse(text).digits
    except numbers.NotANumber:
        raise PydanticCustomError(
            "cpr_invalid",
            "no CPR number",
            {"danish": "Er ikke et CPR-nummer. Skriv DDMMÅÅ-XXXX med en dato, der findes."},
        ) from None


Cpr = Annotated[
    str,
    StringConstraints(max_length=20),
    AfterValidator(_digits),
]
_NUMBER = "DDMMYY-XXXX or ten digits, ordinary or replacement (day + 60)"

Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()-]{2,24}$"),
    AfterValidator(without_cpr),
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=MAX_LINE,
        pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+$",
    ),
    AfterValidator(without_cpr),
]
Year = Annotated[Whole, Field(ge=_OLDEST, le=_LATEST)]


class Content(BaseModel):
    """What is said of a citizen, besides the number and the date of birth."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line = Field(examples=["Borger 00017"])
    target_group: CodeText | None = Field(default=None, examples=["kontanthjaelp"])
    match_group: CodeText | None = Field(default=None, examples=["jobparat"])
    on_support_since: date | None = Field(
        default=None, description="First day of the present period on public support"
    )
    coordinator: Line | None = Field(default=None, description="The caseworker's user id or name")
    team: Line | None = None
    phone: Phone | None = None
    email: Email | None = None
    address_protected: bool = Field(
        default=False, description="Contact is shown to those alone who may change it"
    )


class Birth(BaseModel):
    """When somebody without a number was born: the day, or the year alone."""

    born_on: date | None = None
    birth_year: Year | None = None

    @model_validator(mode="after")
    def _is_one_birth(self) -> Self:
        born_on, year = self.born_on, self.birth_year
        if born_on is not None and year not in (None, born_on.year):
            raise PydanticCustomError(
                "birth_year_differs",
                "birth_year differs",
                {"danish": "Datoen er af et andet år end birth_year. Udelad birth_year."},
            )
        return self


class RevisedCitizen(Content, Birth):
    """The whole content anew; of whoever has a number the date of birth is the number's."""


class NewCitizen(RevisedCitizen):
    """A citizen to be registered by hand."""

    cpr: Cpr | None = Field(
        default=None, repr=False, description=f"{_NUMBER}; left out of whoever has none yet"
    )

    @model_validator(mode="after")
    def _is_born_once(self) -> Self:
        if self.cpr is not None and (self.born_on is not None or self.birth_year is not None):
            raise PydanticCustomError(
                "birth_from_cpr",
                "birth comes from the number",
                {"danish": "Udelad born_on og birth_year; de fremgår af CPR-nummeret."},
            )
        return self


class ImportedCitizen(Content):
    """A row of an import: who, by number or id, and the final state of all that is said."""

    cpr: Cpr | None = Field(default=None, repr=False, description=_NUMBER)
    citizen_id: Id | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.cpr is None) == (self.citizen_id is None):
            raise _one_of("cpr eller citizen_id")
        return self


class NumberToIdentify(BaseModel):
    """A row whose number is turned into an id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cpr: Cpr = Field(repr=False, description=_NUMBER)
    ref: Line | None = Field(
        default=None, description="The sender's own mark, sent back with the id; never a number"
    )


class Identified(BaseModel):
    """What a row's number is called from now on."""

    row: int = Field(description="As a person counts it: in a table the header is row 1")
    ref: str | None
    citizen_id: str | None
    known: bool = Field(description="Whether the citizen is registered")
    warning: str | None = Field(description="modulus_11: valid since 2007, or mistyped")
    error: str | None = Field(description="Why there is no id")


class Search(BaseModel):
    """Who is looked for, by one of four, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: Purpose
    cpr: Cpr | None = Field(default=None, repr=False, description=_NUMBER)
    name: Annotated[Line, StringConstraints(min_length=2)] | None = Field(
        default=None, description="Beginnings of words of the name"
    )
    id: Id | None = None
    ids: Annotated[list[Id], Field(min_length=1, max_length=50)] | None = Field(
        default=None, description="Those of a list that names nobody, to read it by their names"
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(each is not None for each in (self.cpr, self.name, self.id, self.ids)) != 1:
            raise _one_of("cpr, name, id eller ids")
        return self


class Merging(BaseModel):
    """Into whom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    into: Id = Field(description="The id that is kept; the other is an alias from now on")


class Erasing(BaseModel):
    """Why, and that it is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: EraseReason
    confirm: Id = Field(description="The citizen's id once more: an erasure cannot be undone")


class Stated(BaseModel):
    """Why a number is shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: Purpose


class Warned(BaseModel):
    """Something that was taken, and should be looked at."""

    code: Literal["modulus_11", "already_registered"]
    pointer: str
    detail: str


class Citizen(BaseModel):
    """One citizen; the number is shown by an act of its own."""

    id: str = Field(description="After a merge the kept id, whichever was asked for")
    version: int
    status: Status
    merged_ids: list[str] = Field(description="Earlier ids, which go on meaning this citizen")
    has_cpr: bool
    name: str
    born_on: date | None
    birth_year: int | None
    target_group: str | None
    match_group: str | None
    on_support_since: date | None
    coordinator: str | None
    team: str | None
    phone: str | None
    email: str | None
    address_protected: bool
    registered_at: datetime
    updated_at: datetime
    erased_at: datetime | None
    actions: list[Act]
    warnings: list[Warned] = []


class ListedCitizen(BaseModel):
    """A citizen as lists and searches show one: without contact."""

    id: str
    name: str
    birth_year: int | None
    target_group: str | None
    match_group: str | None
    coordinator: str | None
    team: str | None
    address_protected: bool


class Found(BaseModel):
    """Who was found."""

    items: list[ListedCitizen]
    more: bool = Field(description="Whether there are more than are shown; look for more words")


class Profile(BaseModel):
    """What the guide is asked with."""

    citizen_id: str
    target_group: str | None
    match_group: str | None
    birth_year: int | None
    age: int | None
    on_support_since: date | None
    weeks_on_support: int | None


class ShownNumber(BaseModel):
    """A CPR number."""

    cpr: str


def _one_of(what: str) -> PydanticCustomError:
    return PydanticCustomError("one_of", "one of", {"danish": f"Send netop én: {what}."})
