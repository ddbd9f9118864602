"""The table of citizens who are gone."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record


class GoneCitizen(Record):
    """An id under which nobody is known any more, and the one in its place; none when erased.

    Who was erased and came back has the same id in its place.
    """

    __tablename__ = "gone_citizens"

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    citizen_id: Mapped[str] = mapped_column(Text, primary_key=True)
    kept_id: Mapped[str | None]
    gone_at: Mapped[datetime]
