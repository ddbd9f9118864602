"""The visitation service through its front door, on a real PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from kit.database import Database
from kit.feed import CloudEvent
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from visitation import follow
from visitation.app import create_app
from visitation.citizens import keys
from visitation.settings import Settings

RIGHTS = frozenset(
    {
        "citizens.erase",
        "citizens.identify",
        "citizens.merge",
        "citizens.read",
        "citizens.write",
        "offers.read",
        "offers.write",
        "offers.publish",
        "offers.import",
        "figures.read",
        "guide.read",
        "quality.read",
        "codes.read",
        "feed.read",
        "jobs.read",
        "cohorts.write",
        "history.import",
        "referrals.approve",
        "referrals.order",
        "referrals.participants",
        "referrals.read",
        "referrals.write",
    }
)

Refresh = Callable[[], Awaitable[None]]
Release = Callable[..., Awaitable[None]]


_KEY_FILES: list[Path] = []


def settings(database_url: str = "postgresql://unused", **changed: object) -> Settings:
    """Settings for tests; the guide looks for changes only when it is told to."""
    return Settings.model_validate(
        {
            "database_url": database_url,
            "gateway_url": "http://gateway.invalid",
            "effects_url": "http://effects.invalid",
            "contracts_url": "http://contracts.invalid",
            "surveys_url": "http://surveys.invalid",
            "cpr_key_file": _KEY_FILES[0],
            "guide_refresh_seconds": 3_600,
            **changed,
        }
    )


@pytest.fixture(scope="session", autouse=True)
def _key_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file with keys to citizens' numbers, made for the run."""
    path = tmp_path_factory.mktemp("keys") / "cpr_keys"
    path.touch(mode=0o600)
    path.write_text(keys.generate(), encoding="ascii")
    _KEY_FILES.insert(0, path)


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: TestDatabases) -> AsyncIterator[Database]:
    """The service's database; nothing remains after the test."""
    async with databases.rolled_back("visitation") as database:
        yield database


@pytest.fixture
def app(database: Database, signer: Signer) -> FastAPI:
    """The application, on the test's database and trusting the test's signer."""
    app = create_app(settings())
    app.state.database = database
    app.state.verifier = signer.verifier()
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def client(app: FastAPI, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    """A system of the municipality 0999 with every right of the service."""
    async with client_of(app, signer.token(RIGHTS)) as client:
        yield client


@pytest.fixture
def other(client: httpx.AsyncClient, signer: Signer) -> dict[str, str]:
    """The headers of a system of another municipality, with every right."""
    del client
    return {"Authorization": f"Bearer {signer.token(RIGHTS, municipality='0101', sub='other')}"}


@pytest.fixture
def refresh(app: FastAPI, database: Database) -> Refresh:
    """Let the guide look for changes."""

    async def look() -> None:
        await app.state.guide.memory.refresh(database)
        assert not app.state.guide.memory.out_of_touch

    return look


@pytest.fixture
def release(database: Database, refresh: Refresh) -> Release:
    """Let events come by the feeds they are published on, and the guide see what they change."""
    handlers = {feed.name: feed.handlers for feed in follow.feeds(settings())}

    async def take(*events: CloudEvent) -> None:
        for event in events:
            handle = handlers[event.source.removeprefix("/api/")][event.type]
            async with database.transaction(event.municipality) as session:
                await handle(session, event)
        await refresh()

    return take
