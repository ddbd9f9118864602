"""The requirements of an agreement: which kinds there are, and which of them something breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from kit.texts import Codes, Id, Line

Kind = Literal[
    "hours_per_week",
    "duration_weeks",
    "content_elements",
    "accessibility",
    "staff_competences",
    "social_clause",
    "working_environment",
    "values",
    "ethnic_equality",
    "answer_time",
    "status_report",
    "facilities",
    "other",
]
CheckableBy = Literal["machine", "inspector"]

LIMITS_OF: dict[str, tuple[str, ...]] = {
    "hours_per_week": ("min", "max"),
    "duration_weeks": ("min", "max"),
    "content_elements": ("codes",),
    "answer_time": ("working_days",),
    "status_report": ("working_days",),
}
"""Which limits a kind has; one of them must be said. The other kinds have none."""

BY_MACHINE = frozenset({*LIMITS_OF, "accessibility"})
"""The kinds that a machine can judge."""

ANSWER_WORKING_DAYS = 5
"""How long a provider has to answer an order, where its agreement does not say."""

Number = Annotated[
    Decimal,
    Field(ge=0, le=1_000, decimal_places=1),
    PlainSerializer(
        lambda number: int(number) if number == int(number) else float(number),
        return_type=int | float,
    ),
]


class Limits(BaseModel):
    """What is allowed, as far as the requirement's kind has limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min: Number | None = None
    max: Number | None = None
    codes: Codes | None = Field(
        default=None, description="Content elements that an offer must have, all of them"
    )
    working_days: Annotated[int, Field(ge=1, le=250, strict=True)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Limits":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise PydanticCustomError(
                "limits_reversed", "min above max", {"danish": "min må ikke være over max."}
            )
        return self


class Requirement(BaseModel):
    """One checkable line of an agreement."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id = Field(default="", description="Its kind, when left out")
    kind: Kind
    checkable_by: CheckableBy = Field(
        default="inspector", description="As its kind allows, when left out"
    )
    limits: Limits = Limits()
    wording: Line = Field(examples=["Tilbuddet skal være på 10–37 timer om ugen."])

    @model_validator(mode="before")
    @classmethod
    def _named_and_checked_by_its_kind(cls, said: object) -> object:
        if not isinstance(said, dict) or not isinstance(said.get("kind"), str):
            return said
        by = "machine" if said["kind"] in BY_MACHINE else "inspector"
        given = {name: it for name, it in said.items() if it is not None}
        return {"id": said["kind"], "checkable_by": by, **given}

    @model_validator(mode="after")
    def _limited_as_its_kind(self) -> "Requirement":
        said = {name for name in Limits.model_fields if getattr(self.limits, name) is not None}
        possible = LIMITS_OF.get(self.kind, ())
        if said - set(possible):
            raise PydanticCustomError(
                "limit_of_another_kind",
                "limit of another kind",
                {"danish": f"{KINDS_DA[self.kind]} har ikke den slags grænse."},
            )
        if possible and not said and self.checkable_by == "machine":
            raise PydanticCustomError(
                "limit_missing", "limit missing", {"danish": f"Skriv {' eller '.join(possible)}."}
            )
        if self.checkable_by == "machine" and self.kind not in BY_MACHINE:
            raise PydanticCustomError(
                "not_for_a_machine",
                "not for a machine",
                {"danish": f"{KINDS_DA[self.kind]} kan kun ses ved tilsyn."},
            )
        return self


KINDS_DA: dict[str, str] = {
    "hours_per_week": "Timer om ugen",
    "duration_weeks": "Varighed",
    "content_elements": "Indhold",
    "accessibility": "Tilgængelighed",
    "staff_competences": "Personalets kompetencer",
    "social_clause": "Social klausul",
    "working_environment": "Arbejdsmiljø",
    "values": "Kommunens værdier",
    "ethnic_equality": "Etnisk ligestilling",
    "answer_time": "Svarfrist",
    "status_report": "Statusopgørelse",
    "facilities": "Faciliteter for borgere med handicap",
    "other": "Andet krav",
}
assert KINDS_DA.keys() == set(get_args(Kind))  # noqa: S101 - of this module

OWN_DEFAULTS = (
    Requirement(
        id="timer",
        kind="hours_per_week",
        limits=Limits(min=Decimal(10), max=Decimal(37)),
        wording="Tilbuddet skal være på 10–37 timer om ugen.",
    ),
    Requirement(
        id="varighed",
        kind="duration_weeks",
        limits=Limits(min=Decimal(1), max=Decimal(13)),
        wording="Tilbuddet skal vare 1–13 uger.",
    ),
)
"""What an own framework agreement requires unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What an offer says of itself, or is about to say; None where it does not."""

    hours_per_week: Decimal | None = None
    duration_weeks: int | None = None
    content_elements: Sequence[str] | None = None
    accessible: bool | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A requirement that an offer breaks: where in the offer, and what to do about it."""

    requirement: Requirement
    pointer: str
    detail: str


def broken_by(offered: Offered, requirements: Sequence[Requirement]) -> Iterator[Broken]:
    """The requirements that an offer breaks; what the offer does not say breaks none."""
    for requirement in requirements:
        if requirement.checkable_by != "machine":
            continue
        detail = _fault(offered, requirement)
        if detail is not None:
            pointer = "accessible" if requirement.kind == "accessibility" else requirement.kind
            yield Broken(requirement, f"/{pointer}", detail)


def _fault(offered: Offered, requirement: Requirement) -> str | None:
    limits = requirement.limits
    if requirement.kind == "hours_per_week":
        return _outside(offered.hours_per_week, limits, "timer om ugen")
    if requirement.kind == "duration_weeks":
        weeks = offered.duration_weeks
        return _outside(None if weeks is None else Decimal(weeks), limits, "uger")
    if requirement.kind == "content_elements" and offered.content_elements is not None:
        lacking = [code for code in limits.codes or () if code not in offered.content_elements]
        return f"Tilføj {', '.join(lacking)}." if lacking else None
    if requirement.kind == "accessibility" and offered.accessible is False:
        return "Stedet skal være tilgængeligt for borgere med handicap."
    return None


def _outside(number: Decimal | None, limits: Limits, unit: str) -> str | None:
    if number is None:
        return None
    if limits.min is not None and number < limits.min:
        return f"Mindst {_danish(limits.min)} {unit}."
    if limits.max is not None and number > limits.max:
        return f"Højst {_danish(limits.max)} {unit}."
    return None


def narrowest(requirements: Sequence[Requirement], kind: Kind) -> Limits | None:
    """All spans of one kind at once; None where none is said."""
    spans = [each.limits for each in requirements if _is_judged(each, kind)]
    if not spans:
        return None
    # Not validated: two requirements may contradict each other, and then nothing fits.
    return Limits.model_construct(
        min=max((each.min for each in spans if each.min is not None), default=None),
        max=min((each.max for each in spans if each.max is not None), default=None),
        codes=None,
        working_days=None,
    )


def required_elements(requirements: Sequence[Requirement]) -> list[str]:
    """The content elements that must be part of an offer."""
    codes = (
        each.limits.codes or () for each in requirements if _is_judged(each, "content_elements")
    )
    return sorted({code for some in codes for code in some})


def answer_days(requirements: Sequence[Requirement]) -> int:
    """How many working days the provider has to answer an order."""
    said = (each.limits.working_days for each in requirements if each.kind == "answer_time")
    return min((days for days in said if days is not None), default=ANSWER_WORKING_DAYS)


def _is_judged(requirement: Requirement, kind: Kind) -> bool:
    return requirement.kind == kind and requirement.checkable_by == "machine"


def _danish(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
