"""The surveys service through its front door, on a real PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from kit.database import Database
from kit.feed import CloudEvent
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from surveys import follow
from surveys.app import create_app
from surveys.settings import Settings

RIGHTS = frozenset(
    {
        "surveys.read",
        "surveys.write",
        "surveys.invite",
        "surveys.answer",
        "history.import",
        "figures.read",
        "figures.release",
        "feed.read",
        "jobs.read",
    }
)

Take = Callable[..., Awaitable[None]]


def settings(database_url: str = "postgresql://unused", **changed: object) -> Settings:
    """Settings for tests; pages may be opened as often as a test likes."""
    return Settings.model_validate(
        {
            "database_url": database_url,
            "gateway_url": "http://gateway.invalid",
            "visitation_url": "http://visitation.invalid",
            "public_url": "http://pejling.test",
            "page_views_in_ten_seconds": 0,
            **changed,
        }
    )


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: TestDatabases) -> AsyncIterator[Database]:
    """The service's database; nothing remains after the test."""
    async with databases.rolled_back("surveys") as database:
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
def take(database: Database) -> Take:
    """Let events come by the feed."""
    handlers = follow.feeds(settings())[0].handlers

    async def take(*events: CloudEvent) -> None:
        for event in events:
            async with database.transaction(event.municipality) as session:
                await handlers[event.type](session, event)

    return take
