"""Tables of releases: all figures of one computation, kept beside those of every earlier one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, Index, LargeBinary
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
    """A figure of a release from before disclosure control; kept, and not written any more."""

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


WITHDRAWAL = ("withdrawn_at", "withdrawn_by", "withdrawn_reason", "withdrawn_note")
"""The columns that tell of a withdrawal."""


class ViewFigure(Record):
    """One figure as an audience was shown it: of a place of a view, in a release.

    ``offer_id`` and ``target_group`` are ``kit.disclosure.ALL`` in totals. It never changes
    afterwards, but that it may be withdrawn.
    """

    __tablename__ = "view_figures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "release_id"], ["releases.municipality", "releases.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(primary_key=True)
    offer_id: Mapped[str] = mapped_column(primary_key=True)
    target_group: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    provider_id: Mapped[str | None]
    figure: Mapped[dict[str, Any]] = mapped_column(JSONB)
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]
    withdrawn_note: Mapped[str | None]

    def withdraw(self, *, at: datetime, by: str, reason: str, note: str | None) -> None:
        """Mark the figure as wrong; what was released stays on record."""
        self.withdrawn_at, self.withdrawn_by = at, by
        self.withdrawn_reason, self.withdrawn_note = reason, note


class ReleasedProfiles(Record):
    """The outcomes of citizens like this one, of a target group, as an audience was shown them."""

    __tablename__ = "released_profiles"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "release_id"], ["releases.municipality", "releases.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(primary_key=True)
    target_group: Mapped[str] = mapped_column(primary_key=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class ReleaseGround(Record):
    """What a release was judged on; holds what was hidden, and is read by the next one alone."""

    __tablename__ = "release_grounds"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "release_id"], ["releases.municipality", "releases.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    is_setting: Mapped[bool]
    ground: Mapped[bytes] = mapped_column(LargeBinary)
    courses: Mapped[bytes | None] = mapped_column(LargeBinary)
