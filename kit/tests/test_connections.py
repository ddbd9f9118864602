"""Clients that only hold a connection are let go, and others are answered meanwhile."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import Response

from kit import connections, problems, serving
from kit.limits import RequestLimits

LARGE = b"x" * (64 << 20)
WITHIN = 0.4


def application() -> FastAPI:
    app = FastAPI()

    @app.get("/large")
    async def get_large() -> Response:
        return Response(LARGE)

    @app.post("/v1/things")
    async def take(request: Request) -> int:
        return len(await request.body())

    @app.post("/v1/things/import")
    async def take_streamed(request: Request) -> int:
        return sum([len(part) async for part in request.stream()])

    problems.install(app)
    app.add_middleware(RequestLimits, body_deadline_seconds=WITHIN, bulk_idle_seconds=WITHIN)
    return app


class Hasty(connections.DueProtocol):
    headers_within_seconds = WITHIN
    read_within_seconds = WITHIN


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    config = serving.server_config(application(), host="127.0.0.1", port=0)
    config.http = Hasty
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it so and in no other way
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


async def _drip(port: int, first: bytes, drop: bytes) -> tuple[bytes, float]:
    """Send a letter at a time; what came back until the other side hung up, and when that was."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    started = time.monotonic()
    writer.write(first)
    said = bytearray()
    heard = asyncio.create_task(_hear(reader, said))
    try:
        while not heard.done():
            await asyncio.sleep(0.02)
            if drop:
                writer.write(drop)
                await writer.drain()
    except ConnectionError:
        pass
    await heard
    writer.close()
    return bytes(said), time.monotonic() - started


async def _hear(reader: asyncio.StreamReader, said: bytearray) -> None:
    """Keep what comes, also when the other side hangs up on what it was still being sent."""
    try:
        while part := await reader.read(1 << 16):
            said += part
    except ConnectionError:
        return


@pytest.mark.parametrize(
    ("first", "drop", "says"),
    [
        (b"", b"", b""),
        (b"GET /large HT", b"", b""),
        (b"GET /large HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"a", b""),
        (
            b"POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n",
            b"a",
            b"request_timeout",
        ),
        (
            b"POST /v1/things/import HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc",
            b"",
            b"request_timeout",
        ),
    ],
    ids=["says nothing", "half a line", "headers by letter", "body by letter", "stream stops"],
)
async def test_a_slow_sender_is_let_go(first: bytes, drop: bytes, says: bytes) -> None:
    async with served() as port, asyncio.timeout(20):
        (said, _), answered = await asyncio.gather(
            _drip(port, first, drop), _ask(port, "/v1/things")
        )
    assert says in said
    assert answered == 200


async def _ask(port: int, path: str) -> int:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"http://127.0.0.1:{port}{path}", content=b"abc")
        return answer.status_code


async def test_whoever_never_reads_its_answer_is_let_go() -> None:
    async with served() as port, asyncio.timeout(30):
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        plain.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(plain, ("127.0.0.1", port))
        await loop.sock_sendall(plain, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(WITHIN * 5)
        assert await _ask(port, "/v1/things") == 200
        taken = 0
        try:
            while part := await asyncio.wait_for(loop.sock_recv(plain, 1 << 20), 10):
                taken += len(part)
        except ConnectionError:
            pass
        plain.close()
    assert taken < len(LARGE)


async def test_headers_without_end_are_refused() -> None:
    async with served() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: " + b"a" * (70 << 10) + b"\r\n\r\n")
        said = await reader.read()
        writer.close()
    assert said.startswith(b"HTTP/1.1 431 ")


async def test_a_kept_connection_is_not_held_to_the_first_requests_time() -> None:
    async with served() as port, httpx.AsyncClient() as client:
        for _ in range(3):
            answer = await client.post(f"http://127.0.0.1:{port}/v1/things", content=b"abc")
            assert answer.json() == 3
            await asyncio.sleep(WITHIN * 1.2)
