"""The tables of referrals; the rules that guard their changes stand in ``rules``."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, Numeric, Text, and_, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.bulk.batches import BatchColumns
from visitation.record import Record
from visitation.referrals.rules import ReferralRules

HOLDING = (
    "ordered_at IS NOT NULL AND declined_at IS NULL AND completed_at IS NULL AND aborted_at IS NULL"
)


def _moment() -> Mapped[datetime | None]:
    return mapped_column(DateTime(timezone=True))


def _text() -> Mapped[str | None]:
    return mapped_column(Text)


class Referral(ReferralRules, Record):
    """One citizen's way to one offer, as it is now."""

    __tablename__ = "referrals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "citizen_id"], ["citizens.municipality", "citizens.id"]
        ),
        ForeignKeyConstraint(["municipality", "offer_id"], ["offers.municipality", "offers.id"]),
        ForeignKeyConstraint(
            ["municipality", "offer_id", "offer_version"],
            [
                "offer_versions.municipality",
                "offer_versions.offer_id",
                "offer_versions.version",
            ],
        ),
        ForeignKeyConstraint(["municipality", "cohort_id"], ["cohorts.municipality", "cohorts.id"]),
        Index(None, "municipality", "updated_at", "id"),
        Index(None, "municipality", "citizen_id"),
        Index("ix_referrals_holding", "municipality", "offer_id", postgresql_where=text(HOLDING)),
        Index("ix_referrals_seated", "municipality", "cohort_id", postgresql_where=text(HOLDING)),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    citizen_id: Mapped[str] = mapped_column(Text)
    offer_id: Mapped[str] = mapped_column(Text)
    offer_version: Mapped[int | None]
    cohort_id: Mapped[str | None] = _text()
    caseworker: Mapped[str] = mapped_column(Text)
    offer_kind: Mapped[str | None] = _text()
    provider_id: Mapped[str | None] = _text()
    agreement_id: Mapped[str | None] = _text()
    target_group: Mapped[str | None] = _text()
    match_group: Mapped[str | None] = _text()
    birth_year: Mapped[int | None]
    business_oriented: Mapped[bool | None]
    price_dkk: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    hours_per_week: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    duration_weeks: Mapped[int | None]
    planned_starts_on: Mapped[date | None]
    planned_ends_on: Mapped[date | None]
    targets: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    reason_code: Mapped[str | None] = _text()
    reason_text: Mapped[str] = mapped_column(Text)
    passed_over: Mapped[list[str]] = mapped_column(ARRAY(Text))
    evidence: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    call_off_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_by: Mapped[str] = mapped_column(Text)
    aligned_at: Mapped[datetime | None] = _moment()
    aligned_by: Mapped[str | None] = _text()
    align_how: Mapped[str | None] = _text()
    alignment: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    asked_at: Mapped[datetime | None] = _moment()
    asked_by: Mapped[str | None] = _text()
    approved_at: Mapped[datetime | None] = _moment()
    approved_by: Mapped[str | None] = _text()
    ordered_at: Mapped[datetime | None] = _moment()
    ordered_by: Mapped[str | None] = _text()
    accepted_at: Mapped[datetime | None] = _moment()
    declined_at: Mapped[datetime | None] = _moment()
    decline_reason: Mapped[str | None] = _text()
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    completed_at: Mapped[datetime | None] = _moment()
    aborted_at: Mapped[datetime | None] = _moment()
    aborted_by: Mapped[str | None] = _text()
    abort_reason: Mapped[str | None] = _text()
    assessed_at: Mapped[datetime | None] = _moment()
    assessed_by: Mapped[str | None] = _text()
    assessment: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    next_step: Mapped[str | None] = _text()


HOLDS_A_SEAT = and_(
    Referral.ordered_at.is_not(None),
    Referral.declined_at.is_(None),
    Referral.completed_at.is_(None),
    Referral.aborted_at.is_(None),
)
"""The rule of ``rules.OPEN`` as a condition; seats are counted by it."""


class ReferralAct(Record):
    """What was done with a referral: when it happened, and when and by whom it was registered."""

    __tablename__ = "referral_acts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "referral_id"], ["referrals.municipality", "referrals.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    referral_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    registered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    registered_by: Mapped[str] = mapped_column(Text)


class ReferralBatch(BatchColumns, Record):
    """A batch of referrals that was taken, so that sending it again changes nothing."""

    __tablename__ = "referral_batches"


class ReferralChoice(Record):
    """What a municipality has chosen about its referrals; the defaults hold where it has not."""

    __tablename__ = "referral_choices"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    max_targets: Mapped[int]
    subsidy_weeks_without_approval: Mapped[int]
    public_subsidy_max_weeks: Mapped[int]
    private_subsidy_max_weeks: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_by: Mapped[str] = mapped_column(Text)

    def choose(self, said: dict[str, int], *, by: str, at: datetime) -> None:
        """Let other numbers hold from now on."""
        for name, it in said.items():
            setattr(self, name, it)
        self.version += 1
        self.updated_at, self.updated_by = at, by
