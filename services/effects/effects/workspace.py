"""A private folder for one piece of work on a register, and a DuckDB that stays inside it."""

import errno
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import duckdb

from kit import problems

MEMORY_LIMIT = "768MB"
THREADS = 2
FORGOTTEN_AFTER_SECONDS = 24 * 3600

_PREFIX = "work-"


class NoRoom(problems.Unavailable):
    """The file is larger than the disk or the memory that is left for it."""

    code = "no_room"
    REMEDY: ClassVar[str] = (
        "Der er ikke plads til arbejdet lige nu. Intet er gemt; prøv igen, eller del filen op."
    )


@contextmanager
def workspace(spool_folder: Path) -> Iterator[Path]:
    """A new folder that only this process's user may open, removed with all that is in it."""
    spool_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=spool_folder)).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(spool_folder: Path, *, now: float | None = None) -> int:
    """Remove what a killed process left behind; how many folders that were."""
    oldest = (time.time() if now is None else now) - FORGOTTEN_AFTER_SECONDS
    forgotten = [
        folder
        for folder in spool_folder.glob(f"{_PREFIX}*")
        if folder.is_dir() and folder.stat().st_mtime < oldest
    ]
    for folder in forgotten:
        shutil.rmtree(folder, ignore_errors=True)
    return len(forgotten)


@contextmanager
def room_enough() -> Iterator[None]:
    """Say so plainly when there is no room left for the work, on the disk or in memory.

    Raises:
        NoRoom: The disk is full, DuckDB has used the memory that it may, or there is no more.
    """
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise NoRoom(NoRoom.REMEDY) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom(NoRoom.REMEDY) from error
        raise


@contextmanager
def duckdb_in(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of bounded memory that spills to the folder and can read nothing outside it."""
    with duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": str(THREADS),
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    ) as connection:
        connection.execute("SET allowed_directories = [?]", [str(folder)])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
