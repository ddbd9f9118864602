"""`pejling up --no-nginx`: the services apart, each on a port of its own, kept up until Ctrl-C."""

import logging
import sys
from contextlib import ExitStack

from rich.console import Console
from rich.table import Table

from kit import logs
from standalone import apart, bringing_up
from standalone.cannot_run import CannotRun
from standalone.children import Watched
from standalone.data_folder import DataFolder
from standalone.database_server import running_server
from standalone.databases import SERVICES
from standalone.demonstration.municipality import MUNICIPALITY
from standalone.needed_clients import credentials
from standalone.secret_files import write_private_json
from standalone.stop_signals import stop_asked


class ServiceUnknown(CannotRun):
    """A service was named that there is not."""


class NginxNotOffered(CannotRun):
    """The services apart are run without nginx only."""


def up(named: tuple[str, ...], *, nginx: bool) -> None:
    """Start the named services, or all, and their workers; return when stopped.

    Raises:
        CannotRun: with one line for the person who started us.
    """
    if nginx:
        raise NginxNotOffered(
            "`pejling up` sætter ikke nginx op. Brug `pejling up --no-nginx`, eller "
            "`pejling run`, der samler det hele på én adresse.",
        )
    if unknown := set(named) - set(SERVICES):
        raise ServiceUnknown(
            f"Ukendt tjeneste: {', '.join(sorted(unknown))}. Der er {', '.join(SERVICES)}.",
        )
    folder = DataFolder.from_environment()
    logs.configure(logging.WARNING)
    with ExitStack() as stack:
        stop = stack.enter_context(stop_asked())
        stack.enter_context(folder.held())
        admin_url, server = stack.enter_context(running_server(folder))
        running = stack.enter_context(
            apart.services_apart(folder, admin_url, services=named or SERVICES),
        )
        stack.callback(folder.up_file.unlink, missing_ok=True)
        running.start()
        watched = [_watched(running, name) for name in running.names]
        if server is not None:
            watched.insert(0, Watched("PostgreSQL", server.is_running, server.start_again, _say))

        def tend() -> None:
            for one in watched:
                one.tend()

        running.wait_until_ready(stop, tend)
        written: dict[str, int | None] = {}
        if not stop.is_set():
            _show_addresses(running, folder)
        while not stop.wait(bringing_up.LOOK_EVERY):
            tend()
            pids = {name: running.pid(name) for name in running.names}
            if pids != written:
                _write_file(running, folder, pids)
                written = pids
        _say("Stopper …")
    _say("Tjenesterne er stoppet. Data er bevaret.")


def _watched(running: apart.Apart, name: str) -> Watched:
    return Watched(name, lambda: running.is_running(name), lambda: running.start(name), _say)


def _write_file(running: apart.Apart, folder: DataFolder, pids: dict[str, int | None]) -> None:
    """Write who answers where, for programs: `up.json`, in the words of `demo.json`."""
    write_private_json(
        folder.up_file,
        {
            "urls": running.urls,
            "pids": pids,
            "municipality": MUNICIPALITY,
            "token_url": f"{running.urls['gateway']}/v1/token",
            "clients": credentials(folder.secrets),
        },
    )


def _show_addresses(running: apart.Apart, folder: DataFolder) -> None:
    table = Table("Tjeneste", "Adresse", box=None)
    for service, url in running.urls.items():
        if service in running.names:
            table.add_row(service, f"{url}/v1")
    Console(width=100).print(table)
    _say(f"Adresser og klient i {folder.up_file}, logge i {folder.logs}. Ctrl-C stopper det hele.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
