"""Databases, roles and schema changes: numbered, time-limited, one at a time."""

import asyncio
from functools import cache
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from kit import schema_versions, tables
from kit.database import asyncpg_url

LOCK_TIMEOUT = "500ms"
"""Shorter than the second after which PostgreSQL looks for deadlocks, and picks a request as its
victim perhaps; while a step waits, requests wait behind it."""
ATTEMPTS = 60
PAUSE_SECONDS = 0.5
_PASSING = frozenset({"55P03", "40P01"})  # lock not available, deadlock
STATEMENT_TIMEOUT = "60s"
_MIGRATION_LOCK = 7_305_551_114


def database_name(service: str) -> str:
    """The name of a service's database, and of the role that runs it."""
    return f"pejling_{service}"


@cache
def _scripts(service: str) -> ScriptDirectory:
    folder = schema_versions.folder(service)
    return ScriptDirectory(str(folder.parent), version_locations=[str(folder)])


async def provision(
    admin_url: str,
    service: str,
    *,
    owner_password: str,
    password: str,
    database: str | None = None,
) -> None:
    """Create a service's database and its two roles where they are missing.

    ``pejling_<service>_owner`` owns the schema and migrates; ``pejling_<service>`` runs the
    service, owns nothing and cannot pass row-level security.

    Args:
        admin_url: An address with the right to create roles and databases.
        service: The service's name.
        owner_password: For the owner role.
        password: For the running role.
        database: Another name for the database, for tests.
    """
    runner = database_name(service)
    owner = f"{runner}_owner"
    database = database or runner
    engine = create_async_engine(
        asyncpg_url(admin_url), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    try:
        async with engine.connect() as connection:
            await connection.execute(
                text("SELECT pg_advisory_lock(:lock)"), {"lock": _MIGRATION_LOCK}
            )
            for role, secret in ((owner, owner_password), (runner, password)):
                known = await connection.scalar(
                    text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}
                )
                verb = "ALTER" if known else "CREATE"
                # A password cannot be a bound parameter in DDL; the server quotes it for us.
                statement = await connection.scalar(
                    text(
                        "SELECT format('%s ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"
                        " NOBYPASSRLS PASSWORD %L', CAST(:verb AS text), CAST(:role AS text),"
                        " CAST(:secret AS text))"
                    ),
                    {"verb": verb, "role": role, "secret": secret},
                )
                await connection.exec_driver_sql(str(statement))
            exists = await connection.scalar(
                text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": database}
            )
            if not exists:
                await connection.exec_driver_sql(f'GRANT "{owner}" TO CURRENT_USER')
                await connection.exec_driver_sql(f'CREATE DATABASE "{database}" OWNER "{owner}"')
    finally:
        await engine.dispose()
    inside = make_url(admin_url).set(database=database).render_as_string(hide_password=False)
    engine = create_async_engine(asyncpg_url(inside), poolclass=NullPool)
    granted = f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA public GRANT'
    try:
        async with engine.begin() as connection:
            for statement in (
                f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
                f'GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO "{runner}"',
                f'ALTER SCHEMA public OWNER TO "{owner}"',
                f'GRANT USAGE ON SCHEMA public TO "{runner}"',
                f'{granted} SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{runner}"',
                f'{granted} USAGE ON SEQUENCES TO "{runner}"',
            ):
                await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()


async def upgrade(owner_url: str, service: str, revision: str = "head") -> None:
    """Bring a service's schema to the newest version, alone under an advisory lock."""
    await _migrate(owner_url, service, revision, up=True)


async def downgrade(owner_url: str, service: str, revision: str = "base") -> None:
    """Take a service's schema back to an earlier version."""
    await _migrate(owner_url, service, revision, up=False)


def revisions(service: str) -> list[str]:
    """Every migration of a service that the code knows, the oldest first."""
    return [script.revision for script in _scripts(service).walk_revisions()][::-1]


async def _migrate(owner_url: str, service: str, revision: str, *, up: bool) -> None:
    """Go from version to version, each in a transaction of its own, alone under an advisory lock.

    A transaction over several versions would hold the locks of all of them, and so meet requests
    that lock the same tables in another order.
    """
    engine = create_async_engine(asyncpg_url(owner_url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            for step in await alone.run_sync(_steps, service, revision, up):
                await _take(engine, service, step, up=up)
    finally:
        await engine.dispose()


async def _take(engine: AsyncEngine, service: str, step: str, *, up: bool) -> None:
    """One step; when requests hold what it needs, it lets them go first and tries again."""
    for attempt in range(ATTEMPTS):
        try:
            async with engine.begin() as connection:
                for name, limit in (
                    ("statement_timeout", STATEMENT_TIMEOUT),
                    ("lock_timeout", LOCK_TIMEOUT),
                ):
                    await connection.exec_driver_sql(f"SET LOCAL {name} = '{limit}'")
                await connection.run_sync(_run, service, step, up)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") not in _PASSING or attempt + 1 == ATTEMPTS:
                raise
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return


def _steps(connection: Connection, service: str, revision: str, up: bool) -> list[str]:
    """The versions to pass on the way, the last one being where it ends."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = revisions(service)
    at = known.index(current) + 1 if current else 0
    if up:
        end = len(known) if revision == "head" else known.index(revision) + 1
        return known[at:end]
    end = 0 if revision == "base" else known.index(revision) + 1
    return [known[each - 1] if each else "base" for each in range(at - 1, end - 1, -1)]


def _run(connection: Connection, service: str, revision: str, up: bool) -> None:
    scripts = _scripts(service)

    def steps(current: Any, _context: Any) -> Any:  # noqa: ANN401 - alembic's own signature
        if up:
            return scripts._upgrade_revs(revision, current)  # noqa: SLF001 - what alembic's env.py calls
        return scripts._downgrade_revs(revision, current)  # noqa: SLF001 - as above

    environment = EnvironmentContext(Config(), scripts, fn=steps)
    with environment:
        environment.configure(connection=connection, transactional_ddl=True)
        with environment.begin_transaction():
            environment.run_migrations()


def differences(connection: Connection, metadata: MetaData) -> list[Any]:
    """What autogenerate would still change: empty when models and migrations agree."""

    def is_ours(_object: object, name: str | None, *_: object) -> bool:
        return not (name or "").startswith("pgqueuer")

    context = MigrationContext.configure(
        connection,
        opts={
            "target_metadata": [tables.metadata, metadata],
            "compare_type": True,
            "include_object": is_ours,
        },
    )
    merged = MetaData(naming_convention=tables.NAMING)
    for source in (tables.metadata, metadata):
        for table in source.tables.values():
            table.to_metadata(merged)
    found: list[Any] = compare_metadata(context, merged)
    return found
