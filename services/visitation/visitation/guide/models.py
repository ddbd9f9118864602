"""The tables of released figures, as the guide keeps them beside the offers."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKeyConstraint, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from visitation.record import Record


class OfferRelease(Record):
    """The newest release of an offer's figures that we have been told of."""

    __tablename__ = "offer_releases"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    release_id: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class OfferFigure(Record):
    """One figure of a release: an indicator of an offer for a target group."""

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
