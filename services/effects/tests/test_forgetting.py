"""Erased citizens leave what releases stand on, also a release that is being made meanwhile."""

import asyncio
import io
from datetime import UTC, datetime
from typing import Any

import duckdb
import httpx
import pyarrow.parquet as pq
from pydantic import SecretStr
from sqlalchemy import select, text

from effects import follow
from effects.app import create_app
from effects.releases import service
from effects.releases.models import ReleaseGround
from effects.settings import Settings
from kit.database import Database, Session
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from . import told
from .conftest import RIGHTS
from .factories import figures, load, random_registers

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
    async with databases.copied("effects") as url:
        app = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
        app.state.verifier = signer.verifier()
        erasing, releasing = Database.connect(url), Database.connect(url)
        async with client_of(app, signer.token(RIGHTS)) as client:
            await load(client, random_registers(7))
        async with erasing.transaction("0999") as session:
            handler = follow.feeds(settings)[0].handlers["CitizenErased"]
            await handler(session, told.erased(ERASED))
            # What is erased is not committed, so the release reads it, until it has to wait.
            made = asyncio.create_task(release(releasing, settings))
            while not await is_awaited(session):
                assert not made.done()
                await asyncio.sleep(0.05)
        await made
        async with releasing.transaction("0999") as session:
            (kept,) = await snapshots(session)
        assert kept["citizen"]
        assert digest_of(ERASED) not in kept["citizen"]
        for each in (erasing, releasing):
            await each.close()


async def is_awaited(session: Session) -> bool:
    """Whether somebody waits for a lock that this transaction holds."""
    statement = "SELECT EXISTS (SELECT FROM pg_locks AS l WHERE NOT l.granted AND pg_backend_pid() = ANY(pg_blocking_pids(l.pid)))"  # fmt: skip # noqa: E501
    return bool(await session.scalar(text(statement)))
