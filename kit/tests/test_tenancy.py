"""Row-level security: the second wall between municipalities."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import ProgrammingError

from kit import audit, migrations, tables
from kit.database import Database
from kit.rights import Caller
from kit.testing.databases import TestDatabases

AT = datetime(2026, 3, 1, tzinfo=UTC)
COUNT = select(func.count()).select_from(tables.audit_log)


def caller_in(municipality: str) -> Caller:
    return Caller("client-1", "client", municipality, frozenset())


async def record_in(database: Database, municipality: str) -> None:
    async with database.transaction(municipality) as session:
        await audit.record(
            session, caller_in(municipality), act="registers.import", subjects=["batch"], at=AT
        )


async def test_a_municipality_sees_its_own_rows_only(database: Database) -> None:
    await record_in(database, "0101")
    await record_in(database, "0999")
    for municipality, seen in (("0101", 1), ("0999", 1), ("0630", 0), (None, 0)):
        async with database.transaction(municipality) as session:
            assert await session.scalar(COUNT) == seen


async def test_a_row_of_another_municipality_cannot_be_written(database: Database) -> None:
    async def write() -> None:
        async with database.transaction("0101") as session:
            await audit.record(session, caller_in("0999"), act="x", subjects=[], at=AT)

    with pytest.raises(ProgrammingError, match="row-level security"):
        await write()


async def test_the_municipality_does_not_outlive_its_transaction(
    databases: TestDatabases,
) -> None:
    async with databases.copied("surveys") as url:
        database = Database.connect(url, pool_size=1)
        await record_in(database, "0999")
        async with database.transaction(None) as session:
            assert await session.scalar(COUNT) == 0
        await database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET act = 'nothing'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "UPDATE outbox SET type = 'Nothing'",
        "DELETE FROM outbox",
    ],
)
async def test_audit_log_and_outbox_can_only_grow(database: Database, statement: str) -> None:
    await record_in(database, "0999")

    async def rewrite() -> None:
        async with database.transaction("0999") as session:
            await session.execute(text(statement))

    with pytest.raises(ProgrammingError, match="permission denied"):
        await rewrite()


async def test_the_running_role_owns_nothing_and_cannot_pass_the_policy(
    database: Database,
) -> None:
    async with database.transaction(None) as session:
        role = (
            await session.execute(
                text(
                    "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
                    " WHERE rolname = current_user"
                )
            )
        ).one()
        owned = await session.scalar(
            text("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        )
    assert tuple(role) == (False, False, False)
    assert owned == 0


async def test_migrations_go_down_and_up_again(databases: TestDatabases) -> None:
    async with databases.copied("surveys", owner=True) as owner:
        await migrations.downgrade(owner, "surveys")
        await migrations.upgrade(owner, "surveys")
        await migrations.upgrade(owner, "surveys")
        database = Database.connect(owner)
        async with database.transaction("0999") as session:
            await session.execute(
                insert(tables.outbox).values(
                    municipality="0999", type="T", subject="s", happened_at=AT, data={}
                )
            )
        await database.close()
