"""The PostgreSQL that an installation uses: the embedded one, or the one that is named to us."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from kit import private_files
from standalone import postgres_account, processes
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.postgres import EmbeddedPostgres, stop_orphan

VARIABLE = "PEJLING_DATABASE_URL"
_PASSWORD = "postgres_password"  # noqa: S105 - the name of the file


class DatabaseUrlInvalid(CannotRun):
    """PEJLING_DATABASE_URL is not the address of a PostgreSQL."""


def named_url() -> str | None:
    """The administrator's URL from the environment, or from the file that it names.

    None means the embedded server.

    Raises:
        DatabaseUrlInvalid: it is no `postgresql://` address, or the file cannot be read. It is
            not repeated, for it may hold a password.
    """
    url = os.environ.get(VARIABLE)
    file = os.environ.get(f"{VARIABLE}_FILE")
    if not url and file:
        try:
            url = private_files.read(Path(file)).strip()
        except private_files.NotPrivate as reason:
            raise DatabaseUrlInvalid(f"{VARIABLE}_FILE: {reason}") from None
    if not url:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"postgresql", "postgres"} and bool(parts.hostname)
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise DatabaseUrlInvalid(
            f"{VARIABLE} skal være en administrators adresse: postgresql://bruger:kode@vært/postgres",
        )
    return url


@contextmanager
def running_server(folder: DataFolder) -> Iterator[tuple[str, EmbeddedPostgres | None]]:
    """The administrator's URL while the server runs, and the server itself where it is ours.

    Raises:
        CannotRun: the embedded server does not start.
    """
    url = named_url()
    if url is not None:
        yield url, None
        return
    server = embedded(folder)
    try:
        server.start()
        yield server.admin_url, server
    finally:
        server.stop()


def embedded(folder: DataFolder) -> EmbeddedPostgres:
    """The embedded server of an installation, not yet started."""
    return EmbeddedPostgres(
        postgres_account.choose_account(folder.path),
        password=folder.secrets.get(_PASSWORD),
        log=folder.logs / "postgres.log",
        port_file=folder.postgres_port,
    )


def url_of_running_server(folder: DataFolder) -> str:
    """The administrator's URL of the server that another `pejling run` keeps running."""
    return named_url() or embedded(folder).running_url()


def find_running_url(folder: DataFolder) -> str | None:
    """The administrator's URL of an embedded server at work; None where none is, nothing made."""
    password = folder.secrets.find(_PASSWORD)
    for cluster in postgres_account.places(folder.path):
        if password is not None and processes.find_at_home(name="postgres", folder=cluster):
            account = postgres_account.Account((), postgres_account.find_binaries(), cluster)
            return EmbeddedPostgres(
                account,
                password=password,
                log=folder.logs / "postgres.log",
                port_file=folder.postgres_port,
            ).running_url()
    return None


def embedded_cluster(folder: DataFolder) -> Path | None:
    """Where the embedded server's data lies; None where the server is named to us."""
    return None if named_url() else postgres_account.choose_account(folder.path).cluster


def stop_left_over(folder: DataFolder) -> None:
    """Stop an embedded server that a killed run has left behind."""
    cluster = embedded_cluster(folder)
    if cluster is not None:
        stop_orphan(cluster)
