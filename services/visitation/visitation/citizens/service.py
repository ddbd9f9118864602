"""What is done with citizens, one at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kit import audit, outbox, problems
from kit.database import Session
from kit.local_time import local_date
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from visitation import events
from visitation.citizens import keys as citizen_keys
from visitation.citizens import models, numbers, queries, schemas
from visitation.citizens.keys import CitizenKeys, NumberUnreadable, Sealed
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.offers.service import CodeUnknown

_KNOWN = "/known"
_CODES = (("target_group", "target_groups"), ("match_group", "match_groups"))


class NumberLocked(problems.NotNow):
    """The stored number does not open with the keys that the service was given."""

    code = "cpr_unreadable"
    title = "CPR-nummeret kan ikke læses"


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody who is registered, and whether it happened just now."""

    citizen: models.Citizen
    is_new: bool

    @property
    def id(self) -> str:
        """By which a request that is sent again finds the same."""
        return self.citizen.id + ("" if self.is_new else _KNOWN)


async def register_citizen(
    session: Session, caller: Caller, keys: CitizenKeys, body: schemas.NewCitizen, *, at: datetime
) -> Registered:
    """Somebody new, or whoever has the number already; of those who race for it one is first.

    Who was erased comes back under the same id, which the number has for ever.

    Raises:
        CitizenNotFound: For a provider.
        CodeUnknown: When a code is not on its list today.
    """
    queries.refuse_provider(caller)
    municipality = municipality_of(caller)
    number = None if body.cpr is None else numbers.parse(body.cpr)
    digits = None if number is None else number.digits
    citizen_id = citizen_keys.new_id() if digits is None else keys.id_of(municipality, digits)
    content = {**columns_of(body), **born(number, body)}
    await _check_codes(session, content, None, at=at)
    made = models.Citizen.new(municipality, citizen_id, content, by=caller.subject, at=at)
    if digits is not None:
        made.seal(keys.seal(municipality, citizen_id, digits))
    is_new = await queries.add_unless_known(session, made)
    citizen = await queries.get_citizen(session, caller, citizen_id, lock=not is_new)
    if citizen.erased_at is not None:
        citizen.come_back(content, by=caller.subject, at=at)
        if digits is not None:
            citizen.seal(keys.seal(municipality, citizen.id, digits))
        is_new = True
        # Whoever followed the erasure has forgotten for whom they stand.
        for alias in await queries.lock_aliases(session, citizen):
            tell_alias(session, alias, at=at)
    if is_new:
        tell(session, citizen, at=at)
    await audit.record(session, caller, act="citizens.register", subjects=[citizen.id], at=at)
    return Registered(citizen, is_new)


async def find_registered(
    session: Session, caller: Caller, result_id: str, *, at: datetime
) -> Registered:
    """What a registration that is sent again is answered."""
    citizen_id = result_id.removesuffix(_KNOWN)
    citizen = await queries.get_citizen(session, caller, citizen_id)
    await audit.record(session, caller, act="citizens.register", subjects=[citizen.id], at=at)
    return Registered(citizen, not result_id.endswith(_KNOWN))


async def revise_citizen(
    session: Session,
    caller: Caller,
    citizen_id: str,
    body: schemas.RevisedCitizen,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Citizen:
    """The citizen with new content; others are told of what they may know.

    Raises:
        CitizenNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        AlreadyErased: When the citizen is erased.
        CodeUnknown: When a code that it did not have before is not on its list today.
    """
    citizen = await queries.get_citizen(session, caller, citizen_id, lock=True)
    expected.check(citizen)
    content = columns_of(body)
    if citizen.sealed is None:
        content |= born(None, body)
    await _check_codes(session, content, citizen, at=at)
    if citizen.revise(content, by=caller.subject, at=at) & models.PUBLISHED:
        tell(session, citizen, at=at)
    await audit.record(session, caller, act="citizens.write", subjects=[citizen.id], at=at)
    return citizen


async def resolve(session: Session, caller: Caller, citizen_id: str) -> models.Citizen:
    """The citizen for whom an id stands, through a merge; for other features.

    Raises:
        CitizenNotFound: When there is none that the caller may see.
        AlreadyErased: When the citizen is erased.
    """
    citizen = await queries.get_citizen(session, caller, citizen_id)
    citizen.refuse_erased()
    return citizen


async def resolve_id(session: Session, caller: Caller, citizen_id: str) -> str:
    """The id for which an id stands, through a merge; for other features. Errors as ``resolve``."""
    return (await resolve(session, caller, citizen_id)).id


def open_number(keys: CitizenKeys, citizen: models.Citizen, sealed: Sealed) -> str:
    """The ten digits of a citizen's number.

    Raises:
        NumberLocked: When it was encrypted with keys that are not in the key file.
    """
    try:
        return keys.open(citizen.municipality, citizen.id, sealed)
    except NumberUnreadable:
        raise NumberLocked("Hent den rigtige nøglefil fra sikkerhedskopien.") from None


def tell(session: Session, citizen: models.Citizen, *, at: datetime) -> None:
    """Let others know what they may know of a citizen."""
    outbox.publish(session, events.citizen_registered(citizen), at=at)


def tell_alias(session: Session, alias: models.Citizen, *, at: datetime) -> None:
    """Let others know for whom an alias stands."""
    fact = events.CitizensMerged(
        citizen_id=alias.id, kept_id=alias.merged_into or "", merged_at=alias.merged_at or at
    )
    outbox.publish(session, fact, at=at)


def columns_of(body: schemas.Content) -> dict[str, Any]:
    """What a body says, as the table holds it."""
    return {name: getattr(body, name) for name in models.CONTENT}


def born(number: numbers.Number | None, body: schemas.Birth) -> dict[str, Any]:
    """When somebody was born: as the number says, where there is one."""
    born_on = body.born_on if number is None else number.born_on
    return {
        "born_on": born_on,
        "birth_year": body.birth_year if born_on is None else born_on.year,
    }


def unknown_codes(
    content: Mapping[str, Any], held: models.Citizen | None, codes: CodeLists, day: date
) -> Iterator[FieldError]:
    """The codes that are not on their lists on a day; one that is held already may stay."""
    for field, name in _CODES:
        code = content[field]
        if code is None or code == getattr(held, field, None) or codes.is_valid(name, code, day):
            continue
        detail = f"Brug en af: {codes.first_valid(name, day)}."
        yield FieldError(f"/{field}", "code_unknown", detail)


async def _check_codes(
    session: Session, content: Mapping[str, Any], held: models.Citizen | None, *, at: datetime
) -> None:
    codes = await code_queries.get_code_lists(session)
    mistakes = list(unknown_codes(content, held, codes, local_date(at)))
    if mistakes:
        raise CodeUnknown("Koder, der ikke gælder i dag; se errors.", errors=mistakes)
