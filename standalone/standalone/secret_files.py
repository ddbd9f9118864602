"""Generated passwords and client secrets, each made once and kept in a file of its own."""

import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

_BYTES = 32


def _random_letters() -> str:
    return secrets.token_urlsafe(_BYTES)


class SecretFiles:
    """A folder (0700) of secrets (0600), one to a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Where the secret called `name` lies; its folder is made where missing."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        return self._folder / name

    def get(self, name: str, make: Callable[[], str] = _random_letters) -> str:
        """The secret called `name`; the first time it is made, by default 256 random bits.

        The file appears whole or not at all, so that a crash never leaves half a password.
        """
        path = self.path(name)
        with contextlib.suppress(FileNotFoundError):
            return path.read_text(encoding="ascii").strip()
        descriptor, unfinished = tempfile.mkstemp(prefix=f"{name}.", dir=self._folder)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(f"{make().strip()}\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):  # another was first
                os.link(unfinished, path)
        finally:
            os.unlink(unfinished)  # noqa: PTH108 - a name, not a path, from mkstemp
        return path.read_text(encoding="ascii").strip()

    def find(self, name: str) -> str | None:
        """The secret called `name` where it is made already; nothing is made or changed."""
        try:
            return (self._folder / name).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None

    def get_file(self, name: str, make: Callable[[], str]) -> str:
        """Where the secret called `name` lies, made where missing: for who is told a path."""
        self.get(name, make)
        return str(self.path(name))


def write_private_json(path: Path, content: Mapping[str, object]) -> None:
    """Write a file for its owner's eyes alone (0600), whole or not at all."""
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    Path(aside).replace(path)


def client_secret(client_id: str, secrets: SecretFiles) -> str:
    """The secret with which an API client of ours fetches tokens."""
    return secrets.get(f"client_{client_id}")
