"""The feed that effects follows: referrals become courses, and citizens' ids change or go."""

from effects.participations import following
from effects.settings import Settings
from kit.following import Feed


def feeds(settings: Settings) -> list[Feed]:
    """Every feed with its handlers."""
    return [
        Feed(
            "visitation",
            f"{settings.visitation_url}/v1/events",
            following.handlers(settings.packed_folder),
        )
    ]
