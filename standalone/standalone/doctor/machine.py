"""The machine: interpreters, room, memory, proxies and time zones."""

import os
import platform
import re
import shutil
import subprocess
import zoneinfo
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # the package ships no types

from standalone.app import FRONTEND
from standalone.doctor.findings import Finding, broken, doubtful, fine

_GIGABYTE = 10**9
_ROOM_NEEDED, _ROOM_WISHED = _GIGABYTE // 2, 3 * _GIGABYTE
_FILES_NEEDED = 2_000
_MEMORY_NEEDED, _MEMORY_WISHED = 3 * _GIGABYTE // 10, _GIGABYTE
_CGROUP = Path("/sys/fs/cgroup")
_NODE = "Node 20.19 eller nyere (eller 22.12 eller nyere)"
_OWN_NAMES = ("localhost", "127.0.0.1")
_PROXIES = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")


def check_python() -> Finding:
    """The interpreter that runs us; one too old would not have come this far."""
    return fine("python", f"Python {platform.python_version()}")


def check_node() -> Finding:
    """Node builds the frontend and is not needed afterwards."""
    node = shutil.which("node")
    if node is None:
        return doubtful("node", "Node mangler", f"Siden kan ikke bygges: installér {_NODE}.")
    said = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False, timeout=5
    ).stdout.strip()
    match = re.match(r"v(\d+)\.(\d+)", said)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    if version >= (22, 12) or (20, 19) <= version < (21, 0):
        return fine("node", f"Node {said.removeprefix('v')}")
    return doubtful(
        "node", f"Node {said or '?'} er for gammel", f"Siden kan ikke bygges: installér {_NODE}."
    )


def check_frontend() -> Finding:
    """The pages are built once, by `make run`."""
    if (FRONTEND / "index.html").is_file():
        return fine("frontend", "Siden er bygget")
    return doubtful("frontend", f"Siden er ikke bygget ({FRONTEND})", "Kør `make run`.")


def check_room(folder: Path) -> Finding:
    """Bytes and files left where the data folder lies, or will lie."""
    place = nearest(folder)
    state = os.statvfs(place)
    left = state.f_bavail * state.f_frsize
    text = f"{left / _GIGABYTE:.1f} GB ledig plads i {place}"
    if left < _ROOM_NEEDED:
        return broken("room", text, "Gør plads: PostgreSQL stopper, når disken er fuld.")
    # Some file systems count no files and say that they have none.
    if state.f_files and state.f_favail < _FILES_NEEDED:
        return broken(
            "room", f"Kun {state.f_favail} filer mere kan oprettes i {place}", "Slet små filer."
        )
    if left < _ROOM_WISHED:
        return doubtful("room", text, "Gør plads til mindst 3 GB.")
    return fine("room", text)


def check_memory() -> Finding:
    """What is free now, within the container's limit where there is one."""
    free = min(psutil.virtual_memory().available, _container_memory())
    text = f"{free / _GIGABYTE:.1f} GB ledig hukommelse"
    if free < _MEMORY_NEEDED:
        return broken("memory", text, "Luk andre programmer, eller giv maskinen mere.")
    if free < _MEMORY_WISHED:
        return doubtful("memory", text, "En hel kommunes tal kræver mindst 1 GB.")
    return fine("memory", text)


def check_proxies() -> Finding:
    """A proxy for the world outside must not be asked for this machine's own addresses."""
    named = next((name for name in _PROXIES if os.environ.get(name)), None)
    if named is None:
        return fine("proxies", "Ingen proxy")
    direct = f"{os.environ.get('NO_PROXY', '')},{os.environ.get('no_proxy', '')}".split(",")
    if all(name in direct or "*" in direct for name in _OWN_NAMES):
        return fine("proxies", f"Proxy i {named}; egne adresser går udenom")
    return doubtful(
        "proxies",
        f"{named} er sat, men egne adresser går ikke udenom",
        "Pejling går selv udenom; til egne programmer: NO_PROXY=localhost,127.0.0.1.",
    )


def check_time_zones() -> Finding:
    """Deadlines are days in Denmark."""
    try:
        zoneinfo.ZoneInfo("Europe/Copenhagen")
    except zoneinfo.ZoneInfoNotFoundError:
        return broken("time_zones", "Tidszonen Europe/Copenhagen findes ikke", "Installér tzdata.")
    return fine("time_zones", "Tidszoner findes")


def nearest(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    return next(each for each in (path, *path.parents) if each.exists())


def _container_memory() -> float:
    try:
        limit = int((_CGROUP / "memory.max").read_text(encoding="ascii"))
        return limit - int((_CGROUP / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return float("inf")  # no container, or one without a limit
