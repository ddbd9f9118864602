"""`pejling up --no-nginx` and what it is made of: services as processes of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from standalone import processes
from standalone.apart import Apart, ServiceRefused, services_apart
from standalone.data_folder import DataFolder
from standalone.throw_away import throw_away_postgres

PEJLING = [sys.executable, "-c", "from kit.commands import main; main()"]


def until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


class Going:
    """A `pejling up --no-nginx` of ours, and what it wrote for programs."""

    def __init__(self, folder: DataFolder, admin_url: str, *services: str) -> None:
        self.folder = folder
        self._told = environment(folder, PEJLING_DATABASE_URL=admin_url)
        self._words = ["up", "--no-nginx", *(f"--service={service}" for service in services)]
        self.process = subprocess.Popen(
            [*PEJLING, *self._words],
            env=self._told,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until(lambda: self.process.poll() is not None or folder.up_file.exists(), seconds=120)
            assert self.process.poll() is None
        except AssertionError:
            self.stop()
            raise

    @property
    def written(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.folder.up_file.read_text())
        return content

    def pid(self, name: str) -> int:
        return int(self.written["pids"][name])

    def get(self, service: str, path: str) -> httpx.Response:
        return httpx.get(f"{self.written['urls'][service]}{path}", trust_env=False, timeout=10)

    def pejling(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PEJLING, *(words or self._words)],
            env=self._told,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def doctor(self) -> dict[str, tuple[str, str]]:
        """What the doctor says of each thing, and how bad it is."""
        said = json.loads(self.pejling("doctor", "--json").stdout)
        return {each["check"]: (each["level"], each["text"]) for each in said["findings"]}

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


def environment(folder: DataFolder, **more: str) -> dict[str, str]:
    mine = {key: value for key, value in os.environ.items() if not key.startswith("PEJLING_")}
    return mine | {"PEJLING_DATA": str(folder.path), "LC_ALL": "C.UTF-8"} | more


@pytest.fixture(scope="module")
def admin_url() -> Iterator[str]:
    """A server of this file's own: roles are given passwords on it."""
    with throw_away_postgres() as url:
        yield url


@pytest.fixture(scope="module")
def going(tmp_path_factory: pytest.TempPathFactory, admin_url: str) -> Iterator[Going]:
    """Two services, for the tests that leave them running."""
    folder = DataFolder(tmp_path_factory.mktemp("up") / "data på en mappe")
    up = Going(folder, admin_url, "gateway", "contracts")
    try:
        yield up
    finally:
        up.stop()


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """The pieces without the command, on another server, for its passwords are others."""
    with (
        throw_away_postgres() as url,
        services_apart(DataFolder(tmp_path_factory.mktemp("apart")), url) as made,
    ):
        yield made


def test_each_process_is_given_its_own_secrets_and_no_others(going: Going) -> None:
    if sys.platform != "linux":
        pytest.skip("the environment of a process is read from /proc")
    secrets = {
        path.name: path.read_text().strip()
        for path in (going.folder.path / "secrets").iterdir()
        if not path.name.endswith(("_sealing_key", "_signing_keys"))
    }
    for service in ("gateway", "contracts"):
        for name in (service, f"{service}:work"):
            told = Path(f"/proc/{going.pid(name)}/environ").read_text()
            given = {secret for secret, value in secrets.items() if value in told}
            own_secret = {f"client_service-{service}"} if name.endswith(":work") else set[str]()
            assert given == {f"{service}_password", *own_secret}
            assert "PEJLING_DATABASE_URL" not in told


def test_each_service_answers_at_an_address_of_its_own(going: Going) -> None:
    for service in ("gateway", "contracts"):
        assert going.get(service, "/ready").is_success
    with pytest.raises(httpx.ConnectError):
        going.get("effects", "/live")


def test_the_written_client_may_fetch_a_token(going: Going) -> None:
    client = going.written["clients"]["jobcenter"]
    answer = httpx.post(
        going.written["token_url"],
        data={"grant_type": "client_credentials"},
        auth=(client["client_id"], client["client_secret"]),
        trust_env=False,
    )
    assert answer.status_code == 200
    assert going.folder.up_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["contracts", "contracts:work"])
def test_a_killed_process_comes_back_by_itself(going: Going, name: str) -> None:
    killed, url = going.pid(name), going.written["urls"]["contracts"]
    os.kill(killed, signal.SIGKILL)
    until(lambda: going.pid(name) != killed)
    until(lambda: is_ready(going))
    assert going.written["urls"]["contracts"] == url


