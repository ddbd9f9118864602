"""A wave, and the rules that guard it."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import Date, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kit import problems
from surveys.record import Record

Confidentiality = Literal["confidential", "anonymous"]
Status = Literal["planned", "open", "closed"]


class WaveOver(problems.NotNow):
    """The wave takes no more answers."""

    code = "wave_closed"
    title = "Runden er lukket"


class ReminderNotDue(problems.NotNow):
    """No reminder is due, or all have been made."""

    code = "reminder_not_due"
    title = "Der skal ikke rykkes nu"


class Wave(Record):
    """One round of asking everybody whose course ends within a period."""

    __tablename__ = "waves"
    __table_args__ = (Index(None, "municipality", "created_at", "id"),)

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    instrument: Mapped[str]
    instrument_version: Mapped[int]
    confidentiality: Mapped[Confidentiality] = mapped_column(Text)
    courses_from: Mapped[date]
    courses_to: Mapped[date]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    reminders: Mapped[list[date]] = mapped_column(ARRAY(Date))
    reminders_made: Mapped[int]
    smallest_group: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(Text)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody can ever know who answered what."""
        return self.confidentiality == "anonymous"

    def status_on(self, day: date) -> Status:
        """Whether answers are taken on a day."""
        if self.closed_at is not None or day > self.closes_on:
            return "closed"
        return "planned" if day < self.opens_on else "open"

    def refuse_when_over(self, day: date) -> None:
        """Let nobody make links or answer when it is too late.

        Raises:
            WaveOver: When it is closed, or its last day has passed.
        """
        if self.status_on(day) == "closed":
            raise WaveOver("Der tages ikke imod flere svar. Opret en ny runde for nye forløb.")

    def close(self, *, by: str, at: datetime, day: date) -> None:
        """Take no more answers from now on.

        Raises:
            WaveOver: When none are taken any more.
        """
        self.refuse_when_over(day)
        self.closed_at, self.closed_by = at, by
        self.version += 1

    def begin_reminder(self, day: date) -> int:
        """Begin the next reminder that is due; which one it is.

        Raises:
            ReminderNotDue: When there is none, or it has been made.
        """
        due = sum(each <= day for each in self.reminders)
        if self.reminders_made >= due:
            raise ReminderNotDue("Rundens rykkerdatoer står i reminders; hver bruges én gang.")
        self.reminders_made += 1
        self.version += 1
        return self.reminders_made
