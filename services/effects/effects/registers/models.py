"""Tables of the registers: every row says from which import it holds, and until which.

A row that a later import replaced keeps standing with ``valid_to_version`` set, so that a register
can be read as of any of its versions. The four registers are written and read in bulk (see
``queries``); the classes here describe them to the migrations and to single reads.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import BigInteger, DateTime, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from effects.record import Record
from kit import problems

State = Literal["taken", "quarantined", "discarded"]


class ImportDecided(problems.NotNow):
    """Nobody has to decide on the import any more."""

    code = "import_decided"
    title = "Importen er afgjort"


class RegisterImport(Record):
    """One import: which version it made, of what, and what was refused in it.

    One that looks wrong makes no version until a person overrides that. Its rows lie in the
    register under the number ``-quarantined_as``, which is no version's, and so hold in none.
    """

    __tablename__ = "register_imports"
    __table_args__ = (
        UniqueConstraint("municipality", "register", "version"),
        UniqueConstraint("municipality", "register", "batch_id"),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    register: Mapped[str]
    version: Mapped[int | None]
    batch_id: Mapped[str]
    sha256: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB)
    rows: Mapped[int] = mapped_column(BigInteger)
    refused: Mapped[int] = mapped_column(BigInteger)
    mistakes: Mapped[int] = mapped_column(BigInteger)
    report: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    period_from: Mapped[str | None]
    period_to: Mapped[str | None]
    registered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    registered_by: Mapped[str]
    quarantined_as: Mapped[int | None]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    judged_against: Mapped[dict[str, int] | None] = mapped_column(JSONB)
    overridden_at: Mapped[datetime | None]
    overridden_by: Mapped[str | None]
    discarded_at: Mapped[datetime | None]
    discarded_by: Mapped[str | None]
    decision_reason: Mapped[str | None]

    @property
    def state(self) -> State:
        """Whether the register was given it, waits for a decision, or never will be."""
        if self.discarded_at is not None:
            return "discarded"
        return "quarantined" if self.version is None else "taken"

    def override(self, version: int, *, by: str, reason: str, at: datetime) -> None:
        """Let it make a version although it looks wrong.

        Raises:
            ImportDecided: It does not wait for that.
        """
        self.refuse_decided()
        self.version = version
        self.overridden_at, self.overridden_by, self.decision_reason = at, by, reason

    def discard(self, *, by: str, reason: str, at: datetime) -> None:
        """Let it never make a version.

        Raises:
            ImportDecided: It does not wait for that.
        """
        self.refuse_decided()
        self.discarded_at, self.discarded_by, self.decision_reason = at, by, reason

    def refuse_decided(self) -> None:
        """See that it waits for a decision.

        Raises:
            ImportDecided: It does not.
        """
        if self.state != "quarantined":
            is_taken = "taget i brug" if self.state == "taken" else "kasseret"
            raise ImportDecided(
                f"Den er allerede {is_taken}. Hent importen igen.", extra={"state": self.state}
            )


class CodeListEntry(Record):
    """One line of one version of the code list; a version replaces the one before it whole."""

    __tablename__ = "code_list_entries"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    class_: Mapped[str] = mapped_column("class")
    label_da: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class SupportSpell(Record):
    """Weeks in a row (numbers of ``effects.weeks``, both included) under one code."""

    __tablename__ = "support_spells"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    citizen_id: Mapped[str] = mapped_column(primary_key=True)
    from_week: Mapped[int] = mapped_column(primary_key=True)
    valid_from_version: Mapped[int] = mapped_column(primary_key=True)
    to_week: Mapped[int]
    code: Mapped[str]
    valid_to_version: Mapped[int | None]


class EmploymentHours(Record):
    """A citizen's ordinary hours in a month (number of ``effects.weeks``), added together."""

    __tablename__ = "employment_hours"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    citizen_id: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    valid_from_version: Mapped[int] = mapped_column(primary_key=True)
    hours: Mapped[Decimal] = mapped_column(Numeric)
    valid_to_version: Mapped[int | None]


class Course(Record):
    """One citizen's course in an offer, as an import told it."""

    __tablename__ = "courses"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(primary_key=True)
    valid_from_version: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[str]
    offer_id: Mapped[str]
    provider_id: Mapped[str | None]
    target_group: Mapped[str]
    match_group: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    birth_year: Mapped[int | None]
    price_dkk: Mapped[Decimal | None] = mapped_column(Numeric)
    business_oriented: Mapped[bool | None]
    valid_to_version: Mapped[int | None]


class RegisterStamp(Record):
    """How far a municipality's registers are, and how far its releases have followed."""

    __tablename__ = "register_stamps"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    codes_version: Mapped[int | None]
    support_version: Mapped[int | None]
    hours_version: Mapped[int | None]
    courses_version: Mapped[int | None]
    stamp: Mapped[int] = mapped_column(BigInteger)
    released_stamp: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
