"""An invitation, the hash of its link, and what is saved before it is sent."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from surveys.record import Record

Status = Literal["invited", "linked", "answered"]

_INVITATION = ["invitations.municipality", "invitations.id"]


class Invitation(Record):
    """One citizen asked about one course.

    Of the answer it knows only that there is one: in an anonymous wave not even when.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("municipality", "referral_id"),
        ForeignKeyConstraint(["municipality", "wave_id"], ["waves.municipality", "waves.id"]),
        Index(None, "municipality", "citizen_id"),
        Index(None, "municipality", "wave_id", "id"),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str]
    referral_id: Mapped[str]
    citizen_id: Mapped[str]
    offer_id: Mapped[str]
    provider_id: Mapped[str | None] = mapped_column(Text)
    target_group: Mapped[str]
    match_group: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date]
    link_made_at: Mapped[datetime | None]
    link_made_by: Mapped[str | None] = mapped_column(Text)
    link_batch: Mapped[str | None] = mapped_column(Text)
    reminder: Mapped[int]
    is_answered: Mapped[bool]

    @property
    def status(self) -> Status:
        """How far it is."""
        if self.is_answered:
            return "answered"
        return "invited" if self.link_made_at is None else "linked"


class Link(Record):
    """Which invitation a link belongs to; of its token only the SHA-256 is kept."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("municipality", "invitation_id"),
        ForeignKeyConstraint(["municipality", "invitation_id"], _INVITATION),
    )

    token_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    municipality: Mapped[str]
    invitation_id: Mapped[str]


class Draft(Record):
    """What a citizen has saved and not sent; gone once it is sent or the wave is over."""

    __tablename__ = "drafts"
    __table_args__ = (ForeignKeyConstraint(["municipality", "invitation_id"], _INVITATION),)

    municipality: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[str] = mapped_column(primary_key=True)
    given: Mapped[dict[str, Any]] = mapped_column(JSONB)
