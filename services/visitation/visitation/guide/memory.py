"""What the guide answers from: every municipality's cards in memory, kept fresh."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from fastapi import FastAPI
from pydantic import ValidationError

from kit import problems
from kit.database import Database
from kit.figure import Figure
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.guide import cards, queries
from visitation.guide.cards import OfferRange
from visitation.revisions import queries as revisions

_AT_A_TIME = 200
"""Figures read before other requests get their turn."""

log = structlog.get_logger(__name__)


class GuideNotLoaded(problems.Unavailable):
    """The process has not reached its database since it started."""

    code = "guide_not_loaded"
    title = "Guiden er ikke klar"


@dataclass(slots=True)
class GuideMemory:
    """The cards of all municipalities, and how fresh they are.

    Attributes:
        ranges: The offer range of each municipality that has one.
        codes: The code lists; None before the first reading.
        generation: Differs whenever an answer might.
        refreshed_at: When the database was last asked and answered.
        out_of_touch: Whether it failed to answer the last time.
    """

    ranges: dict[str, OfferRange] = field(default_factory=dict)
    codes: CodeLists | None = None
    generation: int = 0
    refreshed_at: datetime | None = None
    out_of_touch: bool = False

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
                self.generation += 1
            return
        if self.out_of_touch:
            self.out_of_touch = False
            self.generation += 1
        self.refreshed_at = datetime.now(UTC)

    async def keep_fresh(self, database: Database, every_seconds: float) -> None:
        """Look for changes again and again."""
        while True:
            await asyncio.sleep(every_seconds)
            await self.refresh(database)

    async def _read_changes(self, database: Database) -> None:
        async with database.transaction(None) as session:
            newest = await revisions.get_revisions(session)
            changed = [
                municipality
                for municipality, revision in newest.items()
                if municipality not in self.ranges or self.ranges[municipality].revision != revision
            ]
            if self.codes is None or changed:
                self.codes = await code_queries.get_code_lists(session)
                self.generation += 1
        for municipality in changed:
            try:
                self.ranges[municipality] = await self._read(
                    database, municipality, newest[municipality], self.codes
                )
            except Exception as error:
                if problems.is_database_away(error):
                    raise
                # One municipality's trouble must not hold back those after it.
                log.exception("guide_not_read", municipality=municipality)
                continue
            self.generation += 1

    async def _read(
        self, database: Database, municipality: str, revision: int, codes: CodeLists
    ) -> OfferRange:
        """A municipality's cards, at least as new as the revision that was seen before."""
        async with database.transaction(municipality) as session:
            offers = await queries.list_published(session, municipality)
            kept = await queries.list_figures(session, municipality)
            descent = await queries.get_descent(session, municipality)
        released: list[cards.ReleasedFigure] = []
        for at, row in enumerate(kept):
            if at % _AT_A_TIME == 0:
                await asyncio.sleep(0)
            try:
                figure = Figure.model_validate_json(row.figure)
            except ValidationError:
                # A newer release may say more than this code knows; then it is not shown at all.
                log.warning("figure_unreadable", municipality=municipality, offer_id=row.offer_id)
                continue
            released.append(
                cards.ReleasedFigure(row.offer_id, row.target_group, figure, row.released_at)
            )
        return cards.build(municipality, revision, offers, released, codes, descent)


@asynccontextmanager
async def remembering(app: FastAPI) -> AsyncIterator[None]:
    """Read the cards when the process starts, and keep them fresh while it runs."""
    memory: GuideMemory = app.state.guide.memory
    await memory.refresh(app.state.database)
    fresh = asyncio.create_task(
        memory.keep_fresh(app.state.database, app.state.settings.guide_refresh_seconds)
    )
    try:
        yield
    finally:
        fresh.cancel()
        await asyncio.gather(fresh, return_exceptions=True)
