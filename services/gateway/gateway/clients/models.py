"""The clients, and the rules for their secrets and their time."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import CheckConstraint, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway import roles
from gateway.record import Record
from kit import problems
from kit.collation import danish_sort_key
from kit.rights import Kind

SECRET_PREFIX = "pejl_"  # noqa: S105 - what marks a leaked secret as ours, for scanners
SECRET_BYTES = 32
_ID_BYTES = 10

WARNED_BEFORE = timedelta(days=30)
"""How long before its expiry a client is pointed out."""

State = Literal["open", "expires_soon", "expired", "revoked"]
Act = Literal["revise", "rotate", "revoke"]


class ClientElsewhere(problems.NotNow):
    """A client's id stands for one municipality for ever: logs and keys refer to it."""

    code = "client_in_other_municipality"
    title = "Klienten hører til en anden kommune"


class ClientClosed(problems.NotNow):
    """Nothing can be done with a revoked client but to look at it."""

    code = "client_closed"
    title = "Klienten er spærret"


class ClientByCommand(problems.NotNow):
    """Whoever could hold its secret would have rights that only the command line gives."""

    code = "client_by_command"
    title = "Klienten kan kun ændres fra kommandolinjen"


class RotationUnderWay(problems.NotNow):
    """A third secret would take the place of one that was promised to work for some days yet."""

    code = "rotation_under_way"
    title = "Den forrige hemmelighed virker endnu"


