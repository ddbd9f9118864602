"""Offers as they cross the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from visitation.offers import models
from visitation.offers.models import Act, Status
from visitation.offers.texts import (
    Amount,
    Codes,
    CodeText,
    Hours,
    Id,
    Languages,
    Line,
    Prose,
    Whole,
)


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


class Content(BaseModel):
    """What an offer says of itself; a draft may lack everything but the name."""

    model_config = ConfigDict(extra="forbid")

    name: Line
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
        return {
            name: flat[name] if name in flat else getattr(self, name) for name in models.CONTENT
        }


class NewOffer(Content):
    """An offer to be created, under its owner's id or one that we give."""

    id: Id | None = None


class ImportedOffer(Content):
    """One row of an import: the offer's content and its final state."""

    id: Id
    status: Status = "published"


class Offer(Content):
    """An offer as it is now."""

    id: str
    version: int = Field(description="Counts every change; also the ETag")
    status: Status
    actions: list[Act] = Field(description="What this caller can do with it next")
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    paused_at: datetime | None
    resumed_at: datetime | None
    closed_at: datetime | None


class OfferVersion(BaseModel):
    """An offer as it was after one change."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    act: str = Field(examples=["create", "revise", "publish", "import"])
    status: Status
    content: dict[str, Any] = Field(description="What the offer said, as it was written then")
    changed_at: datetime
    changed_by: str


class RowError(BaseModel):
    """A mistake in one row; rows are counted from 1, a CSV file's header not among them."""

    row: int
    pointer: str = Field(examples=["/price/amount"])
    code: str
    detail: str


class ImportReport(BaseModel):
    """What became of a batch."""

    batch_id: str
    outcome: Literal["taken", "validated", "refused", "repeated"]
    rows: int
    created: int
    revised: int
    unchanged: int
    refused: int
    errors: list[RowError]
    errors_left_out: int = Field(description="Mistakes beyond those listed")


def content_of(offer: models.Offer) -> dict[str, Any]:
    """The content of an offer in its wire form, not validated anew."""
    wire: dict[str, Any] = {
        name: getattr(offer, name)
        for name in Content.model_fields
        if name not in ("price", "place")
    }
    price = {"amount": offer.price_dkk, "per": offer.price_per}
    wire["price"] = None if offer.price_dkk is None else _stored(Price, price)
    place = {name: getattr(offer, name) for name in Place.model_fields}
    wire["place"] = None if offer.address is None else _stored(Place, place)
    return wire


def _stored(model: type[BaseModel], values: dict[str, Any]) -> BaseModel:
    """A part as it was validated when it was stored."""
    return model.model_construct(**values)


def kept_content(offer: models.Offer) -> dict[str, Any]:
    """The content as a version keeps it: JSON."""
    return Content.model_construct(**content_of(offer)).model_dump(mode="json")


def public_state(offer: models.Offer) -> dict[str, Any]:
    """Everything about an offer that others may know; who changed it is not part of that."""
    return {
        **content_of(offer),
        "id": offer.id,
        "version": offer.version,
        "status": offer.status,
        "created_at": offer.created_at,
        "updated_at": offer.updated_at,
        "published_at": offer.published_at,
        "paused_at": offer.paused_at,
        "resumed_at": offer.resumed_at,
        "closed_at": offer.closed_at,
    }


def course_price(price: Price, hours_per_week: Decimal, duration_weeks: int) -> Decimal:
    """What a whole course costs by the offer's own list price, in DKK."""
    if price.per == "week":
        return price.amount * duration_weeks
    if price.per == "hour":
        return price.amount * hours_per_week * duration_weeks
    return price.amount
