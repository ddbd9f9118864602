"""Putting another id, or none, where a citizen's stands in call-offs and what was told of them."""

from datetime import datetime

from contracts.call_offs import keeping, queries
from contracts.call_offs.referrals import BY
from kit import erasure
from kit.database import Session


async def replace_citizen(
    session: Session, municipality: str, citizen_id: str, kept_id: str | None, *, at: datetime
) -> None:
    """Let a citizen's call-offs be another's, or nobody's; what was told of them is emptied.

    They are told anew, as they are now: the entries that name the old id stay empty.
    """
    call_offs = await queries.list_of_citizen(session, municipality, citizen_id)
    if not call_offs:
        return
    await erasure.compact(session, [each.id for each in call_offs], keeping.TYPES)
    act = "merge_citizen" if kept_id else "erase_citizen"
    for call_off in call_offs:
        call_off.citizen_id = kept_id
        if kept_id is None:
            call_off.decline_note = ""
        keeping.keep(session, call_off, act, {}, by=BY, at=at)
