"""Tables of what is followed from visitation."""

from datetime import date

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.record import Record


class Offer(Record):
    """An offer's name, for the page, and its provider."""

    __tablename__ = "offers"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    provider_id: Mapped[str | None] = mapped_column(Text)


class FormerCitizen(Record):
    """An id that must not be used any more: an alias of the kept one, or of a citizen erased."""

    __tablename__ = "former_citizens"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    citizen_id: Mapped[str] = mapped_column(primary_key=True)
    kept_id: Mapped[str | None] = mapped_column(Text)


class Course(Record):
    """A referral that has started, as it is now."""

    __tablename__ = "courses"
    __table_args__ = (
        Index(None, "municipality", "citizen_id"),
        Index(None, "municipality", "ended_on"),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    referral_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    citizen_id: Mapped[str]
    offer_id: Mapped[str]
    provider_id: Mapped[str | None] = mapped_column(Text)
    target_group: Mapped[str]
    match_group: Mapped[str | None] = mapped_column(Text)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
