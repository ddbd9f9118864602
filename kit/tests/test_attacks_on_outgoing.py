"""Those whom we ask may be away, hang or refuse: what passes is tried again, and never for ever."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from kit import outgoing

Answer = Callable[[int], Awaitable[int]]


@asynccontextmanager
async def peer(answer: Answer, *, port: int = 0) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that answers its n-th request with a status; its address and what it was sent."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        status = await answer(len(asked))
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n".encode())
        writer.write(b"Connection: close\r\n\r\nok")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", asked
    finally:
        server.close()


def answers(*statuses: int) -> Answer:
    async def answer(number: int) -> int:
        return statuses[min(number, len(statuses)) - 1]

    return answer


@pytest.mark.parametrize("trouble", [429, 502, 503, 504])
async def test_trouble_that_passes_is_tried_again(trouble: int) -> None:
    async with peer(answers(trouble, 200)) as (address, asked), outgoing.new_client() as client:
        answer = await outgoing.send(client, "GET", address, headers={"X-Said": "the same"})
    assert (answer.status_code, answer.text, len(asked)) == (200, "ok", 2)
    assert all(b"the same" in one for one in asked)


async def test_trouble_that_stays_is_handed_on_after_three_attempts() -> None:
    async with peer(answers(503)) as (address, asked), outgoing.new_client() as client:
        answer = await outgoing.send(client, "GET", address)
    assert (answer.status_code, len(asked)) == (503, outgoing.ATTEMPTS)


@pytest.mark.parametrize("status", [200, 400, 401, 404, 409, 500])
async def test_an_answer_that_stands_is_not_asked_for_again(status: int) -> None:
    async with peer(answers(status, 200)) as (address, asked), outgoing.new_client() as client:
        answer = await outgoing.send(client, "GET", address)
    assert (answer.status_code, len(asked)) == (status, 1)


async def test_a_peer_that_is_being_started_anew_is_waited_for() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with outgoing.new_client() as client:
        sending = asyncio.create_task(outgoing.send(client, "GET", f"http://127.0.0.1:{port}/"))
        await asyncio.sleep(0.05)
        async with peer(answers(200), port=port) as (_, asked):
            assert (await sending).status_code == 200
    assert len(asked) == 1


async def test_a_peer_that_is_away_is_given_up() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    async with outgoing.new_client() as client:
        with pytest.raises(httpx.ConnectError):
            await outgoing.send(client, "GET", address)


async def test_the_deadline_is_for_all_attempts_together() -> None:
    given_up = asyncio.Event()

    async def hang(_: int) -> int:
        await given_up.wait()
        return 200

    async with peer(hang) as (address, asked), outgoing.new_client() as client:
        # Each step may take ten seconds: the deadline over them all is what ends it.
        async with asyncio.timeout(8):
            with pytest.raises(httpx.ReadTimeout):
                await outgoing.send(client, "GET", address, deadline_seconds=0.3)
        given_up.set()
    assert len(asked) == 1


async def test_pauses_between_attempts_count_towards_the_deadline() -> None:
    async def refuse_slowly(_: int) -> int:
        await asyncio.sleep(0.15)
        return 503

    async with peer(refuse_slowly) as (address, asked), outgoing.new_client() as client:
        with pytest.raises(httpx.HTTPError):
            await outgoing.send(client, "GET", address, deadline_seconds=0.2)
    assert 1 <= len(asked) < outgoing.ATTEMPTS
