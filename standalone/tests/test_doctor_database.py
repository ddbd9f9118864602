"""`pejling doctor` on a database server: each trouble is made for real on one of its own."""

import asyncio
import socket

import asyncpg
import pytest

from kit import migrations, schema_versions
from standalone.data_folder import DataFolder
from standalone.databases import database_name, service_database
from standalone.doctor import examination
from standalone.doctor.findings import Finding, Level


def find(folder: DataFolder, check: str) -> Finding:
    """The one finding of a check."""
    (found,) = [each for each in examination.examine(folder) if each.check == check]
    return found


async def execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def named(migrated: tuple[DataFolder, str], monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The migrated data folder, with its server named in the environment."""
    data, url = migrated
    monkeypatch.delenv("PEJLING_PORT", raising=False)
    monkeypatch.setenv("PEJLING_DATABASE_URL", url)
    return data


def url_of(migrated: tuple[DataFolder, str], service: str) -> str:
    """A service's database as its owner."""
    data, url = migrated
    return service_database(url, service, data.secrets).owner_url


def test_a_server_that_takes_connections_and_never_answers_is_not_waited_for(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv(
            "PEJLING_DATABASE_URL", f"postgresql://root:hemmelig@127.0.0.1:{port}/postgres"
        )
        found = find(folder, "database")
    assert found.level is Level.ERROR
    assert "tager ikke imod os" in found.text
    assert "hemmelig" not in found.text


async def test_an_account_that_may_create_nothing_is_an_error(
    migrated: tuple[DataFolder, str], named: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    await execute(migrated[1], "CREATE ROLE small LOGIN PASSWORD 'lille'")
    address = migrated[1].partition("@")[2]
    monkeypatch.setenv("PEJLING_DATABASE_URL", f"postgresql://small:lille@{address}")
    found = await asyncio.to_thread(find, named, "database")
    await execute(migrated[1], "DROP ROLE small")
    assert found.level is Level.ERROR
    assert "CREATEDB" in found.text


async def test_a_database_behind_the_code_is_an_error(
    migrated: tuple[DataFolder, str], named: DataFolder
) -> None:
    owner = url_of(migrated, "surveys")
    await migrations.downgrade(owner, "surveys")
    found = await asyncio.to_thread(find, named, "databases")
    await migrations.upgrade(owner, "surveys")
    assert found.level is Level.ERROR
    assert "surveys har version ingen" in found.text
    assert "pejling migrate" in found.remedy


async def test_a_database_ahead_of_the_code_is_an_error(
    migrated: tuple[DataFolder, str], named: DataFolder
) -> None:
    owner, head = url_of(migrated, "contracts"), schema_versions.newest("contracts")
    await execute(owner, "UPDATE alembic_version SET version_num = '9999'")
    found = await asyncio.to_thread(find, named, "databases")
    await execute(owner, f"UPDATE alembic_version SET version_num = '{head}'")  # noqa: S608 - ours
    assert found.level is Level.ERROR
    assert "version 9999" in found.text


async def test_a_database_that_is_gone_is_an_error(
    migrated: tuple[DataFolder, str], named: DataFolder
) -> None:
    name = database_name("surveys")
    await execute(migrated[1], f'ALTER DATABASE "{name}" RENAME TO moved')
    found = await asyncio.to_thread(find, named, "databases")
    await execute(migrated[1], f'ALTER DATABASE moved RENAME TO "{name}"')
    assert found.level is Level.ERROR
    assert found.text == f"{name} findes ikke"


async def test_a_role_with_another_password_is_an_error(
    migrated: tuple[DataFolder, str], named: DataFolder
) -> None:
    role = database_name("surveys")
    mine = service_database(migrated[1], "surveys", named.secrets).password
    await execute(migrated[1], f"ALTER ROLE \"{role}\" PASSWORD 'en anden'")
    found = await asyncio.to_thread(find, named, "databases")
    await execute(migrated[1], f"ALTER ROLE \"{role}\" PASSWORD '{mine}'")
    assert found.level is Level.ERROR
    assert found.text == "surveys kan ikke bruge sin database (InvalidPasswordError)"


async def test_a_follower_that_lags_is_a_warning(
    migrated: tuple[DataFolder, str], named: DataFolder
) -> None:
    await execute(
        url_of(migrated, "effects"),
        "INSERT INTO outbox (municipality, type, subject, happened_at, registered_at, data)"
        " VALUES ('0999', 'FiguresReleased', 'x', now(), now() - interval '5 minutes', '{}')",
    )
    await execute(
        url_of(migrated, "visitation"), "INSERT INTO cursors (feed, position) VALUES ('effects', 0)"
    )
    found = await asyncio.to_thread(find, named, "feeds")
    released = await asyncio.to_thread(find, named, "release")
    await execute(url_of(migrated, "visitation"), "DELETE FROM cursors")
    await execute(url_of(migrated, "effects"), "DELETE FROM outbox")
    assert found.level is Level.WARNING
    assert "1 venter, den ældste i 30" in found.text
    assert released.text.startswith("Seneste tal er udgivet")


async def test_a_clock_that_goes_otherwise_is_an_error(
    migrated: tuple[DataFolder, str], named: DataFolder
) -> None:
    await execute(
        migrated[1],
        "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
        " AS $$SELECT pg_catalog.clock_timestamp() + interval '8 seconds'$$",
        "ALTER DATABASE postgres SET search_path = public, pg_catalog",
    )
    found = await asyncio.to_thread(find, named, "clock")
    await execute(migrated[1], "ALTER DATABASE postgres RESET search_path")
    await execute(migrated[1], "DROP FUNCTION public.clock_timestamp()")
    assert found.level is Level.ERROR
    assert "+8.0 s" in found.text
