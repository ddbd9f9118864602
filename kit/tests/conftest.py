"""The kit is tested through the smallest service there is."""

from collections.abc import AsyncIterator

import pytest_asyncio

from kit.database import Database
from kit.testing.databases import TestDatabases


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: TestDatabases) -> AsyncIterator[Database]:
    """A database with the kit's tables; nothing remains after the test."""
    async with databases.rolled_back("surveys") as database:
        yield database
