"""Log files of our child processes: appended to, private, and kept from growing for ever."""

import contextlib
import os
from pathlib import Path
from typing import IO

_LARGEST = 10_000_000  # bytes


def open_log(path: Path) -> IO[bytes]:
    """Open a log (0600) for a process about to start; one grown large is put aside first."""
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".old.log"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb")


def last_line(path: Path) -> str:
    """The last line of a log; empty when there is none."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
