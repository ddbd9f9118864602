"""Creates, upgrades and removes the five services' databases and roles on a server."""

import asyncpg
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from kit import migrations
from kit.database import asyncpg_url
from standalone.cannot_run import CannotRun
from standalone.databases import SERVICES, ServiceDatabase, database_name, service_database
from standalone.secret_files import SecretFiles

_OLDEST_POSTGRES = 15
_ANSWER_WITHIN = 10.0  # seconds


class ServerUnusable(CannotRun):
    """The database server cannot hold our databases; the text says why, in Danish."""


async def migrate(admin_url: str, secrets: SecretFiles) -> None:
    """Create each service's database and roles where missing, and bring its schema up to date.

    Raises:
        ServerUnusable: the server does not answer, is too old, or gives the role too little.
    """
    await check(admin_url)
    for service in SERVICES:
        database = await provide(admin_url, service, secrets)
        await migrations.upgrade(database.owner_url, service)


async def provide(admin_url: str, service: str, secrets: SecretFiles) -> ServiceDatabase:
    """Create a service's database and roles where missing; its schema is left as it is."""
    database = service_database(admin_url, service, secrets)
    await migrations.provision(
        admin_url, service, owner_password=database.owner_password, password=database.password
    )
    return database


async def drop(admin_url: str) -> None:
    """Remove the five databases with their data, and their roles.

    Raises:
        ServerUnusable: as for `migrate`.
    """
    await check(admin_url)
    engine = create_async_engine(
        asyncpg_url(admin_url),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
    )
    try:
        async with engine.connect() as connection:
            for name in map(database_name, SERVICES):
                await connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                await connection.exec_driver_sql(f'DROP ROLE IF EXISTS "{name}", "{name}_owner"')
    finally:
        await engine.dispose()


async def check(admin_url: str, *, within: float = _ANSWER_WITHIN) -> None:
    """See that the server answers, is new enough and lets the role make what we need.

    Args:
        admin_url: the administrator's URL.
        within: seconds that it has to take a connection.

    Raises:
        ServerUnusable: it does not.
    """
    plain = make_url(admin_url).set(drivername="postgresql")
    try:
        connection = await asyncpg.connect(
            plain.render_as_string(hide_password=False),
            timeout=within,
        )
    except (OSError, TimeoutError, asyncpg.PostgresError, ValueError) as error:
        # Its text is not repeated: it may quote the address, and with it the password.
        raise ServerUnusable(
            f"Databaseserveren på {plain.host}:{plain.port or 5432} tager ikke imod os "
            f"({type(error).__name__}).",
        ) from None
    try:
        if connection.get_server_version().major < _OLDEST_POSTGRES:
            raise ServerUnusable(
                f"Databaseserveren er for gammel: PostgreSQL {_OLDEST_POSTGRES} eller nyere.",
            )
        if not await connection.fetchval(
            "SELECT rolsuper OR (rolcreatedb AND rolcreaterole) FROM pg_roles"
            " WHERE rolname = current_user",
        ):
            raise ServerUnusable(
                f"Brugeren {plain.username} må ikke oprette databaser og roller (CREATEDB "
                "CREATEROLE).",
            )
    finally:
        await connection.close()
