"""Every SELECT on cohorts and their seats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import IntegrityError

from kit import pages, problems
from kit.database import Session
from kit.pages import Key
from kit.problems import FieldError
from kit.rights import Caller
from visitation.cohorts.models import Cohort
from visitation.offers import queries as offer_queries
from visitation.offers.models import Offer
from visitation.referrals import models as referrals


class CohortNotFound(problems.NotThere):
    """There is no such cohort, or the caller may not know of it."""

    code = "cohort_not_found"
    title = "Holdet findes ikke"


class CohortExists(problems.NotNow):
    """A cohort of this id is there already."""

    code = "cohort_exists"
    title = "Holdet findes allerede"


@dataclass(frozen=True, slots=True)
class Seated:
    """A cohort and how many of its seats are taken."""

    cohort: Cohort
    taken: int

    @property
    def id(self) -> str:
        """The cohort's."""
        return self.cohort.id

    @property
    def free(self) -> int:
        """How many are left."""
        return max(self.cohort.seats - self.taken, 0)


@dataclass(frozen=True, slots=True)
class NextStart:
    """The next cohort of an offer with room in it."""

    offer_id: str
    cohort_id: str
    starts_on: date
    free: int


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The cohorts of the offers that the caller may see."""
    return and_(
        Cohort.municipality == caller.municipality,
        exists().where(
            Offer.municipality == Cohort.municipality,
            Offer.id == Cohort.offer_id,
            offer_queries.visible_to(caller),
        ),
    )


_TAKEN = (
    select(func.count())
    .where(
        referrals.Referral.municipality == Cohort.municipality,
        referrals.Referral.cohort_id == Cohort.id,
        referrals.HOLDS_A_SEAT,
    )
    .scalar_subquery()
)


async def get_cohort(
    session: Session, caller: Caller, cohort_id: str, *, lock: bool = False
) -> Cohort:
    """One cohort, locked where it or its seats are to be changed.

    Raises:
        CohortNotFound: When there is none that the caller may see.
    """
    statement = select(Cohort).where(Cohort.id == cohort_id, visible_to(caller))
    cohort = await session.scalar(statement.with_for_update(of=Cohort) if lock else statement)
    if cohort is None:
        raise CohortNotFound("Kontrollér id'et, eller find holdet under tilbuddet.")
    return cohort


async def add_cohort(session: Session, cohort: Cohort) -> None:
    """Insert a new cohort.

    Raises:
        CohortExists: When the id is taken.
    """
    session.add(cohort)
    try:
        await session.flush()
    except IntegrityError:
        raise CohortExists(
            "Ret det, der findes, eller brug et andet id.",
            errors=[FieldError("/id", "cohort_exists", "Er brugt til et andet hold.")],
        ) from None


async def count_taken(session: Session, cohort: Cohort) -> int:
    """How many seats of a cohort are taken."""
    statement = select(_TAKEN).select_from(Cohort)
    of_it = (Cohort.municipality == cohort.municipality, Cohort.id == cohort.id)
    return await session.scalar(statement.where(*of_it)) or 0


async def get_seated(session: Session, caller: Caller, cohort_id: str) -> Seated:
    """One cohort with its seats.

    Raises:
        CohortNotFound: When there is none that the caller may see.
    """
    cohort = await get_cohort(session, caller, cohort_id)
    return Seated(cohort, await count_taken(session, cohort))


async def list_cohorts(
    session: Session,
    caller: Caller,
    offer_id: str,
    *,
    is_open_on: date | None,
    after: Key | None,
    limit: int,
) -> list[Seated]:
    """The cohorts of an offer, the first to start first, one more than a page holds.

    Args:
        session: The request's.
        caller: Who asks.
        offer_id: Whose cohorts.
        is_open_on: Only those for which somebody can be signed up on this day.
        after: Start and id of the last one of the page before.
        limit: How many.
    """
    place = (Cohort.starts_on, Cohort.id)
    statement = (
        select(Cohort, _TAKEN)
        .where(Cohort.offer_id == offer_id, visible_to(caller))
        .order_by(*place)
        .limit(limit + 1)
    )
    if is_open_on is not None:
        statement = statement.where(_is_open(is_open_on))
    if after is not None:
        start = (literal(pages.day_of(after[0])), literal(after[1]))
        statement = statement.where(tuple_(*place) > tuple_(*start))
    rows = await session.execute(statement)
    return [Seated(cohort, taken) for cohort, taken in rows]


async def list_next_starts(session: Session, municipality: str, *, on: date) -> Sequence[NextStart]:
    """For each offer with cohorts the next one that has room and takes sign-ups on a day."""
    free = (Cohort.seats - _TAKEN).label("free")
    open_ones = (
        select(Cohort.offer_id, Cohort.id, Cohort.starts_on, free)
        .where(Cohort.municipality == municipality, _is_open(on))
        .subquery()
    )
    rows = await session.execute(
        select(open_ones)
        .where(open_ones.c.free > 0)
        .ext(distinct_on(open_ones.c.offer_id))
        .order_by(open_ones.c.offer_id, open_ones.c.starts_on, open_ones.c.id)
    )
    return [NextStart(*row) for row in rows]


async def find_next_start(
    session: Session, municipality: str, offer_id: str, *, on: date
) -> NextStart | None:
    """The next cohort of one offer that has room and takes sign-ups on a day."""
    free = Cohort.seats - _TAKEN
    row = (
        await session.execute(
            select(Cohort.offer_id, Cohort.id, Cohort.starts_on, free)
            .where(
                Cohort.municipality == municipality,
                Cohort.offer_id == offer_id,
                _is_open(on),
                free > 0,
            )
            .order_by(Cohort.starts_on, Cohort.id)
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else NextStart(*row)


def _is_open(day: date) -> ColumnElement[bool]:
    return and_(Cohort.cancelled_at.is_(None), Cohort.sign_up_closes_on >= day)
