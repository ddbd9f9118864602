"""Every SELECT on one referral, its seats and its neighbours; lists stand in ``list_queries``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, false, func, literal, select
from sqlalchemy.exc import IntegrityError

from kit import problems
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller
from visitation.citizens.models import Citizen
from visitation.cohorts.models import Cohort
from visitation.offers.models import Offer
from visitation.offers.queries import has_status
from visitation.referrals.models import (
    HOLDS_A_SEAT,
    Referral,
    ReferralAct,
    ReferralChoice,
)
from visitation.referrals.statuses import Status

STATUS: ColumnElement[Status] = case(
    (Referral.assessed_at.is_not(None), "assessed"),
    (Referral.aborted_at.is_not(None), "aborted"),
    (Referral.completed_at.is_not(None), "completed"),
    (Referral.started_on.is_not(None), "started"),
    (Referral.declined_at.is_not(None), "declined"),
    (Referral.accepted_at.is_not(None), "accepted"),
    (Referral.ordered_at.is_not(None), "ordered"),
    (Referral.asked_at.is_not(None), "awaiting_approval"),
    else_="draft",
)
"""The rule of ``ReferralRules.status`` as a column."""


class ReferralNotFound(problems.NotThere):
    """There is no such referral, or the caller may not know of it."""

    code = "referral_not_found"
    title = "Henvisningen findes ikke"


class ReferralExists(problems.NotNow):
    """A referral of this id is there already."""

    code = "referral_exists"
    title = "Henvisningen findes allerede"


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """How many seats of a published offer are free now.

    Attributes:
        offer_id: The offer.
        seats: How many there are: the capacity, or those of all cohorts that take sign-ups.
        free: How many of them nobody holds.
    """

    offer_id: str
    seats: int
    free: int


@dataclass(frozen=True, slots=True)
class WaitingDays:
    """How long one citizen waited from order to start."""

    offer_id: str
    citizen_id: str
    started_on: date
    days: int


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The municipality's referrals; of a provider's people, those ordered from it."""
    own = Referral.municipality == caller.municipality
    if caller.provider_id is None:
        return own
    return and_(own, Referral.provider_id == caller.provider_id, Referral.ordered_at.is_not(None))


def changeable_by(caller: Caller) -> ColumnElement[bool]:
    """What the caller may act on: a provider acts on its call-offs, never on a referral."""
    return visible_to(caller) if caller.provider_id is None else false()


async def get_referral(session: Session, caller: Caller, referral_id: str) -> Referral:
    """One referral as it is now.

    Raises:
        ReferralNotFound: When there is none that the caller may see.
    """
    statement = select(Referral).where(Referral.id == referral_id, visible_to(caller))
    referral = await session.scalar(statement)
    if referral is None:
        raise _not_found()
    return referral


async def get_citizen_id(session: Session, caller: Caller, referral_id: str) -> str:
    """Whom a referral that is to be acted on is about.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
    """
    statement = select(Referral.citizen_id).where(Referral.id == referral_id, changeable_by(caller))
    citizen_id = await session.scalar(statement)
    if citizen_id is None:
        raise _not_found()
    return citizen_id


