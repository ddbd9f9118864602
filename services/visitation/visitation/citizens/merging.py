"""Two registrations of one person become one: an id is kept, the other an alias for ever."""

from datetime import datetime

from kit import audit, problems
from kit.database import Session
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller
from visitation.citizens import models, queries, service
from visitation.citizens.keys import CitizenKeys
from visitation.referrals import service as referrals


class MergedIntoItself(problems.Malformed):
    """A citizen cannot be merged into itself."""

    code = "citizen_merged_into_itself"
    title = "Samme borger"


async def merge_citizens(
    session: Session,
    caller: Caller,
    keys: CitizenKeys,
    citizen_id: str,
    into: str,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Citizen:
    """The citizen that is kept; what was known of the alias alone is known of it now.

    Either id may be an alias already; then it is the one for whom it stands that is merged. Two
    who are one already stay as they are.

    Raises:
        CitizenNotFound: When the caller may see one of them not.
        MergedIntoItself: When the same id is given twice.
        AlreadyErased: When one of them is erased.
        kit.problems.EditedMeanwhile: When the one that becomes an alias is not the expected
            version any more.
    """
    if citizen_id == into:
        raise MergedIntoItself(
            "Angiv to forskellige id'er.",
            errors=[FieldError("/into", "citizen_merged_into_itself", "Er borgeren selv.")],
        )
    meant = [(await queries.get_citizen(session, caller, each)).id for each in (citizen_id, into)]
    locked = await queries.lock_citizens(session, caller, meant)
    if any(locked[each].merged_into not in (None, *locked) for each in meant):
        # Another has merged one of them since it was looked up: look again.
        return await merge_citizens(session, caller, keys, citizen_id, into, expected, at=at)
    alias, kept = (_stands_for(locked, each) for each in meant)
    if alias is not kept:
        expected.check(alias)
        followers = await queries.lock_aliases(session, alias)
        _take_over_number(keys, alias, kept)
        alias.merge_into(kept, by=caller.subject, at=at)
        for each in followers:
            each.point_at(kept, by=caller.subject, at=at)
        for each in (alias, *followers):
            service.tell_alias(session, each, at=at)
        service.tell(session, kept, at=at)
        await referrals.move_citizen(session, alias.id, kept.id, at=at)
        subjects = [alias.id, kept.id]
        await audit.record(session, caller, act="citizens.merge", subjects=subjects, at=at)
    else:
        await audit.record(session, caller, act="citizens.merge", subjects=[kept.id], at=at)
    return kept


async def read_kept(
    session: Session, caller: Caller, citizen_id: str, *, at: datetime
) -> models.Citizen:
    """What a merge that is sent again is answered."""
    kept = await queries.get_citizen(session, caller, citizen_id)
    await audit.record(session, caller, act="citizens.merge", subjects=[kept.id], at=at)
    return kept


def _stands_for(locked: dict[str, models.Citizen], citizen_id: str) -> models.Citizen:
    citizen = locked[citizen_id]
    return citizen if citizen.merged_into is None else locked[citizen.merged_into]


def _take_over_number(keys: CitizenKeys, alias: models.Citizen, kept: models.Citizen) -> None:
    """Keep the only number of the two: encrypted anew, for the row that it goes to."""
    if kept.sealed is not None or alias.sealed is None:
        return
    digits = service.open_number(keys, alias, alias.sealed)
    kept.seal(keys.seal(kept.municipality, kept.id, digits))
