"""A service with three owners of rows in it: the caller's own, another town, another provider.

Row-level security is off in it. What keeps rows apart here is the first wall alone, the condition
that every query states; a hole in it would otherwise stay hidden behind the second wall.
"""

import itertools
import json
import re
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import httpx
from fastapi import FastAPI
from fastapi.routing import RouteContext
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from gateway import roles
from kit.database import Database, asyncpg_url
from kit.testing import house
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import MUNICIPALITY, Signer
from kit.tokens import CLOCK_SKEW_SECONDS, MAX_LIFETIME_SECONDS
from standalone.documents import unconnected_app

from ..anything import known  # noqa: TID252 - test folders are no packages
from ..anything.asking import MAKES, nothing  # noqa: TID252 - as above
from ..anything.known import Known, Make  # noqa: TID252 - as above
from ..anything.running import Running, app_of  # noqa: TID252 - as above
from . import table
from .provider_known import AS_PROVIDER
from .requests_in_parts import texts_in

OTHER_MUNICIPALITY: Final = "0998"
OUR_PROVIDER, OTHER_PROVIDER = "leverandoer-vores", "leverandoer-anden"
EVERYTHING, AS_A_PROVIDER = "everything", "everything as a provider"
"""Callers with every right of the service: what keeps rows from them is not a missing right."""

Owner = Literal["ours", "other town", "other provider"]
OTHERS: tuple[Owner, ...] = ("other town", "other provider")
BEHIND_THE_SECOND_WALL_ALONE: Final = {
    "audit_log": "no request reads it: a worker seals it, with one municipality's eyes at a time",
}
"""Tables that keep row-level security here, each with the reason."""
_OF_TIME = re.compile(r"\d{4}-\d\d(-\d\d)?([T ].*)?|\d{4}-W\d\d|[\d.,:+-]{0,7}")
_FIRST_NUMBER = 1_000
"""Shorter ones are counts and versions, which are compared."""
_SHORTEST = 6
"""Shorter texts may stand in an answer by chance."""

_TABLES = text(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    " AND tablename NOT LIKE 'pgqueuer%' AND tablename <> 'alembic_version'"
)


@cache
def written(service: str) -> FastAPI:
    """A service's application, for what is written of it alone; a world asks one of its own."""
    return unconnected_app(service)


@dataclass
class World:
    """One service, everything that its operations need, by owner, and who may ask."""

    service: str
    app: FastAPI
    signer: Signer
    owners: dict[Owner, Running]
    routes: dict[str, RouteContext]
    admin: Database
    kept: dict[tuple[Owner, str], Known] = field(default_factory=dict)
    secrets: dict[Owner, frozenset[str]] = field(default_factory=dict)
    """The texts that stand in rows of others and in none of ours."""
    columns: dict[Owner, dict[str, set[str]]] = field(default_factory=dict)
    """The same texts by the name of the column, or of the part of a document, they stand in."""
    _tokens: dict[str, str] = field(default_factory=dict)
    _parameters: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def ours(self) -> Running:
        return self.owners["ours"]

    def token(self, who: str) -> str:
        """The token of a role, or of one of the callers with every right."""
        if who not in self._tokens:
            self._tokens[who] = self._new_token(who)
        return self._tokens[who]

    def _new_token(self, who: str) -> str:
        everything = house.rights_asked_for(self.app) - {"audit.follow", "feed.follow_all"}
        if who == EVERYTHING:
            return long_token(self.signer, everything)
        if who == AS_A_PROVIDER:
            told = {"provider_id": OUR_PROVIDER, "kind": "client", "sub": "provider-everything"}
            return long_token(self.signer, everything, **told)
        if who == table.SERVICE:
            rights = roles.rights_of(who)
            sub = "service-any"
            return long_token(self.signer, rights, municipality=None, kind=who, sub=sub)
        is_system = who in table.SYSTEMS
        kind = "client" if is_system else "staff"
        told = {"kind": kind, "sub": f"somebody-{who}"}
        if who in table.PROVIDERS:
            told["provider_id"] = OUR_PROVIDER
            told["kind"] = kind if is_system else "provider_staff"
        return long_token(self.signer, roles.rights_of(who), **told)

    def make_of(self, operation: str, *, as_provider: bool = False) -> Make:
        """What must be there for an operation to succeed, for a provider where that is more."""
        makes = known.MAKES | MAKES[self.service] | (AS_PROVIDER if as_provider else {})
        return makes.get(operation, nothing)

    async def make(self, owner: Owner, operation: str, *, as_provider: bool = False) -> Known:
        """Make it for an owner, anew."""
        running = self.owners[owner]
        made = await self.make_of(operation, as_provider=as_provider)(running)
        self.kept[owner, operation] = made
        return made

    async def ask_as_owner(self, owner: Owner, operation: str, asked: Known) -> None:
        """Let an owner do what was made ready."""
        running, route = self.owners[owner], self.routes[operation]
        (method,) = (route.methods or set()) - {"HEAD"}
        request = asked.request(running, method, route.path or "")
        answer = await running.send(request)
        assert answer.is_success, answer.text

    async def ask(self, who: str | None, operation: str, asked: Known) -> httpx.Response:
        """What a caller is answered; nobody is answered without a token."""
        route = self.routes[operation]
        (method,) = (route.methods or set()) - {"HEAD"}
        request = asked.request(self.ours, method, route.path or "")
        if who is None:
            del request.headers["Authorization"]
        else:
            request.headers["Authorization"] = f"Bearer {self.token(who)}"
        if "Idempotency-Key" in request.headers:
            request.headers["Idempotency-Key"] = self.ours.fresh("key")
        return await self.ours.send(request)

    def parameters(self, operation: str) -> list[dict[str, Any]]:
        """What the document says that an operation takes besides its body."""
        if operation not in self._parameters:
            self._parameters[operation] = self._read_parameters(operation)
        return self._parameters[operation]

    def _read_parameters(self, operation: str) -> list[dict[str, Any]]:
        route = self.routes[operation]
        (method,) = (route.methods or set()) - {"HEAD"}
        document = written(self.service).openapi()
        said = document["paths"][route.path][method.lower()].get("parameters", [])
        return [each | {"schema": _resolved(document, each["schema"])} for each in said]

    async def settle(self) -> None:
        """Let what is held in memory see what was written meanwhile."""
        if self.service == "visitation":
            await self.app.state.guide.memory.refresh(self.ours.database)

    async def texts(self) -> dict[str, set[str]]:
        """Every text that stands in the database, by the name of what holds it."""
        found: dict[str, set[str]] = {}
        async with self.admin.transaction(None) as session:
            for name in await session.scalars(_TABLES):
                rows = await session.scalars(text(f'SELECT to_jsonb(t) FROM "{name}" t'))  # noqa: S608 - names of our own
                for row in rows:
                    _collect("", row, found)
        return found

    async def learn_secrets(self, owner: Owner, before: Mapping[str, set[str]]) -> None:
        """Take what was not there before for what only its owner may see.

        A release is the municipality's: it has every provider's figures in it.
        """
        asked = (self.kept["ours", name] for name in self.routes if ("ours", name) in self.kept)
        own = {told for each in asked for _, told in texts_in(each)}
        known_before = set().union(own, *before.values())
        columns = {name: told - known_before for name, told in (await self.texts()).items()}
        self.columns[owner] = {name: told for name, told in columns.items() if told}
        shared = (
            self.columns[owner].get("release_id", set()) if owner == "other provider" else set()
        )
        self.secrets[owner] = frozenset(set().union(*self.columns[owner].values()) - shared)


