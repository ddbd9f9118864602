"""Files that nobody but their owner may read: keys and secrets."""

import os
import stat
from pathlib import Path

MAX_BYTES = 16_384
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotPrivate(ValueError):
    """The file is missing, open to others, too large, or not plain text; the text says which."""


def read(path: Path) -> str:
    """The text of a file that nobody but its owner may read.

    Raises:
        NotPrivate: When it cannot be read or others can read it too.
    """
    try:
        # The mode is asked of the opened file, so that none can be put in its place in between.
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & _OTHERS:
                raise NotPrivate(
                    f"Filen kan læses af andre (rettigheder {mode:04o}). Kør: chmod 600 {path}"
                )
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotPrivate(f"Filen kan ikke læses: {error.strerror} ({path})") from None
    if len(content) > MAX_BYTES or not content.isascii():
        raise NotPrivate(f"Filen er for stor eller ikke ren ASCII ({path})")
    return content.decode("ascii")
