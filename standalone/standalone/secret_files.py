"""Generated passwords and client secrets, each made once and kept in a file of its own."""

import os
import secrets
from pathlib import Path

_BYTES = 32


class SecretFiles:
    """A folder (0700) of secrets (0600), one to a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Where the secret called `name` lies; its folder is made where missing."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        return self._folder / name

    def get(self, name: str) -> str:
        """The secret called `name`; 256 random bits in URL-safe letters the first time.

        The file appears whole or not at all, so that a crash never leaves half a password.
        """
        path = self.path(name)
        try:
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            pass
        unfinished = path.with_name(f"{name}.{os.getpid()}.new")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(_BYTES) + "\n")
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(unfinished, path)  # refuses where another process was first
            except FileExistsError:
                pass
        finally:
            unfinished.unlink(missing_ok=True)
        return path.read_text(encoding="ascii").strip()
