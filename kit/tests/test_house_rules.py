"""The checks of the house see what they are to check."""

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from kit.database import Database, asyncpg_url
from kit.rights import requires
from kit.testing import house
from kit.testing.databases import TestDatabases


def test_routes_of_included_routers_are_checked_too() -> None:
    inner, outer, app = APIRouter(prefix="/inner"), APIRouter(), FastAPI()

    @inner.get("/open")
    async def list_open() -> None: ...

    @inner.get("/guarded", dependencies=[requires("offers.read")])
    async def list_guarded() -> None: ...

    @inner.get("/again", dependencies=[requires("offers.read")], operation_id="list_open_inner")
    async def list_again() -> None: ...

    outer.include_router(inner)
    app.include_router(outer)
    assert house.routes_without_right(app, ()) == ["['GET'] /inner/open"]
    assert house.routes_without_right(app, ("/inner/open",)) == []
    app.include_router(outer)
    assert sorted(house.repeated_operation_ids(app)) == sorted(
        {route.unique_id for route in house._routes(app)}
    )


@pytest.mark.parametrize(
    ("statements", "safe"),
    [
        (["ALTER TABLE offers ADD COLUMN note text"], True),
        (["ALTER TABLE offers ADD COLUMN note text NOT NULL DEFAULT ''"], True),
        (["ALTER TABLE offers ADD CONSTRAINT note CHECK (note IS NOT NULL) NOT VALID"], True),
        (["CREATE TABLE notes (note text)", "ALTER TABLE notes ADD COLUMN x int NOT NULL"], True),
        (["ALTER TABLE outbox ALTER COLUMN municipality DROP NOT NULL"], True),
        (["ALTER TABLE offers ADD COLUMN note text NOT NULL"], False),
        (["ALTER TABLE offers ADD note text NOT NULL"], False),
        (["ALTER TABLE offers ADD COLUMN a text, ADD COLUMN b text NOT NULL"], False),
        (["ALTER TABLE offers DROP COLUMN note"], False),
        (["alter table offers rename column note to notes"], False),
        (["ALTER TABLE offers ALTER COLUMN note TYPE integer USING 1"], False),
        (["ALTER TABLE offers ALTER COLUMN note SET NOT NULL"], False),
        (
            [
                "ALTER TABLE offers ALTER COLUMN note SET DEFAULT ''",
                "ALTER TABLE offers ALTER COLUMN note SET NOT NULL",
            ],
            True,
        ),
        (["DROP TABLE offers"], False),
    ],
)
def test_what_would_break_the_code_before_is_seen(statements: list[str], safe: bool) -> None:
    assert (house.dangers_to_old_code(statements) == []) is safe


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        (
            "CREATE POLICY peep ON audit_log USING (true)",
            "a table is open to its policy's exceptions: audit_log: peep",
        ),
        (
            "CREATE VIEW peep AS SELECT * FROM audit_log",
            "something reads with its owner's eyes: peep",
        ),
        (
            "CREATE UNIQUE INDEX peep ON audit_log (trace_id)",
            "a unique key would tell of a foreign row: peep",
        ),
        (
            "CREATE TABLE mine (id bigint CONSTRAINT peep REFERENCES audit_log)",
            "a foreign key would tell of a foreign row: peep",
        ),
    ],
)
async def test_a_hole_in_row_level_security_is_seen(
    databases: TestDatabases, deed: str, fault: str
) -> None:
    async with databases.copied("surveys", owner=True) as url:
        owner = create_async_engine(asyncpg_url(url))
        async with owner.begin() as connection:
            await connection.execute(text(deed))
        await owner.dispose()
        database = Database.connect(url.replace("pejling_surveys_owner:", "pejling_surveys:"))
        async with database.transaction(None) as session:
            assert await house.faults_of_row_level_security(session) == [fault]
        await database.close()
