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
        self._prepared: dict[str, str] = {}
        self._engines: dict[str, AsyncEngine] = {}

    async def prepare(self, service: str) -> str:
        """The name of a service's migrated database."""
        if service not in self._prepared:
            name = f"pejling_{service}_{self._run}"
            await migrations.provision(
                self._admin_url,
                service,
                owner_password=PASSWORD,
                password=PASSWORD,
                database=name,
            )
            await migrations.upgrade(self.url(service, name, owner=True), service)
            self._prepared[service] = name
        return self._prepared[service]

    def url(self, service: str, name: str, *, owner: bool = False) -> str:
        """The address of a database, as the role that runs the service or as its owner."""
        role = migrations.database_name(service) + ("_owner" if owner else "")
        address = make_url(self._admin_url).set(database=name, username=role, password=PASSWORD)
        return address.render_as_string(hide_password=False)

    @asynccontextmanager
    async def rolled_back(self, service: str) -> AsyncIterator[Database]:
        """A database on which real commits happen, and nothing remains afterwards."""
        name = await self.prepare(service)
        if service not in self._engines:
            self._engines[service] = create_async_engine(asyncpg_url(self.url(service, name)))
        async with self._engines[service].connect() as connection:
            outer = await connection.begin()
            try:
                yield Database.on(connection)
            finally:
                await outer.rollback()

    @asynccontextmanager
    async def copied(self, service: str) -> AsyncIterator[str]:
        """The address of a copy of a service's database, where transactions may race."""
        name = await self.prepare(service)
        copy = f"{name}_{secrets.token_hex(3)}"
        if service in self._engines:
            await self._engines.pop(service).dispose()
        await self._as_admin(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
        try:
            yield self.url(service, copy)
        finally:
            await self._as_admin(f'DROP DATABASE "{copy}" WITH (FORCE)')

    async def close(self) -> None:
        """Drop the databases of this run."""
        for engine in self._engines.values():
            await engine.dispose()
        for name in self._prepared.values():
            await self._as_admin(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def _as_admin(self, statement: str) -> None:
        engine = create_async_engine(
            asyncpg_url(self._admin_url), isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()
