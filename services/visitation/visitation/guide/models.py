"""What the guide keeps beside the offers: released and counted figures, inspections, complaints."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKeyConstraint, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from visitation.record import Record


class OfferRelease(Record):
    """The newest release of an offer's effects that we have been told of."""

    __tablename__ = "offer_releases"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    release_id: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class OfferFigure(Record):
    """One figure of such a release: an indicator of an offer for a target group."""

    __tablename__ = "offer_figures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "offer_id"],
            ["offer_releases.municipality", "offer_releases.offer_id"],
            ondelete="CASCADE",
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    target_group: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    figure: Mapped[dict[str, Any]] = mapped_column(JSONB)
    released_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SurveyRelease(Record):
    """The newest release of what an offer's participants answered.

    Apart from the effects, so that neither service's release takes away the other's figures.
    """

    __tablename__ = "survey_releases"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    release_id: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SurveyFigure(Record):
    """One figure of such a release."""

    __tablename__ = "survey_figures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "offer_id"],
            ["survey_releases.municipality", "survey_releases.offer_id"],
            ondelete="CASCADE",
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    target_group: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    figure: Mapped[dict[str, Any]] = mapped_column(JSONB)
    released_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ProfileRelease(Record):
    """The newest outcomes of comparable citizens of one target group."""

    __tablename__ = "profile_releases"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    target_group: Mapped[str] = mapped_column(Text, primary_key=True)
    release_id: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    as_of: Mapped[date | None]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class OfferInspection(Record):
    """A published inspection of an offer."""

    __tablename__ = "offer_inspections"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text)
    inspected_on: Mapped[date]
    smiley: Mapped[int]
    expires_on: Mapped[date | None]
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]


class OfferComplaint(Record):
    """A complaint; who complained is not known here."""

    __tablename__ = "offer_complaints"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    complaint_id: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    outcome: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None]
    version: Mapped[int]


class CountedFigure(Record):
    """A figure that visitation counted over people and has shown; the highest number is shown now.

    The people behind each are kept, so that no later one differs from any that was ever shown by
    fewer than the limit.
    """

    __tablename__ = "counted_figures"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    figure: Mapped[dict[str, Any]] = mapped_column(JSONB)
    people: Mapped[list[str]] = mapped_column(ARRAY(Text))
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
