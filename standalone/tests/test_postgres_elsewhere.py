"""PostgreSQL under other circumstances: another account, and the one that Debian packages."""

import asyncio
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import httpx
import pytest

from standalone import postgres_cluster
from standalone.apart import services_apart
from standalone.data_folder import DataFolder
from standalone.doctor import examination
from standalone.postgres import EmbeddedPostgres
from standalone.postgres_account import choose_account

_DEBIAN = Path("/usr/lib/postgresql")
_OLDEST = 15
_PASSWORD = "only-for-this-test"
_AS_A_USER = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


def newest_debian() -> Path | None:
    """The programs of the newest PostgreSQL that Debian's packages have installed."""
    versions = [int(path.name) for path in _DEBIAN.glob("[0-9]*") if (path / "bin/initdb").exists()]
    usable = [version for version in versions if version >= _OLDEST]
    return _DEBIAN / str(max(usable)) / "bin" if usable else None


@pytest.fixture
def debian(folder: DataFolder) -> Iterator[EmbeddedPostgres]:
    """Debian's server on a cluster of its own, started by an account that is not root."""
    binaries = newest_debian()
    if binaries is None:
        pytest.skip(f"Debian's PostgreSQL {_OLDEST} or later is not installed in {_DEBIAN}")
    account = replace(choose_account(folder.path), binaries=binaries)
    password = account.cluster.with_name("password")
    password.write_text(_PASSWORD)
    if account.owner is not None:
        os.chown(password, account.owner, account.owner)
    subprocess.run(
        account.command(
            "initdb",
            f"--pgdata={account.cluster}",
            f"--username={postgres_cluster.ADMINISTRATOR}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ),
        cwd=account.cluster.parent,
        env=postgres_cluster.environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    server = EmbeddedPostgres(account, password=_PASSWORD, log=folder.logs / "postgres.log")
    server.start()
    yield server
    server.stop()


def test_debians_server_holds_the_databases_and_carries_the_services(
    debian: EmbeddedPostgres, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with services_apart(folder, debian.admin_url, services=["gateway"]) as apart:
        apart.start()
        apart.wait_until_ready()
        answer = httpx.get(f"{apart.urls['gateway']}/ready", trust_env=False)
    assert answer.json()["status"] == "ok"
    with monkeypatch.context() as told:
        told.setenv("PEJLING_DATABASE_URL", debian.admin_url)
        found = {each.check: each.text for each in examination.examine(folder)}
    version = asyncio.run(server_version(debian.admin_url))
    assert version >= _OLDEST
    assert found["database"].startswith(f"PostgreSQL {version}.")
    assert found["databases"] == "De fem databaser er på kodens version"


async def server_version(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(connection.get_server_version().major)
    finally:
        await connection.close()


def test_an_ordinary_user_runs_the_server_as_itself(folder: DataFolder) -> None:
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:
        prefix = _AS_A_USER
        tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
        if tried.returncode != 0:
            pytest.skip("this machine lets root become nobody else")
    program = textwrap.dedent(
        """
        import json, os, pathlib, sys
        from standalone.data_folder import DataFolder
        from standalone.database_server import embedded
        from standalone.postgres_account import choose_account
        folder = DataFolder(pathlib.Path(sys.argv[1]))
        server = embedded(folder)
        server.start()
        account = choose_account(folder.path)
        owner = account.cluster.stat().st_uid
        print(json.dumps([os.geteuid(), owner, list(account.prefix), server.is_running()]))
        server.stop()
        """,
    )
    done = subprocess.run(
        [*prefix, sys.executable, "-c", program, str(folder.path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    user, owner, began_with, is_running = json.loads(done.stdout)
    assert user != 0
    assert owner == user
    assert began_with == []
    assert is_running
