"""The demonstration municipality, loaded once for all who need it whole; each works on a copy."""

import fcntl
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from standalone import ports

from .running_pages import Installation, scratch_environment

VARIABLE = "PEJLING_TEST_DEMONSTRATION"
"""Where the loaded one lies, so that the browser's tests find it too; deploy/ reads it as well."""
READY = "Ctrl-C stopper"
PEJLING = [sys.executable, "-c", "from kit.commands import main; main()"]
_PORT_FILE = "postgres.port"
_LOADED_WITHIN = 600


def loaded_demonstration(folder: Path) -> Path:
    """The data folder of a demonstration loaded and at rest, made where it is missing."""
    named = os.environ.get(VARIABLE)
    kept = Path(named) if named else folder / "demonstration"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            unfinished = kept.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            with running_on(unfinished):
                pass
            # A copy finds a port of its own.
            (unfinished / _PORT_FILE).unlink(missing_ok=True)
            unfinished.rename(kept)
    return kept


def copied(loaded: Path, data: Path) -> Path:
    """A copy of a loaded demonstration, to change at will."""
    return Path(shutil.copytree(loaded, data, symlinks=True))


@contextmanager
def running_on(data: Path) -> Iterator[Installation]:
    """A `pejling run` on a data folder, from its last line of starting until it has ended."""
    port = ports.find_free_port()
    process = subprocess.Popen(
        [*PEJLING, "run"],
        env=scratch_environment(data) | {"PEJLING_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        said: list[str] = []
        while not said or READY not in said[-1]:
            line = lines.get(timeout=_LOADED_WITHIN)
            assert line is not None, "".join(said)
            said.append(line)
        yield Installation(f"http://localhost:{port}", data)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        reader.join(timeout=10)
        assert process.stdout is not None
        process.stdout.close()


def remove(data: Path) -> None:
    """Remove an installation that has ended, with what PostgreSQL's own account holds of it."""
    subprocess.run(
        [*PEJLING, "reset", "--yes"],
        env=scratch_environment(data),
        stdout=subprocess.DEVNULL,
        check=False,
    )
