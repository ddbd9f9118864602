"""The tables of call-offs, and the rules that guard their changes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record
from kit import problems
from kit.local_time import local_date, written_date
from kit.problems import FieldError

Status = Literal["received", "accepted", "declined", "started", "ended", "cancelled"]
Act = Literal["accept", "decline", "start", "end"]
DeclineReason = Literal["no_seats", "wrong_target_group", "not_suitable", "capacity", "other"]
EndReason = Literal["completed", "left", "not_started", "cancelled"]

ACTS: dict[Status, tuple[Act, ...]] = {
    "received": ("accept", "decline"),
    "accepted": ("start", "end"),
    "declined": (),
    "started": ("end",),
    "ended": (),
    "cancelled": (),
}
"""What is possible next, in each status; a start also wants the expectations aligned."""

STATUS_DA: dict[Status, str] = {
    "received": "modtaget og ikke besvaret",
    "accepted": "taget imod",
    "declined": "afvist",
    "started": "i gang",
    "ended": "slut",
    "cancelled": "afbestilt",
}

UNANSWERED = (
    "accepted_at IS NULL AND declined_at IS NULL"
    " AND cancelled_at IS NULL AND started_on IS NULL AND ended_on IS NULL"
)


class ActNotPossible(problems.NotNow):
    """The call-off's status does not allow the act."""

    code = "call_off_act_not_possible"
    title = "Det kan ikke gøres med bestillingen nu"


class NotAccepted(problems.NotNow):
    """What has not been accepted cannot begin."""

    code = "call_off_not_accepted"
    title = "Bestillingen er ikke taget imod"


class NotAligned(problems.NotNow):
    """Nothing begins before citizen, caseworker and provider expect the same of it."""

    code = "expectations_not_aligned"
    title = "Forventningerne er ikke afstemt"


class DayWrong(problems.Malformed):
    """A day lies where it cannot."""

    code = "day_not_possible"
    title = "Datoen kan ikke være rigtig"


class ReasonWrong(problems.Malformed):
    """Why it ended does not fit with whether it had begun."""

    code = "end_reason_not_possible"
    title = "Årsagen passer ikke"


