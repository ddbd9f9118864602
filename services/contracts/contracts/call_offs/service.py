"""What is done with call-offs, one at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from contracts.call_offs import keeping, queries, schemas
from contracts.call_offs.models import Act, CallOff, CallOffAct, DayWrong
from contracts.call_offs.surroundings import Surroundings, get_surroundings
from kit import audit
from kit.database import Session
from kit.happening import HISTORY, moment_of
from kit.local_time import local_date, written_moment
from kit.pages import Key
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller

_AHEAD = timedelta(days=366)


async def accept_call_off(
    session: Session,
    caller: Caller,
    call_off_id: str,
    body: schemas.Accepting,
    expected: Precondition,
    *,
    at: datetime,
) -> CallOff:
    """The call-off, accepted.

    Raises:
        CallOffNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it has been answered, or called off.
        DayWrong: When the citizen is to come before the order, or in more than a year.
    """
    call_off, moment = await _to_change(
        session, caller, call_off_id, expected, body.happened_at, at
    )
    if body.starts_on is not None:
        first, last = local_date(call_off.received_at), local_date(at + _AHEAD)
        if not first <= body.starts_on <= last:
            raise DayWrong(
                "Aftal en dag efter bestillingen og inden for et år.",
                errors=[FieldError("/starts_on", "day_not_possible", "Ret datoen.")],
            )
    call_off.accept(body.starts_on, by=caller.subject, at=moment)
    await _keep(session, caller, call_off, "accept", body, at=at, happened_at=moment)
    return call_off


async def decline_call_off(
    session: Session,
    caller: Caller,
    call_off_id: str,
    body: schemas.Declining,
    expected: Precondition,
    *,
    at: datetime,
) -> CallOff:
    """The call-off, declined.

    Raises:
        CallOffNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it has been answered, or called off.
    """
    call_off, moment = await _to_change(
        session, caller, call_off_id, expected, body.happened_at, at
    )
    call_off.decline(body.reason, body.note, by=caller.subject, at=moment)
    await _keep(session, caller, call_off, "decline", body, at=at, happened_at=moment)
    return call_off


async def start_call_off(
    session: Session,
    caller: Caller,
    call_off_id: str,
    body: schemas.Starting,
    expected: Precondition,
    *,
    at: datetime,
) -> CallOff:
    """The call-off, begun.

    Raises:
        CallOffNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        NotAccepted: When the provider has not accepted.
        ActNotPossible: When it has begun, or is over.
        NotAligned: When expectations are not known to be aligned.
        DayWrong: When the day lies ahead or, unless history may be told, before the order.
    """
    call_off, moment = await _to_change(
        session, caller, call_off_id, expected, body.happened_at, at
    )
    earliest = None if caller.holds(HISTORY) else local_date(call_off.received_at)
    call_off.start(body.started_on, by=caller.subject, at=moment, earliest=earliest)
    await _keep(session, caller, call_off, "start", body, at=at, happened_at=moment)
    return call_off


async def end_call_off(
    session: Session,
    caller: Caller,
    call_off_id: str,
    body: schemas.Ending,
    expected: Precondition,
    *,
    at: datetime,
) -> CallOff:
    """The call-off, over.

    Raises:
        CallOffNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is over, or not accepted.
        ReasonWrong: When the reason does not fit with whether it had begun.
        DayWrong: When the day lies ahead, or before the first.
    """
    call_off, moment = await _to_change(
        session, caller, call_off_id, expected, body.happened_at, at
    )
    call_off.end(body.ended_on, body.reason, by=caller.subject, at=moment)
    await _keep(session, caller, call_off, "end", body, at=at, happened_at=moment)
    return call_off


async def read_call_offs(
    session: Session, caller: Caller, call_offs: Sequence[CallOff], *, at: datetime
) -> Surroundings:
    """What stands around call-offs that somebody reads; that he or she does is kept."""
    citizens = list(dict.fromkeys(each.citizen_id for each in call_offs if each.citizen_id))
    if citizens:
        await audit.record(session, caller, act="call_offs.read", subjects=citizens, at=at)
    return await get_surroundings(session, caller, call_offs)


async def read_history(
    session: Session,
    caller: Caller,
    call_off_id: str,
    *,
    before: Key | None,
    limit: int,
    at: datetime,
) -> Sequence[CallOffAct]:
    """What was done with a call-off, the newest first, one more than a page holds.

    Raises:
        CallOffNotFound: When there is none that the caller may see.
    """
    call_off = await queries.get_call_off(session, caller, call_off_id)
    if call_off.citizen_id:
        subjects = [call_off.citizen_id]
        await audit.record(session, caller, act="call_offs.read", subjects=subjects, at=at)
    return await queries.list_acts(session, call_off, before=before, limit=limit)


async def _to_change(
    session: Session,
    caller: Caller,
    call_off_id: str,
    expected: Precondition,
    happened_at: datetime | None,
    at: datetime,
) -> tuple[CallOff, datetime]:
    """The call-off, locked, and when what is done with it happened."""
    moment = moment_of(caller, happened_at, at=at)
    call_off = await queries.get_call_off(session, caller, call_off_id, lock=True)
    expected.check(call_off)
    if happened_at is not None and moment < call_off.received_at:
        received = written_moment(call_off.received_at)
        raise DayWrong(
            f"Bestillingen er fra {received}; ret tidspunktet.",
            errors=[FieldError("/happened_at", "before_received", f"Tidligst {received}.")],
        )
    return call_off, moment


async def _keep(
    session: Session,
    caller: Caller,
    call_off: CallOff,
    act: Act,
    body: Any,  # noqa: ANN401 - the act's own model
    *,
    at: datetime,
    happened_at: datetime,
) -> None:
    # What was said in own words stays in its column alone, where it can be erased.
    said = body.model_dump(mode="json", exclude={"happened_at", "note"}, exclude_none=True)
    by = caller.subject
    keeping.keep(session, call_off, act, said, by=by, at=at, happened_at=happened_at)
    if call_off.citizen_id:
        subjects = [call_off.citizen_id]
        await audit.record(session, caller, act=f"call_offs.{act}", subjects=subjects, at=at)
