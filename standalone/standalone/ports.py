"""Finds and holds ports on loopback, so that an address once printed stays true."""

import contextlib
import errno
import socket
import sys

from standalone.cannot_run import CannotRun

LOOPBACK = "127.0.0.1"
LOOPBACK_V6 = "::1"
_HIGHEST_PORT = 65535


class PortTaken(CannotRun):
    """Somebody else listens at this port of the loopback address."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} er optaget af et andet program.")
        self.port = port


def find_free_port() -> int:
    """A port of 127.0.0.1 that was free a moment ago, chosen by the system."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def reserve(port: int = 0) -> tuple[int, socket.socket]:
    """A port of 127.0.0.1 and a socket that keeps it from everybody but a child that listens.

    A program that asks for this very address with SO_REUSEADDR, as uvicorn does, gets it, also
    when it is started again; the system gives the port to nobody else meanwhile. Until somebody
    listens, callers are refused at once. Only Linux lets two programs share an address so;
    elsewhere the socket is closed again, and the port is merely likely to stay free.

    Args:
        port: the wanted one; 0 lets the system choose.

    Raises:
        PortTaken: somebody has the wanted one.
    """
    keeper = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if port and not is_free(port):
        keeper.close()
        raise PortTaken(port)
    try:
        keeper.bind((LOOPBACK, port))
    except OSError as error:
        keeper.close()
        raise PortTaken(port) from error
    port = keeper.getsockname()[1]
    if sys.platform != "linux":
        keeper.close()
    return port, keeper


def listen_somewhere() -> tuple[int, socket.socket]:
    """A free port of 127.0.0.1 and a socket that listens there for as long as we live.

    Callers wait in its queue while the child that takes them is started again.
    """
    listener = _listen_at(socket.AF_INET, LOOPBACK, 0)
    port: int = listener.getsockname()[1]
    return port, listener


def is_free(port: int) -> bool:
    """Whether nobody listens at `port` of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def listen(port: int) -> list[socket.socket]:
    """Listen at `port` of loopback, on IPv4 and, where the machine has it, IPv6.

    Both, because `localhost` may mean either to a browser.

    Raises:
        PortTaken: somebody listens there already.
    """
    listeners: list[socket.socket] = []
    try:
        listeners.append(_listen_at(socket.AF_INET, LOOPBACK, port))
        with contextlib.suppress(_NoSuchAddress):
            listeners.append(_listen_at(socket.AF_INET6, LOOPBACK_V6, port))
    except PortTaken:
        for listener in listeners:
            listener.close()
        raise
    return listeners


def listen_from(port: int) -> tuple[int, list[socket.socket]]:
    """Listen at `port` or the next one that is free; the port chosen and its sockets."""
    for candidate in range(port, _HIGHEST_PORT + 1):
        with contextlib.suppress(PortTaken):
            return candidate, listen(candidate)
    raise PortTaken(port)


class _NoSuchAddress(Exception):
    """This machine has no such loopback address (IPv6 switched off)."""


def _listen_at(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _NoSuchAddress from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family is socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from error
        if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
            raise _NoSuchAddress from error
        raise
    return listener
