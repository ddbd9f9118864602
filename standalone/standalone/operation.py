"""Brings an installation up on an open port, keeps it up, and takes it down in order.

The children load their code, which takes seconds, while this process migrates the databases.
"""

import asyncio
import logging
import socket
import sys
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime

import httpx

from standalone import databases, ports
from standalone.cannot_run import CannotRun
from standalone.children import Child, Gate, Watched
from standalone.data_folder import DataFolder, Holding
from standalone.database_server import running_server
from standalone.needed_clients import JOBCENTER
from standalone.secret_files import client_secret
from standalone.service_environment import JOBCENTER_SECRET, service_environment

_READY_WITHIN = 90.0  # seconds
_LOOK_EVERY = 0.2
_ANSWER_WITHIN = 5.0


class NotReadyInTime(CannotRun):
    """A service did not become ready."""


def operate(
    folder: DataFolder,
    holding: Holding,
    port: int,
    listeners: list[socket.socket],
    stop: threading.Event,
) -> None:
    """Start everything in order and keep it running until `stop` is set; then stop it all.

    Raises:
        CannotRun: the database or a service does not come up; what was started is stopped.
    """
    address = f"http://localhost:{port}"
    with ExitStack() as stack:
        admin_url, server = stack.enter_context(running_server(folder))
        if stop.is_set():
            return
        gate = Gate()
        stack.callback(gate.close)
        web, worker, loader = _children(folder, admin_url, port, listeners, gate)
        for child in (web, worker):
            stack.callback(child.stop)
            child.start()
        asyncio.run(_prepare(admin_url, folder))
        gate.open()
        watched = [
            Watched("Webprocessen", web.is_running, web.start, _say),
            Watched("Baggrundsprocessen", worker.is_running, worker.start, _say),
        ]
        if server is not None:
            watched.insert(0, Watched("PostgreSQL", server.is_running, server.start_again, _say))
        holding.tell(address=address)
        _wait_until_ready(address, watched, web, stop)
        if stop.is_set():
            return
        stack.callback(loader.stop)
        loader.start()
        loading = True
        while not stop.wait(_LOOK_EVERY):
            for one in watched:
                one.tend()
            if loading and not loader.is_running():
                loading = False
                _tell(address, folder, loaded=loader.exit_code() == 0)
        _say("Stopper …")


async def _prepare(admin_url: str, folder: DataFolder) -> None:
    """Bring the databases and the gateway's clients up to date."""
    # Loaded here, when the children are at it too: the database toolkit takes a second.
    from kit import logs  # noqa: PLC0415 - see above
    from standalone import clients, schemas  # noqa: PLC0415 - see above

    logs.configure(logging.WARNING)
    await schemas.migrate(admin_url, folder.secrets)
    await clients.register(admin_url, folder.secrets, at=datetime.now(UTC))


def _children(
    folder: DataFolder,
    admin_url: str,
    port: int,
    listeners: list[socket.socket],
    gate: Gate,
) -> tuple[Child, Child, Child]:
    """The web process, the worker and the demonstration's loader, not yet started."""
    # An address by number needs no name service, and no browser ever sees it.
    inside = f"http://{ports.LOOPBACK}:{port}"
    environment = service_environment(admin_url, inside, folder)
    secret = client_secret(JOBCENTER.client_id, folder.secrets)
    descriptors = [listener.fileno() for listener in listeners]
    web = Child(
        "web",
        "standalone.web",
        *(str(gate.descriptor), f"{inside}/api/gateway", *map(str, descriptors)),
        environment=environment,
        logs=folder.logs,
        descriptors=[gate.descriptor, *descriptors],
    )
    worker = Child(
        "worker",
        "standalone.worker",
        str(gate.descriptor),
        environment=environment,
        logs=folder.logs,
        descriptors=[gate.descriptor],
    )
    loader = Child(
        "loader",
        "standalone.loader",
        f"http://localhost:{port}",
        environment=environment | {JOBCENTER_SECRET: secret},
        logs=None,
    )
    return web, worker, loader


def _wait_until_ready(
    address: str,
    watched: list[Watched],
    web: Child,
    stop: threading.Event,
) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    waiting_for = databases.SERVICES[0]
    with httpx.Client(base_url=address, timeout=_ANSWER_WITHIN, trust_env=False) as client:
        while not stop.wait(_LOOK_EVERY):
            for one in watched:
                one.tend()
            for waiting_for in databases.SERVICES:
                if not _is_ready(client, waiting_for):
                    break
            else:
                return
            if time.monotonic() > deadline:
                raise NotReadyInTime(
                    f"Tjenesten {waiting_for} blev ikke klar: {web.last_words()}",
                )


def _is_ready(client: httpx.Client, service: str) -> bool:
    try:
        return client.get(f"/api/{service}/ready").is_success
    except httpx.HTTPError:
        return False


def _tell(address: str, folder: DataFolder, *, loaded: bool) -> None:
    if not loaded:
        _say("Demonstrationen kunne ikke indlæses; tjenesterne kører alligevel.")
    _say(f"\nPejling kører på {address}/ (logge i {folder.logs}). Ctrl-C stopper det hele.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
