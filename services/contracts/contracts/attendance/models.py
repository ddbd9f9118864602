"""The tables of attendance: what is so now, what was so before, and the batches it came in."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from sqlalchemy import ForeignKeyConstraint, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record
from kit.bulk.batches import BatchColumns

AbsenceReason = Literal["ill", "child_ill", "job_interview", "holiday", "unexcused", "late"]
REASONS: tuple[AbsenceReason, ...] = get_args(AbsenceReason)


class Attendance(Record):
    """One person's hours on one day of a course, as they were last reported."""

    __tablename__ = "attendance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "call_off_id"], ["call_offs.municipality", "call_offs.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    call_off_id: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int]
    planned_hours: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    attended_hours: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    absence_reason: Mapped[AbsenceReason | None] = mapped_column(Text)
    is_late: Mapped[bool]
    reported_at: Mapped[datetime]
    reported_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]


class AttendanceHistory(Record):
    """What was reported of a day before it was corrected."""

    __tablename__ = "attendance_history"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "call_off_id", "day"],
            ["attendance.municipality", "attendance.call_off_id", "attendance.day"],
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    call_off_id: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    planned_hours: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    attended_hours: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    absence_reason: Mapped[AbsenceReason | None] = mapped_column(Text)
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    replaced_at: Mapped[datetime]
    replaced_by: Mapped[str]
    reason: Mapped[str]


class AttendanceBatch(BatchColumns, Record):
    """A batch that was taken under its sender's own name for it.

    ``sender`` is the provider whose batch it is, empty for the municipality's own: two senders may
    call theirs the same.
    """

    __tablename__ = "attendance_batches"

    sender: Mapped[str] = mapped_column(Text, primary_key=True)
