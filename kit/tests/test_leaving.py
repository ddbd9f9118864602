"""A process that is told to end answers what has come, and whoever waits for news waits no more."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request

from kit import connections, serving


def application() -> FastAPI:
    app = FastAPI()

    @app.get("/things")
    async def get_things(request: Request) -> dict[str, str]:
        return {"root": request.scope["root_path"], "path": request.url.path}

    @app.get("/news")
    async def wait_for_news(request: Request) -> str:
        while not connections.is_leaving(request.scope):  # noqa: ASYNC110 - as the feed looks
            await asyncio.sleep(0.01)
        return "leaving"

    return app


class Lasting(connections.LastingProtocol):
    linger_seconds = 0.3


@asynccontextmanager
async def served(
    ready: int | None = None,
) -> AsyncIterator[tuple[serving.Server, "asyncio.Task[None]", int]]:
    application_under = serving.UnderPath(application(), "/api/things")
    config = serving.server_config(application_under, host="127.0.0.1", port=0)
    config.http = Lasting
    server = serving.Server(config, ready=ready)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it so and in no other way
        await asyncio.sleep(0.01)
    try:
        yield server, running, server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
) -> tuple[str, str]:
    """The head and the body of the answer on a connection that was opened before."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.partition("content-length: ")[2].split()[0])
    return head, (await reader.readexactly(length)).decode()


async def test_a_request_on_a_kept_connection_is_the_last_one_and_is_answered() -> None:
    async with (
        served() as (server, running, port),
        connected(port) as used,
        connected(port) as idle,
    ):
        for each in (used, idle):
            head, _ = await ask(*each, "/things")
            assert "connection: close" not in head
        server.should_exit = True
        while not server.server_state.is_leaving:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
        head, body = await ask(*used, "/things")
        assert "connection: close" in head
        assert body == '{"root":"","path":"/things"}'
        assert await used[0].read() == b""
        assert await idle[0].read() == b""
        await running


async def test_whoever_waits_for_news_is_answered_when_the_process_leaves() -> None:
    async with served() as (server, _, port), connected(port) as connection:
        waiting = asyncio.create_task(ask(*connection, "/news"))
        await asyncio.sleep(0.1)
        server.should_exit = True
        assert (await waiting)[1] == '"leaving"'


async def test_who_starts_a_process_hears_when_it_takes_requests() -> None:
    hears, says = os.pipe()
    async with served(ready=says):
        assert os.read(hears, 10) == b"ready\n"
    assert os.read(hears, 10) == b""
    os.close(hears)


async def test_a_service_answers_under_the_path_of_its_proxy_too() -> None:
    async with served() as (_, _, port), connected(port) as connection:
        _, body = await ask(*connection, "/api/things/things")
        assert body == '{"root":"/api/things","path":"/api/things/things"}'
        head, _ = await ask(*connection, "/api/thingsthings")
        assert "404" in head
