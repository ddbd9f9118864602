"""Registering clients: once, again, with another secret, and never by halves."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from gateway.clients import models, queries, service
from gateway.clients.models import Client, ClientElsewhere
from gateway.clients.service import ClientInvalid
from kit.database import Database, Session
from kit.problems import NotThere
from kit.testing.databases import TestDatabases

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=30)
YEAR = timedelta(days=365)
SECRET = "s" * 43
OTHER = "t" * 43


async def register(session: Session, **changed: object) -> tuple[Client, str]:
    said: dict[str, Any] = {
        "client_id": "klient-fast",
        "name": "Fagsystem",
        "role": "jobcenter_system",
        "municipality": "0999",
        "secret": SECRET,
        "at": AT,
        "expires_at": AT + YEAR,
    }
    said.update(changed)
    return await service.register_client(session, **said)


async def test_a_new_client_gets_an_opaque_id_and_256_random_bits(database: Database) -> None:
    async with database.transaction(None) as session:
        made = [await register(session, client_id=None, secret=None) for _ in range(3)]
    assert len({client.id for client, _ in made}) == 3
    assert len({secret for _, secret in made}) == 3
    for client, secret in made:
        assert client.id.startswith("klient-")
        assert "0999" not in client.name
        assert secret.startswith("pejl_")
        assert len(secret) == len("pejl_") + 43


async def test_the_secret_itself_is_stored_nowhere(database: Database) -> None:
    async with database.transaction(None) as session:
        _, secret = await register(session, client_id=None, secret=None)
        row = (await session.execute(text("SELECT clients::text FROM clients"))).scalar_one()
    assert secret not in row
    assert secret.encode().hex() not in row
    assert models.hash_secret(secret).hex() in row


async def test_the_same_client_again_is_still_one_client(database: Database) -> None:
    for at in (AT, LATER, LATER):
        async with database.transaction(None) as session:
            client, secret = await register(session, at=at, expires_at=at + YEAR)
            assert secret == SECRET
            assert client.created_at == AT
            assert client.expires_at == at + YEAR
            assert await session.scalar(select(func.count()).select_from(Client)) == 1


async def test_another_secret_takes_the_place_of_the_old_one(database: Database) -> None:
    async with database.transaction(None) as session:
        await register(session)
    async with database.transaction(None) as session:
        client, _ = await register(session, secret=OTHER)
        assert models.has_secret(client, OTHER, at=AT)
        assert not models.has_secret(client, SECRET, at=AT)


async def test_a_revoked_client_stays_closed_for_its_old_secret_and_opens_for_a_new(
    database: Database,
) -> None:
    async with database.transaction(None) as session:
        await register(session)
        await service.revoke_client(session, "klient-fast", at=AT)
    async with database.transaction(None) as session:
        client, _ = await register(session)
        assert client.state_at(LATER) == "revoked"
    async with database.transaction(None) as session:
        client, _ = await register(session, secret=OTHER)
        assert client.state_at(LATER) == "open"


async def test_revoking_again_keeps_the_first_moment(database: Database) -> None:
    async with database.transaction(None) as session:
        await register(session)
        await service.revoke_client(session, "klient-fast", at=AT)
        client = await service.revoke_client(session, "klient-fast", at=LATER)
        assert client.revoked_at == AT


async def test_an_unknown_client_cannot_be_revoked(database: Database) -> None:
    async with database.transaction(None) as session:
        with pytest.raises(NotThere):
            await service.revoke_client(session, "klient-unknown", at=AT)


async def test_a_client_never_moves_to_another_municipality(database: Database) -> None:
    async with database.transaction(None) as session:
        await register(session)
    with pytest.raises(ClientElsewhere):
        async with database.transaction(None) as session:
            await register(session, municipality="0101", secret=OTHER)
    async with database.transaction(None) as session:
        client = await queries.find_client(session, "klient-fast")
        assert client is not None
        assert (client.municipality, models.has_secret(client, SECRET, at=AT)) == ("0999", True)


async def test_processes_that_start_at_once_register_one_client(databases: TestDatabases) -> None:
    async with databases.copied("gateway") as url:
        connections = [Database.connect(url, pool_size=1) for _ in range(8)]

        async def start(database: Database) -> str:
            async with database.transaction(None) as session:
                client, _ = await register(session)
                return client.id

        made = await asyncio.gather(*(start(database) for database in connections))
        async with connections[0].transaction(None) as session:
            assert [client.id for client in await queries.list_clients(session)] == [made[0]]
        for database in connections:
            await database.close()


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"client_id": ""}, "/client_id", "client_id_invalid"),
        ({"client_id": "Klient-1"}, "/client_id", "client_id_invalid"),
        ({"client_id": "klient 1"}, "/client_id", "client_id_invalid"),
        ({"client_id": "k" * 65}, "/client_id", "client_id_invalid"),
        ({"client_id": "klient\x00"}, "/client_id", "client_id_invalid"),
        ({"client_id": "service-effects"}, "/client_id", "client_id_reserved"),
        ({"role": "service", "municipality": None}, "/client_id", "client_id_reserved"),
        ({"name": ""}, "/name", "name_invalid"),
        ({"name": "  "}, "/name", "name_invalid"),
        ({"name": "n" * 201}, "/name", "name_invalid"),
        ({"name": "et\nto"}, "/name", "name_invalid"),
        ({"name": "\x00"}, "/name", "name_invalid"),
        ({"name": "\ud800"}, "/name", "name_invalid"),
        ({"role": "root"}, "/role", "role_unknown"),
        ({"role": ""}, "/role", "role_unknown"),
        ({"municipality": None}, "/municipality", "municipality_missing"),
        ({"municipality": ""}, "/municipality", "municipality_invalid"),
        ({"municipality": "999"}, "/municipality", "municipality_invalid"),
        ({"municipality": "٠٩٩٩"}, "/municipality", "municipality_invalid"),
        ({"municipality": "0999\n"}, "/municipality", "municipality_invalid"),
        (
            {"role": "service", "client_id": "service-effects"},
            "/municipality",
            "municipality_not_wanted",
        ),
        ({"secret": ""}, "/secret", "secret_weak"),
        ({"secret": "short"}, "/secret", "secret_weak"),
        ({"secret": "s" * 42}, "/secret", "secret_weak"),
        ({"secret": "s" * 257}, "/secret", "secret_weak"),
        ({"secret": "s" * 42 + "\n"}, "/secret", "secret_weak"),
        ({"secret": "s" * 42 + "æ"}, "/secret", "secret_weak"),
        ({"expires_at": AT}, "/expires_at", "expires_in_past"),
        ({"expires_at": AT - YEAR}, "/expires_at", "expires_in_past"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    database: Database, changed: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(ClientInvalid) as refused:
        async with database.transaction(None) as session:
            await register(session, **changed)
    assert (pointer, code) in [(error.pointer, error.code) for error in refused.value.errors]


async def test_the_database_itself_lets_nobody_but_services_go_without_municipality(
    database: Database,
) -> None:
    for role, municipality in (("guide_reader", None), ("service", "0999"), ("guide_reader", "x")):
        with pytest.raises(Exception, match="ck_clients"):
            async with database.transaction(None) as session:
                await queries.add_client_unless_known(
                    session,
                    id="klient-x",
                    name="x",
                    role=role,
                    municipality=municipality,
                    secret_hash=models.hash_secret(SECRET),
                    created_at=AT,
                    expires_at=LATER,
                )


def test_nobody_has_no_secret() -> None:
    assert not models.has_secret(None, SECRET, at=AT)
    assert not models.has_secret(None, "", at=AT)
