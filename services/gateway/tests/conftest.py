"""A gateway on the test's database, with keys of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from pydantic import SecretStr

from gateway import keys
from gateway.app import create_app
from gateway.clients import service
from gateway.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases


@dataclass(frozen=True, slots=True)
class Registered:
    """A client that the test made."""

    id: str
    secret: str

    @property
    def basic(self) -> tuple[str, str]:
        """As httpx takes them for HTTP Basic."""
        return self.id, self.secret

    @property
    def posted(self) -> dict[str, str]:
        """As form fields."""
        return {"client_id": self.id, "client_secret": self.secret}


Register = Callable[..., Awaitable[Registered]]


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A new key file."""
    path = tmp_path / "signing_key.json"
    path.touch(mode=0o600)
    path.write_text(keys.generate())
    return path


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: TestDatabases) -> AsyncIterator[Database]:
    """The gateway's database; nothing remains after the test."""
    async with databases.rolled_back("gateway") as database:
        yield database


@pytest.fixture
def app(database: Database, key_file: Path) -> FastAPI:
    """The gateway as it is wired."""
    app = create_app(
        Settings(
            database_url=SecretStr("postgresql://unused/unused"),
            gateway_url="http://gateway.invalid",
            signing_key_file=key_file,
        )
    )
    app.state.database = database
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a token yet."""
    async with client_of(app) as client:
        yield client


@pytest.fixture
def register(database: Database) -> Register:
    """Makes a client, by default a jobcenter's system."""

    async def register(
        role: str = "jobcenter_system",
        *,
        municipality: str | None = "0999",
        client_id: str | None = None,
        secret: str | None = None,
        at: datetime | None = None,
        lasts: timedelta = timedelta(days=1),
    ) -> Registered:
        at = at or datetime.now(UTC)
        async with database.transaction(None) as session:
            client, secret = await service.register_client(
                session,
                client_id=client_id,
                name="Fagsystem",
                role=role,
                municipality=municipality,
                secret=secret,
                at=at,
                expires_at=at + lasts,
            )
        return Registered(client.id, secret)

    return register


@pytest.fixture
def assert_refused() -> Callable[[httpx.Response, int, str, str], None]:
    """Checks that a refusal reads as RFC 6749 wants it, and as every problem of ours."""

    def assert_refused(answer: httpx.Response, status: int, error: str, code: str) -> None:
        body = answer.json()
        assert (answer.status_code, body["error"], body["code"]) == (status, error, code), body
        assert body["status"] == status
        assert body["error_description"].isascii()
        assert not {'"', "\\"} & set(body["error_description"])
        assert body["title"]
        assert body["detail"]
        assert body["trace_id"] == answer.headers["trace-id"]
        assert body["type"] == f"urn:pejling:problem:{code}"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "application/json"
        challenge = answer.headers.get("www-authenticate", "")
        assert challenge.startswith("Basic ") == (status == 401)

    return assert_refused
