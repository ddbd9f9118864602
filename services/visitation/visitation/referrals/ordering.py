"""Placing an order: every rule of it, with everything locked that could change meanwhile.

Locks are taken in one order by all who take several: the citizen, the referral, the offer, the
cohort, and last the guide's counter.
"""

from datetime import date, datetime
from typing import Any, Literal

from kit import problems
from kit.database import Session
from kit.happening import HISTORY, moment_of
from kit.local_time import local_date, written_date
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller
from visitation import events
from visitation.cohorts import queries as cohort_queries
from visitation.cohorts.models import Cohort
from visitation.offers import queries as offer_queries
from visitation.offers import rules as offer_rules
from visitation.offers.models import Offer
from visitation.referrals import choices, keeping, models, queries, rules, schemas, terms, writing
from visitation.revisions import queries as revisions

APPROVES = "referrals.approve"
SUBSIDIES = frozenset({"wage_subsidy_private", "wage_subsidy_public"})


class ReferralIncomplete(problems.NotNow):
    """An order says what a provider must know."""

    code = "referral_incomplete"
    title = "Henvisningen mangler oplysninger"


class OfferNotPublished(problems.NotNow):
    """The offer cannot be chosen any more."""

    code = "offer_not_published"
    title = "Tilbuddet kan ikke bestilles"


class NoFreeSeats(problems.NotNow):
    """Every seat is taken."""

    code = "no_free_seats"
    title = "Ingen ledige pladser"


class OutsideOffer(problems.NotNow):
    """The order asks for more than the offer is."""

    code = "outside_offer"
    title = "Uden for tilbuddets rammer"


class StartPassed(problems.NotNow):
    """What is ordered would have begun, or ended, already."""

    code = "start_passed"
    title = "Starten er passeret"


class ReferralOverlaps(problems.NotNow):
    """The citizen is in a full-time course at the same time."""

    code = "referral_overlaps"
    title = "Overlapper en anden henvisning"


class ReferralRepeated(problems.NotNow):
    """The citizen is ordered to the same offer already."""

    code = "referral_repeated"
    title = "Borgeren er allerede henvist til tilbuddet"


class SubsidyTooLong(problems.NotNow):
    """A wage subsidy is longer than the municipality grants."""

    code = "wage_subsidy_too_long"
    title = "Løntilskuddet er for langt"


