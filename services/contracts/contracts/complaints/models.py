"""The table of complaints, and the rules that guard their changes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record
from kit import problems
from kit.local_time import written_date
from kit.problems import FieldError

About = Literal["offer", "provider", "case_handling"]
Channel = Literal["letter", "email", "phone", "meeting", "web", "survey", "caseworker"]
Outcome = Literal["upheld", "partly_upheld", "rejected", "withdrawn"]
Status = Literal["received", "answered", "closed"]
Act = Literal["revise", "answer", "close", "reopen"]

CONTENT = (
    "about",
    "offer_id",
    "provider_id",
    "citizen_id",
    "received_on",
    "channel",
    "category",
    "description",
    "answer_by",
)
"""The columns that a complaint says of itself."""

ACTS: dict[Status, tuple[Act, ...]] = {
    "received": ("revise", "answer", "close"),
    "answered": ("revise", "answer", "close"),
    "closed": ("reopen",),
}
"""What is possible next, in each status."""

RIGHT = "complaints.write"
"""The right that every act wants."""

STATUS_DA: dict[Status, str] = {
    "received": "modtaget",
    "answered": "besvaret",
    "closed": "afsluttet",
}

ANSWERED_WITHIN = timedelta(weeks=4)


class ActNotPossible(problems.NotNow):
    """The complaint's status does not allow the act."""

    code = "complaint_act_not_possible"
    title = "Det kan ikke gøres med klagen nu"


class EndedBeforeReceived(problems.Malformed):
    """A complaint is neither answered nor closed before it came."""

    code = "ended_before_received"
    title = "Klagen var ikke modtaget endnu"


class Complaint(Record):
    """One complaint."""

    __tablename__ = "complaints"
    __table_args__ = (
        Index(None, "municipality", "received_on", "id"),
        Index(None, "municipality", "offer_id"),
        Index(None, "municipality", "citizen_id"),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    about: Mapped[About] = mapped_column(Text)
    offer_id: Mapped[str | None]
    provider_id: Mapped[str | None]
    citizen_id: Mapped[str | None]
    received_on: Mapped[date]
    channel: Mapped[Channel] = mapped_column(Text)
    category: Mapped[str]
    description: Mapped[str]
    answer_by: Mapped[date]
    answer: Mapped[str]
    answered_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    outcome: Mapped[Outcome | None] = mapped_column(Text)
    closed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str | None]
    reopened_reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]

    @classmethod
    def register(
        cls,
        municipality: str,
        complaint_id: str,
        content: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
    ) -> "Complaint":
        """A complaint that waits for its answer; its first version is not counted yet."""
        return cls(
            municipality=municipality,
            id=complaint_id,
            version=0,
            answer="",
            reopened_reason="",
            created_at=at,
            created_by=by,
            updated_at=at,
            updated_by=by,
            **content,
        )

    @property
    def status(self) -> Status:
        """What the moments say."""
        if self.closed_on is not None:
            return "closed"
        return "received" if self.answered_on is None else "answered"

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been answered before today."""
        return self.status == "received" and self.answer_by < today

    def revise(self, content: Mapping[str, Any]) -> bool:
        """Replace the content; whether anything became different.

        Raises:
            ActNotPossible: When it is closed.
        """
        if all(getattr(self, name) == it for name, it in content.items()):
            return False
        self._allow("revise")
        for name, it in content.items():
            setattr(self, name, it)
        return True

    def answer_it(self, answer: str, on: date, *, by: str, at: datetime) -> None:
        """Keep what whoever complained was answered; a later answer takes its place.

        Raises:
            ActNotPossible: When it is closed.
            EndedBeforeReceived: When it had not come by that day.
        """
        self._allow("answer")
        self._require_received(on)
        self.answer, self.answered_on = answer, on
        self.answered_at, self.answered_by = at, by

    def close(self, outcome: Outcome, on: date, *, by: str, at: datetime) -> None:
        """Say what came of it.

        Raises:
            ActNotPossible: When it is closed already.
            EndedBeforeReceived: When it had not come by that day.
        """
        self._allow("close")
        self._require_received(on)
        self.outcome, self.closed_on = outcome, on
        self.closed_at, self.closed_by = at, by

    def reopen(self, reason: str, *, by: str, at: datetime) -> None:
        """Take it up again.

        Raises:
            ActNotPossible: When it is not closed.
        """
        self._allow("reopen")
        self.outcome = self.closed_on = self.closed_at = self.closed_by = None
        self.reopened_at, self.reopened_by, self.reopened_reason = at, by, reason

    def forget_citizen(self) -> None:
        """Keep that there was a complaint, and nothing by which to tell whose."""
        self.citizen_id = None
        self.description = self.answer = self.reopened_reason = ""

    def next_version(self, *, by: str, at: datetime) -> None:
        """Count a change, once it is complete."""
        self.version += 1
        self.updated_at, self.updated_by = at, by

    def _require_received(self, on: date) -> None:
        if on < self.received_on:
            detail = f"Tidligst {written_date(self.received_on)}, da klagen kom."
            raise EndedBeforeReceived(
                "Ret tidspunktet, eller ret datoen for modtagelsen.",
                errors=[FieldError("/happened_at", "ended_before_received", detail)],
            )

    def _allow(self, act: Act) -> None:
        if act not in ACTS[self.status]:
            raise ActNotPossible(f"Klagen er {STATUS_DA[self.status]}.")
