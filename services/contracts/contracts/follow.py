"""The feeds that contracts follows, and the little it uses of each event."""

from contracts.call_offs import referrals
from contracts.citizens import following as citizens
from contracts.offers import following as offers
from contracts.settings import Settings
from kit.following import Feed, Handler, Together

HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(referrals.EVENTS, Together(referrals.take_referrals)),
    **dict.fromkeys(offers.EVENTS, offers.take_offer),
    "CitizensMerged": citizens.take_merge,
    "CitizenErased": citizens.take_erasure,
    "CitizenRegistered": citizens.take_return,
}
"""What is done with each type of visitation's events."""


def feeds(settings: Settings) -> list[Feed]:
    """Every feed with its handlers."""
    return [Feed("visitation", f"{settings.visitation_url}/v1/events", HANDLERS)]