async def order_referral(
    session: Session,
    caller: Caller,
    referral_id: str,
    act: Literal["order", "approve"],
    said_at: datetime | None,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Referral:
    """Place an order, or ask for the approval that it needs; approving places it.

    Args:
        session: The request's.
        caller: Who orders, or approves.
        referral_id: What is ordered.
        act: Which of the two.
        said_at: When it happened, where that is said.
        expected: The version that the caller has read.
        at: Now.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
        AlreadyOrdered: When it was ordered before.
        ActNotPossible: When it was withdrawn, or awaits approval.
        ReferralIncomplete: When it lacks something, each thing pointed at.
        TooManyTargets: When there are more than the municipality allows by now.
        OfferNotPublished: When the offer is paused or closed.
        OutsideOffer: When it asks for longer or more than the offer is.
        ReferralRepeated: When the citizen is ordered to the offer already.
        ReferralOverlaps: When another full-time referral overlaps it.
        NoFreeSeats: When all seats are taken; the next cohort with room is told.
    """
    done_at = moment_of(caller, said_at, at=at)
    referral, citizen = await keeping.hold(session, caller, referral_id, expected)
    referral.allow_order(act)
    _require_complete(referral)
    offer = await offer_queries.get_offer(session, caller, referral.offer_id, lock=True)
    cohort = await _cohort(session, caller, referral, offer, done_at)
    fixed = terms.terms_of(referral, offer, citizen)
    choice = await choices.get_choice(session, caller)
    # The municipality may have chosen fewer since it was written.
    writing.check_targets(referral.targets, choice.max_targets)
    subsidy_weeks = _subsidy_weeks(referral, offer, day=local_date(done_at))
    _check_terms(caller, referral, offer, fixed, today=local_date(at))
    _check_subsidy(offer, subsidy_weeks, choice)
    await _check_others(session, referral, fixed, day=local_date(done_at))
    await _check_seats(session, offer, cohort, day=local_date(at))
    needs_approval = subsidy_weeks > choice.subsidy_weeks_without_approval
    if needs_approval and not caller.holds(APPROVES):
        referral.ask(by=caller.subject, at=done_at)
        keeping.keep(session, referral, "ask", by=caller.subject, happened_at=done_at, at=at)
    else:
        if needs_approval or act == "approve":
            referral.approved_at, referral.approved_by = done_at, caller.subject
        referral.order(fixed, by=referral.asked_by or caller.subject, at=done_at)
        keeping.keep(
            session,
            referral,
            act,
            by=caller.subject,
            happened_at=done_at,
            at=at,
            fact=events.ReferralOrdered,
        )
    await keeping.note(session, caller, referral, f"referrals.{act}", at=at)
    if referral.is_open:
        await revisions.count_up(session)
    return referral


async def _cohort(
    session: Session,
    caller: Caller,
    referral: models.Referral,
    offer: Offer,
    done_at: datetime,
) -> Cohort | None:
    if offer.status != "published":
        raise OfferNotPublished(
            f"Tilbuddet er {offer_rules.STATUS_DA[offer.status]}. Vælg et andet i guiden.",
            errors=[FieldError("/offer_id", OfferNotPublished.code, "Vælg et andet tilbud.")],
        )
    if referral.cohort_id is None:
        if offer.intake == "cohorts":
            raise _incomplete([FieldError("/cohort_id", "missing", "Vælg et hold.")])
        return None
    cohort = await cohort_queries.get_cohort(session, caller, referral.cohort_id, lock=True)
    cohort.admit(local_date(done_at))
    return cohort


def _require_complete(referral: models.Referral) -> None:
    lacking = [
        FieldError(f"/{name}", "missing", "Skal udfyldes, før henvisningen kan bestilles.")
        for name in ("targets", "reason_code", "planned_ends_on")
        if not getattr(referral, name)
    ]
    if lacking:
        raise _incomplete(lacking)


def _incomplete(lacking: list[FieldError]) -> ReferralIncomplete:
    felter = "felt" if len(lacking) == 1 else "felter"
    return ReferralIncomplete(f"Udfyld {len(lacking)} {felter}; se errors.", errors=lacking)


def _check_terms(
    caller: Caller,
    referral: models.Referral,
    offer: Offer,
    fixed: dict[str, Any],
    *,
    today: date,
) -> None:
    starts_on, ends_on = referral.planned_starts_on, referral.planned_ends_on
    passed = [
        FieldError(f"/{name}", StartPassed.code, "Vælg en dag, der ikke er passeret.")
        for name, day in (("planned_starts_on", starts_on), ("planned_ends_on", ends_on))
        if day is not None and day < today
    ]
    if passed and not caller.holds(HISTORY):
        raise StartPassed("Ret datoerne; se errors.", errors=passed)
    weeks, hours = fixed["duration_weeks"], fixed["hours_per_week"]
    outside = []
    if offer.duration_weeks is not None and weeks is not None and weeks > offer.duration_weeks:
        detail = f"Tilbuddet varer højst {offer.duration_weeks} uger."
        outside.append(FieldError("/planned_ends_on", OutsideOffer.code, detail))
    if offer.hours_per_week is not None and hours is not None and hours > offer.hours_per_week:
        detail = f"Tilbuddet er på højst {offer.hours_per_week} timer om ugen."
        outside.append(FieldError("/hours_per_week", OutsideOffer.code, detail))
    if outside:
        raise OutsideOffer("Ret bestillingen; se errors.", errors=outside)


def _subsidy_weeks(referral: models.Referral, offer: Offer, *, day: date) -> int:
    """How long a wage subsidy is; one whose start is not said might begin on the day itself."""
    if offer.kind not in SUBSIDIES:
        return 0
    return terms.weeks_between(referral.planned_starts_on or day, referral.planned_ends_on) or 0


def _check_subsidy(offer: Offer, weeks: int, choice: schemas.Choice) -> None:
    most = {
        "wage_subsidy_public": choice.public_subsidy_max_weeks,
        "wage_subsidy_private": choice.private_subsidy_max_weeks,
    }.get(offer.kind or "", weeks)
    if weeks > most:
        raise SubsidyTooLong(
            f"Kommunen giver højst {most} uger.",
            errors=[FieldError("/planned_ends_on", SubsidyTooLong.code, f"Højst {most} uger.")],
        )


async def _check_others(
    session: Session, referral: models.Referral, fixed: dict[str, Any], *, day: date
) -> None:
    others = await queries.list_open_of(
        session, referral.municipality, referral.citizen_id, but=referral.id
    )
    period = (referral.planned_starts_on or day, referral.planned_ends_on or date.max)
    for other in others:
        if other.offer_id == referral.offer_id:
            raise ReferralRepeated(
                "Afslut den henvisning, der er åben, før tilbuddet bestilles igen.",
                errors=[FieldError("/offer_id", ReferralRepeated.code, "Er bestilt til borgeren.")],
                extra={"referral_id": other.id},
            )
        if (
            rules.is_full_time(fixed["hours_per_week"])
            and rules.is_full_time(other.hours_per_week)
            and rules.do_overlap(period, other.period)
        ):
            until = f" til {written_date(other.planned_ends_on)}" if other.planned_ends_on else ""
            raise ReferralOverlaps(
                f"Borgeren er på fuld tid i et andet forløb{until}. Vælg en anden periode eller"
                " færre timer.",
                errors=[
                    FieldError("/planned_starts_on", ReferralOverlaps.code, "Vælg en anden dag.")
                ],
                extra={"referral_id": other.id},
            )


async def _check_seats(session: Session, offer: Offer, cohort: Cohort | None, *, day: date) -> None:
    """See that a seat is free: whoever counts holds the lock under which seats are taken."""
    is_room = True
    if cohort is not None:
        is_room = await cohort_queries.count_taken(session, cohort) < cohort.seats
    if offer.intake != "cohorts" and offer.capacity is not None:
        # A cohort from when the offer had them takes of the same places.
        taken = await queries.count_seated(session, offer.municipality, offer.id)
        is_room = is_room and taken < offer.capacity
    if is_room:
        return
    found = await cohort_queries.find_next_start(session, offer.municipality, offer.id, on=day)
    told = found and {
        "cohort_id": found.cohort_id,
        "starts_on": found.starts_on.isoformat(),
        "free_seats": found.free,
    }
    remedy = (
        f"Næste hold med plads begynder {written_date(found.starts_on)}."
        if found
        else "Vælg et andet tilbud, eller vent, til en plads bliver ledig."
    )
    pointer = "/offer_id" if cohort is None else "/cohort_id"
    raise NoFreeSeats(
        remedy,
        errors=[FieldError(pointer, NoFreeSeats.code, "Alle pladser er optaget.")],
        extra={"next_cohort": told},
    )
