"""The feeds that surveys follows, and the little it uses of each event."""

from kit.following import Feed, Together
from surveys.courses import taking
from surveys.settings import Settings

_TAKE_REFERRALS = Together(taking.take_referrals)


def feeds(settings: Settings) -> list[Feed]:
    """Every feed with its handlers."""
    return [
        Feed(
            "visitation",
            f"{settings.visitation_url}/v1/events",
            {
                "OfferPublished": taking.take_offer,
                "OfferPaused": taking.take_offer,
                "OfferClosed": taking.take_offer,
                "ReferralStarted": _TAKE_REFERRALS,
                "ReferralCompleted": _TAKE_REFERRALS,
                "ReferralAborted": _TAKE_REFERRALS,
                "ReferralAssessed": _TAKE_REFERRALS,
                "CitizensMerged": taking.take_merge,
                "CitizenErased": taking.take_erasure,
                "CitizenRegistered": taking.take_return,
            },
        )
    ]
