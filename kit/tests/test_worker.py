"""What every service's worker does, whatever its own work is."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from kit import idempotency, tables, worker
from kit.database import Database
from kit.schedules import Schedule
from kit.settings import ServiceSettings
from kit.testing.databases import TestDatabases
from kit.testing.working import for_a_worker


def settings_of(url: str, folder: Path) -> ServiceSettings:
    told = {"database_url": url, "gateway_url": "http://gateway.invalid"}
    return for_a_worker(ServiceSettings.model_validate(told), folder, url)


async def keys(database: Database) -> set[str]:
    async with database.transaction(None) as session:
        return set(await session.scalars(select(tables.idempotency_keys.c.key)))


async def test_keys_are_forgotten_after_seven_days(database: Database) -> None:
    now = datetime.now(UTC)
    ages = {"old": idempotency.KEPT_FOR + timedelta(hours=1), "young": timedelta(days=6)}
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
    await worker.forget_old(database)
    assert await keys(database) == {"young"}


async def test_a_schedule_is_kept_by_one_of_two_workers_and_a_clock_by_both(
    databases: TestDatabases, tmp_path: Path
) -> None:
    ticked: list[datetime] = []
    rung: list[datetime] = []

    async def tick(_: Database) -> None:
        ticked.append(datetime.now(UTC))

    async def ring(_: Database) -> None:
        rung.append(datetime.now(UTC))
        raise RuntimeError("a clock that fails goes on")

    async with databases.copied("surveys") as url:
        works = [
            worker.new_work(
                "surveys",
                settings_of(url, tmp_path),
                clocks=[worker.Clock("ring", 0.05, ring)],
                schedules=[Schedule("tick", "* * * * * */1", tick)],
            )
            for _ in range(2)
        ]
        stop = asyncio.Event()
        running = asyncio.create_task(worker.run(works, stop))
        async with asyncio.timeout(20):
            while len(ticked) < 4 or len(rung) < 4:  # noqa: ASYNC110 - nobody else tells
                await asyncio.sleep(0.02)
        stop.set()
        await running
    # Twice a second it would be, if both kept it.
    took = (ticked[-1] - ticked[0]).total_seconds()
    assert len(ticked) <= took + 2


def test_a_worker_without_its_secrets_does_not_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = settings_of("postgresql://unused", tmp_path).model_copy(
        update={"client_secret": None, "sealing_key_file": None}
    )
    with pytest.raises(SystemExit):
        worker.new_work("surveys", told)
    assert capsys.readouterr().err.split() == [
        word
        for name in ("CLIENT_SECRET", "SEALING_KEY_FILE")
        for word in (f"{name}:", "Mangler;", "arbejdsprocessen", "kræver", "den.")
    ]
