"""The facts that the gateway publishes."""

from datetime import datetime
from typing import ClassVar

from kit.outbox import Fact


class AccessRevoked(Fact):
    """A client's tokens issued before a moment are not to be trusted any more."""

    right: ClassVar[str] = "clients.manage"
    subject_field: ClassVar[str] = "client_id"

    client_id: str
    tokens_before: datetime


FACTS = (AccessRevoked,)
"""Everything that the service publishes."""
