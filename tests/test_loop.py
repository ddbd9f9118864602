"""The whole loop by API alone, on a municipality with figures of its own, whatever is killed."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from standalone.apart import Apart, services_apart
from standalone.data_folder import DataFolder
from standalone.database_server import running_server
from standalone.demonstration.generate import generate
from standalone.demonstration.public_api import PublicApi
from standalone.demonstration.sending import Sending
from standalone.needed_clients import credentials
from standalone.postgres import EmbeddedPostgres

EXAMPLE = Path(__file__).parents[1] / "examples" / "the_loop.py"
AS_OF = "2026-W33"
AHEAD = 13
"""A quarter comes at once: of a month, so small a town has too little to show."""
STEPS = (
    "choose",
    "order",
    "call-off",
    "start",
    "attendance",
    "end",
    "answer",
    "measure",
    "choose better",
)
AWAY_SECONDS = 4.0


@dataclass(frozen=True)
class Town:
    """Ten processes and a database with the demonstration municipality in them."""

    apart: Apart
    server: EmbeddedPostgres
    demo: Path
    month: Path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = DataFolder(tmp_path_factory.mktemp("loop") / "data")
    folder.create()
    with running_server(folder) as (admin_url, server):
        assert server is not None
        with services_apart(folder, admin_url) as apart:
            apart.start()
            apart.wait_until_ready()
            clients = credentials(folder.secrets)
            files = generate(folder.path / "town", as_of=AS_OF, scale=0.25, ahead=AHEAD)
            sent = folder.path / "sent"
            own = clients["jobcenter"]
            with (
                PublicApi("", own["client_id"], own["client_secret"], urls=apart.urls) as api,
                Progress(console=Console(quiet=True)) as progress,
            ):
                Sending(api, files, sent, AS_OF, progress).send()
            demo = folder.path / "demo.json"
            demo.write_text(json.dumps({"urls": apart.urls, "clients": clients}), encoding="utf-8")
            yield Town(apart, server, demo, sent / files.next_month.name)


def test_the_loop_goes_round_though_every_process_is_killed_on_the_way(town: Town) -> None:
    victims = [(name,) for name in town.apart.names]
    # One or two die at the beginning of each step, and the database in the middle of it all.
    deaths = dict(zip(STEPS, _spread(victims, len(STEPS)), strict=True))
    loop = subprocess.Popen(
        [sys.executable, str(EXAMPLE), "--demo", str(town.demo), "--month", str(town.month)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    lines: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(loop, lines))
    reader.start()
    said: list[str] = []
    killed: list[str] = []
    coming_back: list[threading.Thread] = []
    while (line := lines.get(timeout=300)) is not None:
        said.append(line)
        for name in deaths.get(line.strip(), ()):
            town.apart.kill(name)
            killed.append(name)
            coming_back.append(threading.Timer(AWAY_SECONDS, town.apart.start, (name,)))
            coming_back[-1].start()
        if line.strip() == "attendance":
            _kill_the_database(town)
    reader.join()
    for each in coming_back:
        each.join()
    assert loop.wait(timeout=10) == 0, "".join(said)
    assert sorted(killed) == sorted(town.apart.names)
    assert [line.strip() for line in said if not line.startswith(" ")] == list(STEPS)
    assert "  repeated: 6 rækker\n" in said, "a batch sent again changes nothing"
    assert "  expectations_not_aligned\n" in said, "nobody starts before expectations are aligned"


def _kill_the_database(town: Town) -> None:
    pid = town.server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while town.server.is_running():
        time.sleep(0.05)
    town.server.start_again()


def _spread(victims: list[tuple[str]], steps: int) -> list[tuple[str, ...]]:
    dealt: list[tuple[str, ...]] = [()] * steps
    for number, (name,) in enumerate(victims):
        dealt[number % steps] += (name,)
    return dealt


def _read(loop: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert loop.stdout is not None
    with loop.stdout:
        for line in loop.stdout:
            lines.put(line)
    lines.put(None)
