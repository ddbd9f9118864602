"""The effects service through its front door, on a real PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from effects.app import create_app
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

RIGHTS = frozenset(
    {
        "registers.import",
        "registers.read",
        "registers.override",
        "participations.read",
        "figures.read",
        "figures.release",
        "feed.read",
        "jobs.read",
    }
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for tests: registers need no rest before a release."""
    return Settings.model_validate(
        {
            "database_url": "postgresql://unused",
            "gateway_url": "http://gateway.invalid",
            "visitation_url": "http://visitation.invalid",
            "spool_folder": tmp_path / "spool",
            "packed_folder": tmp_path / "packed",
            "settle_seconds": 0,
            # Made-up registers change as no real ones do; the tests of quarantine compare them.
            "quarantine_smallest": 1_000_000,
        }
    )


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: TestDatabases) -> AsyncIterator[Database]:
    """The service's database; nothing remains after the test."""
    async with databases.rolled_back("effects") as database:
        yield database


@pytest.fixture
def app(database: Database, signer: Signer, settings: Settings) -> FastAPI:
    """The application, on the test's database and trusting the test's signer."""
    app = create_app(settings)
    app.state.database = database
    app.state.verifier = signer.verifier()
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def client(app: FastAPI, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the municipality's own system, with every right there is here."""
    async with client_of(app, signer.token(RIGHTS)) as client:
        yield client
