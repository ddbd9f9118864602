"""Every SELECT on one offer, its versions, its neighbours and its batches."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Text,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from kit import problems
from kit.database import Session
from kit.pages import Key
from kit.problems import FieldError
from kit.rights import Caller
from visitation.hot_queries import HotQuery
from visitation.offers.links import Linked
from visitation.offers.models import LINKING, Offer, OfferVersion
from visitation.offers.rules import Status


def _seen_by(
    municipality: ColumnElement[Any], provider_id: ColumnElement[Any]
) -> ColumnElement[bool]:
    return and_(
        Offer.municipality == municipality,
        or_(provider_id.is_(None), Offer.provider_id == provider_id),
    )


_OWN = bindparam("own_municipality", None, type_=Text)
VISIBLE = _seen_by(_OWN, bindparam("own_provider", None, type_=Text))
"""What a caller may see: the municipality's offers; of a provider's staff, its own."""

STATUS: ColumnElement[Status] = case(
    (Offer.closed_at.is_not(None), "closed"),
    (Offer.published_at.is_(None), "draft"),
    (and_(Offer.paused_at.is_not(None), Offer.resumed_at.is_(None)), "paused"),
    else_="published",
)
"""The rule of ``OfferRules.status`` as a column."""

_NONE: ColumnElement[list[str]] = literal_column("'{}'::text[]")
_IDS = bindparam("ids", type_=ARRAY(Text))
_linking = aliased(Offer)
ANY_LINKS = (
    select(literal(value=True))
    .where(
        _linking.municipality == _OWN,
        or_(_linking.package_of != _NONE, _linking.predecessors != _NONE),
    )
    .exists()
    .label("any_links")
)
"""Whether any offer of the caller's municipality is a package or came instead of another."""

_LINKED = HotQuery(
    select(Offer.id, Offer.package_of, Offer.predecessors, VISIBLE.label("is_visible"))
    .where(
        Offer.municipality == _OWN,
        text(LINKING),
        or_(
            Offer.package_of.overlap(_IDS),
            Offer.predecessors.overlap(bindparam("with_predecessors", type_=ARRAY(Text))),
        ),
    )
    .order_by(Offer.id)
)


class OfferNotFound(problems.NotThere):
    """There is no such offer, or the caller may not know of it."""

    code = "offer_not_found"
    title = "Tilbuddet findes ikke"


class VersionNotFound(problems.NotThere):
    """The offer never had a version of this number."""

    code = "offer_version_not_found"
    title = "Versionen findes ikke"


class OfferExists(problems.NotNow):
    """An offer of this id is there already."""

    code = "offer_exists"
    title = "Tilbuddet findes allerede"


def sight_of(caller: Caller) -> dict[str, str | None]:
    """The parameters of ``VISIBLE`` for a caller."""
    return {"own_municipality": caller.municipality, "own_provider": caller.provider_id}


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """``VISIBLE`` with a caller put in."""
    return _seen_by(literal(caller.municipality, Text), literal(caller.provider_id, Text))


def has_status(status: Status) -> ColumnElement[bool]:
    """The offers of a status."""
    return STATUS.in_([status])


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


async def get_linked(session: Session, caller: Caller, offers: Sequence[Any]) -> Linked:
    """The packages, predecessors and successors around some offers, by one query."""
    # A list says beside each row whether any offer of the municipality points at others.
    if not any(getattr(offer, "any_links", True) for offer in offers):
        return Linked({}, {}, {})
    ids = [offer.id for offer in offers]
    earlier = {each for offer in offers for each in offer.predecessors}
    asked = {**sight_of(caller), "ids": ids, "with_predecessors": [*ids, *earlier]}
    rows = await _LINKED.rows(session, asked)
    return Linked.of((row[0], row[1], row[2], row[3]) for row in rows)


async def list_links(session: Session, caller: Caller) -> Sequence[Row[str, list[str], list[str]]]:
    """Every offer of the municipality that points at others: id, members, predecessors."""
    statement = select(Offer.id, Offer.package_of, Offer.predecessors).where(
        Offer.municipality == caller.municipality,
        text(LINKING),
    )
    return (await session.execute(statement)).all()


async def list_statuses(session: Session, caller: Caller, ids: Sequence[str]) -> dict[str, Status]:
    """The status of those offers that there are and that the caller may see."""
    rows = await session.execute(
        select(Offer.id, STATUS).where(
            visible_to(caller),
            # One parameter, however many there are.
            Offer.id == any_(literal(list(ids), ARRAY(Text))),
        )
    )
    return {row[0]: row[1] for row in rows}


async def lock_links(session: Session, caller: Caller) -> None:
    """Hold the municipality's links until the commit: two at once could close a ring."""
    key = func.hashtextextended(f"offers.links\n{caller.municipality}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


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


async def get_versions(
    session: Session, caller: Caller, offer_id: str, *numbers: int
) -> list[OfferVersion]:
    """Versions of an offer by their numbers, in the order asked for.

    Raises:
        OfferNotFound: When there is no such offer that the caller may see.
        VersionNotFound: When it has not had one of them.
    """
    await get_offer(session, caller, offer_id)
    rows = await session.scalars(
        select(OfferVersion).where(
            OfferVersion.municipality == caller.municipality,
            OfferVersion.offer_id == offer_id,
            OfferVersion.version.in_(numbers),
        )
    )
    found = {version.version: version for version in rows}
    lacking = next((number for number in numbers if number not in found), None)
    if lacking is not None:
        raise VersionNotFound(f"Tilbuddet har ingen version {lacking}. Se dem alle i /versions.")
    return [found[number] for number in numbers]


async def list_unfiled(
    session: Session, municipality: str, *, after: str, limit: int
) -> Sequence[Offer]:
    """Offers of a municipality without search words, locked; those that others hold wait."""
    statement = (
        select(Offer)
        .where(Offer.municipality == municipality, Offer.search_words == "", Offer.id > after)
        .order_by(Offer.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(statement)).all()
