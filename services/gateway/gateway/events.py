"""The facts that the gateway publishes."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel

from kit.outbox import Fact


class AccessRevoked(Fact):
    """Tokens issued before a moment are not to be trusted any more.

    ``client_id`` says whose: a client's id, a person's, or that of one session of a person.
    """

    right: ClassVar[str] = "clients.manage"
    subject_field: ClassVar[str] = "client_id"

    client_id: str
    tokens_before: datetime


class StaffRole(BaseModel):
    """What somebody is: a role, and the provider that a provider's people belong to."""

    role: str
    provider_id: str | None = None


class StaffMemberChanged(Fact):
    """Somebody has other roles than before at the identity provider; without roles, none."""

    right: ClassVar[str] = "clients.manage"
    subject_field: ClassVar[str] = "staff_id"

    staff_id: str
    roles: list[StaffRole]
    changed_at: datetime


FACTS = (AccessRevoked, StaffMemberChanged)
"""Everything that the service publishes."""
