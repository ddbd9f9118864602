"""The feeds that visitation follows, and the little it uses of each event."""

from kit.following import Feed
from visitation.guide import releases
from visitation.settings import Settings


def feeds(settings: Settings) -> list[Feed]:
    """Every feed with its handlers."""
    return [
        Feed(
            "effects",
            f"{settings.effects_url}/v1/events",
            {"FiguresReleased": releases.take_release},
        )
    ]
