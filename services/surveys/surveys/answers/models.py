"""What was answered, and the pools in which anonymous answers wait for each other."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kit.bulk.batches import BatchColumns
from surveys.record import Record

Channel = Literal["link", "anonymous", "telephone", "paper", "history"]

_WAVE = ["waves.municipality", "waves.id"]


class Answer(Record):
    """One set of answers that counts.

    From an anonymous wave it has neither invitation, citizen, day, time nor order.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("municipality", "invitation_id"),
        ForeignKeyConstraint(["municipality", "wave_id"], _WAVE),
        ForeignKeyConstraint(
            ["municipality", "invitation_id"], ["invitations.municipality", "invitations.id"]
        ),
        Index(None, "municipality", "citizen_id"),
        Index(None, "municipality", "wave_id"),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str | None] = mapped_column(Text)
    invitation_id: Mapped[str | None] = mapped_column(Text)
    citizen_id: Mapped[str | None] = mapped_column(Text)
    instrument: Mapped[str]
    instrument_version: Mapped[int]
    channel: Mapped[Channel] = mapped_column(Text)
    offer_id: Mapped[str | None] = mapped_column(Text)
    provider_id: Mapped[str | None] = mapped_column(Text)
    target_group: Mapped[str | None] = mapped_column(Text)
    scores: Mapped[dict[str, Any]] = mapped_column(JSONB)
    comment: Mapped[str]
    answered_on: Mapped[date | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[str | None] = mapped_column(Text)


class PooledAnswer(Record):
    """An anonymous answer that waits until there are enough of its kind to be moved together."""

    __tablename__ = "pooled_answers"
    __table_args__ = (
        ForeignKeyConstraint(["municipality", "wave_id"], _WAVE),
        Index(None, "municipality", "wave_id"),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str]
    offer_id: Mapped[str | None] = mapped_column(Text)
    provider_id: Mapped[str | None] = mapped_column(Text)
    target_group: Mapped[str | None] = mapped_column(Text)
    scores: Mapped[dict[str, Any]] = mapped_column(JSONB)
    comment: Mapped[str]


class AnswerBatch(BatchColumns, Record):
    """A batch of answers that was taken."""

    __tablename__ = "answer_batches"
