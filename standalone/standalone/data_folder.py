"""The one folder that holds everything an installation keeps: data, secrets, logs."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from standalone.cannot_run import CannotRun
from standalone.secret_files import SecretFiles

VARIABLE = "PEJLING_DATA"
_PROJECT = Path(__file__).resolve().parents[2]
_DEFAULT = ".data"

# What is ours in the folder. `reset` removes these and nothing else, because the variable may
# point by mistake at a folder that holds other things.
_CACHES = ("packed", "spool")
_DEMONSTRATION = ("demonstration", "demo.json")
_DATABASE = ("postgres", "postgres.new", "postgres.password", "postgres.port")
_SIGN_IN = ("identity_provider.port",)
_OWN = ("secrets", "logs", "nginx", "run.lock", "up.json", "restart.asked", "restart.told")


class AlreadyRunning(CannotRun):
    """Another `pejling` process works in the data folder; the text names it, in Danish."""


class DataFolderUnusable(CannotRun):
    """The data folder cannot be made or written; the text says why, in Danish."""


class DataFolder:
    """`$PEJLING_DATA`, by default `.data` in the project folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.secrets = SecretFiles(self.path / "secrets")
        self.logs = self.path / "logs"
        self.postgres_port = self.path / "postgres.port"
        self.identity_provider_port = self.path / "identity_provider.port"
        self.nginx = self.path / "nginx"
        self.up_file = self.path / "up.json"
        self.restart_asked = self.path / "restart.asked"
        self.restart_told = self.path / "restart.told"

    @classmethod
    def from_environment(cls) -> "DataFolder":
        """The folder that PEJLING_DATA names."""
        named = os.environ.get(VARIABLE)
        return cls(Path(named) if named else _PROJECT / _DEFAULT)

    def create(self) -> None:
        """Make the folder where missing, readable for its owner alone where we make it.

        Raises:
            DataFolderUnusable: it cannot be made, or not be written.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.logs.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise DataFolderUnusable(
                f"Datamappen {self.path} kan ikke bruges: {error.strerror}. "
                f"Vælg en anden med {VARIABLE}.",
            ) from error

    @contextmanager
    def held(self) -> Iterator["Holding"]:
        """Hold the folder for one process; the system lets go of it when the process ends.

        Raises:
            AlreadyRunning: another process holds it.
        """
        self.create()
        descriptor = os.open(self.path / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(_whom(file.read(), self.path)) from None
            holding = Holding(file.fileno())
            holding.tell(address=None)
            self.up_file.unlink(missing_ok=True)  # left by one that was killed
            yield holding

    def remove(self) -> None:
        """Remove what is ours, and the folder itself when nothing else is in it."""
        for name in (*_CACHES, *_DEMONSTRATION, *_DATABASE, *_SIGN_IN, *_OWN):
            path = self.path / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.path.rmdir()


class Holding:
    """The lock while we hold it; it tells those who come later whom they meet."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, *, address: str | None) -> None:
        """Write down who we are and where we answer."""
        content = json.dumps({"pid": os.getpid(), "address": address}).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, content, 0)


def _whom(written: str, path: Path) -> str:
    try:
        told = json.loads(written)
    except ValueError:
        told = {}
    where = f" på {told['address']}" if told.get("address") else ""
    return f"Pejling kører allerede{where} med data i {path} (proces {told.get('pid', 'ukendt')})."
