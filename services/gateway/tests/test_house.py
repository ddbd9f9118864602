"""The gateway keeps the house's rules."""

from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import text

from gateway.app import OPEN_PATHS
from gateway.audit import queries as audit_queries
from gateway.clients import models, queries
from gateway.record import UNPROTECTED, Record
from kit import migrations, openapi
from kit.database import Database
from kit.health import OPEN_PATHS as HEALTH_PATHS
from kit.testing import house
from kit.testing.databases import TestDatabases

DOCUMENT = Path(__file__).parents[1] / "openapi.json"


def test_every_route_states_its_right(app: FastAPI) -> None:
    assert house.routes_without_right(app, OPEN_PATHS | HEALTH_PATHS) == []
    assert house.repeated_operation_ids(app) == []


def test_only_the_listed_routes_are_open(app: FastAPI) -> None:
    closed = house.routes_without_right(app, ())
    assert {entry.split(" ")[-1] for entry in closed} == OPEN_PATHS | HEALTH_PATHS


def test_the_committed_document_is_current(app: FastAPI) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == openapi.document(app)


async def test_models_and_migrations_agree(database: Database) -> None:
    assert models.Client.metadata is Record.metadata
    async with database.transaction(None) as session:
        connection = await session.connection()
        assert await connection.run_sync(migrations.differences, Record.metadata) == []


async def test_tables_outside_row_level_security_are_listed(database: Database) -> None:
    async with database.transaction(None) as session:
        assert await house.tables_outside_row_level_security(session) == UNPROTECTED.keys()


async def test_migrations_go_down_and_up_again(databases: TestDatabases) -> None:
    async with databases.copied("gateway", owner=True) as url:
        await migrations.downgrade(url, "gateway")
        await migrations.upgrade(url, "gateway")


async def test_clients_from_before_are_listed_by_name_as_well(databases: TestDatabases) -> None:
    async with databases.copied("gateway", owner=True) as url:
        await migrations.downgrade(url, "gateway", "0003")
        database = Database.connect(url, pool_size=1)
        async with database.transaction(None) as session:
            await session.execute(
                text(
                    "INSERT INTO clients (id, name, role, municipality, secret_hash, created_at,"
                    " expires_at) VALUES ('klient-1', 'Ærø', 'guide_reader', '0999',"
                    " decode(repeat('ab', 32), 'hex'), now(), now())"
                )
            )
        await migrations.upgrade(url, "gateway")
        async with database.transaction(None) as session:
            (client,) = await queries.list_clients(session)
        assert (client.name_key, client.version, client.public_keys) == ("{r|", 1, [])
        await database.close()


async def test_chains_from_before_have_the_key_that_their_service_was_known_by(
    databases: TestDatabases,
) -> None:
    async with databases.copied("gateway", owner=True) as url:
        await migrations.downgrade(url, "gateway", "0005")
        database = Database.connect(url, pool_size=1)
        for municipality in ("0999", "0101"):
            async with database.transaction(municipality) as session:
                await session.execute(
                    text(
                        "INSERT INTO audit_heads (municipality, service, number, digest)"
                        " VALUES (:municipality, 'visitation', 1, 'x')"
                    ),
                    {"municipality": municipality},
                )
        async with database.transaction(None) as session:
            await session.execute(
                text(
                    "INSERT INTO audit_sources VALUES ('visitation', 2, NULL, '{\"kty\": \"EC\"}')"
                )
            )
        await migrations.upgrade(url, "gateway")
        for municipality in ("0999", "0101"):
            async with database.transaction(municipality) as session:
                head = await audit_queries.find_head(session, municipality, "visitation")
                assert head is not None
                assert (head.key, head.restorations) == ({"kty": "EC"}, 0)
        await database.close()
