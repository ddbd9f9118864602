"""The services and their workers by themselves: each its own process, port and secrets.

What `pejling up` runs, and what tests of trouble start, kill and start again.
"""

import asyncio
import os
import select
import socket
import threading
import time
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
_READY_WITHIN = 90.0
_LEAVES_WITHIN = 70.0
"""Longer than a service gives the requests that it has."""


class ServiceRefused(CannotRun):
    """A service does not start with the settings that it was given."""


class NotReplaced(CannotRun):
    """A service's new process did not become ready; the old one goes on."""


class Apart:
    """Processes by name: `gateway` answers, `gateway:work` works.

    Every service has its address from the beginning and keeps it, so that each can be told where
    the others are before any of them runs.

    Args:
        folder: where secrets, caches and logs lie.
        admin_url: the administrator's URL of the server with the five databases.
        services: those that can be started.
        settings: more variables, each for the service in its name.
        behind_proxy: services answer under `/api/<service>` too, and we keep their sockets, so
            that a proxy's requests wait, and are not refused, while one is started again.
    """

    def __init__(
        self,
        folder: DataFolder,
        admin_url: str,
        *,
        services: Sequence[str] = SERVICES,
        settings: dict[str, str] | None = None,
        behind_proxy: bool = False,
    ) -> None:
        self._folder = folder
        self._admin_url = admin_url
        self._settings = settings or {}
        self.is_behind_proxy = behind_proxy
        self._keepers: dict[str, socket.socket] = {}
        self.addresses: dict[str, str] = {}
        """Where each of the five services answers, or would if it were started: `host:port`."""
        self._leaving: list[tuple[Child, float]] = []
        for service in SERVICES:
            port, keeper = ports.listen_somewhere() if behind_proxy else ports.reserve()
            self._keepers[service] = keeper
            self.addresses[service] = f"{ports.LOOPBACK}:{port}"
        names = [name for service in services for name in (service, service + WORK)]
        self._children = {name: self._child(name) for name in names}

    @property
    def urls(self) -> dict[str, str]:
        """Where each of the five services answers the others."""
        return {service: f"http://{address}" for service, address in self.addresses.items()}

    def _child(self, name: str, *, ready: int | None = None) -> Child:
        """A process, not yet started; a service's says on `ready` that it takes requests."""
        service, _, is_worker = name.partition(":")
        told = service_environment(service, self._admin_url, self.urls, self._folder)
        # Each is told its own; another's may be a secret.
        prefix = f"PEJLING_{service.upper()}_"
        told |= {name: each for name, each in self._settings.items() if name.startswith(prefix)}
        descriptors: list[int] = []
        if is_worker:
            told |= worker_environment(service, self._folder)
            words = ["work", service]
        else:
            words = ["serve", service, "--port", self.addresses[service].rpartition(":")[2]]
            if self.is_behind_proxy:
                descriptors.append(self._keepers[service].fileno())
                words += ["--root-path", f"/api/{service}", "--listener", str(descriptors[0])]
            if ready is not None:
                descriptors.append(ready)
                words += ["--ready", str(ready)]
        return Child(
            name.replace(":", "-"),
            "standalone.command",
            *words,
            environment=told,
            inherited=inherited_by(service),
            logs=self._folder.logs,
            descriptors=descriptors,
        )

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
        if not names:
            for child, _ in self._leaving:
                child.stop()

    def restart(self, name: str, tend: Callable[[], None] = lambda: None) -> None:
        """Put a new process in a running one's place.

        Behind a proxy a service's new process takes requests before the old one, which finishes
        what it has, takes no more. Called by a thread that lives on: the system ends a process
        with the thread that started it.

        Args:
            name: the process.
            tend: called while we wait for it.

        Raises:
            NotReplaced: the new process does not come up; the old one goes on.
        """
        if name.endswith(WORK) or not self.is_behind_proxy or not self.is_running(name):
            self._children[name].stop()
            self._children[name] = self._child(name)
            self._children[name].start()
            return
        hears, says = os.pipe()
        child = self._child(name, ready=says)
        try:
            child.start()
            os.close(says)
            if not _hears(hears, tend):
                words = child.last_words()
                child.stop()
                raise NotReplaced(f"{name} kom ikke op og kører videre som før: {words}")
        finally:
            os.close(hears)
        old, self._children[name] = self._children[name], child
        old.terminate()
        self._leaving.append((old, time.monotonic() + _LEAVES_WITHIN))

    def see_off(self) -> bool:
        """See whether the processes that were replaced have ended; True when all have."""
        now = time.monotonic()
        for child, until in self._leaving:
            if now > until:
                child.kill()
        self._leaving = [(child, until) for child, until in self._leaving if child.is_running()]
        return not self._leaving

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
        for keeper in self._keepers.values():
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
    behind_proxy: bool = False,
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
    apart = Apart(
        folder, admin_url, services=services, settings=settings, behind_proxy=behind_proxy
    )
    try:
        yield apart
    finally:
        apart.close()


def _hears(descriptor: int, tend: Callable[[], None]) -> bool:
    """Whether a child says that it is ready before it ends, or its time is up."""
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        if select.select([descriptor], [], [], bringing_up.LOOK_EVERY)[0]:
            return bool(os.read(descriptor, 1))
        tend()
    return False
