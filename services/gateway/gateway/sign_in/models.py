"""Sign-ins under way: what must come back from the identity provider, to the same browser."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gateway.record import Record


class SignIn(Record):
    """One person's way to the identity provider; it is gone once the person is back."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        CheckConstraint(
            "octet_length(state_hash) = 32 AND octet_length(browser_hash) = 32", name="hashes"
        ),
    )

    state_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[str]
    code_verifier: Mapped[str]
    return_to: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
