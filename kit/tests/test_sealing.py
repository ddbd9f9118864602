"""A changed, removed or added row of the audit log is found."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from kit import audit, private_files, sealing
from kit.database import Database, asyncpg_url
from kit.rights import Caller
from kit.sealing import SealingKey
from kit.testing.databases import TestDatabases

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


_ADDED = """
    INSERT INTO audit_log OVERRIDING SYSTEM VALUE
    SELECT 4, '0999', at, actor, actor_kind, on_behalf_of, organisation, act, purpose, subjects,
           criterion, trace_id
    FROM audit_log WHERE id = 2
"""


@pytest.fixture
def key(tmp_path: Path) -> SealingKey:
    file = tmp_path / "key"
    file.write_text(sealing.generate_key(), encoding="ascii")
    file.chmod(0o600)
    return SealingKey.read(file)


async def look(database: Database, citizen: str, municipality: str = "0999") -> None:
    caller = Caller("client-1", "client", municipality, frozenset())
    async with database.transaction(municipality) as session:
        await audit.record(session, caller, act="citizens.read", subjects=[citizen], at=AT)


async def breaks(database: Database, key: SealingKey) -> list[tuple[int, str]]:
    return [
        (found.number, found.reason) for found in await sealing.find_breaks(database, key.public)
    ]


async def test_each_municipality_has_a_chain_that_is_whole(
    databases: TestDatabases, key: SealingKey
) -> None:
    async with databases.copied("surveys") as url:
        database, sealer = Database.connect(url), sealing.Sealer(key)
        for _ in range(2):
            for municipality in ("0999", "0101"):
                await look(database, "c-1", municipality)
                await look(database, "c-2", municipality)
            assert await sealer.seal(database) == 4
        assert await sealer.seal(database) == 0
        async with database.transaction(None) as session:
            seals = await sealing.list_seals(session, after=0, limit=10)
        assert await breaks(database, key) == []
        await database.close()
    assert sorted((seal.municipality, seal.number) for seal in seals) == [
        ("0101", 1),
        ("0101", 2),
        ("0999", 1),
        ("0999", 2),
    ]
    assert all(
        {entry.municipality for entry in seal.entries} == {seal.municipality} for seal in seals
    )
    assert all(
        sealing.is_signed(seal.model_dump(), sealing.key_of(seal.signature)) for seal in seals
    )


async def test_a_row_that_becomes_visible_late_is_sealed_later(
    databases: TestDatabases, key: SealingKey
) -> None:
    async with databases.copied("surveys") as url:
        database, sealer = Database.connect(url), sealing.Sealer(key)
        caller = Caller("client-1", "client", "0999", frozenset())
        async with database.transaction("0999") as late:
            await audit.record(late, caller, act="registers.import", subjects=["batch"], at=AT)
            for round_ in range(3):
                await look(database, f"c-{round_}")
                assert await sealer.seal(database) == 1
        await look(database, "c-9")
        assert await sealer.seal(database) == 2
        assert await breaks(database, key) == []
        await database.close()


async def test_workers_that_race_seal_each_row_once(
    databases: TestDatabases, key: SealingKey
) -> None:
    async with databases.copied("surveys") as url:
        database = Database.connect(url)
        workers = [Database.connect(url, pool_size=1) for _ in range(3)]
        sealers = [sealing.Sealer(key) for _ in workers]

        async def write(writer: int) -> None:
            for number in range(20):
                await look(database, f"c-{writer}-{number}")

        async def seal() -> int:
            rounds = [
                await asyncio.gather(*(s.seal(w) for s, w in zip(sealers, workers, strict=True)))
                for _ in range(8)
            ]
            return sum(map(sum, rounds))

        _, sealed = await asyncio.gather(asyncio.gather(*map(write, range(4))), seal())
        sealed += await sealers[0].seal(workers[0])
        assert sealed == 80
        assert await breaks(database, key) == []
        for one in (database, *workers):
            await one.close()


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("UPDATE audit_log SET actor = 'nobody' WHERE id = 2", "row_changed"),
        ("UPDATE audit_log SET subjects = '{other}' WHERE id = 2", "row_changed"),
        ("DELETE FROM audit_log WHERE id = 2", "row_removed"),
        (_ADDED, "row_added"),
        ("UPDATE audit_seals SET digest = previous WHERE number = 1", "signature_wrong"),
        ("DELETE FROM audit_seals WHERE number = 1", "seal_missing"),
        ("UPDATE audit_seals SET previous = digest WHERE number = 2", "chain_broken"),
    ],
)
async def test_whoever_owns_the_database_cannot_rewrite_the_log_unseen(
    databases: TestDatabases, key: SealingKey, deed: str, reason: str
) -> None:
    async with databases.copied("surveys") as url:
        database, sealer = Database.connect(url), sealing.Sealer(key)
        for number in range(3):
            await look(database, f"c-{number}")
        async with database.transaction(None) as session:
            # A gap in the ids, as a transaction that was rolled back leaves one.
            await session.execute(text("SELECT nextval('audit_log_id_seq')"))
        await look(database, "c-4")
        await sealer.seal(database)
        await look(database, "c-5")
        await sealer.seal(database)
        owner = create_async_engine(
            asyncpg_url(url.replace("pejling_surveys:", "pejling_surveys_owner:"))
        )
        async with owner.begin() as connection:
            await connection.execute(text("ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY"))
            # A row that is put into a gap takes the place of one in the sealed range.
            await connection.execute(
                text("UPDATE audit_seals SET entries = '{[1,6)}' WHERE number = 1")
            )
            await connection.execute(text(deed))
            await connection.execute(text("ALTER TABLE audit_log FORCE ROW LEVEL SECURITY"))
        await owner.dispose()
        found = await breaks(database, key)
        await database.close()
    assert reason in {why for _, why in found}


async def test_another_key_signs_in_vain(
    databases: TestDatabases, key: SealingKey, tmp_path: Path
) -> None:
    file = tmp_path / "forgers"
    file.write_text(sealing.generate_key(), encoding="ascii")
    file.chmod(0o600)
    async with databases.copied("surveys") as url:
        database = Database.connect(url)
        await look(database, "c-1")
        await sealing.Sealer(SealingKey.read(file)).seal(database)
        assert await breaks(database, key) == [(1, "signature_wrong")]
        await database.close()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(sealing.generate_key(), encoding="ascii")
    file.chmod(0o640)
    with pytest.raises(private_files.NotPrivate, match="chmod 600"):
        SealingKey.read(file)
    file.chmod(0o600)
    file.write_text(json.dumps(SealingKey.read(file).public), encoding="ascii")
    with pytest.raises(private_files.NotPrivate, match="privat"):
        SealingKey.read(file)
