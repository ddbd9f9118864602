"""What an order fixes: the offer, the citizen's group and the price, as they are then."""

from datetime import date
from decimal import Decimal
from typing import Any

from visitation.citizens.models import Citizen
from visitation.offers import rules as offer_rules
from visitation.offers.models import Offer
from visitation.referrals import rules

BUSINESS_ORIENTED = frozenset(
    {"placement", "wage_subsidy_private", "wage_subsidy_public", "company_centre"}
)
_DAYS = 7
_MOST_DKK = Decimal("99999999.99")


def terms_of(referral: rules.ReferralRules, offer: Offer, citizen: Citizen) -> dict[str, Any]:
    """What an order fixes, from the referral, and from offer and citizen as they are now."""
    held: Any = referral
    hours = held.hours_per_week if held.hours_per_week is not None else offer.hours_per_week
    weeks = weeks_between(held.planned_starts_on, held.planned_ends_on) or offer.duration_weeks
    business = held.business_oriented
    return {
        "offer_version": offer.version,
        "offer_kind": offer.kind,
        "provider_id": offer.provider_id,
        "agreement_id": offer.agreement_id,
        "target_group": citizen.target_group,
        "match_group": citizen.match_group,
        "birth_year": citizen.birth_year,
        "business_oriented": offer.kind in BUSINESS_ORIENTED if business is None else business,
        "price_dkk": price_of(offer, hours, weeks),
        "hours_per_week": hours,
        "duration_weeks": weeks,
        "planned_starts_on": held.planned_starts_on,
        "planned_ends_on": held.planned_ends_on,
    }


def weeks_between(starts_on: date | None, ends_on: date | None) -> int | None:
    """How many weeks a course takes, a week begun counted whole; both days are included."""
    if starts_on is None or ends_on is None:
        return None
    return ((ends_on - starts_on).days + _DAYS) // _DAYS


def price_of(offer: Offer, hours: Decimal | None, weeks: int | None) -> Decimal | None:
    """What the whole course costs by the offer's list price, in DKK; unknown past any real one.

    A slip in a price stops neither the order nor those who follow it.
    """
    if offer.price_dkk is None or offer.price_per is None or hours is None or weeks is None:
        return None
    total = offer_rules.course_total(offer.price_dkk, offer.price_per, hours, weeks)
    return total.quantize(Decimal("0.01")) if total <= _MOST_DKK else None