def long_token(signer: Signer, rights: Iterable[str], **told: Any) -> str:  # noqa: ANN401 - claims
    """A token as old as one may get: a world is asked much, and may stand on a busy machine."""
    until = int(time.time()) + MAX_LIFETIME_SECONDS - CLOCK_SKEW_SECONDS
    return signer.token(rights, exp=until, **told)


def _resolved(document: dict[str, Any], part: Any) -> Any:  # noqa: ANN401 - a part of a document
    if isinstance(part, list):
        return [_resolved(document, each) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolved(
            document, document["components"]["schemas"][part["$ref"].rpartition("/")[2]]
        )
    return {name: _resolved(document, each) for name, each in part.items()}


def _collect(name: str, part: object, found: dict[str, set[str]]) -> None:
    if isinstance(part, str):
        if len(part) >= _SHORTEST and not _OF_TIME.fullmatch(part):
            found.setdefault(name, set()).add(part)
    elif isinstance(part, dict):
        for inner, value in part.items():
            _collect(inner, value, found)
    elif isinstance(part, list):
        for value in part:
            _collect(name, value, found)


async def _without_second_wall(owner_url: str) -> None:
    engine = create_async_engine(asyncpg_url(owner_url))
    async with engine.begin() as connection:
        protected = await connection.scalars(
            text("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')")
        )
        for name in set(protected) - BEHIND_THE_SECOND_WALL_ALONE.keys():
            await connection.execute(text(f'ALTER TABLE "{name}" DISABLE ROW LEVEL SECURITY'))
    await engine.dispose()


async def _register_providers(running: Running) -> None:
    """Contracts knows the providers by whom it is asked; elsewhere they are ids alone."""
    rows: list[dict[str, Any]] = [
        {"id": OUR_PROVIDER, "name": "Vores leverandør", "kind": "internal"},
        {"id": OTHER_PROVIDER, "name": "En anden leverandør", "kind": "internal"},
    ]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    headers = {"Content-Type": "application/x-ndjson"}
    await running.do("POST", "/v1/providers/import", content=content, headers=headers)


@asynccontextmanager
async def empty_world(
    service: str, databases: TestDatabases, folder: Path, signer: Signer
) -> AsyncIterator[World]:
    """A service in which nobody has anything yet."""
    async with databases.copied(service, owner=True) as owner_url:
        await _without_second_wall(owner_url)
        role = str(make_url(owner_url).username).removesuffix("_owner")
        url = make_url(owner_url).set(username=role).render_as_string(hide_password=False)
        app = app_of(service, url, folder, signer)
        rights = house.rights_asked_for(app)
        abroad_token = long_token(signer, rights, municipality=OTHER_MUNICIPALITY)
        admin = Database.connect(owner_url, pool_size=1)
        async with (
            client_of(app, long_token(signer, rights)) as client,
            httpx.AsyncClient(
                transport=client._transport,
                base_url=client.base_url,
                headers={"Authorization": f"Bearer {abroad_token}"},
            ) as abroad,
        ):
            numbers = itertools.count(_FIRST_NUMBER)
            ours = Running(service, app, client, signer, numbers, own_provider=OUR_PROVIDER)
            owners: dict[Owner, Running] = {
                "ours": ours,
                "other town": replace(ours, client=abroad, municipality=OTHER_MUNICIPALITY),
                "other provider": replace(ours, own_provider=OTHER_PROVIDER),
            }
            assert ours.municipality == MUNICIPALITY
            routes = {
                str(route.unique_id): route
                for route in house._routes(app)
                if route.include_in_schema
            }
            if service == "contracts":
                await _register_providers(ours)
                await _register_providers(owners["other town"])
            yield World(service, app, signer, owners, routes, admin)
        await admin.close()
