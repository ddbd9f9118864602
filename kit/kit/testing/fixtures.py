"""Fixtures for the tests of every service, on a real PostgreSQL.

The address of the database server comes from the fixture ``postgres_url``, which the repository's
root provides; a service's own ``conftest.py`` chooses its application.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from kit import logs, revocations
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer


@pytest.fixture(scope="session", autouse=True)
def _quiet_logs() -> None:
    """Log lines are rendered as in a running service, and kept out of the test's output."""
    logs.configure(keep=False)


@pytest.fixture(scope="session", autouse=True)
def _no_reading_by_the_way() -> Iterator[None]:
    """Nobody reads revocations in between: a test's one connection cannot do two things at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revocations, "READ_EVERY_SECONDS", 3_600.0)
        yield


@pytest.fixture(scope="session")
def signer() -> Signer:
    """Signs tokens as the gateway would."""
    return Signer()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def databases(postgres_url: str) -> AsyncIterator[TestDatabases]:
    """The services' databases, created and migrated when first asked for."""
    databases = TestDatabases(postgres_url)
    yield databases
    await databases.close()
