"""What lies in the tables as JSON, read into what the guide holds.

A newer release may say more than this code knows; then it is not shown at all, and said in the log.
"""

from collections.abc import Iterable
from datetime import datetime

import structlog
from pydantic import TypeAdapter, ValidationError

from kit.figure import Figure
from visitation.guide.comparable import Key, Profiles
from visitation.guide.queries import KeptProfiles
from visitation.guide.releases import ProfileRow

log = structlog.get_logger(__name__)

_ROWS = TypeAdapter(tuple[ProfileRow, ...])


def counted(kept: Iterable[tuple[str, str, str, datetime]]) -> dict[tuple[str, str], Figure]:
    """Our own figures, by offer and indicator."""
    return {
        (offer_id, indicator): Figure.model_validate_json(figure)
        for offer_id, indicator, figure, _ in kept
    }


def profiles(municipality: str, kept: Iterable[KeptProfiles]) -> dict[str, Profiles]:
    """The outcomes of comparable citizens, by target group."""
    found = {}
    for each in kept:
        try:
            rows = _ROWS.validate_json(each.rows)
        except ValidationError:
            log.warning("profiles_unreadable", municipality=municipality, group=each.target_group)
            continue
        found[each.target_group] = Profiles(
            release_id=each.release_id,
            released_at=each.released_at,
            as_of=each.as_of,
            rows={Key(row.match_group, row.age_band, row.weeks_band): row.figures for row in rows},
        )
    return found
