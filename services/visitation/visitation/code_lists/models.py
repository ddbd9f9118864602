"""The table of codes."""

from datetime import date

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from visitation.record import Record


class Code(Record):
    """One code of one list, valid between two dates that are both included."""

    __tablename__ = "codes"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),)

    list: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    position: Mapped[int]
    label_da: Mapped[str] = mapped_column(Text)


class CodeCrosswalk(Record):
    """A code that has ended, and one that stands in for it from a day on."""

    __tablename__ = "code_crosswalks"

    list: Mapped[str] = mapped_column(Text, primary_key=True)
    from_code: Mapped[str] = mapped_column(Text, primary_key=True)
    to_code: Mapped[str] = mapped_column(Text, primary_key=True)
    valid_from: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
