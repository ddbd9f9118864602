"""Connections that only wait are closed: uvicorn gives them as long as they like.

A client can hold a connection without ever asking: it says nothing, sends its headers a letter at
a time, or never reads what it is answered. Bodies have their deadlines in ``kit.limits``.
"""

import asyncio
import contextlib
import socket
from collections.abc import Mapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

HEADERS_WITHIN_SECONDS = 10.0
READ_WITHIN_SECONDS = 60.0
MAX_HEADER_BYTES = 64 << 10
LINGER_SECONDS = 3.0
"""How long an idle connection is left to a proxy, whose own patience (2 s) ends before."""

_STATE = "pejling.server"
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class State(ServerState):
    """What all connections of a server know, and whether it is about to end."""

    is_leaving = False


def is_leaving(scope: Mapping[str, Any]) -> bool:
    """Whether the server that took a request is about to end: who waits for news waits no more."""
    state = scope.get(_STATE)
    return isinstance(state, State) and state.is_leaving


class DueProtocol(HttpToolsProtocol):
    """uvicorn's protocol with deadlines for headers and for the reading of answers."""

    headers_within_seconds = HEADERS_WITHIN_SECONDS
    read_within_seconds = READ_WITHIN_SECONDS

    _headers_due: asyncio.TimerHandle | None = None
    _is_in_headers = False
    _unfinished_bytes = 0
    _is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        plain: Any = transport.get_extra_info("socket")
        # The system gives up an answer that nobody takes: what lies in its own buffers is no
        # longer ours to time.
        with contextlib.suppress(AttributeError, OSError):
            plain.setsockopt(
                socket.IPPROTO_TCP,
                socket.TCP_USER_TIMEOUT,
                int(self.read_within_seconds * 1_000),
            )
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; unless a request is being answered, the next one's headers are due.

        uvicorn stops its own clock at the first byte, be it a line break or the body of a request
        that is answered already. A request that comes whole costs nothing here.
        """
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete:
            if self._is_in_headers:
                self._unfinished_bytes += len(data)
                if self._unfinished_bytes > MAX_HEADER_BYTES:
                    self._refuse()
            self._wait_for_headers()

    def on_message_begin(self) -> None:
        """A request begins with its headers."""
        super().on_message_begin()
        self._is_in_headers = True
        self._unfinished_bytes = 0

    def on_headers_complete(self) -> None:
        """The headers are here; the rest has its own deadlines."""
        self._stop_waiting()
        self._is_in_headers = False
        held = len(self.url) + sum([len(name) + len(value) for name, value in self.headers])
        if held > MAX_HEADER_BYTES:
            self._refuse()
        if not self._is_refused:
            self.scope[_STATE] = self.server_state  # type: ignore[literal-required] # a key of our own
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, unless its request was refused."""
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is here, unless it was refused."""
        if not self._is_refused:
            super().on_message_complete()

    def _refuse(self) -> None:
        """Answer that the headers are too large, and end the connection."""
        if not self._is_refused:
            self._is_refused = True
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def _wait_for_headers(self) -> None:
        if self._headers_due is None:
            self._headers_due = self.loop.call_later(self.headers_within_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._headers_due is not None:
            self._headers_due.cancel()
            self._headers_due = None

    def _give_up(self) -> None:
        self._headers_due = None
        self.transport.abort()


class LastingProtocol(DueProtocol):
    """Behind a proxy, a process that ends leaves the closing of idle connections to the proxy.

    Closed by us, one could take a request with it that is on its way already, and what is not
    safe to repeat the proxy does not send again. So each answer says that it is the last one on
    its connection, and whoever is idle closes it himself.
    """

    linger_seconds = LINGER_SECONDS

    def on_headers_complete(self) -> None:
        """Answer also the request that came just before the end, as the connection's last."""
        super().on_headers_complete()
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and is_leaving(self.scope):
            cycle.keep_alive = False

    def shutdown(self) -> None:
        """Finish what is being answered; what is idle lasts a little longer."""
        if self._is_idle():
            self.loop.call_later(self.linger_seconds, self._close_idle)
        else:
            self.cycle.keep_alive = False

    def _close_idle(self) -> None:
        if self._is_idle():
            self.transport.close()

    def _is_idle(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete
