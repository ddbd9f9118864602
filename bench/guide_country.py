"""A whole country's offers for the guide's measurement: other municipalities as copies of one."""

import asyncio
import time
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from kit.database import Database, asyncpg_url
from kit.testing.signing import MUNICIPALITY
from visitation.guide.service import GuideService

MUNICIPALITIES = tuple(f"{number:04}" for number in range(100, 197))
"""Together with the one they are copied from as many as Denmark has."""

OFFERS_EACH = 80
_COPIED = ("offers", "offer_releases", "offer_figures")


async def add_the_others(admin_url: str, database: str) -> None:
    """Copy the first offers of the one municipality to all others.

    As the server's owner, whom row-level security does not hold back.
    """
    url = make_url(asyncpg_url(admin_url)).set(database=database)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for table in _COPIED:
            found = await connection.scalars(
                text(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = :table"
                    " AND is_generated = 'NEVER' AND column_name <> 'municipality'"
                ),
                {"table": table},
            )
            columns = ", ".join(f't."{name}"' for name in found)
            name = "id" if table == "offers" else "offer_id"
            await connection.execute(
                text(
                    f"INSERT INTO {table} (municipality, {columns.replace('t.', '')})"  # noqa: S608 - our own names
                    f" SELECT m, {columns} FROM {table} t, unnest(cast(:others AS text[])) m"
                    f" WHERE t.municipality = :one AND t.{name} < :last"
                ),
                {
                    "others": list(MUNICIPALITIES),
                    "one": MUNICIPALITY,
                    "last": f"tilbud-{OFFERS_EACH:04}",
                },
            )
        await connection.execute(
            text("INSERT INTO guide_revisions SELECT m, 1 FROM unnest(cast(:others AS text[])) m"),
            {"others": list(MUNICIPALITIES)},
        )
    await engine.dispose()


async def read_into_memory(url: str) -> dict[str, Any]:
    """How long it takes to read the whole country, and how long anybody waits meanwhile."""
    guide = GuideService()
    database = Database.connect(url)
    longest = 0.0
    done = asyncio.Event()

    async def wait_for_turns() -> None:
        nonlocal longest
        while not done.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - before)

    waiting = asyncio.create_task(wait_for_turns())
    started = time.perf_counter()
    await guide.memory.refresh(database)
    took = time.perf_counter() - started
    done.set()
    await waiting
    await database.close()
    offers = {
        (name, card.offer.id)
        for name, held in guide.memory.ranges.items()
        for cards in held.by_target_group.values()
        for card in cards
    }
    return {
        "municipalities": len(guide.memory.ranges),
        "offers": len(offers),
        "seconds": round(took, 1),
        "longest_wait_for_a_turn_ms": round(1_000 * longest, 1),
    }
