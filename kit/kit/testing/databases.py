"""Databases for tests: a savepoint around each test, or a copy of its own where two must race."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from kit import migrations
from kit.database import Database, asyncpg_url

PASSWORD = "only-for-tests"  # noqa: S105 - of a server that lives as long as the test run


class TestDatabases:
    """The services' databases on one server, migrated once a test run."""

    __test__ = False

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._run = secrets.token_hex(3)
        self._templates: dict[str, str] = {}
        self._shared: dict[str, AsyncEngine] = {}
        self._made: list[str] = []

    async def template(self, service: str) -> str:
        """The name of a service's migrated database, to which nobody connects."""
        if service not in self._templates:
            name = f"pejling_{service}_{self._run}"
            await migrations.provision(
                self._admin_url,
                service,
                owner_password=PASSWORD,
                password=PASSWORD,
                database=name,
            )
            self._made.append(name)
            await migrations.upgrade(self._url(service, name, owner=True), service)
            self._templates[service] = name
        return self._templates[service]

    @asynccontextmanager
    async def rolled_back(self, service: str) -> AsyncIterator[Database]:
        """A database on which real commits happen, and nothing remains afterwards."""
        if service not in self._shared:
            url = self._url(service, await self._copy(service))
            self._shared[service] = create_async_engine(asyncpg_url(url))
        async with self._shared[service].connect() as connection:
            outer = await connection.begin()
            try:
                yield Database.on(connection)
            finally:
                await outer.rollback()

    @asynccontextmanager
    async def copied(self, service: str, *, owner: bool = False) -> AsyncIterator[str]:
        """The address of a copy of a service's database, where transactions may race."""
        copy = await self._copy(service)
        try:
            yield self._url(service, copy, owner=owner)
        finally:
            self._made.remove(copy)
            await self._drop(copy)

    async def _copy(self, service: str) -> str:
        template = await self.template(service)
        copy = f"{template}_{secrets.token_hex(3)}"
        # Copied as files: by the log, which is the default, it takes the server six times as long.
        await self._as_admin(f'CREATE DATABASE "{copy}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        self._made.append(copy)
        return copy

    def _url(self, service: str, name: str, *, owner: bool = False) -> str:
        role = migrations.database_name(service) + ("_owner" if owner else "")
        address = make_url(self._admin_url).set(database=name, username=role, password=PASSWORD)
        return address.render_as_string(hide_password=False)

    async def _drop(self, name: str) -> None:
        await self._as_admin(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def close(self) -> None:
        """Drop the databases of this run."""
        for engine in self._shared.values():
            await engine.dispose()
        for name in reversed(self._made):
            await self._drop(name)

    async def _as_admin(self, statement: str) -> None:
        engine = create_async_engine(
            asyncpg_url(self._admin_url), isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()