def is_ready(going: Going) -> bool:
    try:
        return going.get("contracts", "/ready").is_success
    except httpx.HTTPError:
        return False


def test_ctrl_c_stops_all_of_it(folder: DataFolder) -> None:
    with throw_away_postgres() as url:
        going = Going(folder, url, "contracts")
        pids = [int(pid) for pid in going.written["pids"].values()]
        assert len(pids) == 2
        assert going.stop() == 0
    assert all(processes.wait_until_gone(pid, seconds=1) for pid in pids)
    assert not folder.up_file.exists()


def test_nothing_works_on_when_it_is_killed_and_the_doctor_sees_what_it_left(
    folder: DataFolder,
) -> None:
    with throw_away_postgres() as url:
        going = Going(folder, url, "contracts")
        pids = [int(pid) for pid in going.written["pids"].values()]
        going.process.kill()
        going.process.wait(timeout=10)
        assert all(processes.wait_until_gone(pid, seconds=10) for pid in pids)
        level, text = going.doctor()["stale_files"]
    assert level == "advarsel"
    assert "up.json" in text


def test_the_doctor_finds_running_services_ready(going: Going) -> None:
    found = going.doctor()
    assert found["services"] == ("ok", "Svarer og er klar: gateway, contracts")
    assert found["workers"][0] == "ok"
    assert found["databases"] == ("ok", "De fem databaser er på kodens version")
    assert found["release"] == ("ok", "Ingen tal er udgivet endnu")


def test_the_doctor_waits_for_no_service_that_hangs(going: Going) -> None:
    os.kill(going.pid("contracts"), signal.SIGSTOP)
    try:
        level, text = going.doctor()["services"]
    finally:
        os.kill(going.pid("contracts"), signal.SIGCONT)
    assert level == "fejl"
    assert text == "contracts svarer ikke (TimeoutError)"


def test_the_doctor_misses_a_worker_that_died(going: Going) -> None:
    killed = going.pid("contracts:work")
    # Its parent sleeps, so that it does not start it again while we look.
    going.process.send_signal(signal.SIGSTOP)
    try:
        os.kill(killed, signal.SIGKILL)
        level, text = going.doctor()["workers"]
    finally:
        going.process.send_signal(signal.SIGCONT)
        until(lambda: going.pid("contracts:work") != killed)
    assert level == "fejl"
    assert text == "Kører ikke: contracts:work"


def test_a_second_one_on_the_same_data_is_one_line(going: Going) -> None:
    second = going.pejling()
    assert second.returncode == 2
    assert "kører allerede" in second.stderr
    assert second.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["up", "--no-nginx", "--service", "nobody"], "Ukendt tjeneste: nobody."),
        (["up", "--service", "contracts"], "`--no-nginx`"),
        (["up", "--no-nginx", "--demonstration"], "uden demonstration"),
        (["restart"], "Ingen `pejling up` kører"),
        (["backup", "--to", "."], "findes allerede"),
        (["restore", "--from", "/nowhere"], "er ikke en kopi"),
    ],
)
def test_what_it_cannot_do_is_one_line_before_anything_starts(
    folder: DataFolder, words: list[str], said: str
) -> None:
    refused = subprocess.run(
        [*PEJLING, *words],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert refused.returncode == 2
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (folder.path / "postgres").exists()


def test_a_service_killed_refuses_at_once_and_returns_at_its_address(apart: Apart) -> None:
    url = apart.urls["surveys"]
    apart.start("surveys")
    apart.wait_until_ready()
    apart.kill("surveys")
    assert not apart.is_running("surveys")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/live", trust_env=False)
    apart.start("surveys")
    apart.wait_until_ready()
    assert httpx.get(f"{url}/ready", trust_env=False).is_success
    apart.stop("surveys")
    assert apart.pid("surveys") is None


def test_settings_that_are_refused_are_said_with_the_variable(folder: DataFolder) -> None:
    wrong = {"PEJLING_SURVEYS_POOL_SIZE": "9"}
    with (
        throw_away_postgres() as url,
        services_apart(folder, url, services=["surveys"], settings=wrong) as refused,
    ):
        refused.start("surveys")
        with pytest.raises(ServiceRefused, match="PEJLING_SURVEYS_POOL_SIZE"):
            refused.wait_until_ready()
