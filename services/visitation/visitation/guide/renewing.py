"""Counting anew, on a clock, the figures that visitation counts itself over people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from kit.database import Database, Session
from kit.local_time import local_date
from visitation.guide import counted, counted_queries
from visitation.guide.counted import Counted
from visitation.revisions import queries as revisions

log = structlog.get_logger(__name__)


async def renew_counted(database: Database) -> None:
    """Count anew in every municipality: what has grown too old to count changes with no event."""
    async with database.transaction(None) as session:
        municipalities = list(await revisions.get_revisions(session))
    await _renew_each(database, municipalities)


@dataclass(slots=True)
class Renewal:
    """Counts anew soon after something has changed, where it has.

    Attributes:
        seen: The revision of each municipality up to which was counted.
    """

    seen: dict[str, int] = field(default_factory=dict)

    async def renew_changed(self, database: Database) -> None:
        """Count anew in the municipalities that have changed since the last time."""
        async with database.transaction(None) as session:
            now = await revisions.get_revisions(session)
        changed = [name for name, revision in now.items() if self.seen.get(name) != revision]
        self.seen = now
        await _renew_each(database, changed)


async def _renew_each(database: Database, municipalities: Iterable[str]) -> None:
    """Count anew in each; the trouble of one does not hold back the others."""
    at = datetime.now(UTC)
    for municipality in municipalities:
        try:
            async with database.transaction(municipality) as session:
                await renew(session, municipality, at=at)
        except Exception as error:  # noqa: BLE001 - tried again the next time
            # The error's own words may hold rows about people.
            log.warning("renewing_failed", municipality=municipality, error=type(error).__name__)


async def renew(session: Session, municipality: str, *, at: datetime) -> int:
    """Count anew in one municipality; how many figures say something else than before."""
    day = local_date(at)
    if not await counted_queries.try_lock(session, municipality):
        # Another worker counts already.
        return 0
    found = await _count(session, municipality, at=at)
    history = await counted_queries.list_shown(session, municipality)
    kept: list[tuple[tuple[str, str], int, Counted]] = []
    changed = 0
    for of, now in found.items():
        before = history.get(of, [])
        if not counted.may_replace(now, before):
            continue
        is_dated = bool(before) and counted.is_unchanged(now, before[-1])
        if is_dated and before[-1].figure.as_of == day:
            continue
        kept.append((of, len(before) + (not is_dated), now))
        changed += not is_dated
    if kept:
        await counted_queries.keep(session, municipality, kept, at=at)
        await revisions.count_up(session)
    return changed


async def _count(
    session: Session, municipality: str, *, at: datetime
) -> Mapping[tuple[str, str], Counted]:
    day = local_date(at)
    since = counted.months_before(day, max(counted.WAITING_MONTHS, counted.COMPLAINT_MONTHS))
    return counted.by_offer(
        await counted_queries.list_offers(session, municipality),
        await counted_queries.list_starts(session, municipality, since=since),
        await counted_queries.list_complaints(session, municipality, since=since),
        day=day,
    )
