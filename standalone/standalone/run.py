"""`pejling run`: everything up in order, kept up, and down again in order.

What may stop us is looked at first, with few imports, so that it is said at once.
"""

import os
import socket
import sys
from contextlib import ExitStack

from kit import loading
from standalone import ports
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.stop_signals import stop_asked

PORT_VARIABLE = "PEJLING_PORT"
DEFAULT_PORT = 8010


class PortInvalid(CannotRun):
    """PEJLING_PORT is not a port."""


def run() -> None:
    """Start PostgreSQL, the services, the worker and the demonstration; return when stopped.

    Raises:
        CannotRun: with one line for the person who started us.
    """
    folder = DataFolder.from_environment()
    with ExitStack() as stack:
        stop = stack.enter_context(stop_asked())
        holding = stack.enter_context(folder.held())
        port, listeners = open_port()
        for listener in listeners:
            stack.callback(listener.close)
        with loading.kept():
            from standalone import operation  # noqa: PLC0415 - the toolkits load in a second

        try:
            operation.operate(folder, holding, port, listeners, stop)
        except CannotRun:
            # Ctrl-C reaches a database that is being created too; that is no news.
            if not stop.is_set():
                raise
    sys.stdout.write("Pejling er stoppet. Data er bevaret.\n")


def open_port() -> tuple[int, list[socket.socket]]:
    """The port that we answer on and its open sockets.

    Raises:
        PortInvalid: PEJLING_PORT is no port.
        PortTaken: PEJLING_PORT is in use; without it the next free port is taken.
    """
    port, is_named = chosen_port()
    return (port, ports.listen(port)) if is_named else ports.listen_from(port)


def chosen_port() -> tuple[int, bool]:
    """The port to ask for, and whether a person has named it, so that no other will do.

    Raises:
        PortInvalid: PEJLING_PORT is no port.
    """
    named = os.environ.get(PORT_VARIABLE)
    if not named:
        return DEFAULT_PORT, False
    if not named.isdecimal() or not 0 < int(named) < 2**16:
        raise PortInvalid(f"{PORT_VARIABLE} skal være et tal mellem 1 og 65535.")
    return int(named), True
