"""A service that was restored from a copy is noticed, and nothing of it is lost or kept twice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from gateway.audit.models import AuditEntry, AuditRestoration
from kit.database import Database
from kit.sealing import Sealer
from kit.testing.databases import TestDatabases

CITIZEN = "3f0c1d5e-0000-8000-8000-00000000000a"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

Source = Any  # the fixture's, whose class a test folder cannot import
Service = tuple[Source, Database]

_LAST = "SELECT (SELECT max(id) FROM audit_log), (SELECT max(position) FROM audit_seals)"

_LINES_BACK = (
    "DELETE FROM audit_log WHERE id > :last",
    "SELECT setval(pg_get_serial_sequence('audit_log', 'id'), :last)",
)
_SEALS_BACK = (
    "DELETE FROM audit_seals WHERE position > :last",
    "SELECT setval(pg_get_serial_sequence('audit_seals', 'position'), :last)",
)


@pytest_asyncio.fixture(loop_scope="session")
async def service(
    databases: TestDatabases, source_at: Callable[[str], AbstractAsyncContextManager[Any]]
) -> AsyncIterator[Service]:
    """A service on a database of its own, and that database as its owner sees it."""
    async with databases.copied("gateway", owner=True) as url:
        running = make_url(url).set(username="pejling_gateway")
        owner = Database.connect(url, pool_size=1)
        async with source_at(running.render_as_string(hide_password=False)) as source:
            yield source, owner
        await owner.close()


async def copy(owner: Database) -> tuple[int, int]:
    """Where the service's log ends at this moment."""
    async with owner.transaction("0999") as session:
        line, seal = (await session.execute(text(_LAST))).one()
    return line, seal


async def restore(service: Service, until: tuple[int, int]) -> None:
    """Put the service's log back to where it ended: later numbers are given out again."""
    source, owner = service
    line, seal = until
    async with owner.transaction("0999") as session:
        for statements, last in ((_LINES_BACK, line), (_SEALS_BACK, seal)):
            for statement in statements:
                await session.execute(text(statement), {"last": last})
    source.sealer = Sealer(source.sealer.key)


async def write(source: Source, *criteria: str) -> None:
    for number, criterion in enumerate(criteria):
        await source.write(CITIZEN, criterion=criterion, at=START + timedelta(minutes=number))
        await source.seal()


async def criteria_and_breaks(dpo: httpx.AsyncClient) -> tuple[list[str], list[str], bool]:
    """What is found of the citizen, the alarms, and whether the log ends too early."""
    found = (await dpo.post("/v1/audit/search", json={"subject": CITIZEN})).json()
    visitation = found["sources"][1]
    return (
        sorted(line["criterion"] for line in found["items"]),
        [one["reason"] for one in visitation["breaks"]],
        "visitation" in found["ends_early"],
    )


async def test_a_restored_service_is_followed_anew_and_told_of(
    service: Service, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    source, owner = service
    database = gateway.state.database
    await write(source, "a", "b")
    until = await copy(owner)
    await write(source, "lost-1", "lost-2")
    await source.follow(database)
    assert await criteria_and_breaks(dpo) == (["a", "b", "lost-1", "lost-2"], [], False)

    await restore(service, until)
    await write(source, "new")
    assert await source.follow(database) == 0
    told = await criteria_and_breaks(dpo)
    assert told == (["a", "b", "lost-1", "lost-2"], ["restored"], True)
    assert await source.follow(database) == 3
    await write(source, "newer")
    await source.follow(database)
    kept = ["a", "b", "lost-1", "lost-2", "new", "newer"]
    assert await criteria_and_breaks(dpo) == (kept, ["restored"], False)


async def test_a_service_is_restored_more_than_once(
    service: Service, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    source, owner = service
    database = gateway.state.database
    await write(source, "a")
    until = await copy(owner)
    kept = ["a"]
    for time in ("first", "second", "third"):
        await write(source, f"{time}-1", f"{time}-2")
        await source.follow(database)
        kept += [f"{time}-1", f"{time}-2"]
        await restore(service, until)
        assert await source.follow(database) == 0
    await source.follow(database)
    found, breaks, _ = await criteria_and_breaks(dpo)
    assert (found, breaks) == (sorted(kept), ["restored"] * 3)


async def test_what_does_not_fit_in_a_restored_log_is_an_alarm_too(
    service: Service, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    source, owner = service
    await write(source, "a", "b")
    until = await copy(owner)
    await write(source, "lost")
    await source.follow(gateway.state.database)
    await restore(service, until)
    await source.follow(gateway.state.database)
    source.transport.edit = lambda body: body["seals"][1]["entries"][0].update(criterion="forged")
    await source.follow(gateway.state.database)
    found, breaks, _ = await criteria_and_breaks(dpo)
    assert (found, sorted(breaks)) == (["a", "b", "forged", "lost"], ["restored", "row_changed"])


async def test_a_restored_log_that_has_outgrown_what_was_followed_is_an_alarm(
    service: Service, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    source, owner = service
    await write(source, "a")
    until = await copy(owner)
    await write(source, "lost")
    await source.follow(gateway.state.database)
    await restore(service, until)
    await write(source, "new-1", "new-2")
    await source.follow(gateway.state.database)
    _, breaks, _ = await criteria_and_breaks(dpo)
    assert breaks == ["chain_broken"]


async def test_ten_workers_begin_anew_once(databases: TestDatabases, service: Service) -> None:
    source, owner = service
    async with databases.copied("gateway") as url:
        database = Database.connect(url)
        await write(source, "a")
        until = await copy(owner)
        await write(source, "lost")
        await source.follow(database)
        await restore(service, until)
        for _ in range(3):
            await asyncio.gather(*(source.follow(database) for _ in range(10)))
        async with database.transaction("0999") as session:
            counted = select(func.count()).select_from
            assert await session.scalar(counted(AuditRestoration)) == 1
            assert await session.scalar(counted(AuditEntry)) == 2
        await database.close()
