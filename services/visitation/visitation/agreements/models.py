"""The table of agreements as contracts last told them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from visitation.record import Record


class AgreementCopy(Record):
    """An agreement, as far as an offer is held to it."""

    __tablename__ = "agreement_copies"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    agreement_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    provider_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    limits: Mapped[dict[str, Any]] = mapped_column(JSONB)
    requirements: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
