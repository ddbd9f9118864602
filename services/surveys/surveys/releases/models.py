"""Tables of releases: all figures of one computation, kept beside those of every earlier one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.disclosure import Place, State
from surveys.instruments.library import Measure
from surveys.record import Record


class Release(Record):
    """One computation of all figures."""

    __tablename__ = "releases"
    __table_args__ = (Index(None, "municipality", "number", unique=True),)

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    released_at: Mapped[datetime]
    released_by: Mapped[str | None] = mapped_column(Text)
    as_of: Mapped[date]
    period_start: Mapped[date]
    smallest_group: Mapped[int]
    is_setting: Mapped[bool]
    shown: Mapped[int]
    hidden: Mapped[int]


class ReleasedFigure(Record):
    """One figure as it was released; ``*`` stands for all offers, or all target groups.

    The columns after ``figure`` are what disclosure control must know of it later; ``counted``
    says who was counted when it was shown last, and is kept with the newest release alone.
    """

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
    indicator: Mapped[Measure] = mapped_column(Text, primary_key=True)
    provider_id: Mapped[str | None] = mapped_column(Text)
    figure: Mapped[dict[str, Any]] = mapped_column(JSONB)
    people: Mapped[int]
    parts: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    is_shown: Mapped[bool]
    since: Mapped[int]
    counted: Mapped[dict[str, Any]] = mapped_column(JSONB)

    @property
    def place(self) -> Place:
        """Where in the table it stands."""
        return self.offer_id, self.target_group

    @property
    def state(self) -> State:
        """What disclosure control knows of it."""
        return State(self.people, tuple(self.parts), self.is_shown, self.since)
