"""The table of offers that are known here."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record


class KnownOffer(Record):
    """An offer as visitation last told of it."""

    __tablename__ = "known_offers"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    status: Mapped[str]
    name: Mapped[str]
    provider_id: Mapped[str | None]
    agreement_id: Mapped[str | None]
    updated_at: Mapped[datetime]
