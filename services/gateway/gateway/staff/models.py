"""The people who have signed in, one row a municipality, and what they are there."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.record import Record


class StaffMember(Record):
    """A person of one municipality; the id stands in logs for ever and is nobody's elsewhere."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("octet_length(person_hash) = 32", name="person_hash"),
        UniqueConstraint("municipality", "person_hash"),
    )

    municipality: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_hash: Mapped[bytes] = mapped_column(LargeBinary)
    name: Mapped[str]
    username: Mapped[str]
    roles: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    def be_seen(self, *, name: str, username: str, at: datetime) -> None:
        """Take over what the identity provider calls the person now."""
        self.name = name
        self.username = username
        self.last_seen_at = at

    def become(self, roles: list[dict[str, Any]], *, at: datetime) -> bool:
        """Have these roles and no others; whether that is a change."""
        if self.roles == roles:
            return False
        self.roles = roles
        self.changed_at = at
        return True


def hash_person(known_as: str, subject: str) -> bytes:
    """Who somebody is, by the identity provider's own name for the person.

    The subject may be an employee's number; hashed with its provider's name it says nothing by
    itself. It is no secret, and nothing is protected by its being hard to guess.
    """
    said = f"{known_as}\0{subject}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
