"""The contracts service through its front door, on a real PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts import follow
from contracts.app import create_app
from contracts.settings import Settings
from kit.database import Database
from kit.feed import CloudEvent
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

PROVIDER_RIGHTS = frozenset(
    {
        "agreements.read",
        "attendance.read",
        "attendance.report",
        "call_offs.answer",
        "call_offs.read",
        "feed.read",
        "inspections.comment",
        "inspections.read",
        "providers.read",
    }
)
RIGHTS = PROVIDER_RIGHTS | {
    "agreements.write",
    "complaints.read",
    "complaints.write",
    "history.import",
    "inspections.publish",
    "inspections.write",
    "jobs.read",
    "providers.write",
}

Follow = Callable[..., Awaitable[None]]
As = Callable[..., dict[str, str]]


def settings(database_url: str = "postgresql://unused", **changed: object) -> Settings:
    """Settings for tests."""
    return Settings.model_validate(
        {
            "database_url": database_url,
            "gateway_url": "http://gateway.invalid",
            "visitation_url": "http://visitation.invalid",
            **changed,
        }
    )


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: TestDatabases) -> AsyncIterator[Database]:
    """The service's database; nothing remains after the test."""
    async with databases.rolled_back("contracts") as database:
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
def other(signer: Signer) -> dict[str, str]:
    """The headers of a system of another municipality, with every right."""
    return {"Authorization": f"Bearer {signer.token(RIGHTS, municipality='0101', sub='other')}"}


@pytest.fixture
def as_provider(signer: Signer) -> As:
    """The headers of a provider's system: ``as_provider("leverandoer-01")``."""

    def headers(provider_id: str, rights: frozenset[str] = PROVIDER_RIGHTS) -> dict[str, str]:
        token = signer.token(rights, provider_id=provider_id, sub=f"system-{provider_id}")
        return {"Authorization": f"Bearer {token}"}

    return headers


@pytest.fixture
def follow_events(database: Database) -> Follow:
    """Let events of visitation come by the feed, one transaction each."""

    async def take(*events: CloudEvent) -> None:
        for event in events:
            async with database.transaction(event.municipality) as session:
                await follow.HANDLERS[event.type](session, event)

    return take
