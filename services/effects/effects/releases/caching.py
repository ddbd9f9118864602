"""The packed register of a municipality, kept from one release to the next in a folder of its own.

It is a cache: whatever cannot be read is packed anew, and whatever cannot be written is done
without. Nothing that a register holds is told to the log.
"""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import structlog

from effects.packed import files
from effects.packed.register import PackedRegister

log = structlog.get_logger(__name__)

_PRIVATE = 0o700


class FolderNotOurs(OSError):
    """The folder belongs to somebody else, who could put any register into it."""


def folder_of(packed_folder: Path, municipality: str) -> Path:
    """Where a municipality's register lies."""
    return packed_folder / f"register-{quote(municipality, safe='')}"


def find_register(folder: Path) -> PackedRegister | None:
    """The register kept in a folder, mapped into memory; None where there is none to be used.

    Every column is held against its checksum. What is of no use is removed, since a writer leaves
    columns that are already there as they are.
    """
    if not folder.exists():
        return None
    try:
        _make_private(folder)
        return files.open_register(folder)
    except FolderNotOurs:
        log.warning("packed_register_not_ours", folder=folder.name)
        return None
    except files.NotPacked as not_packed:
        reason = not_packed.reason
    except Exception as error:  # noqa: BLE001 - whatever a foreign file makes of it
        reason = type(error).__name__
    log.warning("packed_register_unusable", folder=folder.name, reason=reason)
    forget_register(folder)
    return None


def keep_register(register: PackedRegister, folder: Path) -> None:
    """Keep a register in a folder that its owner alone may open, in place of the one before.

    Where that fails, the folder is emptied: half a register would fill a disk that is full, and the
    one before is of no more use than none.
    """
    try:
        _make_private(folder)
        with _held(folder):
            files.write_register(register, folder)
    except FolderNotOurs:
        log.warning("packed_register_not_ours", folder=folder.name)
    except OSError as error:
        log.warning(
            "packed_register_not_kept", folder=folder.name, error=os.strerror(error.errno or 0)
        )
        forget_register(folder)


def forget_register(folder: Path) -> None:
    """Remove what is kept in a folder; those who read from it go on reading what they have."""
    shutil.rmtree(folder, ignore_errors=True)


def _make_private(folder: Path) -> None:
    folder.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    folder.mkdir(mode=_PRIVATE, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise FolderNotOurs
    if stat.S_IMODE(found.st_mode) != _PRIVATE:
        folder.chmod(_PRIVATE)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Let nobody else write there: a release whose database went away may still be at it."""
    beside = folder.with_name(f"{folder.name}.lock")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
