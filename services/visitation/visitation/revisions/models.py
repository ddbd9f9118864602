"""The table of counters."""

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from visitation.record import Record


class GuideRevision(Record):
    """How often what the guide shows of a municipality has changed."""

    __tablename__ = "guide_revisions"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)
