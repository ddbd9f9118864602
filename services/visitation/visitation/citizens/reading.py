"""Looking at citizens: each time the audit log is told who, why and whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kit import audit, problems
from kit.database import Session
from kit.folding import words
from kit.rights import Caller, municipality_of
from visitation.citizens import models, numbers, queries, schemas, service
from visitation.citizens.keys import CitizenKeys


class NumberMissing(problems.NotNow):
    """The citizen was registered without a number."""

    code = "citizen_without_cpr"
    title = "Borgeren har intet CPR-nummer"


async def read_citizen(
    session: Session, caller: Caller, citizen_id: str, purpose: schemas.Purpose, *, at: datetime
) -> models.Citizen:
    """One citizen, erased ones too.

    Raises:
        CitizenNotFound: When there is none that the caller may see.
    """
    citizen = await queries.get_citizen(session, caller, citizen_id)
    await _note_read(session, caller, [citizen.id], purpose, at=at)
    return citizen


async def search_citizens(
    session: Session, caller: Caller, keys: CitizenKeys, body: schemas.Search, *, at: datetime
) -> tuple[Sequence[models.Citizen], bool]:
    """Who fits, and whether there are more; what was searched for is kept by its kind alone."""
    if body.name is not None:
        criterion, more = "name", False
        sought = words(body.name)
        rows = await queries.list_by_words(session, caller, sought) if sought else []
        found, more = rows[: queries.MOST_FOUND], len(rows) > queries.MOST_FOUND
    elif body.ids is not None:
        criterion, more = "ids", False
        found = await queries.list_by_ids(session, caller, body.ids)
    else:
        criterion, more = ("id" if body.cpr is None else "cpr"), False
        citizen_id = body.id or keys.id_of(municipality_of(caller), body.cpr or "")
        citizen = await queries.find_citizen(session, caller, citizen_id)
        found = [] if citizen is None or citizen.erased_at is not None else [citizen]
    ids = [citizen.id for citizen in found]
    await audit.record(
        session,
        caller,
        act="citizens.search",
        subjects=ids,
        at=at,
        purpose=body.purpose,
        criterion=criterion,
    )
    return found, more


async def list_citizens(
    session: Session,
    caller: Caller,
    wanted: queries.Wanted,
    purpose: schemas.Purpose,
    *,
    at: datetime,
) -> Sequence[models.Citizen]:
    """A page of citizens by name, and one more."""
    rows = await queries.list_citizens(session, caller, wanted)
    shown = [citizen.id for citizen in rows[: wanted.limit]]
    await _note_read(session, caller, shown, purpose, at=at, act="citizens.list")
    return rows


async def read_profile(
    session: Session, caller: Caller, citizen_id: str, purpose: schemas.Purpose, *, at: datetime
) -> Mapping[str, Any]:
    """What the guide is asked with.

    Raises:
        CitizenNotFound: When there is none that the caller may see.
    """
    row = await queries.get_profile(session, caller, citizen_id)
    await _note_read(session, caller, [row["id"]], purpose, at=at, act="citizens.profile")
    return row


async def show_number(
    session: Session,
    caller: Caller,
    keys: CitizenKeys,
    citizen_id: str,
    purpose: schemas.Purpose,
    *,
    at: datetime,
) -> str:
    """The citizen's number, as people write it.

    Raises:
        CitizenNotFound: When there is none that the caller may see.
        AlreadyErased: When the citizen is erased.
        NumberMissing: When the citizen has none.
        NumberLocked: When it was encrypted with keys that are not in the key file.
    """
    citizen = await queries.get_citizen(session, caller, citizen_id)
    citizen.refuse_erased()
    if citizen.sealed is None:
        raise NumberMissing("Borgeren er registreret uden; registrér nummeret, og slå dem sammen.")
    digits = service.open_number(keys, citizen, citizen.sealed)
    await _note_read(session, caller, [citizen.id], purpose, at=at, act="citizens.show_number")
    return numbers.written(digits)


async def _note_read(
    session: Session,
    caller: Caller,
    ids: Sequence[str],
    purpose: schemas.Purpose,
    *,
    at: datetime,
    act: str = "citizens.read",
) -> None:
    await audit.record(session, caller, act=act, subjects=ids, at=at, purpose=purpose)
