"""The assertions that clients have used: each opens the door once."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gateway.record import Record


class UsedAssertion(Record):
    """An assertion that a client got a token with, until it would have expired anyway."""

    __tablename__ = "used_assertions"

    client_id: Mapped[str] = mapped_column(primary_key=True)
    jti_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
