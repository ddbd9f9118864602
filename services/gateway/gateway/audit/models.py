"""What has been followed of each service's audit log, and where it did not fit together."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.record import Record

_RESTORED = 2**40
"""More lines than any log of ours has, and in a JSON number for thousands of restorations."""


def kept_id(number: int, restorations: int) -> int:
    """The id under which a line is kept that its service gave a number to, so often restored."""
    return number + restorations * _RESTORED


class AuditEntry(Record):
    """One line of a service's log, as it was sealed there.

    A restored log gives numbers out again: ``id`` is then not the service's own (``kept_id``).
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_municipality_at", "municipality", "at"),)

    municipality: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    actor_kind: Mapped[str]
    on_behalf_of: Mapped[str | None]
    organisation: Mapped[str | None]
    act: Mapped[str]
    purpose: Mapped[str | None]
    subjects: Mapped[list[str]] = mapped_column(ARRAY(Text))
    criterion: Mapped[str | None]
    trace_id: Mapped[str]


class AuditSubject(Record):
    """Whom a line is about, one row each.

    A GIN index on ``audit_entries.subjects`` would lie idle: behind row-level security PostgreSQL
    asks an index only through operators that cannot leak, and those on arrays are not among them.
    """

    __tablename__ = "audit_subjects"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class AuditSource(Record):
    """How far one service's log has been followed; all municipalities in one order."""

    __tablename__ = "audit_sources"

    service: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    complete_until: Mapped[datetime | None]
    key: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    restorations: Mapped[int] = mapped_column(server_default=text("0"))


class AuditRestoration(Record):
    """A service's log ended before where it had been followed to: an alarm for people.

    Whoever restores a service from a copy loses what came after it; what was followed is kept here.
    """

    __tablename__ = "audit_restorations"

    service: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger)
    found_at: Mapped[datetime]


class AuditHead(Record):
    """The last link of one municipality's chain in one service's log, and the key that signed it.

    Where the log has been restored more often than the head knows, its chain begins anew.
    """

    __tablename__ = "audit_heads"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    restorations: Mapped[int] = mapped_column(server_default=text("0"))


class AuditBreak(Record):
    """A seal that does not fit what came before it, or what it seals: an alarm for people."""

    __tablename__ = "audit_breaks"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    found_at: Mapped[datetime]