async def get_to_change(session: Session, caller: Caller, referral_id: str) -> Referral:
    """One referral, locked, to be acted on.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
    """
    referral = await session.scalar(
        select(Referral)
        .where(Referral.id == referral_id, changeable_by(caller))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if referral is None:
        raise _not_found()
    return referral


async def find_to_follow(
    session: Session, municipality: str, ids: Sequence[str]
) -> dict[str, Referral]:
    """The referrals that call-offs are keyed by, locked in one order for everybody."""
    found = await session.scalars(
        select(Referral)
        .where(Referral.municipality == municipality, Referral.id.in_(ids))
        .order_by(Referral.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {referral.id: referral for referral in found}


async def find_forgotten(
    session: Session, municipality: str, citizen_ids: Collection[str]
) -> set[str]:
    """Which of some citizens are erased by now; ask when their referrals are locked."""
    statement = select(Citizen.id).where(
        Citizen.municipality == municipality,
        Citizen.id.in_(citizen_ids),
        Citizen.erased_at.is_not(None),
    )
    return set(await session.scalars(statement))


async def add_referral(session: Session, referral: Referral) -> None:
    """Insert a new referral.

    Raises:
        ReferralExists: When the id is taken.
    """
    session.add(referral)
    try:
        await session.flush()
    except IntegrityError:
        raise ReferralExists(
            "Ret den, der findes, eller brug et andet id.",
            errors=[FieldError("/id", "referral_exists", "Er brugt til en anden henvisning.")],
        ) from None


async def list_open_of(
    session: Session, municipality: str, citizen_id: str, *, but: str
) -> Sequence[Referral]:
    """The other referrals of a citizen that hold a seat."""
    rows = await session.scalars(
        select(Referral)
        .where(
            Referral.municipality == municipality,
            Referral.citizen_id == citizen_id,
            Referral.id != but,
            HOLDS_A_SEAT,
        )
        .order_by(Referral.ordered_at, Referral.id)
    )
    return rows.all()


async def count_open(session: Session, citizen_id: str) -> int:
    """How many referrals of a citizen are ordered and not ended, in the own municipality."""
    statement = select(func.count()).where(
        Referral.municipality == session.info["municipality"],
        Referral.citizen_id == citizen_id,
        HOLDS_A_SEAT,
    )
    return await session.scalar(statement) or 0


async def count_seated(session: Session, municipality: str, offer_id: str) -> int:
    """How many hold a seat of an offer."""
    statement = select(func.count()).where(
        Referral.municipality == municipality, Referral.offer_id == offer_id, HOLDS_A_SEAT
    )
    return await session.scalar(statement) or 0


async def list_free_seats(session: Session, municipality: str, *, on: date) -> list[FreeSeats]:
    """The seats of the published offers that have a capacity, or cohorts that take sign-ups."""
    taken = (
        select(func.count())
        .where(
            Referral.municipality == Offer.municipality, Referral.offer_id == Offer.id, HOLDS_A_SEAT
        )
        .scalar_subquery()
    )
    seated = (
        select(func.count())
        .where(
            Referral.municipality == Cohort.municipality,
            Referral.cohort_id == Cohort.id,
            HOLDS_A_SEAT,
        )
        .scalar_subquery()
    )
    continuous = select(Offer.id, Offer.capacity, func.greatest(Offer.capacity - taken, 0)).where(
        Offer.municipality == municipality,
        has_status("published"),
        Offer.intake == "continuous",
        Offer.capacity.is_not(None),
    )
    cohorts = (
        select(
            Cohort.offer_id,
            func.sum(Cohort.seats),
            func.sum(func.greatest(Cohort.seats - seated, 0)),
        )
        .join(Offer, and_(Offer.municipality == Cohort.municipality, Offer.id == Cohort.offer_id))
        .where(
            Cohort.municipality == municipality,
            Cohort.cancelled_at.is_(None),
            Cohort.sign_up_closes_on >= on,
            has_status("published"),
            Offer.intake == "cohorts",
        )
        .group_by(Cohort.offer_id)
    )
    rows = await session.execute(continuous.union_all(cohorts))
    return [FreeSeats(row[0], int(row[1]), int(row[2])) for row in rows]


async def list_waiting_days(
    session: Session, municipality: str, *, since: date
) -> list[WaitingDays]:
    """Days from order to start of every referral that started since a day, its citizen with it."""
    ordered_on = func.date(func.timezone("Europe/Copenhagen", Referral.ordered_at))
    rows = await session.execute(
        select(
            Referral.offer_id,
            Referral.citizen_id,
            Referral.started_on,
            func.greatest(Referral.started_on - ordered_on, literal(0)),
        ).where(
            Referral.municipality == municipality,
            Referral.started_on >= since,
            Referral.ordered_at.is_not(None),
        )
    )
    return [WaitingDays(*row) for row in rows]


async def list_acts(session: Session, referral: Referral) -> Sequence[ReferralAct]:
    """What was done with a referral, in its order."""
    rows = await session.scalars(
        select(ReferralAct)
        .where(
            ReferralAct.municipality == referral.municipality,
            ReferralAct.referral_id == referral.id,
        )
        .order_by(ReferralAct.version)
    )
    return rows.all()


async def list_of_citizen(
    session: Session, municipality: str, citizen_id: str
) -> Sequence[Referral]:
    """All referrals of a citizen, locked."""
    rows = await session.scalars(
        select(Referral)
        .where(Referral.municipality == municipality, Referral.citizen_id == citizen_id)
        .order_by(Referral.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def find_choice(
    session: Session, municipality: str, *, lock: bool = False
) -> ReferralChoice | None:
    """What the municipality has chosen, where it has."""
    statement = select(ReferralChoice).where(ReferralChoice.municipality == municipality)
    return await session.scalar(statement.with_for_update() if lock else statement)


def _not_found() -> ReferralNotFound:
    return ReferralNotFound("Kontrollér id'et, eller find henvisningen i listen.")
