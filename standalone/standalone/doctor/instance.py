"""Finds the instance that runs on a data folder, without taking its lock even for a moment."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # the package ships no types

from standalone.data_folder import DataFolder
from standalone.databases import SERVICES
from standalone.ports import LOOPBACK

_WORKER = "standalone.worker"


@dataclass(frozen=True, slots=True)
class Instance:
    """A `pejling run` or `pejling up` at work.

    Attributes:
        pid: Its process id.
        address: Where the composed application answers; None where the services run apart.
        urls: Where each service answers, as far as the instance has said.
        workers: The process id of each worker, by the name that people know it by.
    """

    pid: int
    address: str | None = None
    urls: dict[str, str] = field(default_factory=dict)
    workers: dict[str, int | None] = field(default_factory=dict)

    @property
    def port(self) -> int | None:
        """The port of the composed application."""
        return int(self.address.rpartition(":")[2]) if self.address else None


def find_instance(folder: DataFolder) -> Instance | None:
    """The instance at work in the folder; None where no living process holds its lock."""
    held = _read(folder.path / "run.lock")
    pid = held.get("pid")
    if not isinstance(pid, int) or not _holds(pid, folder.path / "run.lock"):
        return None
    address = held.get("address")
    if address:
        # A name may lead past us; the composed application listens at the number.
        inside = f"http://{LOOPBACK}:{address.rpartition(':')[2]}"
        urls = {service: f"{inside}/api/{service}" for service in SERVICES}
        return Instance(pid, address, urls, {"arbejdet": _worker_of(pid)})
    written = _read(folder.up_file)
    pids = written.get("pids", {})
    running = {name: url for name, url in written.get("urls", {}).items() if name in pids}
    workers = {name: number for name, number in pids.items() if name.endswith(":work")}
    return Instance(pid, None, running, workers)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _holds(pid: int, lock: Path) -> bool:
    try:
        return any(lock.samefile(each.path) for each in psutil.Process(pid).open_files())
    except psutil.AccessDenied:
        return True  # somebody else's, and alive
    except (psutil.Error, OSError):
        return False


def _worker_of(pid: int) -> int | None:
    try:
        for child in psutil.Process(pid).children():
            if _WORKER in child.cmdline():
                return int(child.pid)
    except psutil.Error:
        return None
    return None
