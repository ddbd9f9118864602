"""A `pejling run` of our own, and other commands beside it, as a person starts them."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

from standalone import ports
from standalone.data_folder import DataFolder

PEJLING = [sys.executable, "-c", "from kit.commands import main; main()"]
_READY = "Ctrl-C stopper"
_READY_WITHIN = 600.0
"""Seconds: the demonstration may have to be loaded, on a machine that is busy."""


class Running:
    """A `pejling run` of ours: its lines as they come, and its end."""

    def __init__(self, data: Path, **told: str) -> None:
        port = ports.find_free_port()
        self.address = f"http://localhost:{port}"
        self.folder = DataFolder(data)
        self.lines: list[str] = []
        self._arriving: queue.Queue[str | None] = queue.Queue()
        # A connection each time: what it was made to may have been killed.
        fresh = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(limits=fresh, trust_env=False, timeout=10)
        self.process = subprocess.Popen(
            [*PEJLING, "run"],
            env=scratch_environment(data) | {"PEJLING_PORT": str(port)} | told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._arriving.put(line)
        self._arriving.put(None)

    def wait_until_ready(self) -> None:
        """Return when it has said its last line of starting."""
        deadline = time.monotonic() + _READY_WITHIN
        while not self.lines or _READY not in self.lines[-1]:
            line = self._arriving.get(timeout=max(0.1, deadline - time.monotonic()))
            assert line is not None, "".join(self.lines)
            self.lines.append(line)

    def get(self, path: str) -> httpx.Response:
        return self._client.get(self.address + path)

    def child(self, module: str) -> int:
        """The process id of a child by the module that it runs."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],  # noqa: S607 - any ps
            capture_output=True,
            text=True,
            check=True,
        )
        (pid,) = [int(line.split()[0]) for line in listed.stdout.splitlines() if module in line]
        return pid

    def stop(self) -> int:
        """End it as Ctrl-C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=60)
        self._close()
        return code

    def kill(self) -> None:
        """End it with no warning."""
        self.process.kill()
        self.process.wait(timeout=10)
        self._close()

    def _close(self) -> None:
        self._client.close()
        self._reader.join(timeout=10)
        while (line := self._arriving.get(timeout=1)) is not None:
            self.lines.append(line)
        assert self.process.stdout is not None
        self.process.stdout.close()


def scratch_environment(data: Path) -> dict[str, str]:
    """Our environment, with a data folder and no other word for Pejling in it."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PEJLING_")}
    return mine | {"PEJLING_DATA": str(data), "LC_ALL": "C.UTF-8"}


def pejling(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Another command on a data folder, from its start to its end."""
    return subprocess.run(
        [*PEJLING, *words],
        env=scratch_environment(data) | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
