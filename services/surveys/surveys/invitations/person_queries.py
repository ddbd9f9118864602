"""Every statement that follows a citizen from one id to another, or away."""

import secrets

from sqlalchemy import delete, select, text, update

from kit.database import Session
from surveys.answers.models import Answer
from surveys.courses.models import Course
from surveys.invitations.models import Draft, Invitation, Link

_RENAME = text(
    """
    UPDATE figures f
    SET counted = (counted - n.old) || jsonb_build_object(n.new, counted -> n.old)
    FROM (SELECT CAST(:name AS text) AS old, CAST(:new AS text) AS new) n
    WHERE f.municipality = :municipality AND counted ? n.old
    """
)


async def merge_citizens(
    session: Session, municipality: str, citizen_id: str, *, into: str
) -> None:
    """Let everything of one id belong to another."""
    for table in (Course, Invitation, Answer):
        await session.execute(
            update(table)
            .where(table.municipality == municipality, table.citizen_id == citizen_id)
            .values(citizen_id=into)
        )
    await _rename_counted(session, municipality, citizen_id, into)


async def erase_citizen(session: Session, municipality: str, citizen_id: str) -> None:
    """Delete what is kept under an id.

    Who was counted in a release stays a number of people there, under a name that means nothing.
    """
    mine = select(Invitation.id).where(
        Invitation.municipality == municipality, Invitation.citizen_id == citizen_id
    )
    for table in (Link, Draft):
        await session.execute(
            delete(table).where(table.municipality == municipality, table.invitation_id.in_(mine))
        )
    for owned in (Answer, Invitation, Course):
        await session.execute(
            delete(owned).where(owned.municipality == municipality, owned.citizen_id == citizen_id)
        )
    await _rename_counted(session, municipality, citizen_id, secrets.token_hex(16))


async def _rename_counted(session: Session, municipality: str, name: str, new: str) -> None:
    await session.execute(_RENAME, {"municipality": municipality, "name": name, "new": new})
