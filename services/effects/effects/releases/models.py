"""Tables of releases: all figures of one computation, kept beside those of every earlier one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from effects.record import Record


class Release(Record):
    """One computation of all figures, from one version of each register."""

    __tablename__ = "releases"
    __table_args__ = (Index(None, "municipality", "number", unique=True),)

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    released_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    as_of: Mapped[date]
    codes_version: Mapped[int]
    support_version: Mapped[int]
    hours_version: Mapped[int | None]
    courses_version: Mapped[int]
    stamp: Mapped[int] = mapped_column(BigInteger)
    smallest_group: Mapped[int]
    shown: Mapped[int]
    hidden: Mapped[int]
    caveats: Mapped[list[str]] = mapped_column(ARRAY(TEXT))


class ReleasedFigure(Record):
    """One figure as it was released; it never changes afterwards."""

    __tablename__ = "figures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "release_id"], ["releases.municipality", "releases.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(primary_key=True)
    offer_id: Mapped[str] = mapped_column(primary_key=True)
    target_group: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    provider_id: Mapped[str | None]
    figure: Mapped[dict[str, Any]] = mapped_column(JSONB)
