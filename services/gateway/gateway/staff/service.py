"""Taking over what the identity provider says of people, and taking their tokens back."""

from collections.abc import Sequence
from datetime import datetime

from gateway.clients import queries as clients_queries
from gateway.events import AccessRevoked, StaffMemberChanged, StaffRole
from gateway.staff import queries
from gateway.staff.models import StaffMember
from gateway.staff.role_map import Choice, Person
from kit import outbox, revocations
from kit.database import Session


async def see_member(
    session: Session,
    municipality: str,
    person_hash: bytes,
    person: Person,
    *,
    at: datetime,
) -> StaffMember | None:
    """Note what a person is in the municipality that was entered; None for who never was there.

    Roles that are gone are gone from this moment: tokens with them die within seconds.
    """
    held = [choice for choice in person.choices if choice.municipality == municipality]
    if held:
        await queries.add_member_unless_known(
            session,
            municipality,
            person_hash,
            name=person.name,
            username=person.username,
            at=at,
        )
    member = await queries.find_member_for_change(session, person_hash)
    if member is None:
        return None
    if held:
        member.be_seen(name=person.name, username=person.username, at=at)
    former = [StaffRole(**each) for each in member.roles]
    roles = _roles(held)
    if member.become([each.model_dump() for each in roles], at=at):
        fact = StaffMemberChanged(staff_id=member.id, roles=roles, changed_at=at)
        outbox.publish(session, fact, at=at, municipality=municipality)
        if any(each not in roles for each in former):
            await take_tokens_back(session, member.id, municipality, at=at)
    # Written while the municipality is entered: row-level security lets nothing through later.
    await session.flush()
    return member


async def take_tokens_back(
    session: Session, subject: str, municipality: str, *, at: datetime
) -> None:
    """Refuse, here and in every service, what a person or one of its sessions has got so far."""
    moment = max(at, await clients_queries.moment_of_change(session))
    await revocations.record(session, subject=subject, tokens_before=moment)
    fact = AccessRevoked(client_id=subject, tokens_before=moment)
    outbox.publish(session, fact, at=at, municipality=municipality)


def _roles(held: Sequence[Choice]) -> list[StaffRole]:
    return [StaffRole(role=each.role, provider_id=each.provider_id) for each in held]
