"""The transactional outbox: facts are written with the change that made them true.

A sequence number is taken at insert but becomes visible at commit, so a reader could pass over
one that commits late. Events therefore wait in the session and are inserted last, under an
advisory lock that is held until the commit: positions become visible in their own order.
"""

from datetime import UTC, datetime
from enum import Enum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from kit import tables

_PENDING = "pejling.events"
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('pejling.outbox'))")


class Fact(BaseModel):
    """Something that happened, with the subject's whole public state.

    Ids, codes and dates only: never a CPR number, a person's name or free text about a person.
    A subclass names the field that identifies its subject, the right without which nobody reads
    it in the feed, and the field with the provider whose own it is; without one, no provider does.
    """

    model_config = ConfigDict(frozen=True)

    subject_field: ClassVar[str]
    right: ClassVar[str]
    provider_field: ClassVar[str | None] = None

    @property
    def subject(self) -> str:
        """What the fact is about, for followers that keep one row a subject."""
        return str(getattr(self, self.subject_field))

    @property
    def provider(self) -> str | None:
        """The provider who may read it too."""
        return getattr(self, self.provider_field) if self.provider_field else None


class Municipality(Enum):
    """Whose fact it is, when nobody says so."""

    OF_THE_TRANSACTION = "of the transaction"


def publish(
    session: AsyncSession,
    fact: Fact,
    *,
    at: datetime,
    municipality: str | Municipality | None = Municipality.OF_THE_TRANSACTION,
) -> None:
    """Let a fact be published when the transaction commits; nothing is written before that.

    Args:
        session: The transaction that makes the fact true.
        fact: What happened.
        at: When.
        municipality: Whose it is, unless the transaction's; None for what concerns our own
            services alone, which only they read.

    Raises:
        LookupError: When nobody says whose it is, and the transaction belongs to no municipality.
    """
    if isinstance(municipality, Municipality):
        municipality = session.info.get("municipality")
        if municipality is None:
            raise LookupError("a fact belongs to a municipality; the transaction has none")
    session.info.setdefault(_PENDING, []).append(
        {
            "municipality": municipality,
            "type": type(fact).__name__,
            "subject": fact.subject,
            "provider_id": fact.provider,
            "happened_at": at.astimezone(UTC),
            "data": fact.model_dump(mode="json"),
        }
    )


async def write_pending(session: AsyncSession) -> None:
    """Insert the waiting facts set-wise; the kit calls it right before its one commit."""
    pending: list[dict[str, Any]] = session.info.pop(_PENDING, [])
    if not pending:
        return
    await session.flush()
    await session.execute(_LOCK)
    await session.execute(insert(tables.outbox), pending)


def forget_pending(session: AsyncSession) -> None:
    """Drop the waiting facts of a transaction that is rolled back."""
    session.info.pop(_PENDING, None)
