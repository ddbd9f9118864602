"""Databases, roles and schema changes: numbered, time-limited, one at a time."""

import asyncio
import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

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

from kit import tables, tenancy
from kit.database import asyncpg_url

LOCK_TIMEOUT = "500ms"
"""Shorter than the second after which PostgreSQL looks for deadlocks, and picks a request as its
victim perhaps; while a step waits, requests wait behind it."""
ATTEMPTS = 60
PAUSE_SECONDS = 0.5
_PASSING = frozenset({"55P03", "40P01"})  # lock not available, deadlock
STATEMENT_TIMEOUT = "60s"
_MIGRATION_LOCK = 7_305_551_114
_FIRST = ("audit_log", "idempotency_keys", "cursors", "outbox")
_SECOND = ("jobs", "revocations", "audit_seals", "audit_municipalities")
_QUEUE_TABLES = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")
# As PgQueuer 1.6 makes them (`pgq install --dry-run`); a later version brings its own migration.
_QUEUE = Path(__file__).with_name("queue_tables.sql")


def database_name(service: str) -> str:
    """The name of a service's database, and of the role that runs it."""
    return f"pejling_{service}"


def versions_folder(service: str) -> Path:
    """Where a service's numbered migrations lie."""
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        raise LookupError(f"{service} is not installed")
    return Path(spec.origin).parents[1] / "migrations" / "versions"


@cache
def _scripts(service: str) -> ScriptDirectory:
    folder = versions_folder(service)
    return ScriptDirectory(str(folder.parent), version_locations=[str(folder)])


@cache
def head(service: str) -> str:
    """The newest migration that the code knows."""
    revision = _scripts(service).get_current_head()
    if revision is None:
        raise LookupError(f"{service} has no migrations")
    return revision


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


class Operations(Protocol):
    """What a migration is given: alembic's ``op``, which is a module."""

    def execute(self, sqltext: str) -> None:
        """Run one statement."""


def create_kit_tables(op: Operations) -> None:
    """The kit's tables in their first version; a service's first migration calls it."""
    _each(
        op,
        """
        CREATE TABLE outbox (
            position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
            municipality text NOT NULL,
            type text NOT NULL,
            subject text NOT NULL,
            happened_at timestamptz NOT NULL,
            registered_at timestamptz NOT NULL DEFAULT now(),
            data jsonb NOT NULL
        )
        """,
        "CREATE INDEX ix_outbox_municipality_position ON outbox (municipality, position)",
        """
        CREATE TABLE cursors (
            feed text CONSTRAINT pk_cursors PRIMARY KEY,
            position bigint NOT NULL,
            moved_at timestamptz NOT NULL DEFAULT now()
        )
        """,
        """
        CREATE TABLE idempotency_keys (
            client text,
            route text,
            key text,
            municipality text NOT NULL,
            request_hash bytea NOT NULL,
            status smallint NOT NULL,
            result_id text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT pk_idempotency_keys PRIMARY KEY (client, route, key)
        )
        """,
        "CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at)",
        """
        CREATE TABLE audit_log (
            id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_audit_log PRIMARY KEY,
            municipality text NOT NULL,
            at timestamptz NOT NULL,
            actor text NOT NULL,
            actor_kind text NOT NULL,
            on_behalf_of text,
            organisation text,
            act text NOT NULL,
            purpose text,
            subjects text[] NOT NULL,
            criterion text,
            trace_id text NOT NULL
        )
        """,
        "CREATE INDEX ix_audit_log_municipality_at ON audit_log (municipality, at)",
        *tenancy.protect("audit_log"),
        # Insert only: whoever runs the service can neither change nor remove what was written.
        """
        DO $$ BEGIN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON outbox FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
        END $$
        """,
    )


def drop_kit_tables(op: Operations) -> None:
    """Undo ``create_kit_tables``."""
    _each(op, *(f"DROP TABLE {name}" for name in _FIRST))


def create_ground_tables(op: Operations) -> None:
    """The kit's tables in their second version: revocations, seals, jobs, filtered feeds.

    All of it is additions, so that code of the first version goes on working beside it.
    """
    _each(
        op,
        "CREATE TABLE audit_municipalities (municipality text NOT NULL)",
        """
        CREATE TABLE audit_seals (
            position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_audit_seals PRIMARY KEY,
            municipality text NOT NULL,
            number bigint NOT NULL,
            entries int8multirange NOT NULL,
            count integer NOT NULL,
            previous bytea NOT NULL,
            digest bytea NOT NULL,
            signature text NOT NULL,
            sealed_at timestamptz NOT NULL
        )
        """,
        "CREATE UNIQUE INDEX uq_audit_seals_municipality_number"
        " ON audit_seals (municipality, number)",
        """
        CREATE TABLE revocations (
            subject text CONSTRAINT pk_revocations PRIMARY KEY,
            tokens_before timestamptz NOT NULL
        )
        """,
        """
        CREATE TABLE jobs (
            id text CONSTRAINT pk_jobs PRIMARY KEY,
            municipality text NOT NULL,
            kind text NOT NULL,
            asked_by text NOT NULL,
            asked_at timestamptz NOT NULL,
            payload jsonb NOT NULL,
            content bytea,
            attempts integer NOT NULL,
            started_at timestamptz,
            done bigint NOT NULL,
            total bigint,
            finished_at timestamptz,
            result jsonb,
            problem jsonb,
            trace_id text NOT NULL
        )
        """,
        "CREATE INDEX ix_jobs_municipality_asked_at ON jobs (municipality, asked_at)",
        # The driver takes one statement at a time; the server takes the file as a whole.
        f"DO $all$ BEGIN EXECUTE $queue${_QUEUE.read_text(encoding='utf-8')}$queue$; END $all$",
        """
        DO $$ BEGIN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_seals FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
        END $$
        """,
        # The logs that were there before are sealed as well; each owner sees its own rows alone.
        "ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY",
        "INSERT INTO audit_municipalities SELECT DISTINCT municipality FROM audit_log",
        "ALTER TABLE audit_log FORCE ROW LEVEL SECURITY",
        # Last, because a request writes its events last: who locks in one order never deadlocks.
        "ALTER TABLE outbox ALTER COLUMN municipality DROP NOT NULL, ADD COLUMN provider_id text",
    )


def drop_ground_tables(op: Operations) -> None:
    """Undo ``create_ground_tables``."""
    _each(
        op,
        *(f"DROP TABLE {name}" for name in (*_QUEUE_TABLES, *_SECOND)),
        "DROP FUNCTION fn_pgqueuer_changed",
        "DROP TYPE pgqueuer_status",
        "ALTER TABLE outbox DROP COLUMN provider_id",
        "DELETE FROM outbox WHERE municipality IS NULL",
        "ALTER TABLE outbox ALTER COLUMN municipality SET NOT NULL",
    )


def _each(op: Operations, *statements: str) -> None:
    execute: Callable[[str], None] = op.execute
    for statement in statements:
        execute(statement)
