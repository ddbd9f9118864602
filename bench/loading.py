"""Asking a server as fast as it answers, over a few connections that stay open."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import uvloop

_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking for a while.

    Attributes:
        per_second: Answers a second.
        answers: How many there were.
        bytes_each: Mean length of a body as it was sent.
    """

    per_second: float
    answers: int
    bytes_each: float


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the answer to the last is whole."""

    def __init__(
        self, requests: Sequence[bytes], first: int, step: int, done: asyncio.Event
    ) -> None:
        self._requests = requests
        self._next = first
        self._step = step
        self._done = done
        self._head = b""
        self._left = 0
        self.answers = 0
        self.bytes = 0
        self.wrong = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # uvloop's own class, which does not inherit from asyncio's.
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        self._transport.write(self._requests[self._next])
        self._next = (self._next + self._step) % len(self._requests)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to the answer; the next request leaves when it is whole."""
        if self._left == 0:
            self._head += data
            end = self._head.find(_END)
            if end < 0:
                return
            head = self._head[:end]
            at = head.lower().find(_LENGTH) + len(_LENGTH)
            length = int(head[at:].split(b"\r\n", 1)[0])
            self.wrong += not head.startswith(b"HTTP/1.1 200")
            self.bytes += length
            self._left = length - (len(self._head) - end - len(_END))
            self._head = b""
        else:
            self._left -= len(data)
        if self._left == 0:
            self.answers += 1
            if not self._done.is_set():
                self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        """The server must not close while it is asked."""
        self.wrong += not self._done.is_set()


def load(
    port: int,
    requests: Sequence[bytes],
    *,
    seconds: float,
    connections: int,
    at_least: int = 0,
) -> Load:
    """Ask a server on loopback for some seconds, and until so many answers have come.

    Raises:
        RuntimeError: When an answer was no 200.
    """
    return uvloop.run(_load(port, requests, seconds, connections, at_least))


async def _load(
    port: int, requests: Sequence[bytes], seconds: float, connections: int, at_least: int
) -> Load:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    opened = []
    for number in range(min(connections, len(requests))):
        transport, protocol = await loop.create_connection(
            partial(_Connection, requests, number, connections, done),
            "127.0.0.1",
            port,
        )
        opened.append((transport, protocol))
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    while sum(each.answers for _, each in opened) < at_least:  # noqa: ASYNC110 - rarely, and nobody signals
        await asyncio.sleep(0.05)
    done.set()
    took = time.perf_counter() - started
    for transport, _ in opened:
        transport.close()
    answers = sum(protocol.answers for _, protocol in opened)
    if any(protocol.wrong for _, protocol in opened) or answers == 0:
        raise RuntimeError("the server answered something else than 200")
    return Load(answers / took, answers, sum(each.bytes for _, each in opened) / answers)
