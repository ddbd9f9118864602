"""An offer as JSON, written straight from what the table holds: it was validated on its way in."""

from datetime import datetime
from typing import Any

import msgspec

from kit.rights import Caller
from visitation.offers import freshness, schemas
from visitation.offers.links import Linked
from visitation.offers.rules import ACTS, RIGHTS, Act, OfferRules

write = msgspec.json.Encoder().encode
_AS_THEY_ARE = tuple(
    name
    for name in schemas.CONTENT_FIELDS
    if name not in ("hours_per_week", "price", "place", "package_of")
)
_PLACE = tuple(schemas.Place.model_fields)


def actions(offer: OfferRules, caller: Caller) -> list[Act]:
    """What this caller can do with an offer next."""
    return [act for act in ACTS[offer.status] if caller.holds(RIGHTS[act])]


def content(offer: OfferRules) -> dict[str, Any]:
    """What an offer says of itself, as JSON holds it."""
    held: Any = offer
    wire = {name: getattr(held, name) for name in _AS_THEY_ARE}
    hours, amount = held.hours_per_week, held.price_dkk
    wire["hours_per_week"] = None if hours is None else f"{hours:.1f}"
    wire["price"] = None if amount is None else {"amount": f"{amount:.2f}", "per": held.price_per}
    is_placed = held.address is not None
    wire["place"] = {name: getattr(held, name) for name in _PLACE} if is_placed else None
    wire["package_of"] = held.package_of
    return wire


def answer(
    offer: OfferRules, caller: Caller, linked: Linked, *, months: int, at: datetime
) -> dict[str, Any]:
    """An offer as a caller gets it.

    Args:
        offer: The offer.
        caller: Who asks.
        linked: What is around it.
        months: For how long an offer stays fresh.
        at: When that is judged.
    """
    said = content(offer)
    said |= {
        "id": offer.id,
        "version": offer.version,
        "status": offer.status,
        "part_of": linked.part_of(offer.id),
        "predecessors": linked.before(offer.id, offer.predecessors),
        "successors": linked.after(offer.id),
        "freshness": freshness.freshness(offer.checked_at, months, at=at),
        "fresh_until": freshness.fresh_until(offer.checked_at, months),
        "complete": offer.is_complete,
        "actions": actions(offer, caller),
        "created_at": offer.created_at,
        "updated_at": offer.updated_at,
        "published_at": offer.published_at,
        "paused_at": offer.paused_at,
        "resumed_at": offer.resumed_at,
        "closed_at": offer.closed_at,
        "confirmed_at": offer.confirmed_at,
        "confirmed_by": offer.confirmed_by,
    }
    return said
