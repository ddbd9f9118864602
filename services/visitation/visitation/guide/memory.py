"""What the guide answers from: every municipality's cards in memory, kept fresh."""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import structlog
from fastapi import FastAPI

from kit import problems
from kit.database import Database, Session
from kit.local_time import local_date
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.guide import cards, counted_queries, queries, reading
from visitation.guide.cards import Evidence, OfferRange
from visitation.guide.comparable import Profiles
from visitation.guide.inheritance import ReleasedFigure
from visitation.offers.models import Offer
from visitation.revisions import queries as revisions

SETTLED_AFTER = 500
"""New cards after which what is held is taken out of the collector's sight."""

log = structlog.get_logger(__name__)


class GuideNotLoaded(problems.Unavailable):
    """The process has not reached its database since it started."""

    code = "guide_not_loaded"
    title = "Guiden er ikke klar"


@dataclass(frozen=True, slots=True)
class Released:
    """What other services have released for a municipality, read once per release.

    Attributes:
        mark: Differs whenever any of it may.
        figures: Of any offer.
        profiles: The outcomes of comparable citizens, by target group.
    """

    mark: str = ""
    figures: Sequence[ReleasedFigure] = ()
    profiles: Mapping[str, Profiles] = field(default_factory=dict)


@dataclass(slots=True)
class GuideMemory:
    """The cards of all municipalities, and how fresh they are.

    Attributes:
        ranges: The offer range of each municipality that has one.
        codes: The code lists; None before the first reading.
        state: Differs whenever an answer to any municipality might.
        refreshed_at: When the database was last asked and answered.
        out_of_touch: Whether it failed to answer the last time.
    """

    ranges: dict[str, OfferRange] = field(default_factory=dict)
    codes: CodeLists | None = None
    state: int = 0
    refreshed_at: datetime | None = None
    out_of_touch: bool = False
    _released: dict[str, Released] = field(default_factory=dict)
    _versions: dict[str, int] = field(default_factory=dict)
    _unsettled: int = 0

    def generation(self, municipality: str) -> tuple[int, int]:
        """Differs whenever an answer to the municipality might."""
        return self.state, self._versions.get(municipality, 0)

    def code_lists(self) -> CodeLists:
        """The code lists.

        Raises:
            GuideNotLoaded: Before the first reading.
        """
        if self.codes is None:
            raise GuideNotLoaded(
                "Databasen har ikke svaret endnu. Prøv igen om lidt.", headers={"Retry-After": "2"}
            )
        return self.codes

    async def refresh(self, database: Database) -> None:
        """Read again what has changed; while the database is away everything stays as it is."""
        try:
            await self._read_changes(database)
        except Exception as error:  # noqa: BLE001 - the guide must outlive whatever goes wrong here
            if not self.out_of_touch:
                log.warning("guide_not_refreshed", error=type(error).__name__)
                self.out_of_touch = True
                self.state += 1
            return
        if self.out_of_touch:
            self.out_of_touch = False
            self.state += 1
        self.refreshed_at = datetime.now(UTC)

    async def keep_fresh(self, database: Database, every_seconds: float) -> None:
        """Look for changes again and again."""
        while True:
            await asyncio.sleep(every_seconds)
            await self.refresh(database)

    async def _read_changes(self, database: Database) -> None:
        day = local_date(datetime.now(UTC))
        async with database.transaction(None) as session:
            newest = await revisions.get_revisions(session)
            changed = [
                municipality
                for municipality, revision in newest.items()
                if self._differs(municipality, revision, day)
            ]
            if self.codes is None or changed:
                codes = await code_queries.get_code_lists(session)
                if codes != self.codes:
                    self.codes = codes
                    self.state += 1
        for municipality in changed:
            try:
                self.ranges[municipality] = await self._read(
                    database, municipality, newest[municipality], self.code_lists(), day
                )
            except Exception as error:
                if problems.is_database_away(error):
                    raise
                # One municipality's trouble must not hold back those after it.
                log.exception("guide_not_read", municipality=municipality)
                continue
            self._versions[municipality] = self._versions.get(municipality, 0) + 1
            self._settle(self.ranges[municipality])

    def _settle(self, held: OfferRange) -> None:
        """Keep the garbage collector from walking through all cards again and again.

        A country's cards are millions of objects, and walking through them stops everything for
        most of a second. They hold no cycles, so counting references frees those that are
        replaced. Collected first, so that nothing else is kept for ever.
        """
        self._unsettled += sum(len(cards) for cards in held.by_target_group.values())
        if self._unsettled >= SETTLED_AFTER:
            gc.collect()
            gc.freeze()
            self._unsettled = 0

    def _differs(self, municipality: str, revision: int, day: date) -> bool:
        held = self.ranges.get(municipality)
        # Seats, next starts and smileys are those of a day.
        return held is None or (held.revision, held.day) != (revision, day)

    async def _read(
        self, database: Database, municipality: str, revision: int, codes: CodeLists, day: date
    ) -> OfferRange:
        """A municipality's cards, at least as new as the revision that was seen before."""
        async with database.transaction(municipality) as session:
            released = await self._read_released(session, municipality)
            offers: Sequence[Offer] = await queries.list_published(session, municipality)
            evidence = Evidence(
                standing=await queries.get_standing(session, municipality, day=day),
                released=released.figures,
                counted=reading.counted(await counted_queries.list_newest(session, municipality)),
                descent=await queries.get_descent(session, municipality),
            )
        # In a thread: some thousand offers take longer than anybody's request should wait.
        return await asyncio.to_thread(
            cards.build, municipality, revision, offers, evidence, codes, released.profiles
        )

    async def _read_released(self, session: Session, municipality: str) -> Released:
        mark = await queries.get_releases_mark(session, municipality)
        held = self._released.get(municipality)
        if held is not None and held.mark == mark:
            return held
        figures: list[ReleasedFigure] = []
        async for part in queries.list_figures(session, municipality):
            figures += part
        kept = await queries.list_profiles(session, municipality)
        profiles = await asyncio.to_thread(reading.profiles, municipality, kept)
        released = Released(mark, figures, profiles)
        self._released[municipality] = released
        return released


@asynccontextmanager
async def remembering(app: FastAPI) -> AsyncIterator[None]:
    """Read the cards when the process starts, and keep them fresh while it runs."""
    memory: GuideMemory = app.state.guide.memory
    gc.collect()
    gc.freeze()
    await memory.refresh(app.state.database)
    fresh = asyncio.create_task(
        memory.keep_fresh(app.state.database, app.state.settings.guide_refresh_seconds)
    )
    try:
        yield
    finally:
        fresh.cancel()
        await asyncio.gather(fresh, return_exceptions=True)
