"""The service beside itself: two transactions at once, and one that waits for the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import text

from effects.app import create_app
from effects.settings import Settings
from kit.database import Database, Session
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from .conftest import RIGHTS


@asynccontextmanager
async def apart(
    databases: TestDatabases, settings: Settings, signer: Signer
) -> AsyncIterator[tuple[httpx.AsyncClient, Database, Database]]:
    """A client of a database of its own, and two who work in it beside the service."""
    async with databases.copied("effects") as url:
        app = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
        app.state.verifier = signer.verifier()
        one, other = Database.connect(url), Database.connect(url)
        async with client_of(app, signer.token(RIGHTS)) as client:
            yield client, one, other
        for each in (one, other):
            await each.close()


async def until_awaited(session: Session, *waiting: asyncio.Task[Any]) -> None:
    """Wait until each of these tasks waits for a lock that this transaction or another holds."""
    while await session.scalar(_WAITING) < len(waiting):
        assert not any(task.done() for task in waiting)
        await asyncio.sleep(0.05)


_WAITING = text(
    """
    WITH waiting AS (
        SELECT DISTINCT pid, pg_blocking_pids(pid) AS holders FROM pg_locks WHERE NOT granted
    ), ours AS (SELECT pid FROM waiting WHERE pg_backend_pid() = ANY(holders))
    SELECT count(*) FROM waiting
    WHERE pid IN (SELECT pid FROM ours) OR holders && ARRAY(SELECT pid FROM ours)
    """
)
"""Who waits for this transaction, or for somebody who does."""
