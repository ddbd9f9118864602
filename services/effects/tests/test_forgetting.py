"""Erased citizens leave what is kept, also by a release or an import that is at it meanwhile."""

import asyncio
import io
from datetime import UTC, datetime
from typing import Any

import duckdb
import httpx
import pyarrow.parquet as pq
from sqlalchemy import select, text

from effects.releases import service
from effects.releases.models import ReleaseGround
from effects.settings import Settings
from kit.database import Database, Session
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from . import racing, told
from .factories import figures, hours, load, random_registers, send

ERASED = "citizen-007"
ALIAS = "known before as"


async def snapshots(session: Session) -> list[dict[str, list[Any]]]:
    """The courses that releases keep, the oldest first."""
    kept = select(ReleaseGround.courses).order_by(ReleaseGround.number)
    packed = [each for each in await session.scalars(kept) if each is not None]
    return [pq.read_table(io.BytesIO(each)).to_pydict() for each in packed]


def digest_of(citizen_id: str) -> int:
    with duckdb.connect() as con:
        (digest,) = con.execute("SELECT md5_number_lower(?)", [citizen_id]).fetchall()[0]
    return int(digest)


async def release(database: Database, settings: Settings) -> None:
    async with database.transaction("0999") as session:
        await service.release_now(session, "0999", settings, at=datetime.now(UTC))


async def test_an_erased_citizen_leaves_every_snapshot_and_no_shown_count_changes(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, random_registers(7))
    await told.take(database, settings, told.merged(ALIAS, ERASED))
    await release(database, settings)
    async with database.transaction("0999") as session:
        (before,) = await snapshots(session)
    assert digest_of(ERASED) in before["citizen"]
    shown = await figures(client)
    await told.take(database, settings, told.erased(ERASED))
    async with database.transaction("0999") as session:
        (after,) = await snapshots(session)
    assert not {digest_of(ERASED), digest_of(ALIAS)} & set(after["citizen"])
    changed = [at for at, who in enumerate(before["citizen"]) if who != after["citizen"][at]]
    assert {before["citizen"][at] for at in changed} == {digest_of(ERASED)}
    assert len({after["citizen"][at] for at in changed}) == 1, "courses of one are still of one"
    assert {**after, "citizen": None} == {**before, "citizen": None}
    assert await figures(client) == shown


async def test_a_citizen_erased_during_a_release_is_not_in_what_it_keeps(
    databases: TestDatabases, settings: Settings, signer: Signer
) -> None:
    async with racing.apart(databases, settings, signer) as (client, erasing, releasing):
        await load(client, random_registers(7))
        async with erasing.transaction("0999") as session:
            await told.take_in(session, settings, told.erased(ERASED))
            # What is erased is not committed, so the release reads it, until it has to wait.
            made = asyncio.create_task(release(releasing, settings))
            await racing.until_awaited(session, made)
        await made
        async with releasing.transaction("0999") as session:
            (kept,) = await snapshots(session)
        assert kept["citizen"]
        assert digest_of(ERASED) not in kept["citizen"]


async def test_a_citizen_erased_during_an_import_is_not_in_the_register(
    databases: TestDatabases, settings: Settings, signer: Signer
) -> None:
    month = hours((ERASED, "2025-01", "100"), ("citizen-008", "2025-01", "90"))
    async with racing.apart(databases, settings, signer) as (client, holding, erasing):
        await load(client, random_registers(7))
        async with holding.transaction("0999") as session:
            # An import writes here last, so all its rows are there, and not committed.
            await session.execute(text("SELECT FROM register_stamps FOR UPDATE"))
            sent = asyncio.create_task(send(client, "hours", month))
            await racing.until_awaited(session, sent)
            gone = asyncio.create_task(told.take(erasing, settings, told.erased(ERASED)))
            await racing.until_awaited(session, sent, gone)
        await gone
        assert (await sent).status_code == 201
        async with erasing.transaction("0999") as session:
            left = await session.scalars(text("SELECT DISTINCT citizen_id FROM employment_hours"))
            assert ERASED not in (remaining := left.all())
            assert "citizen-008" in remaining
