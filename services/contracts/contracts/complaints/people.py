"""Putting another id, or none, where a citizen's stands in complaints."""

from datetime import datetime

from contracts.complaints import queries
from kit.database import Session

BY = "visitation"
"""Whose word it is."""


async def replace_citizen(
    session: Session, municipality: str, citizen_id: str, kept_id: str | None, *, at: datetime
) -> None:
    """Let a citizen's complaints be another's, or nobody's; what was told names no citizen."""
    for complaint in await queries.list_of_citizen(session, municipality, citizen_id):
        if kept_id is None:
            complaint.forget_citizen()
        else:
            complaint.citizen_id = kept_id
        complaint.next_version(by=BY, at=at)