class Client(Record):
    """A system that may fetch tokens; what it may do is its role's rights."""

    __tablename__ = "clients"
    __table_args__ = (
        CheckConstraint("municipality ~ '^[0-9]{4}$'", name="municipality"),
        CheckConstraint(
            f"(municipality IS NULL) = (role = '{roles.SERVICE}')", name="only_services_see_all"
        ),
        CheckConstraint("octet_length(secret_hash) = 32", name="secret_hash"),
        CheckConstraint(
            "(former_secret_hash IS NULL) = (former_secret_until IS NULL)"
            " AND octet_length(former_secret_hash) = 32",
            name="former_secret",
        ),
        CheckConstraint(
            f"provider_id IS NULL OR role = '{roles.PROVIDER_SYSTEM}'",
            name="only_providers_are_named",
        ),
        Index("ix_clients_municipality_name_key", "municipality", "name_key"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Text(collation="C"), server_default="")
    role: Mapped[str]
    municipality: Mapped[str | None]
    provider_id: Mapped[str | None]
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    former_secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    former_secret_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    public_keys: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(server_default="command")
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[str | None]
    rotated_at: Mapped[datetime | None]
    rotated_by: Mapped[str | None]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    tokens_before: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    @property
    def kind(self) -> Kind:
        """What its tokens call it."""
        return "service" if self.role == roles.SERVICE else "client"

    @property
    def access(self) -> tuple[str, str | None]:
        """What its tokens allow: when this changes, those issued before must die."""
        return self.role, self.provider_id

    def state_at(self, at: datetime) -> State:
        """Whether it may fetch tokens at a moment, and if not, why."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at <= at:
            return "expired"
        return "expires_soon" if self.expires_at <= at + WARNED_BEFORE else "open"

    def actions_at(self, at: datetime) -> list[Act]:
        """What an administrator can do with it next."""
        if self.state_at(at) == "revoked":
            return []
        return ["revise", "rotate", "revoke"] if self.is_managed_over_http else ["revoke"]

    @property
    def is_managed_over_http(self) -> bool:
        """Whether an administrator could have given it its role, and so may hold its secret."""
        return self.role in roles.OVER_HTTP

    def check_managed_over_http(self) -> None:
        """Refuse an administrator's hand on a way in to more than an administrator can give.

        Raises:
            ClientByCommand: When its role is given from the command line alone.
        """
        if not self.is_managed_over_http:
            raise ClientByCommand(
                "Klientens rolle gives kun fra kommandolinjen. Spær klienten her, eller få den"
                " oprettet på ny af driften med: pejling gateway create-client."
            )

    def former_secret_works_at(self, at: datetime) -> bool:
        """Whether the secret before the present one is still taken."""
        return self.former_secret_until is not None and at < self.former_secret_until

    def renew(
        self,
        *,
        name: str,
        role: str,
        municipality: str | None,
        provider_id: str | None,
        secret_hash: bytes,
        expires_at: datetime,
        at: datetime,
        by: str,
    ) -> None:
        """Register the client again; another secret opens a revoked one, the same does not.

        Keys and a former secret end where the client is opened again, or gets a role that no
        administrator gives: whoever had them must not come in by what they were not meant for.

        Raises:
            ClientElsewhere: When it belongs to another municipality.
        """
        if municipality != self.municipality:
            raise ClientElsewhere("Opret en ny klient til den anden kommune.")
        before = (self.secret_hash, self.name, self.access, self.expires_at)
        if self.secret_hash is None or not hmac.compare_digest(self.secret_hash, secret_hash):
            self._take_secret(secret_hash, former_until=None)
            if self.revoked_at is not None:
                self.public_keys = []
            self.revoked_at = self.revoked_by = None
        if role != self.role and role not in roles.OVER_HTTP:
            self.public_keys = []
            self.former_secret_hash = self.former_secret_until = None
        self.name = name
        self.name_key = danish_sort_key(name)
        self.role = role
        self.provider_id = provider_id
        self.expires_at = expires_at
        if before != (self.secret_hash, self.name, self.access, self.expires_at):
            self._changed(at=at, by=by)

    def revise(
        self,
        *,
        name: str,
        role: str,
        provider_id: str | None,
        public_keys: Sequence[dict[str, Any]],
        uses_secret: bool,
        expires_at: datetime,
        at: datetime,
        by: str,
    ) -> None:
        """Replace what the client is and how it shows who it is; a new secret is a rotation.

        Raises:
            ClientClosed: When it is revoked.
        """
        self._check_not_revoked()
        self.name = name
        self.name_key = danish_sort_key(name)
        self.role = role
        self.provider_id = provider_id
        self.public_keys = list(public_keys)
        self.expires_at = expires_at
        if not uses_secret:
            self.secret_hash = self.former_secret_hash = self.former_secret_until = None
        self._changed(at=at, by=by)

    def rotate(
        self,
        secret_hash: bytes,
        *,
        overlap: timedelta,
        expires_at: datetime,
        at: datetime,
        by: str,
    ) -> None:
        """Take a new secret; the present one goes on working for the overlap, if there is one.

        Raises:
            ClientClosed: When it is revoked.
            RotationUnderWay: When an overlap would end an earlier one before its time.
        """
        self._check_not_revoked()
        if overlap and self.former_secret_works_at(at):
            raise RotationUnderWay(
                "Vent, til den forrige er udløbet (former_secret_until), eller skift uden overlap:"
                " så holder alle tidligere hemmeligheder op med at virke med det samme."
            )
        # The present secret was never to outlive the client's own expiry.
        until = min(at + overlap, self.expires_at)
        self._take_secret(secret_hash, former_until=until if until > at else None)
        self.expires_at = expires_at
        self.rotated_at = at
        self.rotated_by = by
        self.version += 1

    def revoke(self, *, at: datetime, by: str) -> bool:
        """Close the client; the first time stands. Whether this was the first time."""
        if self.revoked_at is not None:
            return False
        self.revoked_at = at
        self.revoked_by = by
        self.version += 1
        return True

    def _take_secret(self, secret_hash: bytes, *, former_until: datetime | None) -> None:
        keeps = self.secret_hash is not None and former_until is not None
        self.former_secret_hash = self.secret_hash if keeps else None
        self.former_secret_until = former_until if keeps else None
        self.secret_hash = secret_hash

    def _check_not_revoked(self) -> None:
        if self.revoked_at is not None:
            raise ClientClosed("Opret en ny klient i stedet for den spærrede.")

    def _changed(self, *, at: datetime, by: str) -> None:
        self.changed_at = at
        self.changed_by = by
        self.version += 1


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


def has_secret(client: Client | None, secret: str, *, at: datetime) -> bool:
    """Whether a secret is one of the client's, in the same time whoever the client is."""
    shown = hash_secret(secret)
    present = former = _NOBODYS_HASH
    if client is not None:
        present = client.secret_hash or _NOBODYS_HASH
        if client.former_secret_works_at(at):
            former = client.former_secret_hash or _NOBODYS_HASH
    is_present, is_former = hmac.compare_digest(present, shown), hmac.compare_digest(former, shown)
    return is_present or is_former
