"""What the verifier remembers, and how long; where it takes the keys from."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from joserfc.jwk import KeySet

from kit import tokens
from kit.rights import Caller
from kit.testing.clients import client_of
from kit.testing.signing import Signer
from kit.tokens import (
    FixedKeys,
    KeysUnavailable,
    PublishedKeys,
    TokenExpired,
    TokenInvalid,
    Verifier,
)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


class CountedKeys(FixedKeys):
    """Says how often the keys were needed: once for each token that is really checked."""

    asked = 0

    async def current(self, *, wanted: str) -> KeySet:
        """The keys, counted."""
        self.asked += 1
        return await super().current(wanted=wanted)


def counting(signer: Signer, clock: Clock) -> tuple[Verifier, CountedKeys]:
    keys = CountedKeys(KeySet([signer.key]).as_dict(private=False))
    return Verifier(keys, issuer="pejling", audience="pejling", clock=clock), keys


async def test_a_verified_token_is_remembered(signer: Signer) -> None:
    verifier, keys = counting(signer, Clock())
    token = signer.token(["guide.read"])
    first, *others = [await verifier.verify(token) for _ in range(5)]
    assert isinstance(first, Caller)
    assert all(caller is first for caller in others)
    assert keys.asked == 1


async def test_a_remembered_token_expires_all_the_same(signer: Signer) -> None:
    clock = Clock()
    verifier, _ = counting(signer, clock)
    token = signer.token(["guide.read"])
    await verifier.verify(token)
    clock.now += 599
    await verifier.verify(token)
    clock.now += 1
    with pytest.raises(TokenExpired):
        await verifier.verify(token)
    assert token not in verifier._cache


async def test_a_remembered_token_waits_for_its_time_all_the_same(signer: Signer) -> None:
    clock = Clock()
    verifier, _ = counting(signer, clock)
    token = signer.token(["guide.read"], nbf=int(clock.now) + 60)
    for _ in range(2):
        with pytest.raises(TokenInvalid):
            await verifier.verify(token)
    clock.now += 61
    assert (await verifier.verify(token)).rights == {"guide.read"}


async def test_clocks_may_differ_by_a_few_seconds(signer: Signer) -> None:
    clock = Clock()
    verifier, _ = counting(signer, clock)
    early = int(clock.now) + tokens.CLOCK_SKEW_SECONDS
    await verifier.verify(signer.token(["guide.read"], iat=early - 1, nbf=early - 1))
    with pytest.raises(TokenInvalid):
        await verifier.verify(signer.token(["guide.read"], iat=early + 2))


async def test_the_memory_is_bounded_and_the_oldest_goes_first(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "CACHE_SIZE", 8)
    verifier, keys = counting(signer, Clock())
    issued = [signer.token(["guide.read"]) for _ in range(20)]
    for token in issued:
        await verifier.verify(token)
    assert list(verifier._cache) == issued[-8:]
    await verifier.verify(issued[0])
    assert keys.asked == 21


class Gateway:
    """A little gateway on a real port: publishes what the test wants, and counts who asks."""

    def __init__(self, signer: Signer) -> None:
        self.body = json.dumps(KeySet([signer.key]).as_dict(private=False))
        self.status = 200
        self.asked = 0
        self.was_asked = asyncio.Event()
        self.silent = False
        self.address = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        self.was_asked.set()
        if not self.silent:
            writer.write(
                f"HTTP/1.1 {self.status} -\r\nContent-Length: {len(self.body)}\r\n"
                f"Connection: close\r\n\r\n{self.body}".encode()
            )
            await writer.drain()
        else:
            await reader.read()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def published(signer: Signer) -> AsyncIterator[Gateway]:
    gateway = Gateway(signer)
    server = await asyncio.start_server(gateway.answer, "127.0.0.1", 0)
    async with server:
        _, port = server.sockets[0].getsockname()
        gateway.address = f"http://127.0.0.1:{port}/v1/keys"
        yield gateway


def rested(keys: PublishedKeys) -> None:
    """As if the rest between two attempts had passed."""
    keys._tried_at -= tokens.KEYS_RETRY_SECONDS


def verifier_of(keys: PublishedKeys) -> Verifier:
    return Verifier(keys, issuer="pejling", audience="pejling")


async def test_published_keys_are_fetched_once_for_many_tokens(signer: Signer) -> None:
    async with published(signer) as gateway:
        verifier = verifier_of(PublishedKeys(gateway.address))
        issued = [signer.token(["guide.read"]) for _ in range(20)]
        await asyncio.gather(*(verifier.verify(token) for token in issued))
        assert gateway.asked == 1


async def test_unknown_key_ids_make_no_flood_of_fetches(signer: Signer) -> None:
    async with published(signer) as gateway:
        keys = PublishedKeys(gateway.address)
        verifier = verifier_of(keys)
        await verifier.verify(signer.token(["guide.read"]))
        for number in range(50):
            signed = Signer(f"forged-{number}").token(["guide.read"])
            with pytest.raises(TokenInvalid):
                await verifier.verify(signed)
        assert gateway.asked == 1
        rested(keys)
        with pytest.raises(TokenInvalid):
            await verifier.verify(Signer("forged").token(["guide.read"]))
        assert gateway.asked == 2


async def test_a_new_key_is_found_when_a_token_names_it(signer: Signer) -> None:
    async with published(signer) as gateway:
        keys = PublishedKeys(gateway.address)
        verifier = verifier_of(keys)
        await verifier.verify(signer.token(["guide.read"]))
        following = Signer("following")
        gateway.body = json.dumps(KeySet([signer.key, following.key]).as_dict(private=False))
        rested(keys)
        await verifier.verify(following.token(["guide.read"]))
        await verifier.verify(signer.token(["guide.read"]))


async def test_a_withdrawn_key_stops_working(signer: Signer) -> None:
    async with published(signer) as gateway:
        keys = PublishedKeys(gateway.address)
        verifier = verifier_of(keys)
        await verifier.verify(signer.token(["guide.read"]))
        gateway.body = json.dumps(KeySet([Signer("following").key]).as_dict(private=False))
        rested(keys)
        keys._fetched_at -= tokens.KEYS_FRESH_SECONDS + 1
        with pytest.raises(TokenInvalid):
            await verifier.verify(signer.token(["guide.read"]))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "{}"),
        (404, "{}"),
        (302, ""),
        (200, ""),
        (200, "<html>"),
        (200, "[]"),
        (200, "1"),
        (200, "{}"),
        (200, '{"keys": 1}'),
        (200, '{"keys": [1]}'),
        (200, '{"keys": [{}]}'),
        (200, '{"keys": [{"kty": "EC"}]}'),
        (200, '{"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}'),
    ],
)
async def test_known_keys_go_on_serving_when_the_gateway_answers_nonsense(
    signer: Signer, status: int, body: str
) -> None:
    async with published(signer) as gateway:
        keys = PublishedKeys(gateway.address)
        verifier = verifier_of(keys)
        await verifier.verify(signer.token(["guide.read"]))
        gateway.status, gateway.body = status, body
        rested(keys)
        keys._fetched_at -= tokens.KEYS_FRESH_SECONDS + 1
        await verifier.verify(signer.token(["guide.read"]))
        assert gateway.asked == 2


async def test_without_any_keys_the_answer_is_503_and_soon_tried_again(signer: Signer) -> None:
    async with published(signer) as gateway:
        good, gateway.body = gateway.body, "<html>"
        keys = PublishedKeys(gateway.address)
        verifier = verifier_of(keys)
        token = signer.token(["guide.read"])
        for _ in range(3):
            with pytest.raises(KeysUnavailable) as refused:
                await verifier.verify(token)
            assert refused.value.headers["Retry-After"] == "2"
        assert gateway.asked == 1
        gateway.body = good
        rested(keys)
        await verifier.verify(token)


async def test_a_gateway_that_hangs_holds_nobody_up_twice(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "KEYS_TIMEOUT_SECONDS", 0.3)
    async with published(signer) as gateway:
        gateway.silent = True
        keys = PublishedKeys(gateway.address)
        verifier = verifier_of(keys)
        began = time.monotonic()
        answers = await asyncio.gather(
            *(verifier.verify(signer.token(["guide.read"])) for _ in range(10)),
            return_exceptions=True,
        )
        assert all(isinstance(answer, KeysUnavailable) for answer in answers)
        assert gateway.asked == 1
        assert time.monotonic() - began < 2


async def test_a_stale_key_serves_while_somebody_else_asks_a_gateway_that_hangs(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "KEYS_TIMEOUT_SECONDS", 0.5)
    async with published(signer) as gateway:
        keys = PublishedKeys(gateway.address)
        verifier = verifier_of(keys)
        await verifier.verify(signer.token(["guide.read"]))
        gateway.silent = True
        gateway.was_asked.clear()
        rested(keys)
        keys._fetched_at -= tokens.KEYS_FRESH_SECONDS + 1
        asking = asyncio.create_task(verifier.verify(signer.token(["guide.read"])))
        await gateway.was_asked.wait()
        await asyncio.wait_for(verifier.verify(signer.token(["guide.read"])), 0.2)
        assert not asking.done()
        await asking


async def test_the_front_door_says_503_while_there_are_no_keys(
    app: FastAPI, signer: Signer
) -> None:
    app.state.verifier = verifier_of(PublishedKeys("http://127.0.0.1:9/v1/keys"))
    async with client_of(app, signer.token(["feed.read"])) as client:
        answer = await client.get("/v1/events")
    assert (answer.status_code, answer.json()["code"]) == (503, "keys_unavailable")
    assert answer.headers["retry-after"] == "2"
