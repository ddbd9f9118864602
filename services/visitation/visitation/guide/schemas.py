"""The guide as it crosses the wire."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kit.figure import Figure, Interval
from visitation.offers.schemas import Place
from visitation.offers.texts import Amount, CodeText, Hours

MAX_WEIGHTS_LENGTH = 300
YOUNGEST, OLDEST = 15, 99
MOST_WEEKS = 2_600


class GuideQuery(BaseModel):
    """A profile, and what counts; nothing that tells who the person is."""

    model_config = ConfigDict(extra="forbid")

    target_group: CodeText = Field(examples=["kontanthjaelp"])
    match_group: CodeText | None = Field(default=None, examples=["jobparat"])
    age: int | None = Field(default=None, ge=YOUNGEST, le=OLDEST)
    weeks_on_support: int | None = Field(default=None, ge=0, le=MOST_WEEKS)
    weights: Annotated[str, Field(max_length=MAX_WEIGHTS_LENGTH)] | None = Field(
        default=None,
        examples=["effect_3m:2,price:1"],
        description="Indicators with weights from 0 to 10; without any: effect_3m:1",
    )


class Shown(BaseModel):
    """A part of the answer, held in memory and never changed."""

    model_config = ConfigDict(frozen=True)


class Coded(Shown):
    """A code, and what it is called."""

    code: str
    label: str


class Profile(Shown):
    """The profile that was asked for."""

    target_group: Coded
    match_group: Coded | None
    age: int | None
    weeks_on_support: int | None


class ShownIndicator(Shown):
    """One thing that offers can be ranked by."""

    name: str
    label: str
    short_label: str
    unit: str
    higher_is_better: bool
    definition: str | None
    definition_version: int | None
    text: str
    measured: bool = Field(description="Whether any offer in this answer has been measured by it")


class Provider(Shown):
    """Who gives the offer."""

    id: str
    name: str


class CoursePrice(Shown):
    """The list price, and what a whole course costs by it."""

    amount: Amount
    per: str
    course_total: Amount


class ShownOffer(Shown):
    """What a caseworker and a citizen need to know of an offer to choose it."""

    id: str
    version: int
    name: str
    provider: Provider
    kind: Coded
    description: str
    target_groups: list[str]
    match_groups: list[str]
    themes: list[Coded]
    content_elements: list[str]
    hours_per_week: Hours
    duration_weeks: int
    price: CoursePrice
    place: Place | None
    accessible: bool | None
    accessibility_note: str
    intake: str
    capacity: int | None
    prerequisites: str
    languages: list[str]
    updated_at: datetime


class Card(Shown):
    """An offer with its place and its figures; all twelve, hidden and missing ones too."""

    place: int | None
    tied: bool
    tied_with: int = Field(description="How many other offers share the place")
    score: float | None
    score_interval: Interval | None
    reason: str
    missing: list[str] = Field(description="Chosen indicators that it lacks")
    offer: ShownOffer
    figures: dict[str, Figure]


class Asked(Shown):
    """What was asked."""

    municipality: str
    profile: Profile


class Findings(Shown):
    """What was found."""

    weights: dict[str, float]
    as_of: date | None = Field(description="Newest date of any figure shown")
    oldest_as_of: date | None = Field(description="Oldest date of any figure shown")
    released_at: datetime | None
    basis: str
    notices: list[str]
    indicators: list[ShownIndicator]
    ranked: list[Card]
    too_few: list[Card] = Field(description="They lack a chosen figure; never ranked as if zero")


class Guide(Findings, Asked):
    """The offers for a profile, ranked by what really happened to people like it."""
