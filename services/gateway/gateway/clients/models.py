"""The clients, and the rules for their secrets and their time."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, DateTime, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from gateway import roles
from gateway.record import Record
from kit import problems
from kit.rights import Kind

SECRET_PREFIX = "pejl_"  # noqa: S105 - what marks a leaked secret as ours, for scanners
SECRET_BYTES = 32
_ID_BYTES = 10

State = Literal["open", "revoked", "expired"]


class ClientElsewhere(problems.NotNow):
    """A client's id stands for one municipality for ever: logs and keys refer to it."""

    code = "client_in_other_municipality"
    title = "Klienten hører til en anden kommune"


class Client(Record):
    """A system that may fetch tokens; what it may do is its role's rights."""

    __tablename__ = "clients"
    __table_args__ = (
        CheckConstraint("municipality ~ '^[0-9]{4}$'", name="municipality"),
        CheckConstraint(
            f"(municipality IS NULL) = (role = '{roles.SERVICE}')", name="only_services_see_all"
        ),
        CheckConstraint("octet_length(secret_hash) = 32", name="secret_hash"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    municipality: Mapped[str | None] = mapped_column(Text)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    @property
    def kind(self) -> Kind:
        """What its tokens call it."""
        return "service" if self.role == roles.SERVICE else "client"

    def state_at(self, at: datetime) -> State:
        """Whether it may fetch tokens at a moment, and if not, why."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= at else "open"

    def renew(
        self,
        *,
        name: str,
        role: str,
        municipality: str | None,
        secret_hash: bytes,
        expires_at: datetime,
    ) -> None:
        """Register the client again; another secret opens a revoked one, the same does not.

        Raises:
            ClientElsewhere: When it belongs to another municipality.
        """
        if municipality != self.municipality:
            raise ClientElsewhere("Opret en ny klient til den anden kommune.")
        if not hmac.compare_digest(self.secret_hash, secret_hash):
            self.secret_hash = secret_hash
            self.revoked_at = None
        self.name = name
        self.role = role
        self.expires_at = expires_at

    def revoke(self, *, at: datetime) -> None:
        """Close the client; the first time stands."""
        self.revoked_at = self.revoked_at or at


def new_id() -> str:
    """An id that says nothing about whose it is."""
    return f"klient-{secrets.token_hex(_ID_BYTES)}"


def new_secret() -> str:
    """256 random bits in letters that need no escaping, with a prefix that scanners know."""
    return SECRET_PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def hash_secret(secret: str) -> bytes:
    """The only form in which a secret is kept.

    One round of SHA-256 is right here. Slow, salted hashes protect passwords that can be guessed;
    nobody guesses 256 random bits, and a slow hash would let strangers tire the gateway out.
    """
    return hashlib.sha256(secret.encode()).digest()


_NOBODYS_HASH = hash_secret(new_secret())


def has_secret(client: Client | None, secret: str) -> bool:
    """Whether a secret is the client's, in the same time for an unknown client as for a known."""
    expected = _NOBODYS_HASH if client is None else client.secret_hash
    return hmac.compare_digest(expected, hash_secret(secret)) and client is not None
