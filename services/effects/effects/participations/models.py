"""Tables of what visitation's feed tells: referrals, merged citizens, and how far that is."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from effects.record import Record


class Participation(Record):
    """One referral as it is now; a course once it has started.

    ``changed_in`` is the number of the change (``ParticipationStamp.changes``) that wrote it, so
    that a packed register knows which rows are newer than it.
    """

    __tablename__ = "participations"
    __table_args__ = (Index(None, "municipality", "citizen_id"),)

    municipality: Mapped[str] = mapped_column(primary_key=True)
    referral_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[str]
    citizen_id: Mapped[str]
    offer_id: Mapped[str]
    provider_id: Mapped[str | None]
    target_group: Mapped[str | None]
    match_group: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    birth_year: Mapped[int | None]
    price_dkk: Mapped[Decimal | None] = mapped_column(Numeric)
    business_oriented: Mapped[bool | None]
    updated_at: Mapped[datetime]
    changed_in: Mapped[int] = mapped_column(BigInteger)


class CitizenAlias(Record):
    """Another id of a citizen who was registered twice, and the one that is kept."""

    __tablename__ = "citizen_aliases"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    alias_id: Mapped[str] = mapped_column(primary_key=True)
    kept_id: Mapped[str]
    merged_at: Mapped[datetime]


class ParticipationStamp(Record):
    """How much a municipality's feed has changed here, and how far its releases have followed.

    Attributes:
        changes: Counts every change.
        rewrites: Counts merges and erasures, after which a packed register is of no use.
        released_changes: The changes that the newest release was computed with.
    """

    __tablename__ = "participation_stamps"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    changes: Mapped[int] = mapped_column(BigInteger)
    rewrites: Mapped[int] = mapped_column(BigInteger)
    released_changes: Mapped[int] = mapped_column(BigInteger)