class CallOff(Record):
    """One citizen's order with a provider; its id is the referral's."""

    __tablename__ = "call_offs"
    __table_args__ = (
        Index(None, "municipality", "received_at", "id"),
        Index(None, "municipality", "provider_id", "received_at", "id"),
        Index(None, "municipality", "offer_id"),
        Index(None, "municipality", "citizen_id"),
        Index(
            "ix_call_offs_unanswered",
            "municipality",
            "answer_by",
            postgresql_where=text(UNANSWERED),
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    referral_version: Mapped[int]
    citizen_id: Mapped[str | None]
    offer_id: Mapped[str]
    offer_version: Mapped[int | None]
    offer_kind: Mapped[str | None]
    provider_id: Mapped[str]
    agreement_id: Mapped[str | None]
    cohort_id: Mapped[str | None]
    target_group: Mapped[str | None]
    match_group: Mapped[str | None]
    business_oriented: Mapped[bool]
    price_dkk: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    hours_per_week: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    duration_weeks: Mapped[int | None]
    targets: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    planned_starts_on: Mapped[date | None]
    planned_ends_on: Mapped[date | None]
    received_at: Mapped[datetime]
    registered_at: Mapped[datetime]
    answer_by: Mapped[date]
    aligned_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
    agreed_starts_on: Mapped[date | None]
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[str | None]
    decline_reason: Mapped[str | None]
    decline_note: Mapped[str]
    started_on: Mapped[date | None]
    started_at: Mapped[datetime | None]
    started_by: Mapped[str | None]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    end_reason: Mapped[EndReason | None] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]

    @property
    def status(self) -> Status:
        """What the moments say."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.ended_on is not None:
            return "ended"
        if self.started_on is not None:
            return "started"
        if self.declined_at is not None:
            return "declined"
        return "received" if self.accepted_at is None else "accepted"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.status in ("declined", "ended", "cancelled")

    def is_overdue(self, day: date) -> bool:
        """Whether the provider should have answered before a day."""
        return self.status == "received" and self.answer_by < day

    def accept(self, starts_on: date | None, *, by: str, at: datetime) -> None:
        """Take the citizen.

        Raises:
            ActNotPossible: When it has been answered, or called off.
        """
        self._allow("accept")
        self.accepted_at, self.accepted_by = at, by
        self.agreed_starts_on = starts_on

    def decline(self, reason: DeclineReason, note: str, *, by: str, at: datetime) -> None:
        """Do not take the citizen.

        Raises:
            ActNotPossible: When it has been answered, or called off.
        """
        self._allow("decline")
        self.declined_at, self.declined_by = at, by
        self.decline_reason, self.decline_note = reason, note

    def start(self, started_on: date, *, by: str, at: datetime, earliest: date | None) -> None:
        """Say that the citizen has begun.

        Args:
            started_on: The citizen's first day.
            by: Who says so.
            at: When; the first day may not be after it.
            earliest: The first day may not be before it; None when history may be told.

        Raises:
            NotAccepted: When the provider has not accepted.
            ActNotPossible: When it has begun, or is over.
            NotAligned: When expectations are not known to be aligned.
            DayWrong: When the day cannot be, or lies before expectations were aligned.
        """
        if self.status == "received":
            raise NotAccepted("Tag imod bestillingen først (accept).")
        self._allow("start")
        if self.aligned_at is None:
            raise NotAligned(
                "Vent, til sagsbehandleren har registreret forventningsafstemningen. Er det sket,"
                " når den frem om få sekunder."
            )
        aligned_on = local_date(self.aligned_at)
        earliest = aligned_on if earliest is None else max(earliest, aligned_on)
        _check_day("/started_on", started_on, earliest=earliest, latest=local_date(at))
        self.started_on, self.started_at, self.started_by = started_on, at, by

    def end(self, ended_on: date, reason: EndReason, *, by: str, at: datetime) -> None:
        """Say that the course is over, or that the citizen never came.

        Raises:
            ActNotPossible: When it is over, or not accepted.
            ReasonWrong: When one that never began is called completed or left, or the reverse.
            DayWrong: When the day lies ahead, or before the first.
        """
        self._allow("end")
        if (reason == "not_started") != (self.started_on is None):
            remedy = (
                "Forløbet er ikke meldt startet: brug not_started, eller meld start først."
                if self.started_on is None
                else "Forløbet er startet: brug completed eller left."
            )
            raise ReasonWrong(
                remedy, errors=[FieldError("/reason", "end_reason_not_possible", remedy)]
            )
        earliest = self.started_on or local_date(self.received_at)
        _check_day("/ended_on", ended_on, earliest=earliest, latest=local_date(at))
        self.ended_on, self.ended_at, self.ended_by = ended_on, at, by
        self.end_reason = reason

    def break_off(self, on: date, *, by: str, at: datetime) -> None:
        """Take over that the municipality has broken it off: cancelled, or left when begun."""
        if self.started_on is None:
            self.cancelled_at, self.cancelled_by = at, by
            self.end_reason = "cancelled"
        else:
            self.ended_on, self.ended_at, self.ended_by = max(on, self.started_on), at, by
            self.end_reason = "left"

    def next_version(self, *, by: str, at: datetime) -> None:
        """Count a change, once it is complete."""
        self.version += 1
        self.updated_at, self.updated_by = at, by

    def _allow(self, act: Act) -> None:
        if act not in ACTS[self.status]:
            raise ActNotPossible(f"Bestillingen er {STATUS_DA[self.status]}.")


class CallOffAct(Record):
    """One change of a call-off: what was done, by whom, and when."""

    __tablename__ = "call_off_acts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality", "call_off_id"], ["call_offs.municipality", "call_offs.id"]
        ),
    )

    municipality: Mapped[str] = mapped_column(Text, primary_key=True)
    call_off_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str]
    status: Mapped[Status] = mapped_column(Text)
    said: Mapped[dict[str, Any]] = mapped_column(JSONB)
    happened_at: Mapped[datetime]
    registered_at: Mapped[datetime]
    registered_by: Mapped[str]


def _check_day(pointer: str, day: date, *, earliest: date | None, latest: date) -> None:
    if day > latest:
        detail, code = f"Senest {written_date(latest)}.", "day_in_the_future"
    elif earliest is not None and day < earliest:
        detail, code = f"Tidligst {written_date(earliest)}.", "day_too_early"
    else:
        return
    raise DayWrong(
        f"Ret datoen: {detail[0].lower()}{detail[1:]}", errors=[FieldError(pointer, code, detail)]
    )
