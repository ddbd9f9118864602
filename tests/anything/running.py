"""A service as it is wired, on a real database, and a caller who may do whatever it offers."""

import importlib
import itertools
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path

import httpx
from fastapi import FastAPI

from kit.database import Database
from kit.health import OPEN_PATHS
from kit.rights import FOLLOW_ALL, Caller
from kit.settings import ServiceSettings
from kit.testing import house
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import MUNICIPALITY, Signer
from standalone.documents import settings_leading_nowhere

NOBODY_ANSWERS = "http://127.0.0.1:9"
SOME_PROVIDER = "leverandoer-1"


@dataclass(frozen=True)
class Running:
    """One service, and the two who ask it: a municipality's system, and another service."""

    service: str
    app: FastAPI
    client: httpx.AsyncClient
    signer: Signer
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    there_for_good: set[tuple[str, str]] = field(default_factory=set)
    """What is made once and serves whatever is made later, by municipality."""
    municipality: str = MUNICIPALITY
    own_provider: str | None = None
    """Whose everything is that a provider has; unless said, that of some provider or other."""

    @property
    def database(self) -> Database:
        database: Database = self.app.state.database
        return database

    @property
    def caller(self) -> Caller:
        """Whom the client's token names."""
        rights = frozenset(house.rights_asked_for(self.app))
        return Caller("client-1", "client", self.municipality, rights)

    @property
    def provider_id(self) -> str:
        """The provider of what is made."""
        return self.own_provider or SOME_PROVIDER

    @cached_property
    def paths_of_the_kit(self) -> frozenset[str]:
        """The paths that are answered by the same code in every service."""
        return frozenset(
            str(route.path)
            for route in house._routes(self.app)
            if route.endpoint is not None and route.endpoint.__module__.startswith("kit.")
        )

    @property
    def of_a_service(self) -> dict[str, str]:
        """The headers of a service that follows this one, for all municipalities at once."""
        token = self.signer.token(
            ["feed.read", "audit.follow", FOLLOW_ALL], municipality=None, kind="service"
        )
        return {"Authorization": f"Bearer {token}"}

    def fresh(self, kind: str = "ny") -> str:
        """A name that was not used before."""
        return f"{kind}-{next(self.numbers)}"

    def once(self) -> dict[str, str]:
        """A fresh idempotency key, as a header."""
        return {"Idempotency-Key": self.fresh("key")}

    async def do(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Ask for something that must be granted."""
        answer = await self.client.request(
            method, path, json=json, content=content, headers=self.once() | (headers or {})
        )
        assert answer.is_success, answer.text
        return answer

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send a request as it is, by a way of its own so that none is limited for another.

        Only whoever monitors asks by himself: what was handed on is told nothing of health.
        """
        if request.url.path in OPEN_PATHS:
            return await self.client.send(request)
        if b"x-forwarded-for" not in (name.lower() for name, _ in request.headers.raw):
            number = next(self.numbers)
            request.headers["X-Forwarded-For"] = str(ip_address("10.0.0.0") + number)
        return await self.client.send(request)


def app_of(service: str, url: str, folder: Path, signer: Signer) -> FastAPI:
    """A service's application on a database, trusting the signer; others are not there."""
    settings: type[ServiceSettings] = importlib.import_module(f"{service}.settings").Settings
    told = settings_leading_nowhere(settings, folder) | {
        "database_url": url,
        "gateway_url": f"{NOBODY_ANSWERS}/api/gateway",
        "requests_in_ten_seconds": 0,
    }
    for name in settings.model_fields:
        if name.endswith("_folder"):
            told[name] = folder / name
        elif name.endswith("_url") and name in told and name != "database_url":
            told[name] = f"{NOBODY_ANSWERS}/api/{name.removesuffix('_url')}"
    key_file = told.get("signing_key_file")
    if key_file is not None:
        # The gateway signs with the keys that it trusts, so that its own tokens are good as well.
        keys = {"keys": [signer.key.as_dict(private=True)]}
        key_file.write_text(json.dumps(keys), encoding="utf-8")
    app: FastAPI = importlib.import_module(f"{service}.app").create_app(settings(**told))
    if key_file is None:
        app.state.verifier = signer.verifier()
    return app


@asynccontextmanager
async def running(
    service: str, databases: TestDatabases, folder: Path, signer: Signer
) -> AsyncIterator[Running]:
    """A service that answers, until the block ends."""
    async with databases.copied(service) as url:
        app = app_of(service, url, folder, signer)
        token = signer.token(house.rights_asked_for(app))
        async with client_of(app, token) as client:
            yield Running(service, app, client, signer)
