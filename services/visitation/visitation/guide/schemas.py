"""The guide as it crosses the wire."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from kit import pages
from kit.figure import Figure, Interval
from kit.texts import Amount, CodeText, Id, different
from visitation.offers.schemas import Place
from visitation.offers.texts import Hours

MAX_WEIGHTS_LENGTH = 300
MAX_REPEATED = 10
DEFAULT_LIMIT = 100
"""Most municipalities' suitable offers: they have them all in one answer."""
LEAST_COMPARED, MOST_COMPARED = 2, 4
_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
YOUNGEST, OLDEST = 15, 99
MOST_WEEKS = 2_600


class ProfileQuery(BaseModel):
    """A profile; nothing that tells who the person is."""

    model_config = ConfigDict(extra="forbid")

    target_group: CodeText = Field(examples=["kontanthjaelp"])
    match_group: CodeText | None = Field(default=None, examples=["jobparat"])
    age: int | None = Field(default=None, ge=YOUNGEST, le=OLDEST)
    weeks_on_support: int | None = Field(default=None, ge=0, le=MOST_WEEKS)


_Weights = Annotated[str, Field(max_length=MAX_WEIGHTS_LENGTH)]
_WEIGHTS_TOLD: dict[str, Any] = {
    "examples": ["effect_3m:2,price:1"],
    "description": "Indicators with weights from 0 to 10; without any: effect_3m:1",
}
_Place = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50, pattern=_PRINTABLE)
]
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
_Several = Field(max_length=MAX_REPEATED)


class GuideQuery(ProfileQuery):
    """A profile, what counts, and which offers are wanted; a list means any of what it names."""

    weights: _Weights | None = Field(default=None, **_WEIGHTS_TOLD)
    # Tuples: a list as a default would be copied for each question.
    theme: Annotated[tuple[CodeText, ...], _Several] = Field(default=(), examples=[["job_search"]])
    kind: Annotated[tuple[CodeText, ...], _Several] = Field(default=(), examples=[["guidance"]])
    hours_min: Hours | None = Field(default=None, description="Hours a week, at least")
    hours_max: Hours | None = Field(default=None, description="Hours a week, at most")
    starts_before: date | None = Field(
        default=None,
        description="Somebody can begin before this day; not where the next start is unknown",
    )
    price_max: Amount | None = Field(
        default=None, description="For a whole course, in DKK", examples=["20000"]
    )
    place: Annotated[tuple[_Place, ...], _Several] = Field(
        default=(),
        description="A postal code of four digits, or the beginning of a town's name",
        examples=[["0999"]],
    )
    accessible: bool | None = Field(default=None, description="For people with a disability")
    free_seats: bool = Field(
        default=False, description="Only offers that are not known to be full now"
    )
    language: Annotated[tuple[_Language, ...], _Several] = Field(default=(), examples=[["da"]])
    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=pages.MAX_LIMIT, description="Offers on a page, at most"
    )
    cursor: str | None = Field(
        default=None,
        max_length=pages.MAX_CURSOR_LENGTH,
        description="From next, with the same profile, weights and filters",
    )


class CompareQuery(ProfileQuery):
    """A profile, what counts, and the offers that are looked at side by side."""

    offer_id: Annotated[
        tuple[Id, ...],
        Field(min_length=LEAST_COMPARED, max_length=MOST_COMPARED),
        AfterValidator(different),
    ]
    weights: _Weights | None = Field(default=None, **_WEIGHTS_TOLD)


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


class Placing(Shown):
    """Where an offer stands, and why."""

    place: int | None
    tied: bool
    tied_with: int = Field(description="How many other offers share the place")
    score: float | None
    score_interval: Interval | None
    reason: str
    missing: list[str] = Field(description="Chosen indicators that it lacks")
    stale: list[str] = Field(
        description="Indicators whose figure is much older than the newest of their kind"
    )


class Card(Placing):
    """An offer with its place and its figures; all twelve, hidden and missing ones too."""

    offer: ShownOffer
    figures: dict[str, Figure]


class Asked(Shown):
    """What was asked."""

    municipality: str
    profile: Profile


class FilterEffect(Shown):
    """What one filter did.

    Attributes:
        filter: The parameter.
        label: What it is called in Danish.
        taken_away: Offers that do not fit it.
        left_without: Offers that would be left if it alone were taken off.
    """

    filter: str
    label: str
    taken_away: int
    left_without: int


class Findings(Shown):
    """What was found."""

    weights: dict[str, float]
    as_of: date | None = Field(description="Newest date of any figure shown")
    oldest_as_of: date | None = Field(description="Oldest date of any figure shown")
    released_at: datetime | None
    basis: str
    notices: list[str]
    filters: list[FilterEffect] = Field(description="Those in force, with what each takes away")
    total: int = Field(description="Offers in the answer, on all pages: first ranked, then too_few")
    ranked_total: int = Field(description="How many of them have a place")
    too_few_total: int = Field(description="How many of them lack a chosen figure")
    left: int = Field(description="How many come after this page")
    next: str | None = Field(description="Cursor of the page after this one")
    indicators: list[ShownIndicator]
    ranked: list[Card]
    too_few: list[Card] = Field(description="They lack a chosen figure; never ranked as if zero")


class Guide(Findings, Asked):
    """The offers for a profile, ranked by what really happened to people like it."""
