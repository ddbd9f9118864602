"""What a municipality chooses about its referrals: how many targets, and what needs approval."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from kit import problems
from kit.database import Session
from kit.preconditions import Precondition
from kit.rights import Caller, municipality_of
from visitation.referrals import models, queries, schemas


async def get_choice(session: Session, caller: Caller) -> schemas.Chosen:
    """What holds in the caller's municipality; the defaults while it has chosen nothing."""
    chosen = await queries.find_choice(session, municipality_of(caller))
    if chosen is None:
        return schemas.Chosen(version=0)
    return schemas.Chosen.model_validate(chosen)


async def choose(
    session: Session,
    caller: Caller,
    body: schemas.Choice,
    expected: Precondition,
    *,
    at: datetime,
) -> schemas.Chosen:
    """Let other numbers hold from now on; what is ordered stays.

    Raises:
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
    """
    municipality = municipality_of(caller)
    chosen = await queries.find_choice(session, municipality, lock=True)
    if chosen is None:
        chosen = models.ReferralChoice(municipality=municipality, version=0)
        session.add(chosen)
    expected.check(chosen)
    chosen.choose(body.model_dump(), by=caller.subject, at=at)
    try:
        await session.flush()
    except IntegrityError:
        # Another has chosen for the first time meanwhile.
        raise problems.EditedMeanwhile("Hent det valgte igen, og gentag ændringen.") from None
    return schemas.Chosen.model_validate(chosen)
