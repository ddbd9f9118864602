"""No row of the audit log escapes its seal, and no seal says more than is so."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
import pytest_asyncio
from joserfc.jwk import ECKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from kit import audit, sealing
from kit.database import Database, Session, asyncpg_url
from kit.health import HEARTBEAT
from kit.rights import Caller
from kit.sealing import Sealer, SealingKey
from kit.testing.counting import noted_statements
from kit.testing.databases import TestDatabases

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
MANY = 40_000
_LOGGED = """
    INSERT INTO audit_log (municipality, at, actor, actor_kind, act, subjects, trace_id)
    SELECT '0999', now(), 'client-1', 'client', 'citizens.read', '{}', 't'
    FROM generate_series(1, :rows)
"""
_SEALED_ONE_BY_ONE = """
    INSERT INTO audit_seals
        (municipality, number, entries, count, previous, digest, signature, sealed_at)
    SELECT '0999', n, int8multirange(int8range(n, n + 1)), 1, '', '', 'x',
           now() - interval '1 hour' + n * interval '1 ms'
    FROM generate_series(1, CAST(:rows AS int)) AS n
"""
_UNSEALED = """
    SELECT unnest(subjects) FROM audit_log
    WHERE NOT EXISTS (SELECT FROM audit_seals WHERE entries @> audit_log.id)
"""
_FORGED = """
    INSERT INTO audit_log (id, municipality, at, actor, actor_kind, act, subjects, trace_id)
    OVERRIDING SYSTEM VALUE
    VALUES (:id, '0999', now(), 'forger', 'staff', 'citizens.read', '{}', 't')
"""


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(SealingKey(ECKey.import_key(json.loads(sealing.generate_key()))))


@pytest_asyncio.fixture(loop_scope="session")
async def url(databases: TestDatabases) -> AsyncIterator[str]:
    async with databases.copied("surveys") as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def racing(url: str) -> AsyncIterator[Database]:
    """A database of its own, where transactions may overlap."""
    database = Database.connect(url)
    yield database
    await database.close()


async def write(session: Session, subject: str, municipality: str = "0999") -> None:
    caller = Caller("client-1", "client", municipality, frozenset())
    await audit.record(session, caller, act="citizens.read", subjects=[subject], at=AT)


async def look(database: Database, subject: str, municipality: str = "0999") -> None:
    async with database.transaction(municipality) as session:
        await write(session, subject, municipality)


async def unsealed(database: Database) -> list[str]:
    async with database.transaction("0999") as session:
        return list(await session.scalars(text(_UNSEALED)))


async def complete_until(database: Database) -> datetime:
    async with database.transaction(None) as session:
        said = await session.scalar(
            text("SELECT position FROM cursors WHERE feed = :feed"), {"feed": HEARTBEAT}
        )
    return datetime.fromtimestamp((said or 0) / sealing.MICROSECONDS, UTC)


async def now_of(database: Database) -> datetime:
    async with database.transaction(None) as session:
        now: datetime | None = await session.scalar(text("SELECT clock_timestamp()"))
    assert now is not None
    return now


@asynccontextmanager
async def as_owner(url: str) -> AsyncIterator[Database]:
    """The database with nothing held back, as whoever owns it may have it."""
    owner = url.replace("pejling_surveys:", "pejling_surveys_owner:")
    engine = create_async_engine(asyncpg_url(owner))
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY"))
        yield Database.on(connection)
        await connection.execute(text("ALTER TABLE audit_log FORCE ROW LEVEL SECURITY"))
    await engine.dispose()


async def test_a_new_sealer_passes_over_forty_thousand_seals_in_few_statements(
    racing: Database, sealer: Sealer
) -> None:
    async with racing.transaction("0999") as session:
        await session.execute(text("INSERT INTO audit_municipalities VALUES ('0999')"))
        await session.execute(text(_LOGGED), {"rows": MANY})
        await session.execute(text(_SEALED_ONE_BY_ONE), {"rows": MANY})
    await look(racing, "new")
    with noted_statements() as said:
        # Each row held against each seal is a thousand million steps: minutes on end.
        async with asyncio.timeout(45):
            assert await sealer.seal(racing) == 1
    assert len(said) < 15


async def test_what_is_settled_is_not_looked_for_again(racing: Database, sealer: Sealer) -> None:
    await look(racing, "c-1")
    for _ in range(3):
        await sealer.seal(racing)
    with noted_statements() as said:
        assert await sealer.seal(racing) == 0
    assert not [statement for statement in said if "FROM audit_log" in statement]
    await look(racing, "c-2")
    assert await sealer.seal(racing) == 1


async def test_a_round_that_another_took_makes_no_row_be_passed_over(
    racing: Database, sealer: Sealer
) -> None:
    await look(racing, "early")
    await sealer.seal(racing)
    async with racing.transaction("0999") as late:
        await write(late, "late")
        await look(racing, "quick")
        assert await sealer.seal(racing) == 1
    async with racing.transaction(None) as other:
        await other.execute(text("SELECT pg_advisory_xact_lock(hashtext('pejling.audit_sealing'))"))
        assert await sealer.seal(racing) == 0
    for _ in range(3):
        await sealer.seal(racing)
        await look(racing, "later")
    await sealer.seal(racing)
    assert await unsealed(racing) == []


async def test_a_round_that_fails_makes_no_row_be_passed_over(
    racing: Database, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await look(racing, "early")
    await sealer.seal(racing)
    for round_ in range(3):
        await look(racing, f"c-{round_}")
        with monkeypatch.context() as broken:
            broken.setattr(sealer.key, "sign", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await sealer.seal(racing)
    assert await sealer.seal(racing) == 3
    assert await unsealed(racing) == []


class Behind(datetime):
    """A clock an hour behind the database's."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Behind":
        late = datetime.now(tz) - timedelta(hours=1)
        return cls.fromisoformat(late.isoformat())


