"""A town with figures of its own, in ten processes and a database, for what goes round the loop."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from standalone.apart import Apart, services_apart
from standalone.data_folder import DataFolder
from standalone.database_server import running_server
from standalone.needed_clients import credentials
from standalone.postgres import EmbeddedPostgres

EXAMPLE = Path(__file__).parents[1] / "examples" / "the_loop.py"
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
_SILENT_SECONDS = 300


@dataclass(frozen=True)
class Town:
    """Ten processes and a database with the demonstration municipality in them."""

    apart: Apart
    server: EmbeddedPostgres
    demo: Path
    month: Path


class GoingRound:
    """The worked example on its way round the loop of a town, read line by line."""

    def __init__(self, town: Town) -> None:
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, str(EXAMPLE), "--demo", str(town.demo), "--month", str(town.month)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def steps(self) -> Iterator[str]:
        """Each step when it begins, until the example ends."""
        while (line := self._lines.get(timeout=_SILENT_SECONDS)) is not None:
            self.said.append(line)
            if not line.startswith(" "):
                yield line.strip()

    def ended_well(self) -> bool:
        """Whether it came all the way round."""
        return self._process.wait(timeout=10) == 0

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout:
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)


@contextmanager
def town_apart(data: Path) -> Iterator[Town]:
    """The demonstration municipality of a data folder, in processes of their own."""
    folder = DataFolder(data)
    with running_server(folder) as (admin_url, server):
        assert server is not None
        with services_apart(folder, admin_url) as apart:
            apart.start()
            apart.wait_until_ready()
            demo = data / "demo.json"
            told = {"urls": apart.urls, "clients": credentials(folder.secrets)}
            demo.write_text(json.dumps(told), encoding="utf-8")
            yield Town(apart, server, demo, data / "demonstration" / "sent" / "next_month")
