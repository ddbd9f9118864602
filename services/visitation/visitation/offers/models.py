"""The tables of offers; the rules that guard their changes stand in ``rules``."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Computed, DateTime, ForeignKeyConstraint, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.bulk.batches import BatchColumns
from visitation.offers.rules import OfferRules
from visitation.record import Record

COURSE_PRICE = (
    "CASE price_per WHEN 'week' THEN price_dkk * duration_weeks"
    " WHEN 'hour' THEN price_dkk * hours_per_week * duration_weeks"
    " WHEN 'course' THEN price_dkk END"
)
"""What a whole course costs, where it is known: the only price that compares two offers."""


LINKING = "(package_of <> '{}' OR predecessors <> '{}')"
"""The offers that point at others: few, and found by an index of their own."""


def _moment() -> Mapped[datetime | None]:
    return mapped_column(DateTime(timezone=True))


def _text() -> Mapped[str | None]:
    return mapped_column(Text)


def _texts() -> Mapped[list[str]]:
    return mapped_column(ARRAY(Text))


class Offer(OfferRules, Record):
    """An offer as it is now."""

    __tablename__ = "offers"
    __table_args__ = (
        Index(None, "municipality", "name_key", "id"),
        Index("ix_offers_linking", "municipality", "id", postgresql_where=text(LINKING)),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    provider_id: Mapped[str | None] = _text()
    provider_name: Mapped[str | None] = _text()
    agreement_id: Mapped[str | None] = _text()
    kind: Mapped[str | None] = _text()
    content_elements: Mapped[list[str]] = _texts()
    description: Mapped[str] = mapped_column(Text)
    target_groups: Mapped[list[str]] = _texts()
    match_groups: Mapped[list[str]] = _texts()
    themes: Mapped[list[str]] = _texts()
    hours_per_week: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    duration_weeks: Mapped[int | None]
    price_dkk: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    price_per: Mapped[str | None] = _text()
    address: Mapped[str | None] = _text()
    postal_code: Mapped[str | None] = _text()
    city: Mapped[str | None] = _text()
    p_number: Mapped[str | None] = _text()
    accessible: Mapped[bool | None]
    accessibility_note: Mapped[str] = mapped_column(Text)
    intake: Mapped[str | None] = _text()
    capacity: Mapped[int | None]
    prerequisites: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = _texts()
    package_of: Mapped[list[str]] = _texts()
    predecessors: Mapped[list[str]] = _texts()
    course_price_dkk: Mapped[Decimal | None] = mapped_column(
        Numeric, Computed(COURSE_PRICE, persisted=True)
    )
    search_words: Mapped[str] = mapped_column(Text(collation="C"))
    checked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = _moment()
    published_by: Mapped[str | None] = _text()
    paused_at: Mapped[datetime | None] = _moment()
    paused_by: Mapped[str | None] = _text()
    resumed_at: Mapped[datetime | None] = _moment()
    resumed_by: Mapped[str | None] = _text()
    closed_at: Mapped[datetime | None] = _moment()
    closed_by: Mapped[str | None] = _text()
    confirmed_at: Mapped[datetime | None] = _moment()
    confirmed_by: Mapped[str | None] = _text()

    @classmethod
    def draft(
        cls, municipality: str, offer_id: str, content: dict[str, Any], *, by: str, at: datetime
    ) -> "Offer":
        """A new offer that nobody can be referred to yet; its first version is not counted yet."""
        offer = cls()
        offer.begin(municipality, offer_id, content, by=by, at=at)
        return offer


class OfferVersion(Record):
    """An offer as it was; a referral points at the version it was made under."""

    __tablename__ = "offer_versions"
    __table_args__ = (
        ForeignKeyConstraint(["municipality", "offer_id"], ["offers.municipality", "offers.id"]),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_by: Mapped[str] = mapped_column(Text)


class OfferBatch(BatchColumns, Record):
    """A batch of offers that was taken, so that sending it again changes nothing."""

    __tablename__ = "offer_batches"
