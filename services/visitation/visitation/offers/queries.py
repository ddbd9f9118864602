"""Every SELECT on offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true, tuple_
from sqlalchemy.exc import IntegrityError

from kit import problems
from kit.database import Session
from kit.pages import Key
from kit.problems import FieldError
from kit.rights import Caller
from visitation.offers.models import Offer, OfferBatch, OfferVersion, Status


class OfferNotFound(problems.NotThere):
    """There is no such offer, or the caller may not know of it."""

    code = "offer_not_found"
    title = "Tilbuddet findes ikke"


class OfferExists(problems.NotNow):
    """An offer of this id is there already."""

    code = "offer_exists"
    title = "Tilbuddet findes allerede"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which offers are asked for."""

    status: Status | None = None
    kind: str | None = None
    target_group: str | None = None
    provider_id: str | None = None
    q: str | None = None


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's offers; of a provider's staff, its own."""
    if caller.municipality is None:
        return false()
    mine = Offer.municipality == caller.municipality
    return mine if caller.provider_id is None else mine & (Offer.provider_id == caller.provider_id)


def has_status(status: Status) -> ColumnElement[bool]:
    """The rule of ``Offer.status`` as a condition."""
    is_paused = and_(Offer.paused_at.is_not(None), Offer.resumed_at.is_(None))
    is_open = and_(Offer.closed_at.is_(None), Offer.published_at.is_not(None))
    if status == "closed":
        return Offer.closed_at.is_not(None)
    if status == "draft":
        return and_(Offer.closed_at.is_(None), Offer.published_at.is_(None))
    return and_(is_open, is_paused if status == "paused" else ~is_paused)


async def get_offer(
    session: Session, caller: Caller, offer_id: str, *, lock: bool = False
) -> Offer:
    """One offer, locked where it is to be changed.

    Raises:
        OfferNotFound: When there is none that the caller may see.
    """
    statement = select(Offer).where(Offer.id == offer_id, visible_to(caller))
    offer = await session.scalar(statement.with_for_update() if lock else statement)
    if offer is None:
        raise OfferNotFound("Kontrollér id'et, eller find tilbuddet i listen.")
    return offer


async def add_offer(session: Session, offer: Offer) -> None:
    """Insert a new offer.

    Raises:
        OfferExists: When the id is taken.
    """
    session.add(offer)
    try:
        await session.flush()
    except IntegrityError:
        raise OfferExists(
            "Ret det, der findes, eller brug et andet id.",
            errors=[FieldError("/id", "offer_exists", "Er brugt til et andet tilbud.")],
        ) from None


async def list_offers(
    session: Session,
    caller: Caller,
    wanted: Wanted,
    *,
    after: Key | None,
    limit: int,
) -> Sequence[Offer]:
    """Offers by name, one more than a page holds; ``after`` is a name key and an id."""
    statement = (
        select(Offer)
        .where(visible_to(caller), *_conditions(wanted))
        .order_by(Offer.name_key, Offer.id)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(Offer.name_key, Offer.id) > after)
    return (await session.scalars(statement)).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [has_status(wanted.status) if wanted.status else true()]
    if wanted.kind is not None:
        conditions.append(Offer.kind == wanted.kind)
    if wanted.target_group is not None:
        conditions.append(Offer.target_groups.contains([wanted.target_group]))
    if wanted.provider_id is not None:
        conditions.append(Offer.provider_id == wanted.provider_id)
    if wanted.q is not None:
        conditions.append(
            or_(
                Offer.name.icontains(wanted.q, autoescape=True),
                Offer.provider_name.icontains(wanted.q, autoescape=True),
                Offer.description.icontains(wanted.q, autoescape=True),
            )
        )
    return conditions


async def list_versions(
    session: Session, caller: Caller, offer_id: str, *, before: Key | None, limit: int
) -> Sequence[OfferVersion]:
    """Versions of an offer, the newest first, one more than a page holds.

    Raises:
        OfferNotFound: When there is no such offer that the caller may see.
    """
    await get_offer(session, caller, offer_id)
    statement = (
        select(OfferVersion)
        .where(OfferVersion.municipality == caller.municipality, OfferVersion.offer_id == offer_id)
        .order_by(OfferVersion.version.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(OfferVersion.version < before[0])
    return (await session.scalars(statement)).all()


async def list_to_change(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, Offer]:
    """The offers of a batch that exist already, locked in one order for all batches."""
    statement = (
        select(Offer)
        .where(Offer.municipality == caller.municipality, Offer.id.in_(ids))
        .order_by(Offer.id)
        .with_for_update()
    )
    return {offer.id: offer for offer in await session.scalars(statement)}


async def try_lock_imports(session: Session, caller: Caller) -> bool:
    """Hold the municipality's imports until the commit, unless another does already."""
    key = func.hashtextextended(f"offers.import\n{caller.municipality}", 0)
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(key))))


async def find_batch(session: Session, caller: Caller, batch_id: str) -> OfferBatch | None:
    """A batch that was taken before."""
    return await session.scalar(
        select(OfferBatch).where(
            OfferBatch.municipality == caller.municipality, OfferBatch.id == batch_id
        )
    )
