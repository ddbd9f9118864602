"""What a person may set: the port, the data folder and the database server."""

import asyncio

import asyncpg
import pytest

from standalone import ports, upkeep
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.database_server import named_url
from standalone.run import open_port
from standalone.throw_away import throw_away_postgres


@pytest.mark.parametrize("port", ["nitten", "0", "65536", "-1"])
def test_a_port_that_is_none_is_said(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_PORT", port)
    with pytest.raises(CannotRun, match="PEJLING_PORT"):
        open_port()


@pytest.mark.parametrize(
    "address",
    ["mysql://root:hemmelig@x/y", "postgresql://", "hemmelig", "postgresql://x:hemmelig/y"],
)
def test_an_address_that_is_no_database_is_said_but_not_repeated(
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PEJLING_DATABASE_URL", address)
    with pytest.raises(CannotRun, match="PEJLING_DATABASE_URL") as raised:
        named_url()
    assert "hemmelig" not in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_a_database_server_that_does_not_answer_is_said(
    folder: DataFolder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = f"postgresql://root:hemmelig@127.0.0.1:{ports.find_free_port()}/postgres"
    monkeypatch.setenv("PEJLING_DATABASE_URL", nowhere)
    monkeypatch.setenv("PEJLING_DATA", str(folder.path))
    with pytest.raises(CannotRun, match="tager ikke imod os") as raised:
        await upkeep.migrate()
    assert "hemmelig" not in str(raised.value)


def test_a_named_server_is_used_and_none_is_started(
    folder: DataFolder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with throw_away_postgres() as url:
        monkeypatch.setenv("PEJLING_DATABASE_URL", url)
        monkeypatch.setenv("PEJLING_DATA", str(folder.path))
        asyncio.run(upkeep.migrate())
        assert not (folder.path / "postgres").exists()
        assert asyncio.run(_databases(url)) == 5
        with upkeep.about_to_reset() as resetting:
            assert "de fem databaser på serveren" in resetting.what
            resetting.carry_out()
        assert asyncio.run(_databases(url)) == 0
        monkeypatch.delenv("PEJLING_DATABASE_URL")


async def _databases(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM pg_database WHERE datname LIKE 'pejling\\_%'",
        )
        return count
    finally:
        await connection.close()
