"""Finds PostgreSQL's own programs for copies, fit for the server that is copied."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from standalone.cannot_run import CannotRun
from standalone.postgres_account import PostgresCannotRun, find_binaries
from standalone.postgres_cluster import environment

_DEBIANS = Path("/usr/lib/postgresql")
_UNDERSTANDS_NO_NEWER = 17
"""From this version on, programs say things that an older server does not understand."""


class ProgramsMissing(CannotRun):
    """There are no programs that fit the server."""


class ProgramFailed(CannotRun):
    """A program of PostgreSQL's failed; the text ends with its own words."""


@dataclass(frozen=True, slots=True)
class Programs:
    """`pg_dump` and `pg_restore` of one version."""

    folder: Path
    major: int

    def run(self, name: str, words: Sequence[str], *, admin_url: str, database: str) -> None:
        """Run a program on a database; the password stands in no command line.

        Raises:
            ProgramFailed: with its own last line.
        """
        url = urlsplit(admin_url)
        where = url.netloc.rpartition("@")[2]
        address = url._replace(
            scheme="postgresql", netloc=f"{quote(url.username or '')}@{where}", path=f"/{database}"
        )
        finished = subprocess.run(
            [str(self.folder / name), "--no-password", f"--dbname={address.geturl()}", *words],
            env=environment() | {"PGPASSWORD": unquote(url.password or "")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode != 0:
            lines = (finished.stderr or finished.stdout).strip().splitlines()
            raise ProgramFailed(f"{name} ({database}): {lines[0] if lines else 'ingen besked'}")


def find(server_major: int) -> Programs:
    """The programs for a server: of its own version, or the next one that it understands.

    Args:
        server_major: the server's version, such as 18.

    Raises:
        ProgramsMissing: there are none.
    """
    fit = [
        one
        for one in _installed()
        if one.major == server_major
        or (one.major > server_major and not one.major >= _UNDERSTANDS_NO_NEWER > server_major)
    ]
    if not fit:
        raise ProgramsMissing(
            f"Der mangler pg_dump og pg_restore til PostgreSQL {server_major} (på Debian: "
            f"sudo apt-get install postgresql-client-{server_major}).",
        )
    return min(fit, key=lambda one: one.major)


@cache
def _installed() -> tuple[Programs, ...]:
    folders = [path.parent for path in _DEBIANS.glob("*/bin/pg_restore")]
    with contextlib.suppress(PostgresCannotRun):
        folders.insert(0, find_binaries())
    found = shutil.which("pg_restore")
    if found is not None:
        folders.append(Path(found).parent)
    return tuple(Programs(folder, major) for folder in folders if (major := _major(folder)))


def _major(folder: Path) -> int:
    """The version of a folder's programs; 0 where they do not run."""
    try:
        said = subprocess.run(
            [str(folder / "pg_restore"), "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return 0
    match = re.search(r"\) (\d+)", said)
    return int(match[1]) if match else 0
