"""Creates the embedded PostgreSQL's data directory and knows how it is set up."""

import os
import shutil
import subprocess

from standalone.postgres_account import Account, PostgresCannotRun

ADMINISTRATOR = "pejling"

# A jobcenter's trial machine has two cores and little memory; five services with two processes
# of five connections each need fifty.
_SMALL_MACHINE = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    "client_connection_check_interval": "5s",
    "idle_in_transaction_session_timeout": "10min",
}

# For tests: nothing needs to survive a power failure.
_THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
}


def settings(*, port: int, throw_away: bool) -> list[str]:
    """The server's settings as arguments of `postgres`."""
    chosen = _SMALL_MACHINE | {"port": str(port)} | (_THROW_AWAY if throw_away else {})
    return [argument for name, value in chosen.items() for argument in ("-c", f"{name}={value}")]


def create_cluster(account: Account, *, password: str, throw_away: bool = False) -> None:
    """Run `initdb` with passwords checked by scram-sha-256 and checksums on every page.

    The directory appears under its name when it is whole: an interrupted start leaves nothing
    that a later one would mistake for a database. Text sorts by code point, everywhere the
    same; letters outside ASCII have upper and lower case.

    Raises:
        PostgresCannotRun: `initdb` failed; the text ends with its own last line.
    """
    unfinished = account.cluster.with_name("postgres.new")
    password_file = account.cluster.with_name("postgres.password")
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file.unlink(missing_ok=True)
    descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(password)
        if account.owner is not None:
            os.chown(password_file, account.owner, account.owner)
        finished = subprocess.run(
            account.command(
                "initdb",
                f"--pgdata={unfinished}",
                f"--username={ADMINISTRATOR}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions",
                *(["--no-sync"] if throw_away else []),
            ),
            cwd=account.cluster.parent,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode != 0:
            lines = (finished.stderr or finished.stdout).strip().splitlines()
            raise PostgresCannotRun(
                f"Databasen kunne ikke oprettes i {account.cluster}: "
                f"{lines[-1] if lines else finished.returncode}",
            )
        unfinished.rename(account.cluster)
    finally:
        password_file.unlink(missing_ok=True)


def environment() -> dict[str, str]:
    """The caller's environment without what would steer PostgreSQL (PGDATA, PGPORT, locale)."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PG", "PEJLING_"))
    }
    return kept | {"LC_ALL": "C"}
