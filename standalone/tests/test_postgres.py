import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import asyncpg
import pytest

from standalone import postgres_account, processes
from standalone.data_folder import DataFolder
from standalone.database_server import embedded, embedded_cluster
from standalone.postgres import EmbeddedPostgres, stop_orphan
from standalone.postgres_account import PostgresCannotRun
from standalone.throw_away import throw_away_postgres


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def kill_and_wait(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until_gone(pid, seconds=10)


async def test_a_started_server_answers_with_checksums_and_durable_writes(
    server: EmbeddedPostgres,
) -> None:
    assert await ask(server.admin_url, "SHOW data_checksums") == "on"
    assert await ask(server.admin_url, "SHOW fsync") == "on"
    assert await ask(server.admin_url, "SHOW listen_addresses") == "127.0.0.1"
    assert await ask(server.admin_url, "SHOW password_encryption") == "scram-sha-256"


async def test_letters_outside_ascii_have_upper_and_lower_case(server: EmbeddedPostgres) -> None:
    assert await ask(server.admin_url, "SELECT lower('ÆØÅ')") == "æøå"


async def test_a_wrong_password_is_refused_on_loopback_too(server: EmbeddedPostgres) -> None:
    forged = server.admin_url.replace("://pejling:", "://pejling:x")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(forged, "SELECT 1")


def test_the_data_directory_is_private(server: EmbeddedPostgres, folder: DataFolder) -> None:
    cluster = embedded_cluster(folder)
    assert server.is_running()
    assert cluster is not None
    assert stat.S_IMODE(cluster.stat().st_mode) == 0o700
    assert not (cluster.parent / "postgres.password").exists()


async def test_data_and_port_are_the_same_after_a_stop_and_a_start(used_folder: DataFolder) -> None:
    first = embedded(used_folder)
    first.start()
    await ask(first.admin_url, "CREATE TABLE kept (id int)")
    url = first.admin_url
    first.stop()
    assert not first.is_running()
    second = embedded(used_folder)
    second.start()
    try:
        assert second.admin_url == url
        assert await ask(url, "SELECT count(*) FROM kept") == 0
    finally:
        second.stop()


async def test_a_port_taken_meanwhile_is_replaced_by_another(used_folder: DataFolder) -> None:
    remembered = int(used_folder.postgres_port.read_text(encoding="ascii"))
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", remembered))
        squatter.listen()
        second = embedded(used_folder)
        second.start()
        try:
            assert f":{remembered}/" not in second.admin_url
            assert await ask(second.admin_url, "SELECT 1") == 1
        finally:
            second.stop()


async def test_a_killed_server_starts_again_at_the_same_address_with_its_data(
    server: EmbeddedPostgres,
) -> None:
    await ask(server.admin_url, "CREATE TABLE kept (id int)")
    assert server.pid is not None
    kill_and_wait(server.pid)
    assert not server.is_running()
    server.start_again()
    assert await ask(server.admin_url, "SELECT count(*) FROM kept") == 0


def test_the_orphan_of_a_killed_parent_is_recognised_and_stopped(used_folder: DataFolder) -> None:
    program = textwrap.dedent(
        """
        import os, pathlib, sys, time
        from standalone.data_folder import DataFolder
        from standalone.database_server import embedded
        server = embedded(DataFolder(pathlib.Path(sys.argv[1])))
        server.start()
        print(server.pid, flush=True)
        time.sleep(600)
        """,
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(used_folder.path)],
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        orphan = int(parent.stdout.readline())
        parent.kill()
    cluster = embedded_cluster(used_folder)
    assert cluster is not None
    assert processes.is_at_home(orphan, name="postgres", folder=cluster)
    again = embedded(used_folder)
    again.start()
    try:
        assert again.pid != orphan
        assert not processes.is_at_home(orphan, name="postgres", folder=cluster)
    finally:
        again.stop()


def test_a_pid_file_whose_number_belongs_to_somebody_else_is_no_obstacle(
    used_folder: DataFolder,
) -> None:
    cluster = embedded_cluster(used_folder)
    assert cluster is not None
    with subprocess.Popen(["sleep", "600"]) as stranger:  # noqa: S607 - any program will do
        stale = cluster / "postmaster.pid"
        stale.write_text(f"{stranger.pid}\n{cluster}\n1\n1\n\n127.0.0.1\n1 1\nready\n")
        second = embedded(used_folder)
        second.start()
        second.stop()
        assert stranger.poll() is None
        stranger.kill()


def test_nothing_is_stopped_where_nothing_runs(folder: DataFolder) -> None:
    assert stop_orphan(folder.path / "postgres") is False


def test_an_interrupted_creation_is_done_over(folder: DataFolder) -> None:
    cluster = embedded_cluster(folder)
    assert cluster is not None
    half = cluster.with_name("postgres.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    postgres = embedded(folder)
    postgres.start()
    postgres.stop()
    assert not half.exists()


def test_a_server_that_cannot_start_says_why_in_one_line(used_folder: DataFolder) -> None:
    cluster = embedded_cluster(used_folder)
    assert cluster is not None
    (cluster / "global" / "pg_control").write_bytes(b"")
    with pytest.raises(PostgresCannotRun, match="kunne ikke starte") as raised:
        embedded(used_folder).start()
    assert "\n" not in str(raised.value)


def test_a_throw_away_server_does_not_wait_for_the_disk_and_leaves_nothing() -> None:
    with throw_away_postgres() as url:
        assert asyncio.run(ask(url, "SHOW fsync")) == "off"
        directory = Path(str(asyncio.run(ask(url, "SHOW data_directory"))))
        assert directory.exists()
    assert not directory.exists()


def test_a_throw_away_server_ends_when_its_owner_is_killed() -> None:
    program = textwrap.dedent(
        """
        import time
        from standalone.throw_away import throw_away_postgres
        with throw_away_postgres() as url:
            print(url, flush=True)
            time.sleep(600)
        """,
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        port = int(owner.stdout.readline().rsplit(":", 1)[1].split("/")[0])
        owner.kill()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.1)
    pytest.fail("the server outlived its owner")


async def test_without_user_namespaces_root_runs_the_server_as_nobody_and_others_as_themselves(
    folder: DataFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = tmp_path.parent / "delt"
    monkeypatch.setattr(postgres_account, "_SHARED_HOME", shared)
    for parent in tmp_path.parents:
        if parent.name.startswith(("pytest-", "popen-")):
            parent.chmod(0o755)  # nobody must be able to reach it, as it can /var/lib
    account = postgres_account.choose_account(folder.path, namespace_allowed=False)
    owner = postgres_account.NOBODY if os.geteuid() == 0 else os.geteuid()
    postgres = EmbeddedPostgres(
        account,
        password=folder.secrets.get("postgres_password"),
        log=folder.logs / "postgres.log",
    )
    postgres.start()
    try:
        assert await ask(postgres.admin_url, "SELECT 1") == 1
        assert account.cluster.stat().st_uid == owner
    finally:
        postgres.stop()


def test_a_folder_that_is_gone_is_a_fact_and_leaves_nothing_elsewhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = tmp_path / "shared"
    monkeypatch.setattr(postgres_account, "_SHARED_HOME", shared)
    with pytest.raises(PostgresCannotRun, match="findes ikke"):
        postgres_account.choose_account(tmp_path / "gone")
    assert not shared.exists()
