"""A person's session, and the rules for its time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.record import Record
from gateway.sign_in import checking
from kit import problems

SECRET_BYTES = 32


class NotSignedInHere(problems.NotSignedIn):
    """No session has this secret, or it was ended."""

    code = "not_signed_in"
    title = "Du er ikke logget ind"


class SessionExpired(problems.NotSignedIn):
    """The session was good, but its time has passed."""

    code = "session_expired"
    title = "Du er blevet logget ud"


class ChoiceUnknown(problems.NotNow):
    """The person may not be what was chosen."""

    code = "choice_unknown"
    title = "Det kan ikke vælges"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: without a sign of the person, and at all."""

    idle: timedelta
    whole: timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """Something that the person may be, and the id under which the municipality knows it."""

    id: str
    role: str
    municipality: str
    provider_id: str | None
    staff_id: str


class PersonSession(Record):
    """One browser in which a person is signed in."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        CheckConstraint(
            "octet_length(secret_hash) = 32 AND octet_length(person_hash) = 32", name="hashes"
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    person_hash: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    choices: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    chosen: Mapped[str | None]
    id_token: Mapped[str | None]
    started_at: Mapped[datetime]
    active_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    @property
    def held(self) -> list[Held]:
        """Everything that the person may be."""
        return [Held(**each) for each in self.choices]

    @property
    def present(self) -> Held | None:
        """What the person is now; None before anything was chosen."""
        return next((each for each in self.held if each.id == self.chosen), None)

    @property
    def foremost(self) -> Held:
        """What the person is now, or the first of what it may be."""
        return self.present or self.held[0]

    @property
    def began_in(self) -> object:
        """The identity provider's own session in which this one began, where it has told."""
        return checking.session_of(self.id_token) if self.id_token else None

    def idle_until(self, limits: Limits) -> datetime:
        """When the session ends unless the person does something."""
        return min(self.active_at + limits.idle, self.ends_at)

    def check_lives(self, limits: Limits, *, at: datetime) -> None:
        """Refuse a session that is over.

        Raises:
            NotSignedInHere: When somebody ended it.
            SessionExpired: When its time has passed.
        """
        if self.ended_at is not None:
            raise not_signed_in()
        if at >= self.idle_until(limits):
            raise SessionExpired("Log ind igen. Det, du var i gang med, er der endnu.")

    def choose(self, choice: str) -> None:
        """Be another of what the person may be.

        Raises:
            ChoiceUnknown: When it is none of them.
        """
        if all(each.id != choice for each in self.held):
            raise ChoiceUnknown("Vælg en af mulighederne i choices.")
        self.chosen = choice

    def end(self, *, at: datetime) -> None:
        """Be over; what the identity provider said of the person is kept no longer."""
        self.ended_at = at
        self.id_token = None


def not_signed_in() -> NotSignedInHere:
    """The fact, with its remedy."""
    return NotSignedInHere("Log ind på /api/gateway/v1/session/sign-in.")


def new_secret() -> str:
    """256 random bits: what the browser holds, and we do not."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_secret(secret: str) -> bytes:
    """The only form in which a secret is kept; nobody guesses 256 bits, so one round is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
