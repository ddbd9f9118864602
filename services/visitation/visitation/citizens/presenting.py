"""Citizens as those who ask get them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kit.local_time import local_date
from kit.rights import Caller
from visitation.citizens import schemas
from visitation.citizens.models import ACTS, CONTENT, RIGHTS, Citizen
from visitation.citizens.numbers import Number

_DAYS_A_WEEK = 7
_CONTACT = ("phone", "email")


def present(
    citizen: Citizen,
    caller: Caller,
    *,
    merged_ids: Sequence[str] = (),
    warnings: Sequence[schemas.Warned] = (),
) -> schemas.Citizen:
    """One citizen; protected contact is for those alone who may change it."""
    said = {name: getattr(citizen, name) for name in CONTENT}
    if citizen.address_protected and not caller.holds(RIGHTS["revise"]):
        said |= dict.fromkeys(_CONTACT)
    return schemas.Citizen(
        id=citizen.id,
        version=citizen.version,
        status=citizen.status,
        merged_ids=list(merged_ids),
        has_cpr=citizen.sealed is not None,
        born_on=citizen.born_on,
        birth_year=citizen.birth_year,
        registered_at=citizen.registered_at,
        updated_at=citizen.updated_at,
        erased_at=citizen.erased_at,
        actions=[act for act in ACTS[citizen.status] if caller.holds(RIGHTS[act])],
        warnings=list(warnings),
        **said,
    )


def listed(citizen: Citizen) -> schemas.ListedCitizen:
    """A citizen in a list."""
    return schemas.ListedCitizen.model_validate(citizen, from_attributes=True)


def profile(row: Mapping[str, Any], *, at: datetime) -> schemas.Profile:
    """A profile, with age and weeks on support as of a moment."""
    today = local_date(at)
    since: date | None = row["on_support_since"]
    return schemas.Profile(
        citizen_id=row["id"],
        target_group=row["target_group"],
        match_group=row["match_group"],
        birth_year=row["birth_year"],
        age=age_on(today, row["born_on"], row["birth_year"]),
        on_support_since=since,
        weeks_on_support=None if since is None else max(0, (today - since).days // _DAYS_A_WEEK),
    )


def age_on(day: date, born_on: date | None, birth_year: int | None) -> int | None:
    """Whole years on a day; from the year alone where no more is known."""
    if born_on is None:
        return None if birth_year is None else max(0, day.year - birth_year)
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return max(0, day.year - born_on.year - (not had_birthday))


def warnings_of(number: Number | None, *, is_new: bool) -> list[schemas.Warned]:
    """What should be looked at in a registration."""
    found = []
    if number is not None and not number.fits_modulus_11:
        detail = (
            "Nummeret passer ikke med modulus 11. Det gør nogle gyldige numre ikke siden 2007;"
            " kontrollér, at det er tastet rigtigt."
        )
        found.append(schemas.Warned(code="modulus_11", pointer="/cpr", detail=detail))
    if not is_new:
        detail = "Borgeren er registreret i forvejen; intet er ændret. Ret med PUT."
        found.append(schemas.Warned(code="already_registered", pointer="", detail=detail))
    return found
