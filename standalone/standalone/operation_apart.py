"""Brings the services up apart, behind nginx where there is a port for it, and keeps them up."""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from rich.console import Console
from rich.table import Table

from kit import logs
from standalone import apart, bringing_up, identity_provider, nginx, renewing
from standalone.children import Child, Watched
from standalone.data_folder import DataFolder
from standalone.database_server import running_server
from standalone.demonstration.municipality import MUNICIPALITY
from standalone.needed_clients import credentials
from standalone.secret_files import write_private_json
from standalone.service_environment import DEMONSTRATION_CLIENTS, DEMONSTRATION_USERS


def operate(
    folder: DataFolder,
    services: Sequence[str],
    port: int | None,
    stop: threading.Event,
    *,
    demonstration: bool,
) -> None:
    """Start everything in order and keep it running until `stop` is set; then stop it all.

    Args:
        folder: where everything lies, held by us.
        services: those that are started.
        port: where nginx answers; None leaves each service on a port of its own.
        stop: ends us.
        demonstration: whether the demonstration municipality is loaded where it is not.

    Raises:
        CannotRun: something does not come up; what was started is stopped.
    """
    logs.configure(logging.WARNING)
    with ExitStack() as stack:
        people = (
            stack.enter_context(identity_provider.running_beside(folder, _address(port)))
            if demonstration
            else None
        )
        admin_url, server = stack.enter_context(running_server(folder))
        running = stack.enter_context(
            apart.services_apart(
                folder,
                admin_url,
                services=services,
                settings=_public_addresses(port) | (people.environment if people else {}),
                behind_proxy=port is not None,
            ),
        )
        stack.callback(folder.up_file.unlink, missing_ok=True)
        watched = [_watched(running, name) for name in running.names]
        if server is not None:
            watched.insert(0, Watched("PostgreSQL", server.is_running, server.start_again, _say))
        if people is not None:
            watched.append(Watched("Identitetsudbyderen", people.is_running, people.start, _say))
        if port is not None:
            front = nginx.prepare(folder, port, running.addresses)
            watched.append(Watched("nginx", front.is_running, front.start, _say))
            stack.callback(front.stop)
            front.start()
        running.start()

        def tend() -> None:
            running.see_off()
            for one in watched:
                one.tend()

        running.wait_until_ready(stop, tend)
        if not stop.is_set():
            _show_addresses(running, folder, port)
            if demonstration:
                loader = _loader(folder, _address(port), people.logins if people else [])
                stack.callback(loader.stop)
                loader.start()
        _keep_up(running, folder, port, tend, stop)
        _say("Stopper …")


def _keep_up(
    running: apart.Apart,
    folder: DataFolder,
    port: int | None,
    tend: Callable[[], None],
    stop: threading.Event,
) -> None:
    """Start again what dies and what somebody asks for, and say who runs, until stopped."""
    written: dict[str, int | None] = {}
    while not stop.wait(bringing_up.LOOK_EVERY):
        tend()
        asked = renewing.take_up(folder)
        if asked is not None:
            renewing.carry_out(asked, running, folder, tend)
        pids = {name: running.pid(name) for name in running.names}
        if pids != written:
            _write_file(running, folder, port, pids)
            written = pids


def _public_addresses(port: int | None) -> dict[str, str]:
    """Where people find the installation, unless whoever starts us has said another address."""
    if port is None:
        return {}
    public = os.environ.get("PEJLING_PUBLIC_URL") or _address(port)
    return {
        name: public
        for name in ("PEJLING_GATEWAY_PUBLIC_URL", "PEJLING_SURVEYS_PUBLIC_URL")
        if name not in os.environ
    }


def _address(port: int | None) -> str:
    return f"http://localhost:{port}"


def _loader(folder: DataFolder, address: str, logins: list[dict[str, str]]) -> Child:
    return Child(
        "loader",
        "standalone.loader",
        address,
        environment={
            "PEJLING_DATA": str(folder.path),
            DEMONSTRATION_CLIENTS: json.dumps(credentials(folder.secrets)),
            DEMONSTRATION_USERS: json.dumps(logins),
        },
        logs=None,
    )


def _watched(running: apart.Apart, name: str) -> Watched:
    return Watched(name, lambda: running.is_running(name), lambda: running.start(name), _say)


def _write_file(
    running: apart.Apart, folder: DataFolder, port: int | None, pids: dict[str, int | None]
) -> None:
    """Write who answers where, for programs: `up.json`, in the words of `demo.json`."""
    write_private_json(
        folder.up_file,
        {
            "address": _address(port) if port is not None else None,
            "urls": running.urls,
            "pids": pids,
            "municipality": MUNICIPALITY,
            "token_url": f"{running.urls['gateway']}/v1/token",
            "clients": credentials(folder.secrets),
        },
    )


def _show_addresses(running: apart.Apart, folder: DataFolder, port: int | None) -> None:
    table = Table("Tjeneste", "Adresse", box=None)
    for service, url in running.urls.items():
        if service in running.names:
            table.add_row(service, f"{url}/v1")
    Console(width=100).print(table)
    if port is not None:
        _say(f"nginx viser det hele på {_address(port)}/")
    _say(f"Adresser og klient i {folder.up_file}, logge i {folder.logs}. Ctrl-C stopper det hele.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
