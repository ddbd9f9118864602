"""Beginning, renewing, choosing in and ending sessions."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import structlog

from gateway.sessions import access, models, queries
from gateway.sessions.access import Access
from gateway.sessions.models import Held, Limits, PersonSession
from gateway.staff import queries as staff_queries
from gateway.staff import service as staff
from gateway.staff.models import StaffMember
from gateway.staff.role_map import Choice, Person, RoleMap
from gateway.tokens.service import Issuer
from kit import audit, tenancy
from kit.database import Database, Session

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A session, and the secret that the browser holds and nobody else."""

    session: PersonSession
    secret: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that lives, whose it is, and a new access token unless it must choose first."""

    session: PersonSession
    member: StaffMember
    access: Access | None


async def begin(
    database: Database,
    role_map: RoleMap,
    person_hash: bytes,
    person: Person,
    *,
    id_token: str,
    former_secret: str,
    limits: Limits,
    at: datetime,
) -> Begun | None:
    """A new session with a new secret; None for who is nobody here (any more).

    What the person was and no longer is ends with it: other sessions that hold such a role, and
    the tokens that they have given. The session that this browser had is over as well.
    """
    async with database.transaction(None) as session:
        others = await queries.list_sessions_for_change(session, person_hash)
        held = []
        for code in sorted(role_map.municipalities):
            await tenancy.enter(session, code)
            member = await staff.see_member(session, code, person_hash, person, at=at)
            mine = [_held(each, member) for each in person.choices if each.municipality == code]
            if mine:
                caller = access.caller_of(mine[0], role_map)
                await audit.record(
                    session, caller, act="sessions.begin", subjects=[caller.subject], at=at
                )
            held += mine
        await _end_former(session, former_secret, others, held, at=at)
        if not held:
            return None
        secret = models.new_secret()
        begun = PersonSession(
            id=str(uuid.uuid4()),
            secret_hash=models.hash_secret(secret),
            person_hash=person_hash,
            choices=[asdict(each) for each in held],
            chosen=held[0].id if len(held) == 1 else None,
            id_token=id_token,
            started_at=at,
            active_at=at,
            ends_at=at + limits.whole,
        )
        session.add(begun)
    log.info("session_begun", session=begun.id, choices=len(held))
    return Begun(begun, secret)


async def open_session(
    database: Database,
    role_map: RoleMap,
    issuer: Issuer,
    secret: str,
    *,
    limits: Limits,
    at: datetime,
    active: bool = False,
    choice: str | None = None,
) -> Opened:
    """The session with a secret, with a new access token.

    Args:
        database: Where it is.
        role_map: What the municipalities and providers are called.
        issuer: Who signs the token.
        secret: What the browser holds.
        limits: How long sessions last.
        at: Now.
        active: Whether the person has done something; then the session stays longer.
        choice: What the person wants to be from now on; its tokens so far die within seconds.

    Raises:
        gateway.sessions.models.NotSignedInHere: When there is no such session.
        gateway.sessions.models.SessionExpired: When its time has passed.
        gateway.sessions.models.ChoiceUnknown: When the person may not be that.
    """
    async with database.transaction(None) as session:
        found = await queries.find_session(session, models.hash_secret(secret), lock=True)
        if found is None:
            raise models.not_signed_in()
        found.check_lives(limits, at=at)
        if active or choice is not None:
            found.active_at = max(found.active_at, at)
        if choice is not None:
            await _choose(session, found, choice, role_map, at=at)
        held = found.foremost
        await tenancy.enter(session, held.municipality)
        member = await staff_queries.find_member(session, held.staff_id)
        if member is None or held.municipality not in role_map.municipalities:
            raise models.not_signed_in()
        granted = None
        if found.present is not None:
            revoked_before = await queries.find_latest_revocation(
                session, (found.id, held.staff_id)
            )
            granted = access.issue(
                issuer,
                access.caller_of(held, role_map),
                found,
                revoked_before=revoked_before,
                at=at,
            )
    return Opened(found, member, granted)


async def end(
    database: Database,
    role_map: RoleMap,
    secret: str,
    *,
    everywhere: bool,
    at: datetime,
) -> str | None:
    """Sign out, in this browser or in all; tokens die within seconds.

    Returns:
        What tells the identity provider whose session it is to end; None where nobody was
        signed in, which is no mistake: that is what was asked for.
    """
    async with database.transaction(None) as session:
        mine = await queries.find_session(session, models.hash_secret(secret))
        if mine is None:
            return None
        living = await queries.list_sessions_for_change(session, mine.person_hash)
        ending = [each for each in living if everywhere or each.id == mine.id]
        id_token = next((each.id_token for each in ending if each.id == mine.id), None)
        await _end_several(session, ending, the_person=everywhere, at=at)
        if ending:
            held = mine.foremost
            await tenancy.enter(session, held.municipality)
            caller = access.caller_of(held, role_map)
            act = "sessions.end_everywhere" if everywhere else "sessions.end"
            await audit.record(session, caller, act=act, subjects=[caller.subject], at=at)
    return id_token


async def end_as_told(
    database: Database, person_hash: bytes, over: str | None, *, at: datetime
) -> None:
    """End what the identity provider has ended; tokens die within seconds.

    Args:
        database: Where the sessions are.
        person_hash: Whose they are.
        over: The provider's own name for its session that is over; None when all of them are.
        at: Now.
    """
    async with database.transaction(None) as session:
        living = await queries.list_sessions_for_change(session, person_hash)
        # Of a session that names none of the provider's, nobody knows that it goes on.
        ending = [each for each in living if over is None or each.began_in in (None, over)]
        await _end_several(session, ending, the_person=over is None, at=at)


async def _end_several(
    session: Session, ending: Sequence[PersonSession], *, the_person: bool, at: datetime
) -> None:
    for each in ending:
        await _end(session, each, at=at)
    if the_person:
        held = {(one.staff_id, one.municipality) for each in ending for one in each.held}
        for staff_id, municipality in sorted(held):
            await staff.take_tokens_back(session, staff_id, municipality, at=at)


async def _choose(
    session: Session, found: PersonSession, choice: str, role_map: RoleMap, *, at: datetime
) -> None:
    had = found.present
    if had is not None and had.id == choice:
        return
    found.choose(choice)
    await session.flush()
    held = found.foremost
    if had is not None:
        await staff.take_tokens_back(session, found.id, had.municipality, at=at)
    await tenancy.enter(session, held.municipality)
    caller = access.caller_of(held, role_map)
    await audit.record(session, caller, act="sessions.choose", subjects=[caller.subject], at=at)


async def _end_former(
    session: Session,
    former_secret: str,
    others: Sequence[PersonSession],
    held: Sequence[Held],
    *,
    at: datetime,
) -> None:
    """End what this browser had, and where the person is something that it no longer is."""
    former_hash = models.hash_secret(former_secret)
    former = next((each for each in others if each.secret_hash == former_hash), None)
    if former is None and former_secret:
        # Another person's, on a machine that they share.
        former = await queries.find_session(session, former_hash, lock=True)
    over = [each for each in others if any(one not in held for one in each.held)]
    if former is not None and former not in over:
        over.append(former)
    for each in over:
        if each.ended_at is None:
            await _end(session, each, at=at)


async def _end(session: Session, ending: PersonSession, *, at: datetime) -> None:
    ending.end(at=at)
    await staff.take_tokens_back(session, ending.id, ending.foremost.municipality, at=at)
    log.info("session_ended", session=ending.id)


def _held(choice: Choice, member: StaffMember | None) -> Held:
    assert member is not None  # noqa: S101 - who holds a role was just written down
    return Held(choice.id, choice.role, choice.municipality, choice.provider_id, member.id)
