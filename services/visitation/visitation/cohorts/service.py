"""What is done with cohorts."""

from datetime import datetime, timedelta
from typing import Any

from kit import problems
from kit.database import Session
from kit.ids import own_id
from kit.local_time import local_date
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from visitation.code_lists import queries as code_queries
from visitation.cohorts import models, queries, schemas
from visitation.cohorts.queries import Seated
from visitation.offers import queries as offer_queries
from visitation.offers.models import Offer
from visitation.offers.service import CodeUnknown
from visitation.revisions import queries as revisions

RIGHTS: dict[models.Act, str] = {"revise": "cohorts.write", "cancel": "cohorts.write"}
"""The right that each act wants."""


class OfferWithoutCohorts(problems.NotNow):
    """The offer takes people in at any time, or none any more."""

    code = "offer_without_cohorts"
    title = "Tilbuddet har ikke hold"


async def create_cohort(
    session: Session, caller: Caller, offer_id: str, body: schemas.NewCohort, *, at: datetime
) -> Seated:
    """A new cohort of an offer.

    Raises:
        OfferNotFound: When there is no such offer that the caller may see.
        OfferWithoutCohorts: When it has no intake by cohorts, or is closed.
        CohortExists: When the id is taken.
    """
    offer = await offer_queries.get_offer(session, caller, offer_id)
    if offer.intake != "cohorts" or offer.status == "closed":
        raise OfferWithoutCohorts(
            "Kun et åbent tilbud med holdstart (intake: cohorts) kan have hold."
        )
    cohort = models.Cohort(
        municipality=municipality_of(caller),
        id=body.id or own_id(),
        offer_id=offer.id,
        version=1,
        created_at=at,
        created_by=caller.subject,
        updated_at=at,
        updated_by=caller.subject,
        **_columns(body, offer),
    )
    await queries.add_cohort(session, cohort)
    await revisions.count_up(session)
    return Seated(cohort, 0)


async def revise_cohort(
    session: Session,
    caller: Caller,
    cohort_id: str,
    body: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> Seated:
    """The cohort with new content; unchanged content makes no new version.

    Raises:
        CohortNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        CohortCancelled: When it is cancelled.
        SeatsInUse: When it would have fewer seats than are taken.
    """
    cohort = await queries.get_cohort(session, caller, cohort_id, lock=True)
    expected.check(cohort)
    offer = await offer_queries.get_offer(session, caller, cohort.offer_id)
    taken = await queries.count_taken(session, cohort)
    said = _columns(body, offer)
    if cohort.revise(said, seats_taken=taken, by=caller.subject, at=at):
        await revisions.count_up(session)
    return Seated(cohort, taken)


async def cancel_cohort(
    session: Session,
    caller: Caller,
    cohort_id: str,
    reason: str,
    expected: Precondition,
    *,
    at: datetime,
) -> Seated:
    """The cohort as one that does not take place; its referrals stay, to be ordered anew.

    Raises:
        CohortNotFound: When there is none that the caller may see.
        CodeUnknown: When the reason is not on its list.
        CohortCancelled: When it was cancelled before.
    """
    codes = await code_queries.get_code_lists(session)
    day = local_date(at)
    if not codes.is_valid("cohort_cancel_reasons", reason, day):
        valid = codes.first_valid("cohort_cancel_reasons", day)
        raise CodeUnknown(
            "Grunden kendes ikke; se errors.",
            errors=[FieldError("/reason", "code_unknown", f"Brug en af: {valid}.")],
        )
    cohort = await queries.get_cohort(session, caller, cohort_id, lock=True)
    expected.check(cohort)
    cohort.cancel(reason, by=caller.subject, at=at)
    await revisions.count_up(session)
    return Seated(cohort, await queries.count_taken(session, cohort))


def present(seated: Seated, caller: Caller, *, at: datetime) -> schemas.Cohort:
    """A cohort as this caller gets it."""
    cohort = seated.cohort
    return schemas.Cohort(
        id=cohort.id,
        offer_id=cohort.offer_id,
        version=cohort.version,
        status=cohort.status_on(local_date(at)),
        name=cohort.name,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        sign_up_closes_on=cohort.sign_up_closes_on,
        seats=cohort.seats,
        free_seats=seated.free,
        cancel_reason=cohort.cancel_reason,
        actions=[act for act in cohort.acts() if caller.holds(RIGHTS[act])],
        created_at=cohort.created_at,
        updated_at=cohort.updated_at,
        cancelled_at=cohort.cancelled_at,
    )


def _columns(body: schemas.Content, offer: Offer) -> dict[str, Any]:
    ends_on = body.ends_on or body.starts_on + timedelta(weeks=offer.duration_weeks or 1, days=-1)
    return {
        "name": body.name,
        "starts_on": body.starts_on,
        "ends_on": ends_on,
        "sign_up_closes_on": body.sign_up_closes_on or body.starts_on,
        "seats": body.seats,
    }
