"""The services and their workers by themselves: each its own process, port and secrets.

What `pejling up --no-nginx` runs, and what tests of trouble start, kill and start again.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from kit.settings import EXIT_BAD_SETTINGS
from standalone import bringing_up, ports
from standalone.cannot_run import CannotRun
from standalone.children import Child
from standalone.data_folder import DataFolder
from standalone.databases import SERVICES
from standalone.service_environment import inherited_by, service_environment, worker_environment

WORK = ":work"
"""Follows a service's name in the name of its worker."""


class ServiceRefused(CannotRun):
    """A service does not start with the settings that it was given."""


class Apart:
    """Processes by name: `gateway` answers, `gateway:work` works.

    Every service has its address from the beginning and keeps it, so that each can be told where
    the others are before any of them runs.

    Args:
        folder: where secrets, caches and logs lie.
        admin_url: the administrator's URL of the server with the five databases.
        services: those that can be started.
        settings: more variables for every process, such as shorter pauses in tests.
    """

    def __init__(
        self,
        folder: DataFolder,
        admin_url: str,
        *,
        services: Sequence[str] = SERVICES,
        settings: dict[str, str] | None = None,
    ) -> None:
        self._keepers: list[socket.socket] = []
        self.urls: dict[str, str] = {}
        """Where each of the five services answers, or would if it were started."""
        self._children: dict[str, Child] = {}
        addresses = {service: self._reserve(service) for service in SERVICES}
        for service in services:
            told = service_environment(service, admin_url, self.urls, folder) | (settings or {})
            serving = ("serve", service, "--port", str(addresses[service]))
            work_told = told | worker_environment(service, folder)
            for name, words, environment in (
                (service, serving, told),
                (service + WORK, ("work", service), work_told),
            ):
                self._children[name] = Child(
                    name.replace(":", "-"),
                    "standalone.command",
                    *words,
                    environment=environment,
                    inherited=inherited_by(service),
                    logs=folder.logs,
                )

    def _reserve(self, service: str) -> int:
        port, keeper = ports.reserve()
        self._keepers.append(keeper)
        self.urls[service] = f"http://{ports.LOOPBACK}:{port}"
        return port

    @property
    def names(self) -> tuple[str, ...]:
        """All processes that can be started, running or not."""
        return tuple(self._children)

    def pid(self, name: str) -> int | None:
        """The process id of the last start; None after a stop."""
        return self._children[name].pid

    def is_running(self, name: str) -> bool:
        """Whether the process was started and lives."""
        return self._children[name].is_running()

    def start(self, *names: str) -> None:
        """Start the named processes, or all; one that runs already is left alone."""
        for name in names or self.names:
            if not self._children[name].is_running():
                self._children[name].start()

    def stop(self, *names: str) -> None:
        """Ask the named processes, or all, to end, and wait for them."""
        for name in names or self.names:
            self._children[name].terminate()
        for name in names or self.names:
            self._children[name].stop()

    def kill(self, name: str) -> None:
        """End one process with no warning; it stays dead until it is started again."""
        self._children[name].kill()

    def last_words(self, name: str) -> str:
        """The last line of a process's log."""
        return self._children[name].last_words()

    def wait_until_ready(
        self,
        stop: threading.Event | None = None,
        tend: Callable[[], None] = lambda: None,
    ) -> None:
        """Return when every service that was started is ready, or when `stop` is set.

        Args:
            stop: ends the waiting.
            tend: called between looks, to start again what has died meanwhile.

        Raises:
            ServiceRefused: a process ended because its settings were refused.
            NotReadyInTime: a service is not ready in time.
        """

        def look() -> None:
            self._see_none_refused()
            tend()

        started = {name: url for name, url in self.urls.items() if self._was_started(name)}
        bringing_up.wait_until_ready(
            started,
            tend=look,
            last_words=self.last_words,
            stop=stop or threading.Event(),
        )

    def close(self) -> None:
        """Stop everything and give the ports back."""
        self.stop()
        for keeper in self._keepers:
            keeper.close()

    def _was_started(self, name: str) -> bool:
        return name in self._children and self.pid(name) is not None

    def _see_none_refused(self) -> None:
        for name, child in self._children.items():
            if child.exit_code() == EXIT_BAD_SETTINGS:
                raise ServiceRefused(f"{name} kan ikke starte: {child.last_words()}")


@contextmanager
def services_apart(
    folder: DataFolder,
    admin_url: str,
    *,
    services: Sequence[str] = SERVICES,
    settings: dict[str, str] | None = None,
) -> Iterator[Apart]:
    """The services on migrated databases with their clients registered; stopped at the end.

    Nothing is started yet: `start()` starts all of them, `start("gateway")` one.

    Raises:
        CannotRun: the database server cannot hold our databases.
    """
    folder.create()
    # In a thread, so that whoever has an event loop of its own may call this too.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, bringing_up.prepare(admin_url, folder)).result()
    apart = Apart(folder, admin_url, services=services, settings=settings)
    try:
        yield apart
    finally:
        apart.close()
