"""A PostgreSQL for one test run: made in a second, gone at its end, whatever the end is."""

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from standalone.postgres import EmbeddedPostgres
from standalone.postgres_account import choose_account

# Ends the server and removes its files when our end of the pipe closes, so also after a kill -9.
_UNDERTAKER = 'cat >/dev/null; kill -QUIT "$1" 2>/dev/null; sleep 1; rm -rf -- "$2"'


@contextmanager
def throw_away_postgres() -> Iterator[str]:
    """Run a scratch server without fsync; yields the administrator's URL."""
    folder = Path(tempfile.mkdtemp(prefix="pejling-test-"))
    server: EmbeddedPostgres | None = None
    undertaker: subprocess.Popen[bytes] | None = None
    account = choose_account(folder)
    try:
        server = EmbeddedPostgres(
            account,
            password=secrets.token_urlsafe(24),
            log=folder / "postgres.log",
            throw_away=True,
        )
        server.start()
        undertaker = subprocess.Popen(
            ["sh", "-c", _UNDERTAKER, "undertaker", str(server.pid), str(account.cluster.parent)],  # noqa: S607 - sh is where the system has it
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        yield server.admin_url
    finally:
        if undertaker is not None:
            undertaker.kill()
            undertaker.wait()
            if undertaker.stdin is not None:
                undertaker.stdin.close()
        if server is not None:
            server.stop()
        shutil.rmtree(account.cluster.parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
