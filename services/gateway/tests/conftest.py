"""A gateway on the test's database, with keys of its own."""

import json
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from joserfc.jwk import ECKey
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Mount

from gateway import keys
from gateway.app import create_app
from gateway.audit.following import Following
from gateway.clients import service
from gateway.settings import Settings
from kit import audit, sealing, tracing
from kit.database import Database
from kit.rights import Caller
from kit.sealing import Sealer, SealingKey
from kit.service_tokens import ServiceTokens
from kit.testing.browser import Browser, new_browser
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.tokens import Claims

from .provider import ADDRESS, CLIENT_ID, ROLE_MAP, SECRET, Provider, running_provider


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
Edit = Callable[[dict[str, Any]], object]

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When what is logged happened, unless a test says otherwise."""


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


def gateway_on(url: str, key_file: Path) -> FastAPI:
    """The gateway as it is wired, on a database."""
    return create_app(
        Settings(
            database_url=SecretStr(url),
            gateway_url="http://pejling.test/api/gateway",
            signing_key_file=key_file,
        )
    )


@pytest.fixture
def app(database: Database, key_file: Path) -> FastAPI:
    """The gateway as it is wired, in a transaction that nothing remains of."""
    app = gateway_on("postgresql://unused/unused", key_file)
    app.state.database = database
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def racing_app(databases: TestDatabases, key_file: Path) -> AsyncIterator[FastAPI]:
    """The gateway on a database of its own, where requests may race."""
    async with databases.copied("gateway") as url:
        yield gateway_on(url, key_file)


@pytest_asyncio.fixture(loop_scope="session")
async def racer(racing_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody whose requests may race."""
    async with client_of(racing_app) as client:
        yield client


def bearing(app: FastAPI, *rights: str, **changed: object) -> dict[str, str]:
    """The headers of somebody with these rights, by a token that the gateway has signed."""
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": "pejling",
        "aud": "pejling",
        "typ": "access",
        "sub": "client-1",
        "iat": now,
        "nbf": now,
        "exp": now + 600,
        "jti": uuid.uuid4().hex,
        "kind": "staff",
        "rights": sorted(rights),
        "municipality": "0999",
    }
    made = Claims.model_validate(claims | changed).model_dump(exclude_unset=True)
    return {"Authorization": f"Bearer {app.state.key_file.keys.sign(made)}"}


@pytest.fixture
def bear() -> Callable[..., dict[str, str]]:
    """Makes the headers of somebody with some rights."""
    return bearing


@pytest.fixture
def administrator(app: FastAPI) -> dict[str, str]:
    """The headers of the municipality's administrator."""
    return bearing(app, "clients.manage", sub="staff-1")


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
        provider_id: str | None = None,
    ) -> Registered:
        at = at or datetime.now(UTC)
        async with database.transaction(None) as session:
            client, secret = await service.register_client(
                session,
                client_id=client_id,
                name="Fagsystem",
                role=role,
                municipality=municipality,
                provider_id=provider_id,
                secret=secret,
                at=at,
                expires_at=at + lasts,
            )
        return Registered(client.id, secret)

    return register


@pytest.fixture
def provider() -> Iterator[Provider]:
    """An identity provider that says what the test wants."""
    with running_provider() as provider:
        yield provider


@pytest.fixture
def door(database: Database, key_file: Path, provider: Provider, tmp_path: Path) -> FastAPI:
    """The gateway at which the provider's people sign in."""
    role_map = tmp_path / "role_map.toml"
    role_map.write_text(ROLE_MAP, encoding="utf-8")
    app = create_app(
        Settings(
            database_url=SecretStr("postgresql://unused/unused"),
            gateway_url=f"{ADDRESS}/api/gateway",
            signing_key_file=key_file,
            sign_in_issuer=provider.issuer,
            sign_in_client_id=CLIENT_ID,
            sign_in_client_secret=SecretStr(SECRET),
            role_map_file=role_map,
        )
    )
    app.state.database = database
    return app


