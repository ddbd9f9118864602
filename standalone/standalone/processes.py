"""Tells whether a process id still means the process that we once started."""

import contextlib
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # the package ships no types


def is_at_home(pid: int, *, name: str, folder: Path) -> bool:
    """Whether `pid` is a live process called `name` whose working directory is `folder`.

    A process id alone proves nothing after a crash: the number may belong to somebody else
    by now. PostgreSQL works in its data directory, so name and folder together identify it.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or process.name() != name:
            return False
        return Path(process.cwd()).samefile(folder)
    except (psutil.Error, OSError):
        return False


def wait_until_gone(pid: int, *, seconds: float) -> bool:
    """Wait for a process that may not be our child; False when it outlives `seconds`."""
    with contextlib.suppress(psutil.NoSuchProcess):
        try:
            psutil.Process(pid).wait(timeout=seconds)
        except psutil.TimeoutExpired:
            return False
    return True


def find_at_home(*, name: str, folder: Path) -> list[int]:
    """The ids of all live processes called `name` that work in `folder`, the oldest first."""
    return sorted(
        process.pid
        for process in psutil.process_iter(["name"])
        if process.info["name"] == name and is_at_home(process.pid, name=name, folder=folder)
    )
