"""Runs a Pejling of its own for the browser tests: scratch data, a free port, gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deploy.bootstrapping.problem import NotReady

URL = "PEJLING_E2E_URL"
DEMO = "PEJLING_E2E_DEMO"
LOADED = "PEJLING_TEST_DEMONSTRATION"
"""The data folder of a demonstration that is loaded and at rest; tests/ makes it."""
_READY = "Pejling kører på "
_READY_WITHIN = 400.0  # seconds; the demonstration is loaded first
_STOPS_WITHIN = 60.0


@contextmanager
def running_system(root: Path) -> Iterator[dict[str, str]]:
    """Where a system with the demonstration loaded answers, stopped and removed at the end.

    It works on a copy where the tests before have loaded the demonstration already.

    Raises:
        NotReady: it did not come up; what it said is printed.
    """
    data = Path(tempfile.mkdtemp(prefix="pejling-e2e-"))
    port = _free_port()
    loaded = Path(os.environ.get(LOADED, ""))
    if loaded.name and loaded.exists():
        shutil.copytree(loaded, data, symlinks=True, dirs_exist_ok=True)
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PEJLING_")}
    environment = mine | {"PEJLING_DATA": str(data), "PEJLING_PORT": str(port)}
    pejling = str(root / ".venv" / "bin" / "pejling")
    process = subprocess.Popen(
        [pejling, "run"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        said = _Said(process.stdout)
        if not said.ready.wait(_READY_WITHIN) or not said.is_ready:
            sys.stderr.write("".join(said.lines))
            raise NotReady("Systemet til browserprøverne kom ikke op; se linjerne ovenfor.")
        yield {URL: f"http://localhost:{port}", DEMO: str(data / "demo.json")}
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        subprocess.run(
            [pejling, "reset", "--yes"],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        shutil.rmtree(data, ignore_errors=True)


class _Said:
    """Reads what the system says all the time it runs, so that it never waits for a reader."""

    def __init__(self, output: IO[str] | None) -> None:
        self.lines: list[str] = []
        self.is_ready = False
        self.ready = threading.Event()
        threading.Thread(target=self._read, args=(output,), daemon=True).start()

    def _read(self, output: IO[str] | None) -> None:
        for line in output or ():
            self.lines.append(line)
            if line.startswith(_READY):
                self.is_ready = True
                self.ready.set()
        self.ready.set()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
