"""What every service's worker does, whatever its own jobs are."""

import asyncio
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import insert, select

from kit import idempotency, tables, worker
from kit.database import Database
from kit.service_tokens import ServiceTokens
from kit.testing.databases import TestDatabases

NOBODY = ServiceTokens(
    "http://gateway.invalid", client_id="service-surveys", client_secret=SecretStr("secret")
)


async def keys(database: Database) -> set[str]:
    async with database.transaction(None) as session:
        return set(await session.scalars(select(tables.idempotency_keys.c.key)))


async def test_keys_are_forgotten_after_seven_days_in_a_service_without_jobs(
    databases: TestDatabases,
) -> None:
    now = datetime.now(UTC)
    ages = {"old": idempotency.KEPT_FOR + timedelta(hours=1), "young": timedelta(days=6)}
    async with databases.copied("surveys") as url:
        database = Database.connect(url)
        async with database.transaction(None) as session:
            for key, age in ages.items():
                await session.execute(
                    insert(tables.idempotency_keys).values(
                        client="client-1",
                        route="POST /v1/seats",
                        key=key,
                        municipality="0999",
                        request_hash=b"",
                        status=201,
                        result_id="a",
                        created_at=now - age,
                    )
                )
        stop = asyncio.Event()
        own = Database.connect(url)  # the worker closes what it was given
        working = asyncio.create_task(worker.run([worker.Work("surveys", own, NOBODY)], stop))
        async with asyncio.timeout(10):
            while "old" in await keys(database):  # noqa: ASYNC110 - the database tells, nobody else
                await asyncio.sleep(0.02)
        assert await keys(database) == {"young"}
        stop.set()
        await working
        await database.close()
