"""The house's rules, checked on all five services."""

import importlib
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

from gateway import roles
from kit import migrations, openapi, schema_versions
from kit.database import Database, asyncpg_url
from kit.health import OPEN_PATHS
from kit.testing import house
from kit.testing.counting import noted_statements
from kit.testing.databases import TestDatabases
from standalone.databases import SERVICES
from standalone.documents import unconnected_app

ROOT = Path(__file__).parents[1]

OPEN_ROUTES = OPEN_PATHS | {
    "/v1/token",  # whoever asks for a token has none yet
    "/v1/keys",  # public keys are public
    "/v1/openapi.json",  # what there is to ask is no secret
    "/v1/session",  # a browser that is signed in has a secret instead of a token
    "/v1/session/back-channel-logout",  # the identity provider shows who it is by its signature
    "/v1/session/callback",  # back from the identity provider
    "/v1/session/choose",  # as /v1/session
    "/v1/session/renew",  # as /v1/session
    "/v1/session/renewal",  # as /v1/session
    "/v1/session/sign-in",  # whoever signs in is nobody yet
    "/v1/session/sign-out",  # as /v1/session
    "/s/assets/{name}",  # the stylesheet of the citizens' pages
    "/s/{token}",  # a citizen signs in nowhere: the link is the secret
    "/s/{token}/svar",  # as above
}
"""The only routes without a right."""

pytestmark = [pytest.mark.house, pytest.mark.parametrize("service", SERVICES)]


@pytest.fixture
def app(service: str) -> FastAPI:
    return unconnected_app(service)


def test_every_route_states_its_right(app: FastAPI) -> None:
    assert house.routes_without_right(app, OPEN_ROUTES) == []


def test_no_id_can_pass_for_a_bulk_route(app: FastAPI) -> None:
    assert house.ids_where_bulk_is_taken(app) == []


def test_every_right_that_a_route_asks_for_belongs_to_a_role(app: FastAPI) -> None:
    granted = frozenset[str]().union(*roles.ROLES.values())
    assert house.rights_asked_for(app) <= roles.RIGHTS.keys() & granted


def test_every_operation_has_an_id_of_its_own(app: FastAPI) -> None:
    assert house.repeated_operation_ids(app) == []


def test_the_committed_openapi_document_is_current(service: str, app: FastAPI) -> None:
    committed = (ROOT / "services" / service / "openapi.json").read_text(encoding="utf-8")
    assert committed == openapi.document(app), "run: make openapi"


async def test_models_and_migrations_agree(service: str, databases: TestDatabases) -> None:
    importlib.import_module(f"{service}.app")  # and with it every model
    metadata = importlib.import_module(f"{service}.record").Record.metadata
    async with databases.copied(service, owner=True) as url:
        engine = create_async_engine(asyncpg_url(url))
        async with engine.connect() as connection:
            assert await connection.run_sync(migrations.differences, metadata) == []
        await engine.dispose()


async def test_every_migration_goes_down_and_up(service: str, databases: TestDatabases) -> None:
    async with databases.copied(service, owner=True) as url:
        await migrations.downgrade(url, service)
        await migrations.upgrade(url, service)


async def test_every_table_is_behind_row_level_security_or_on_the_list(
    service: str, databases: TestDatabases
) -> None:
    record = importlib.import_module(f"{service}.record")
    async with databases.copied(service) as url:
        database = Database.connect(url)
        async with database.transaction(None) as session:
            outside = await house.tables_outside_row_level_security(session)
            faults = await house.faults_of_row_level_security(session)
        await database.close()
    assert outside == set(getattr(record, "UNPROTECTED", {}))
    assert faults == []


async def test_no_migration_breaks_the_code_before_it(
    service: str, databases: TestDatabases
) -> None:
    dangers: dict[str, list[str]] = {}
    async with databases.copied(service, owner=True) as url:
        await migrations.downgrade(url, service)
        for revision in migrations.revisions(service):
            with noted_statements() as said:
                await migrations.upgrade(url, service, revision)
            dangers[revision] = house.dangers_to_old_code(said)
    assert len(dangers) >= 2
    assert max(dangers) == schema_versions.newest(service)
    assert {revision: found for revision, found in dangers.items() if found} == {}