@asynccontextmanager
async def opened_at(app: FastAPI, address: str = ADDRESS) -> AsyncIterator[Browser]:
    """A browser of somebody who has not signed in yet."""
    mounted = Starlette(routes=[Mount("/api/gateway", app)])
    transport = httpx.ASGITransport(mounted, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), new_browser(address, transport) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def browser(door: FastAPI) -> AsyncIterator[Browser]:
    """A browser of somebody who has not signed in yet."""
    async with opened_at(door) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def other_browser(door: FastAPI) -> AsyncIterator[Browser]:
    """Another browser, of the same person or another."""
    async with opened_at(door) as browser:
        yield browser


class Edited(httpx.AsyncBaseTransport):
    """A service that answers something else than what it has sealed."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app)
        self.edit: Edit | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        if self.edit is None or not request.url.path.endswith("/seals"):
            return answer
        await answer.aread()
        body = answer.json()
        self.edit(body)
        return httpx.Response(answer.status_code, json=body, request=request)


class Source:
    """A service with an audit log of its own, as the gateway follows it."""

    def __init__(self, app: FastAPI, tokens: ServiceTokens) -> None:
        self.database: Database = app.state.database
        self.transport = Edited(app)
        self.client = httpx.AsyncClient(transport=self.transport, base_url="http://pejling.test")
        self.tokens = tokens
        self.sealer = Sealer(new_sealing_key())

    async def write(
        self,
        *subjects: str,
        act: str = "citizens.read",
        at: datetime = START,
        municipality: str = "0999",
        purpose: str | None = None,
        criterion: str | None = None,
        on_behalf_of: str | None = None,
    ) -> None:
        tracing.enter({"headers": []})  # each in a request of its own, whatever went before
        caller = Caller("staff-secret-id", "staff", municipality, frozenset(), None, "Ydelse")
        async with self.database.transaction(municipality) as session:
            await audit.record(
                session,
                caller,
                act=act,
                subjects=subjects,
                at=at,
                purpose=purpose,
                criterion=criterion,
                on_behalf_of=on_behalf_of,
            )

    async def seal(self) -> None:
        await self.sealer.seal(self.database)

    async def follow(self, database: Database) -> int:
        following = Following("visitation", "http://pejling.test/v1/audit/seals", self.tokens)
        return await following.step(database, self.client)

    async def tell(self, database: Database) -> None:
        await self.seal()
        await self.follow(database)


def new_sealing_key() -> SealingKey:
    return SealingKey(ECKey.import_key(json.loads(sealing.generate_key())))


def told_of_visitation(key_file: Path, url: str = "postgresql://unused/unused") -> FastAPI:
    """The gateway, told of one service beside itself."""
    return create_app(
        Settings(
            database_url=SecretStr(url),
            gateway_url="http://pejling.test",
            visitation_url="http://pejling.test/api/visitation",
            signing_key_file=key_file,
        )
    )


@asynccontextmanager
async def telling(app: FastAPI) -> AsyncIterator[Source]:
    """A service that knows the gateway, and what follows it."""
    at = datetime.now(UTC)
    async with app.state.database.transaction(None) as session:
        known, secret = await service.register_client(
            session,
            client_id="service-gateway",
            name="Tjenesten gateway",
            role="service",
            municipality=None,
            secret=None,
            at=at,
            expires_at=at + timedelta(days=1),
        )
    tokens = ServiceTokens(
        "http://pejling.test", client_id=known.id, client_secret=SecretStr(secret)
    )
    made = Source(app, tokens)
    async with made.client, app.router.lifespan_context(app):
        yield made


@pytest.fixture
def source_at(key_file: Path) -> Callable[[str], AbstractAsyncContextManager[Source]]:
    """Another service on a database of its own, where requests may race."""

    def at(url: str) -> AbstractAsyncContextManager[Source]:
        return telling(told_of_visitation(key_file, url))

    return at


@pytest_asyncio.fixture(loop_scope="session")
async def source(databases: TestDatabases, key_file: Path) -> AsyncIterator[Source]:
    """Another service, with an audit log of its own."""
    app = told_of_visitation(key_file)
    async with databases.rolled_back("gateway") as app.state.database, telling(app) as made:
        yield made


@pytest.fixture
def gateway(database: Database, key_file: Path) -> FastAPI:
    """The gateway that follows it."""
    app = told_of_visitation(key_file)
    app.state.database = database
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def dpo(gateway: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The municipality's data protection officer."""
    async with client_of(gateway) as client:
        client.headers.update(bearing(gateway, "audit.search", "audit.extract", sub="staff-dpo"))
        yield client


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
