"""An answered connection waits for a request like a new one, and a refused request does nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import FastAPI

from kit import connections, problems, serving

WITHIN = 0.4
GET = b"GET /v1/things HTTP/1.1\r\nHost: x\r\n"
ACT = b"POST /v1/act HTTP/1.1\r\nHost: x\r\n"


class Hasty(connections.DueProtocol):
    headers_within_seconds = WITHIN


@asynccontextmanager
async def served(acted: list[str]) -> AsyncIterator[int]:
    app = FastAPI()

    @app.get("/v1/things")
    async def get_things() -> str:
        return "things"

    @app.post("/v1/act")
    async def act() -> str:
        acted.append("act")
        return "acted"

    problems.install(app)
    config = serving.server_config(app, host="127.0.0.1", port=0)
    config.http = Hasty
    # uvicorn's own clock, which a first byte stops, must not be what lets a connection go.
    config.timeout_keep_alive = 3_600
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it so and in no other way
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (GET + b"\r\n", b"\r\n"),
        (GET + b"Content-Length: 1000000\r\n\r\n", b"a"),
        (GET + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (GET + b"\r\n", b"G"),
    ],
    ids=["a line break", "a body by letter", "a body by chunk", "half a line"],
)
async def test_an_answered_connection_cannot_be_held_by_a_few_bytes(
    first: bytes, then: bytes
) -> None:
    async with served([]) as port, asyncio.timeout(20):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(first)
        assert (await reader.readuntil(b'"things"')).startswith(b"HTTP/1.1 200 ")
        gone = asyncio.create_task(_rest(reader))
        while not gone.done():
            # Again and again: what comes must not put the end off.
            writer.write(then)
            await asyncio.wait({gone}, timeout=WITHIN / 4)
        writer.close()


async def test_a_connection_that_asks_again_after_a_line_break_is_answered() -> None:
    async with served([]) as port, asyncio.timeout(20):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(4):
            writer.write(GET + b"\r\n")
            assert (await reader.readuntil(b'"things"')).startswith(b"HTTP/1.1 200 ")
            writer.write(b"\r\n")
            await asyncio.sleep(WITHIN / 2)
        writer.close()


@pytest.mark.parametrize(
    "parts",
    [
        [ACT + b"Big: " + b"a" * (70 << 10) + b"\r\nContent-Length: 0\r\n\r\n"],
        [
            ACT + b"".join(b"H%d: %s\r\n" % (each, b"a" * 1_000) for each in range(65)),
            b"Last: " + b"a" * 3_000 + b"\r\nContent-Length: 3\r\n\r\nabc",
        ],
        [ACT + b"Big: " + b"a" * (70 << 10) + b"\r\n\r\n" + ACT + b"\r\n"],
        [b"POST /v1/act?" + b"a" * (70 << 10) + b" HTTP/1.1\r\nHost: x\r\n\r\n"],
    ],
    ids=["at once", "in two", "with another behind it", "a long address"],
)
async def test_what_was_refused_for_its_headers_is_not_done(parts: list[bytes]) -> None:
    acted: list[str] = []
    async with served(acted) as port, asyncio.timeout(20):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.05)
        said = await _rest(reader)
        writer.close()
        sound, asking = await asyncio.open_connection("127.0.0.1", port)
        asking.write(ACT + b"Content-Length: 0\r\nConnection: close\r\n\r\n")
        assert b'"acted"' in await sound.read()
        asking.close()
    assert said.count(b"HTTP/1.1 ") <= 1
    assert said.startswith(b"HTTP/1.1 431 ") or not said
    assert acted == ["act"]
