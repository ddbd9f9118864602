"""What every change of a referral holds and leaves: an act, an event, a line in the audit log."""

from datetime import datetime

from kit import audit, outbox
from kit.database import Session
from kit.preconditions import Precondition
from kit.rights import Caller
from visitation import events
from visitation.citizens import queries as citizen_queries
from visitation.citizens.models import Citizen
from visitation.referrals import models, queries
from visitation.referrals.rules import ReferralRules


async def hold(
    session: Session, caller: Caller, referral_id: str, expected: Precondition
) -> tuple[models.Referral, Citizen]:
    """A referral and its citizen, locked: nothing is written about somebody who is erased.

    The citizen is locked first, as by those who merge and erase.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
        AlreadyErased: When the citizen is erased.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
    """
    citizen_id = await queries.get_citizen_id(session, caller, referral_id)
    citizen = await citizen_queries.get_citizen(session, caller, citizen_id, lock=True)
    citizen.refuse_erased()
    referral = await queries.get_to_change(session, caller, referral_id)
    expected.check(referral)
    return referral, citizen


def act_of(
    referral: ReferralRules, act: str, *, by: str, happened_at: datetime, at: datetime
) -> dict[str, object]:
    """Count a change of a referral, and what was done: the columns of an act."""
    referral.next_version(by=by, at=at)
    return {
        "municipality": referral.municipality,
        "referral_id": referral.id,
        "version": referral.version,
        "act": act,
        "status": referral.status,
        "happened_at": happened_at,
        "registered_at": at,
        "registered_by": by,
    }


def keep(
    session: Session,
    referral: models.Referral,
    act: str,
    *,
    by: str,
    happened_at: datetime,
    at: datetime,
    fact: events.ReferralFact | None = None,
) -> None:
    """Keep what was done, and tell others of a referral that was ordered.

    Args:
        session: The transaction that does it.
        referral: As it is afterwards.
        act: What was done.
        by: Who did it.
        happened_at: When it was done.
        at: When it is registered.
        fact: What others are told; the newest that the status says when it is left out.
    """
    done = act_of(referral, act, by=by, happened_at=happened_at, at=at)
    session.add(models.ReferralAct(**done))
    told = events.referral_fact_of(referral, fact)
    if told is not None:
        outbox.publish(session, told, at=happened_at)


async def note(
    session: Session, caller: Caller, referral: ReferralRules, act: str, *, at: datetime
) -> None:
    """Write into the audit log who did what with whose referral."""
    await audit.record(session, caller, act=act, subjects=[referral.citizen_id], at=at)
