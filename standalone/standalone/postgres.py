"""Starts, watches and stops the embedded PostgreSQL, and knows its own orphans again."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from standalone import ports, postgres_cluster, processes
from standalone.log_files import open_log
from standalone.postgres_account import Account, PostgresCannotRun

_PROGRAM = "postgres"
_READY_WITHIN = 180.0  # seconds; recovery after a crash replays the log first
_FAST_SHUTDOWN_WITHIN = 60.0
_IMMEDIATE_SHUTDOWN_WITHIN = 10.0
_PORT_ATTEMPTS = 5
_STATUS_LINE = 7  # of postmaster.pid, counted from zero


class EmbeddedPostgres:
    """One cluster and the server process that we run on it.

    Args:
        account: who runs it, and where the cluster lies.
        password: the administrator's, for the first start and for `admin_url`.
        log: the file that receives what the server says.
        port_file: remembers the port between starts; None forgets it.
        throw_away: for tests: fast, and gone after a power failure.
    """

    def __init__(
        self,
        account: Account,
        *,
        password: str,
        log: Path,
        port_file: Path | None = None,
        throw_away: bool = False,
    ) -> None:
        self._account = account
        self._password = password
        self._log = log
        self._port_file = port_file
        self._throw_away = throw_away
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def admin_url(self) -> str:
        """The administrator's URL, `postgresql://…/postgres`, valid after `start`."""
        return (
            f"postgresql://{postgres_cluster.ADMINISTRATOR}:{self._password}"
            f"@{ports.LOOPBACK}:{self._port}/postgres"
        )

    def running_url(self) -> str:
        """The administrator's URL of a server that another process of ours has started."""
        self._port = self._remembered_port()
        return self.admin_url

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs as our child."""
        return self._process.pid if self._process is not None and self.is_running() else None

    def is_running(self) -> bool:
        """Whether the server process that we started is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Stop an orphan of an earlier run, create the cluster where missing, and start.

        Returns when the server takes connections.

        Raises:
            PostgresCannotRun: with the server's own last words.
        """
        stop_orphan(self._account.cluster)
        if not (self._account.cluster / "PG_VERSION").exists():
            postgres_cluster.create_cluster(
                self._account,
                password=self._password,
                throw_away=self._throw_away,
            )
        remembered = self._remembered_port()
        for _ in range(_PORT_ATTEMPTS):
            self._port = (
                remembered if remembered and ports.is_free(remembered) else ports.find_free_port()
            )
            if self._launch() or ports.is_free(self._port):
                break
            remembered = 0  # somebody took the port between the look and the start
        if not self.is_running():
            raise PostgresCannotRun(f"PostgreSQL kunne ikke starte: {self._last_words()}")
        if self._port_file is not None:
            self._port_file.write_text(f"{self._port}\n", encoding="ascii")

    def start_again(self) -> None:
        """Start the server that has died, at the same port, for others hold its address.

        Raises:
            PostgresCannotRun: with the server's own last words.
        """
        stop_orphan(self._account.cluster)
        if not self._launch():
            raise PostgresCannotRun(f"PostgreSQL kunne ikke starte igen: {self._last_words()}")

    def stop(self) -> None:
        """Shut down fast: open transactions are rolled back, data is written, and we wait."""
        if self._process is None:
            return
        first = signal.SIGQUIT if self._throw_away else signal.SIGINT
        for number, seconds in (
            (first, _FAST_SHUTDOWN_WITHIN),
            (signal.SIGQUIT, _IMMEDIATE_SHUTDOWN_WITHIN),
            (signal.SIGKILL, _IMMEDIATE_SHUTDOWN_WITHIN),
        ):
            if self._process.poll() is None:
                self._process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout=seconds)
        self._process = None

    def _launch(self) -> bool:
        """Start the process and wait until it is ready; False when it ends before that."""
        with open_log(self._log) as log:
            self._process = subprocess.Popen(
                self._account.command(
                    _PROGRAM,
                    "-D",
                    str(self._account.cluster),
                    *postgres_cluster.settings(port=self._port, throw_away=self._throw_away),
                ),
                cwd=self._account.cluster.parent,
                env=postgres_cluster.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C at the terminal is ours to pass on, in order
            )
        deadline = time.monotonic() + _READY_WITHIN
        while self._process.poll() is None:
            if _is_ready(self._account.cluster, self._process.pid):
                return True
            if time.monotonic() > deadline:
                self.stop()
                raise PostgresCannotRun(f"PostgreSQL blev ikke klar: {self._last_words()}")
            time.sleep(0.02)
        return False

    def _remembered_port(self) -> int:
        if self._port_file is None:
            return 0
        try:
            return int(self._port_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def _last_words(self) -> str:
        try:
            lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        fatal = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line]
        return (fatal or lines or ["ingen besked"])[-1]


def stop_orphan(cluster: Path) -> bool:
    """Stop a server that an earlier run left on the cluster; True when there was one.

    The server is ours when a process named postgres works in this very directory. A pid file
    whose process is gone, or is somebody else's by now, is removed: PostgreSQL itself would
    refuse to start while the number is in use.

    Raises:
        PostgresCannotRun: a process of the old server does not end.
    """
    if not cluster.exists():
        return False
    found = processes.find_at_home(name=_PROGRAM, folder=cluster)
    postmaster = _postmaster_pid(cluster)
    if postmaster in found:
        for number, seconds in (
            (signal.SIGINT, _FAST_SHUTDOWN_WITHIN),
            (signal.SIGQUIT, _IMMEDIATE_SHUTDOWN_WITHIN),
        ):
            with contextlib.suppress(ProcessLookupError):
                os.kill(postmaster, number)
            if processes.wait_until_gone(postmaster, seconds=seconds):
                break
    # The children of a server that was killed see its death and end by themselves.
    deadline = time.monotonic() + _IMMEDIATE_SHUTDOWN_WITHIN
    while processes.find_at_home(name=_PROGRAM, folder=cluster):
        if time.monotonic() > deadline:
            raise PostgresCannotRun(
                f"En tidligere PostgreSQL arbejder stadig i {cluster} og vil ikke stoppe.",
            )
        time.sleep(0.05)
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    return bool(found)


def _postmaster_pid(cluster: Path) -> int:
    """The first line of postmaster.pid, 0 where there is none to read."""
    lines = _pid_lines(cluster)
    try:
        return int(lines[0])
    except (IndexError, ValueError):
        return 0


def _is_ready(cluster: Path, pid: int) -> bool:
    lines = _pid_lines(cluster)
    return (
        len(lines) > _STATUS_LINE
        and lines[0] == str(pid)
        and lines[_STATUS_LINE].strip() == "ready"
    )


def _pid_lines(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
