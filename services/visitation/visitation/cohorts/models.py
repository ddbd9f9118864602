"""The table of cohorts, and the rules that guard their changes."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from kit import problems
from kit.local_time import written_date
from kit.problems import FieldError
from visitation.record import Record

Status = Literal["open", "closed", "cancelled"]
Act = Literal["revise", "cancel"]


class CohortCancelled(problems.NotNow):
    """The cohort does not take place."""

    code = "cohort_cancelled"
    title = "Holdet er aflyst"


class SignUpClosed(problems.NotNow):
    """The last day on which somebody could be signed up for the cohort has passed."""

    code = "sign_up_closed"
    title = "Tilmeldingen er lukket"


class SeatsInUse(problems.NotNow):
    """More seats are taken than the cohort would have."""

    code = "seats_in_use"
    title = "Flere pladser er optaget"


class Cohort(Record):
    """A dated intake of an offer; its free seats are counted from the referrals that hold one."""

    __tablename__ = "cohorts"
    __table_args__ = (
        ForeignKeyConstraint(["municipality", "offer_id"], ["offers.municipality", "offers.id"]),
        Index(None, "municipality", "offer_id", "starts_on", "id"),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    offer_id: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    name: Mapped[str | None] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    sign_up_closes_on: Mapped[date]
    seats: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_by: Mapped[str] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancelled_by: Mapped[str | None] = mapped_column(Text)
    cancel_reason: Mapped[str | None] = mapped_column(Text)

    def status_on(self, day: date) -> Status:
        """Whether somebody can be signed up for it on a day."""
        if self.cancelled_at is not None:
            return "cancelled"
        return "open" if day <= self.sign_up_closes_on else "closed"

    def acts(self) -> tuple[Act, ...]:
        """What is possible next."""
        return () if self.cancelled_at is not None else ("revise", "cancel")

    def revise(self, said: dict[str, object], *, seats_taken: int, by: str, at: datetime) -> bool:
        """Replace what it says; whether anything became different.

        Raises:
            CohortCancelled: When it is cancelled.
            SeatsInUse: When it would have fewer seats than are taken.
        """
        self._require_standing()
        changed = {name: it for name, it in said.items() if getattr(self, name) != it}
        if not changed:
            return False
        for name, it in changed.items():
            setattr(self, name, it)
        if self.seats < seats_taken:
            raise SeatsInUse(
                f"{seats_taken} pladser er optaget.",
                errors=[FieldError("/seats", SeatsInUse.code, f"Mindst {seats_taken}.")],
            )
        self._count(by=by, at=at)
        return True

    def cancel(self, reason: str, *, by: str, at: datetime) -> None:
        """Say that it does not take place; who was ordered to it is ordered to something else.

        Raises:
            CohortCancelled: When that was said before.
        """
        self._require_standing()
        self.cancelled_at, self.cancelled_by, self.cancel_reason = at, by, reason
        self._count(by=by, at=at)

    def admit(self, day: date) -> None:
        """See that somebody can be signed up on a day.

        Raises:
            CohortCancelled: When it is cancelled.
            SignUpClosed: When that day has passed.
        """
        self._require_standing()
        if day > self.sign_up_closes_on:
            raise SignUpClosed(
                f"Tilmeldingen lukkede {written_date(self.sign_up_closes_on)}. Vælg et andet hold.",
                errors=[FieldError("/cohort_id", SignUpClosed.code, "Vælg et hold, der er åbent.")],
            )

    def _require_standing(self) -> None:
        if self.cancelled_at is not None:
            raise CohortCancelled(
                "Vælg et andet hold, eller opret et nyt.",
                errors=[FieldError("/cohort_id", CohortCancelled.code, "Holdet er aflyst.")],
            )

    def _count(self, *, by: str, at: datetime) -> None:
        self.version += 1
        self.updated_at, self.updated_by = at, by
