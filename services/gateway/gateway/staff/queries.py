"""Every statement on staff; each in a transaction that has entered the municipality."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from gateway.staff.models import StaffMember
from kit.database import Session


async def add_member_unless_known(
    session: Session,
    municipality: str,
    person_hash: bytes,
    *,
    name: str,
    username: str,
    at: datetime,
) -> None:
    """Write down a person who was not seen before; two sign-ins at once make one row."""
    await session.execute(
        insert(StaffMember)
        .values(
            municipality=municipality,
            id=str(uuid.uuid4()),
            person_hash=person_hash,
            name=name,
            username=username,
            roles=[],
            first_seen_at=at,
            last_seen_at=at,
            changed_at=at,
        )
        .on_conflict_do_nothing()
    )


async def find_member_for_change(session: Session, person_hash: bytes) -> StaffMember | None:
    """A person in the municipality that was entered, locked."""
    statement = select(StaffMember).where(StaffMember.person_hash == person_hash)
    return await session.scalar(
        statement.with_for_update().execution_options(populate_existing=True)
    )


async def find_member(session: Session, member_id: str) -> StaffMember | None:
    """A person by the id that the municipality's logs know."""
    return await session.scalar(select(StaffMember).where(StaffMember.id == member_id))
