"""Drafts of referrals: written, and written anew."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kit import problems
from kit.database import Session
from kit.ids import own_id
from kit.local_time import local_date, written_date
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from visitation.citizens import queries as citizen_queries
from visitation.code_lists import queries as code_queries
from visitation.cohorts import queries as cohort_queries
from visitation.offers import queries as offer_queries
from visitation.offers.service import CodeUnknown
from visitation.referrals import choices, keeping, models, queries, schemas
from visitation.referrals.service import PeriodWrong


class CitizenFixed(problems.NotNow):
    """A referral is about one citizen from the beginning."""

    code = "referral_citizen_fixed"
    title = "Henvisningen gælder en anden borger"


class TooManyTargets(problems.NotNow):
    """More targets than the municipality has chosen to allow."""

    code = "too_many_targets"
    title = "For mange mål"


async def create_referral(
    session: Session, caller: Caller, body: schemas.NewReferral, *, at: datetime
) -> models.Referral:
    """A new draft; of its citizen and offer no more than that they are there is asked yet.

    Raises:
        CitizenNotFound: When there is no such citizen.
        AlreadyErased: When the citizen is erased.
        OfferNotFound: When there is no such offer.
        CohortNotFound: When the offer has no such cohort.
        CodeUnknown: When a code is not on its list today.
        TooManyTargets: When there are more than the municipality allows.
        ReferralExists: When the id is taken.
    """
    citizen = await citizen_queries.get_citizen(session, caller, body.citizen_id, lock=True)
    citizen.refuse_erased()
    said = await _columns(session, caller, body, caseworker=caller.subject, at=at)
    referral = models.Referral()
    referral_id = body.id or own_id()
    said["citizen_id"] = citizen.id
    referral.begin(municipality_of(caller), referral_id, said, by=caller.subject, at=at)
    await queries.add_referral(session, referral)
    keeping.keep(session, referral, "create", by=caller.subject, happened_at=at, at=at)
    await keeping.note(session, caller, referral, "referrals.write", at=at)
    return referral


async def revise_referral(
    session: Session,
    caller: Caller,
    referral_id: str,
    body: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Referral:
    """A draft with new content; unchanged content makes no new version.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is ordered already.
        CitizenFixed: When it names another citizen.
    """
    referral, _ = await keeping.hold(session, caller, referral_id, expected)
    if body.citizen_id is not None:
        named = await citizen_queries.get_citizen(session, caller, body.citizen_id)
        if named.id != referral.citizen_id:
            raise CitizenFixed(
                "Opret en ny henvisning til den anden borger.",
                errors=[FieldError("/citizen_id", CitizenFixed.code, "Kan ikke ændres.")],
            )
    said = await _columns(
        session, caller, body, caseworker=referral.caseworker, held=referral, at=at
    )
    if referral.revise(said):
        keeping.keep(session, referral, "revise", by=caller.subject, happened_at=at, at=at)
    await keeping.note(session, caller, referral, "referrals.write", at=at)
    return referral


async def _columns(
    session: Session,
    caller: Caller,
    body: schemas.PartialContent,
    *,
    caseworker: str,
    held: models.Referral | None = None,
    at: datetime,
) -> dict[str, Any]:
    """What a body says as the table holds it, with what follows from offer and cohort."""
    offer = await offer_queries.get_offer(session, caller, body.offer_id)
    await _check_codes(session, body, held, at=at)
    check_targets(body.targets, (await choices.get_choice(session, caller)).max_targets)
    starts_on, ends_on = body.planned_starts_on, body.planned_ends_on
    if body.cohort_id is not None:
        cohort = await cohort_queries.get_cohort(session, caller, body.cohort_id)
        if cohort.offer_id != body.offer_id:
            raise cohort_queries.CohortNotFound(
                "Vælg et af tilbuddets egne hold.",
                errors=[FieldError("/cohort_id", "cohort_not_found", "Hører til et andet tilbud.")],
            )
        starts_on, ends_on = starts_on or cohort.starts_on, ends_on or cohort.ends_on
    if ends_on is None and starts_on is not None and offer.duration_weeks is not None:
        ends_on = starts_on + timedelta(weeks=offer.duration_weeks, days=-1)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        # One of the days is the cohort's, where the body says the other alone.
        detail = f"Tidligst {written_date(starts_on)}."
        raise PeriodWrong(
            "Slutter, før det begynder. Ret datoerne, eller vælg et andet hold.",
            errors=[FieldError("/planned_ends_on", PeriodWrong.code, detail)],
        )
    return {
        "offer_id": body.offer_id,
        "cohort_id": body.cohort_id,
        "caseworker": body.caseworker or caseworker,
        "targets": schemas.wire(body.targets),
        "reason_code": body.reason_code,
        "reason_text": body.reason_text,
        "passed_over": body.passed_over,
        "evidence": schemas.wire(body.evidence),
        "business_oriented": body.business_oriented,
        "hours_per_week": body.hours_per_week,
        "planned_starts_on": starts_on,
        "planned_ends_on": ends_on,
    }


async def _check_codes(
    session: Session,
    body: schemas.PartialContent,
    held: models.Referral | None,
    *,
    at: datetime,
) -> None:
    codes, day = await code_queries.get_code_lists(session), local_date(at)
    known = {each.get("theme") for each in held.targets} if held is not None else set()
    mistakes = [
        FieldError(
            f"/targets/{place}/theme",
            "code_unknown",
            f"Brug en af: {codes.first_valid('themes', day)}.",
        )
        for place, target in enumerate(body.targets)
        if target.theme is not None
        and target.theme not in known
        and not codes.is_valid("themes", target.theme, day)
    ]
    reason = body.reason_code
    if (
        reason is not None
        and reason != (held and held.reason_code)
        and not codes.is_valid("referral_reasons", reason, day)
    ):
        valid = codes.first_valid("referral_reasons", day)
        mistakes.append(FieldError("/reason_code", "code_unknown", f"Brug en af: {valid}."))
    if mistakes:
        raise CodeUnknown("Koder, der ikke gælder i dag; se errors.", errors=mistakes)


def check_targets(targets: Sequence[object], most: int) -> None:
    """Refuse more targets than the municipality allows.

    Raises:
        TooManyTargets: When there are.
    """
    if len(targets) > most:
        raise TooManyTargets(
            f"Vælg de {most} vigtigste sammen med borgeren.",
            errors=[FieldError("/targets", TooManyTargets.code, f"Højst {most}.")],
        )
