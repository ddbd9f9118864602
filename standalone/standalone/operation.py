"""Brings an installation up on an open port, keeps it up, and takes it down in order.

The children load their code, which takes seconds, while this process migrates the databases.
"""

import asyncio
import json
import logging
import socket
import sys
import threading
from contextlib import ExitStack

from kit import logs
from standalone import bringing_up, databases, identity_provider, ports
from standalone.children import Child, Gate, Watched
from standalone.data_folder import DataFolder, Holding
from standalone.database_server import running_server
from standalone.identity_provider import IdentityProvider
from standalone.needed_clients import credentials
from standalone.service_environment import (
    DEMONSTRATION_CLIENTS,
    DEMONSTRATION_USERS,
    composed_environment,
    worker_environment,
)


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
        people = stack.enter_context(identity_provider.running_beside(folder, address))
        web, worker, loader = _children(folder, admin_url, port, listeners, gate, people)
        for child in (web, worker):
            stack.callback(child.stop)
            child.start()
        logs.configure(logging.WARNING)
        asyncio.run(bringing_up.prepare(admin_url, folder))
        gate.open()
        watched = [
            Watched("Webprocessen", web.is_running, web.start, _say),
            Watched("Baggrundsprocessen", worker.is_running, worker.start, _say),
        ]
        if people is not None:
            watched.append(Watched("Identitetsudbyderen", people.is_running, people.start, _say))
        if server is not None:
            watched.insert(0, Watched("PostgreSQL", server.is_running, server.start_again, _say))
        holding.tell(address=address)

        def tend() -> None:
            for one in watched:
                one.tend()

        bringing_up.wait_until_ready(
            {service: f"{address}/api/{service}" for service in databases.SERVICES},
            tend=tend,
            last_words=lambda _: web.last_words(),
            stop=stop,
        )
        if stop.is_set():
            return
        stack.callback(loader.stop)
        loader.start()
        loading = True
        while not stop.wait(bringing_up.LOOK_EVERY):
            tend()
            if loading and not loader.is_running():
                loading = False
                _tell(address, folder, loaded=loader.exit_code() == 0)
        _say("Stopper …")


def _children(
    folder: DataFolder,
    admin_url: str,
    port: int,
    listeners: list[socket.socket],
    gate: Gate,
    people: IdentityProvider | None,
) -> tuple[Child, Child, Child]:
    """The web process, the worker and the demonstration's loader, not yet started."""
    # An address by number needs no name service, and no browser ever sees it.
    inside = f"http://{ports.LOOPBACK}:{port}"
    environment = composed_environment(admin_url, inside, folder)
    environment |= people.environment if people is not None else {}
    work_told = environment | {
        name: value
        for service in databases.SERVICES
        for name, value in worker_environment(service, folder).items()
    }
    descriptors = [listener.fileno() for listener in listeners]
    web = Child(
        "web",
        "standalone.web",
        *map(str, (gate.descriptor, *descriptors)),
        environment=environment,
        logs=folder.logs,
        descriptors=[gate.descriptor, *descriptors],
    )
    worker = Child(
        "worker",
        "standalone.worker",
        str(gate.descriptor),
        environment=work_told,
        logs=folder.logs,
        descriptors=[gate.descriptor],
    )
    loader = Child(
        "loader",
        "standalone.loader",
        f"http://localhost:{port}",
        environment=environment
        | {
            DEMONSTRATION_CLIENTS: json.dumps(credentials(folder.secrets)),
            DEMONSTRATION_USERS: json.dumps(people.logins if people is not None else []),
        },
        logs=None,
    )
    return web, worker, loader


def _tell(address: str, folder: DataFolder, *, loaded: bool) -> None:
    if not loaded:
        _say("Demonstrationen kunne ikke indlæses; tjenesterne kører alligevel.")
    _say(f"\nPejling kører på {address}/ (logge i {folder.logs}). Ctrl-C stopper det hele.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
