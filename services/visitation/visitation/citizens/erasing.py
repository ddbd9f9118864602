"""A citizen is erased: the id and the moment are left, here and in what was told to others."""

from datetime import datetime

from kit import audit, erasure, outbox, problems
from kit.database import Session
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller
from visitation import events
from visitation.citizens import models, queries, schemas
from visitation.referrals import queries as referral_queries
from visitation.referrals import service as referrals

_TOLD = (events.CitizenRegistered.__name__, events.CitizensMerged.__name__)


class NotConfirmed(problems.Malformed):
    """The id in the body is not the one in the address."""

    code = "erasure_not_confirmed"
    title = "Sletningen er ikke bekræftet"


class ReferralsOpen(problems.NotNow):
    """Somebody who is referred to an offer cannot be forgotten."""

    code = "citizen_has_open_referrals"
    title = "Borgeren har åbne henvisninger"


async def erase_citizen(
    session: Session,
    caller: Caller,
    citizen_id: str,
    body: schemas.Erasing,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Citizen:
    """The citizen's tombstone; of whoever is erased already nothing changes.

    Raises:
        CitizenNotFound: When there is none that the caller may see.
        NotConfirmed: When the body names another id.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ReferralsOpen: While a referral is open.
    """
    if body.confirm != citizen_id:
        raise NotConfirmed(
            "Skriv borgerens id i confirm.",
            errors=[FieldError("/confirm", NotConfirmed.code, "Er et andet id end adressens.")],
        )
    citizen = await queries.get_citizen(session, caller, citizen_id, lock=True)
    ids = [citizen.id]
    if citizen.erased_at is None:
        expected.check(citizen)
        await _refuse_open(session, citizen)
        ids = await _forget(session, caller, citizen, body.reason, at=at)
    await audit.record(
        session,
        caller,
        act="citizens.erase",
        subjects=ids,
        at=at,
        criterion=body.reason,
    )
    return citizen


async def read_erased(
    session: Session, caller: Caller, citizen_id: str, *, at: datetime
) -> models.Citizen:
    """What an erasure that is sent again is answered; somebody may have come back since."""
    citizen = await queries.get_citizen(session, caller, citizen_id)
    await audit.record(session, caller, act="citizens.read", subjects=[citizen.id], at=at)
    return citizen


async def _refuse_open(session: Session, citizen: models.Citizen) -> None:
    still_open = await referral_queries.count_open(session, citizen.id)
    if still_open:
        raise ReferralsOpen(
            f"{still_open} henvisning(er) er ikke afsluttet. Afslut eller afbryd dem først."
        )


async def _forget(
    session: Session, caller: Caller, citizen: models.Citizen, reason: str, *, at: datetime
) -> list[str]:
    """Empty the citizen, the aliases, the texts of the referrals, and what the feed told."""
    together = [citizen, *await queries.lock_aliases(session, citizen)]
    for each in together:
        each.erase(because=reason, by=caller.subject, at=at)
    ids = [each.id for each in together]
    await referrals.forget_texts(session, citizen.id)
    await erasure.compact(session, ids, _TOLD)
    for erased in ids:
        outbox.publish(session, events.CitizenErased(citizen_id=erased, erased_at=at), at=at)
    return ids
