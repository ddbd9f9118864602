"""Every query of every service that forgets who asks is reported; part of `make validate`."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from standalone.databases import SERVICES

from .matrix import probing
from .matrix.worlds import Worlds, open_worlds


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def worlds(
    databases: TestDatabases, signer: Signer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Worlds]:
    """Every service with rows of three owners in it."""
    async with open_worlds(databases, signer, tmp_path_factory.mktemp) as opened:
        yield opened


@pytest.mark.parametrize("service", SERVICES)
async def test_a_query_that_forgets_who_asks_is_reported(service: str, worlds: Worlds) -> None:
    mistakes = await probing.mistakes_about_mutants(await worlds.of(service))
    assert mistakes == [], "\n".join(mistakes)
