"""The demonstration municipality, loaded once for all who need it whole; each works on a copy."""

import fcntl
import os
import shutil
from pathlib import Path

from standalone.loader import SCALE

from .running import Running, pejling

VARIABLE = "PEJLING_TEST_DEMONSTRATION"
"""Where the loaded one lies, so that the browser's tests find it too; deploy/ reads it as well."""
_SCALE = "PEJLING_TEST_DEMONSTRATION_SCALE"
"""How much of it there shall be: all of it, unless deploy/ says less."""
_PORT_FILE = "postgres.port"


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
            loading = Running(unfinished, **{SCALE: os.environ.get(_SCALE, "1")})
            try:
                loading.wait_until_ready()
            finally:
                loading.stop()
            # A copy finds a port of its own.
            (unfinished / _PORT_FILE).unlink(missing_ok=True)
            said_at_loading(kept).write_text("".join(loading.lines), encoding="utf-8")
            unfinished.rename(kept)
    return kept


def said_at_loading(loaded: Path) -> Path:
    """The file with what `pejling run` said while it loaded the demonstration."""
    return loaded.with_suffix(".said")


def copied(loaded: Path, data: Path) -> Path:
    """A copy of a loaded demonstration, to change at will."""
    return Path(shutil.copytree(loaded, data, symlinks=True))


def remove(data: Path) -> None:
    """Remove an installation that has ended, with what PostgreSQL's own account holds of it."""
    pejling(data, "reset", "--yes")
