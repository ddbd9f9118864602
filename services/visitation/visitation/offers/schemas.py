"""Offers as they cross the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kit.pages import Page
from kit.texts import Amount, Codes, CodeText, Id, Ids, Line, Prose, Whole
from visitation.offers import rules
from visitation.offers.freshness import Freshness
from visitation.offers.links import LinkKind
from visitation.offers.rules import Act, OfferRules, Status
from visitation.offers.texts import Hours, Languages, OfferId


class Price(BaseModel):
    """What the offer costs, by the week, the whole course or the hour."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    amount: Amount
    per: Literal["week", "course", "hour"]


class Place(BaseModel):
    """Where the offer is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: Line
    postal_code: Annotated[str, StringConstraints(pattern="^[0-9]{4}$")]
    city: Line
    p_number: Annotated[str, StringConstraints(pattern="^[0-9]{10}$")] | None = None


class PartialContent(BaseModel):
    """What an offer may say of itself, all of it left out if need be."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    provider_id: Id | None = None
    provider_name: Line | None = None
    agreement_id: Id | None = None
    kind: CodeText | None = Field(default=None, examples=["guidance"])
    content_elements: Codes = []
    description: Prose = ""
    target_groups: Codes = Field(default=[], examples=[["kontanthjaelp"]])
    match_groups: Codes = Field(default=[], description="None means all")
    themes: Codes = []
    hours_per_week: Hours | None = None
    duration_weeks: Annotated[Whole, Field(ge=1, le=520)] | None = None
    price: Price | None = None
    place: Place | None = None
    accessible: Annotated[bool, Field(strict=True)] | None = None
    accessibility_note: Prose = ""
    intake: Literal["continuous", "cohorts"] | None = None
    capacity: Annotated[Whole, Field(ge=0, le=100_000)] | None = None
    prerequisites: Prose = ""
    languages: Languages = ["da"]
    package_of: Ids = Field(default=[], description="The offers that this package bundles")


class Content(PartialContent):
    """What an offer says of itself; a draft may lack everything but the name."""

    name: Line

    def columns(self) -> dict[str, Any]:
        """The content as the table holds it."""
        place = self.place
        flat = {
            "price_dkk": self.price.amount if self.price else None,
            "price_per": self.price.per if self.price else None,
            "address": place.address if place else None,
            "postal_code": place.postal_code if place else None,
            "city": place.city if place else None,
            "p_number": place.p_number if place else None,
        }
        return {name: flat[name] if name in flat else getattr(self, name) for name in rules.CONTENT}


class NewOffer(PartialContent):
    """An offer to be created, under its owner's id or one that we give.

    The name may be left out where the template has one.
    """

    id: OfferId | None = None
    template_id: Id | None = Field(
        default=None, description="A template whose content stands where the body says nothing"
    )


class Copying(BaseModel):
    """What is different in a copy; the name is the old one with »(kopi)« unless it is said."""

    model_config = ConfigDict(extra="forbid")

    id: OfferId | None = None
    name: Line | None = None


class Predecessors(BaseModel):
    """The offers that an offer came instead of, when it was tendered anew or renamed."""

    model_config = ConfigDict(extra="forbid")

    offer_ids: Ids = Field(min_length=1, examples=[["vejen-til-job-2024"]])


class ImportedOffer(Content):
    """One row of an import: the offer's content and its final state."""

    id: OfferId
    status: Status = "published"
    predecessors: Ids | None = Field(default=None, description="Left as they are when not said")


class Link(BaseModel):
    """A predecessor or successor; only one to one carries figures over.

    Whether they do is judged without successors that were never published.
    """

    offer_id: str
    kind: LinkKind


class Offer(Content):
    """An offer as it is now."""

    id: str
    version: int = Field(description="Counts every change; also the ETag")
    status: Status
    part_of: list[str] = Field(description="The packages that bundle it")
    predecessors: list[Link] = Field(description="The offers that it came instead of")
    successors: list[Link] = Field(description="The offers that came instead of it")
    freshness: Freshness = Field(
        description="due in the last month before somebody must look at it again, then stale"
    )
    fresh_until: datetime
    complete: bool = Field(description="Whether it says all that an offer must to be chosen")
    actions: list[Act] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    paused_at: datetime | None
    resumed_at: datetime | None
    closed_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str | None = Field(description="Who last said that it is still right")


class OfferPage(Page[Offer]):
    """One page of offers."""

    count: int | None = Field(default=None, description="Of all that fit; only when asked for")
    translated: list[str] = Field(
        default=[], description="What a code that has expired was taken for, in plain Danish"
    )


class OfferVersion(BaseModel):
    """An offer as it was after one change."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    act: str = Field(examples=["create", "revise", "publish", "import"])
    status: Status
    content: dict[str, Any] = Field(description="What the offer said, as it was written then")
    changed_at: datetime
    changed_by: str


CONTENT_FIELDS = tuple(Content.model_fields)
_UNCHANGED = tuple(name for name in CONTENT_FIELDS if name not in ("price", "place"))


def content_of(offer: OfferRules) -> dict[str, Any]:
    """The content of an offer in its wire form, not validated anew."""
    held: Any = offer
    wire: dict[str, Any] = {name: getattr(held, name) for name in _UNCHANGED}
    price = {"amount": held.price_dkk, "per": held.price_per}
    wire["price"] = None if held.price_dkk is None else _stored(Price, price)
    place = {name: getattr(held, name) for name in Place.model_fields}
    wire["place"] = None if held.address is None else _stored(Place, place)
    return wire


def _stored(model: type[BaseModel], values: dict[str, Any]) -> BaseModel:
    """A part as it was validated when it was stored."""
    return model.model_construct(**values)


def public_state(offer: OfferRules) -> dict[str, Any]:
    """Everything about an offer that others may know; who changed it is not part of that."""
    return {
        **content_of(offer),
        "id": offer.id,
        "version": offer.version,
        "status": offer.status,
        "predecessors": offer.predecessors,
        "created_at": offer.created_at,
        "updated_at": offer.updated_at,
        "published_at": offer.published_at,
        "paused_at": offer.paused_at,
        "resumed_at": offer.resumed_at,
        "closed_at": offer.closed_at,
        "confirmed_at": offer.confirmed_at,
    }


def course_price(price: Price, hours_per_week: Decimal, duration_weeks: int) -> Decimal:
    """What a whole course costs by the offer's own list price, in DKK."""
    return rules.course_total(price.amount, price.per, hours_per_week, duration_weeks)