async def test_a_process_whose_clock_is_behind_passes_over_nothing(
    racing: Database, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "datetime", Behind)
    await look(racing, "early")
    await sealer.seal(racing)
    async with racing.transaction("0999") as late:
        await write(late, "late")
        await look(racing, "quick")
        for _ in range(3):
            await sealer.seal(racing)
    for _ in range(3):
        await sealer.seal(racing)
    assert await unsealed(racing) == []


async def test_late_rows_of_several_municipalities_are_sealed_whatever_the_order(
    racing: Database, sealer: Sealer
) -> None:
    other = Sealer(sealer.key)
    async with racing.transaction("0999") as first:
        await write(first, "late")
        async with racing.transaction("0101") as second:
            await write(second, "later", "0101")
            await look(racing, "quick")
            for one in (sealer, other, sealer):
                await one.seal(racing)
        for one in (other, sealer, other):
            await one.seal(racing)
    assert await sealer.seal(racing) == 1
    assert await unsealed(racing) == []
    assert await sealing.find_breaks(racing, sealer.key.public) == []


async def test_a_row_put_into_a_gap_is_found(
    racing: Database, url: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "SETTLED_AFTER", timedelta(0))
    await look(racing, "c-1")
    async with racing.transaction(None) as session:
        # As a transaction that was rolled back leaves one.
        gap = await session.scalar(text("SELECT nextval('audit_log_id_seq')"))
    for number in range(2, 5):
        await look(racing, f"c-{number}")
        await sealer.seal(racing)
    await sealer.seal(racing)
    assert await sealing.find_breaks(racing, sealer.key.public) == []
    async with as_owner(url) as owner, owner.transaction("0999") as session:
        await session.execute(text(_FORGED), {"id": gap})
    # As new as it looks to a sealer that is under way, it is none of its rows.
    assert await sealer.seal(racing) == 0
    found = await sealing.find_breaks(racing, sealer.key.public)
    assert [(one.municipality, one.reason) for one in found] == [("0999", "row_outside_seals")]


async def test_a_row_that_may_still_be_sealed_is_no_break(
    racing: Database, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "SETTLED_AFTER", timedelta(0))
    await look(racing, "c-1")
    await sealer.seal(racing)
    async with racing.transaction("0999") as under_way:
        await write(under_way, "late")
        await look(racing, "quick")
        await sealer.seal(racing)
        assert await sealing.find_breaks(racing, sealer.key.public) == []
    await look(racing, "not yet sealed")
    await sealer.seal(racing)
    assert await sealing.find_breaks(racing, sealer.key.public) == []


async def test_a_seal_that_names_no_rows_is_named_and_stops_nothing(
    racing: Database, url: str, sealer: Sealer
) -> None:
    for municipality in ("0999", "0101"):
        await look(racing, "c-1", municipality)
        await sealer.seal(racing)
    async with as_owner(url) as owner, owner.transaction(None) as session:
        await session.execute(
            text("UPDATE audit_seals SET entries = '{}' WHERE municipality = '0999'")
        )
    async with racing.transaction(None) as session:
        seals = await sealing.list_seals(session, after=0, limit=10)
    assert [(one.municipality, len(one.entries)) for one in seals] == [("0999", 0), ("0101", 1)]
    found = await sealing.find_breaks(racing, sealer.key.public)
    assert ("0999", 1, "row_removed") in {
        (one.municipality, one.number, one.reason) for one in found
    }
    assert "0101" not in {one.municipality for one in found}


async def test_the_log_is_never_said_to_be_complete_past_a_transaction_under_way(
    racing: Database, sealer: Sealer
) -> None:
    async with racing.transaction("0999") as under_way:
        before = await now_of(racing)
        await write(under_way, "late")
        begun = await under_way.scalar(text("SELECT now()"))
        for _ in range(3):
            await look(racing, "quick")
            await sealer.seal(racing)
            assert await complete_until(racing) <= begun
    await sealer.seal(racing)
    assert await complete_until(racing) >= before - sealing.WRITTEN_WITHIN
    assert await unsealed(racing) == []


async def test_what_was_once_complete_stays_so(racing: Database, sealer: Sealer) -> None:
    await look(racing, "c-1")
    await sealer.seal(racing)
    said = await complete_until(racing)
    async with racing.transaction("0999") as under_way:
        await write(under_way, "c-2")
        await Sealer(sealer.key).seal(racing)
        assert await complete_until(racing) >= said
