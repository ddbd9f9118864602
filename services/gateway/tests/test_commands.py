"""Clients and keys from the command line."""

import asyncio
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select
from typer.testing import CliRunner, Result

from gateway.clients import models, queries
from gateway.commands import commands
from gateway.keys import signing
from kit import tables
from kit.database import Database
from kit.testing.databases import TestDatabases

CREATE = ("create-client", "--role", "jobcenter_system", "--municipality", "0999")
NAMED = (*CREATE, "--name", "Fagsystem")

Pejling = Callable[..., Awaitable[Result]]


async def invoked(url: str | None, *arguments: str) -> Result:
    """Run the command in a thread, because it brings an event loop of its own."""

    def invoke() -> Result:
        told = {"PEJLING_GATEWAY_DATABASE_URL": url}
        return CliRunner().invoke(commands, arguments, env=told)

    return await asyncio.to_thread(invoke)


@pytest_asyncio.fixture(loop_scope="session")
async def url(databases: TestDatabases) -> AsyncIterator[str]:
    """The address of a database of the test's own: the command opens its own connection."""
    async with databases.copied("gateway") as url:
        yield url


@pytest.fixture
def pejling(url: str) -> Pejling:
    """Runs ``pejling gateway …`` on the test's database."""

    async def run(*arguments: str) -> Result:
        return await invoked(url, *arguments)

    return run


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def said(result: Result) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in result.stdout.splitlines())


async def test_a_client_is_made_and_its_secret_shown_once(pejling: Pejling, url: str) -> None:
    result = await pejling(*NAMED)
    assert result.exit_code == 0, result.output
    made = said(result)
    assert made.keys() == {"client_id", "client_secret"}
    assert "vises ikke igen" in result.stderr
    database = Database.connect(url, pool_size=1)
    async with database.transaction(None) as session:
        client = await queries.find_client(session, made["client_id"])
    await database.close()
    assert models.has_secret(client, made["client_secret"], at=datetime.now(UTC))
    shown = await pejling("list-clients")
    assert made["client_id"] in shown.stdout
    assert made["client_secret"] not in shown.output


async def test_clients_are_listed_and_revoked(pejling: Pejling) -> None:
    client_id = said(await pejling(*NAMED))["client_id"]
    service = ("create-client", "--role", "service", "--client-id", "service-effects")
    assert (await pejling(*service, "--name", "Effekter")).exit_code == 0
    assert (await pejling("revoke-client", client_id)).exit_code == 0
    header, *lines = (await pejling("list-clients")).stdout.splitlines()
    assert header.split("\t")[:4] == ["client_id", "role", "municipality", "state"]
    assert [line.split("\t")[:4] for line in lines] == [
        ["service-effects", "service", "-", "open"],
        [client_id, "jobcenter_system", "0999", "revoked"],
    ]


async def test_a_providers_system_is_made_with_its_provider(pejling: Pejling, url: str) -> None:
    provider = ("create-client", "--role", "provider_system", "--municipality", "0999")
    assert (await pejling(*provider, "--name", "x")).exit_code == 2
    result = await pejling(*provider, "--name", "x", "--provider-id", "p-1")
    assert result.exit_code == 0, result.output
    database = Database.connect(url, pool_size=1)
    async with database.transaction(None) as session:
        client = await queries.find_client(session, said(result)["client_id"])
    await database.close()
    assert client is not None
    assert (client.provider_id, client.created_by) == ("p-1", "command")


async def test_what_is_revoked_is_told_to_every_service(pejling: Pejling, url: str) -> None:
    client_id = said(await pejling(*NAMED))["client_id"]
    service = ("create-client", "--role", "service", "--client-id", "service-effects")
    assert (await pejling(*service, "--name", "Effekter")).exit_code == 0
    for revoked in (client_id, "service-effects", client_id):
        assert (await pejling("revoke-client", revoked)).exit_code == 0
    outbox, revocations = tables.outbox, tables.revocations
    database = Database.connect(url, pool_size=1)
    async with database.transaction(None) as session:
        told = (await session.execute(select(outbox).order_by(outbox.c.position))).all()
        kept = (await session.execute(select(revocations))).all()
    await database.close()
    assert [(row.type, row.municipality, row.subject) for row in told] == [
        ("AccessRevoked", "0999", client_id),
        ("AccessRevoked", None, "service-effects"),
    ]
    assert {row.subject for row in kept} == {client_id, "service-effects"}
    assert told[0].data.keys() == {"client_id", "tokens_before"}


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((*CREATE, "--name", ""), "Skriv et navn på 1-200 tegn."),
        ((*NAMED, "--municipality", "999"), "Kommunekoden er fire cifre: 0101."),
        ((*NAMED, "--client-id", "service-x"), "Id'er, der begynder med service-, hører"),
        ((*NAMED, "--role", "root"), "Rollen er en af: administrator, analyst, "),
        (("revoke-client", "klient-unknown"), "Klienten findes ikke."),
    ],
)
async def test_bad_input_is_one_line_each_and_exit_code_2(
    pejling: Pejling, arguments: tuple[str, ...], line: str
) -> None:
    result = await pejling(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    # What the standard library logs of loops that other tests have ended is JSON.
    said = [one for one in result.stderr.splitlines() if not one.startswith("{")]
    assert len(said) == 1
    assert line in said[0]


@pytest.mark.parametrize("days", ["0", "-1", "4000", "mange"])
async def test_a_secret_lasts_between_a_day_and_ten_years(pejling: Pejling, days: str) -> None:
    assert (await pejling(*NAMED, "--days", days)).exit_code == 2


@pytest.mark.parametrize(
    "url", [None, "", "localhost", "mysql://pejling:hemmelig@localhost/x", "://"]
)
async def test_a_missing_or_wrong_address_is_named_by_its_variable(url: str | None) -> None:
    result = await invoked(url, "list-clients")
    assert result.exit_code == 2
    assert result.stderr.startswith("PEJLING_GATEWAY_DATABASE_URL: ")
    assert len(result.stderr.splitlines()) == 1
    assert "hemmelig" not in result.stderr


async def test_a_database_that_is_away_is_one_line() -> None:
    result = await invoked("postgresql://nobody:x@127.0.0.1:9/nothing", "list-clients")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "Databasen svarer ikke; kontrollér PEJLING_GATEWAY_DATABASE_URL."
    ]


async def test_a_key_file_is_made_once_and_rotated(pejling: Pejling, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    assert (await pejling("new-keys", "--file", str(path))).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = signing.read(path)
    assert (await pejling("new-keys", "--file", str(path))).exit_code == 2
    assert signing.read(path) == before
    assert (await pejling("rotate-keys", "--file", str(path))).exit_code == 0
    after = signing.read(path)
    assert after.keys[0].kid == before.keys[1].kid
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names_in(tmp_path) == [path.name]


async def test_an_unusable_key_file_is_not_rotated(pejling: Pejling, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.touch(mode=0o600)
    result = await pejling("rotate-keys", "--file", str(path))
    assert (result.exit_code, path.read_text()) == (2, "")
    assert "JWK" in result.stderr
