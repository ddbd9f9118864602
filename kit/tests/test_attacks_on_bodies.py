"""What a body may cost: work in proportion to its size, a place only once it is here, no guess."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from kit import limits, problems
from kit.limits import RequestLimits
from kit.testing.clients import client_of
from kit.testing.signing import Signer

LARGEST = limits.MAX_BODY_BYTES
MANY_NAMES = 120_000
TWICE = b'{"id": "a", "id": "b"}'
NAN = b'{"id": "a", "rows": NaN}'


class CountedText:
    """A pattern that notes how many bytes each of its matches has passed over."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self._pattern = pattern
        self.passed = 0

    def finditer(self, body: bytes) -> Iterator[re.Match[bytes]]:
        for match in self._pattern.finditer(body):
            self.passed += match.end() - match.start()
            yield match


@pytest.mark.parametrize(
    "inside",
    [b'\\"', b'"', b"\\", b'\\\\"', b'a\\"\n', b'[\\"', b'"[' + b'\\"'],
    ids=["escaped quotes", "quotes", "escapes", "both", "lines", "brackets", "mixed"],
)
async def test_the_largest_text_that_never_ends_is_read_once(
    inside: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = CountedText(limits._JSON_TOKEN)
    monkeypatch.setattr(limits, "_JSON_TOKEN", counted)
    opened = b"[" * (limits.MAX_DEPTH + 1) + b'"'
    body = opened + inside * ((LARGEST - len(opened)) // len(inside))
    # A text begun anew at each of its quotes takes an hour; no clock is asked how long this took.
    assert limits.depth(body) > limits.MAX_DEPTH
    assert counted.passed <= len(body)


def test_a_text_that_never_ends_is_one_token() -> None:
    tokens = limits._JSON_TOKEN.findall(b'["a", "' + b'\\"' * 1_000)
    assert [len(token) for token in tokens] == [1, 3, 2_001]


class CountedName(str):
    """A name that notes how often one of its kind is compared with another."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        CountedName.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_a_repeated_name_is_found_without_comparing_each_with_all() -> None:
    names = [CountedName(f"k{number}") for number in range(2_000)]
    pairs: list[tuple[str, int]] = [(name, 1) for name in (*names, CountedName("k1999"))]
    CountedName.compared = 0
    with pytest.raises(limits.JsonNameRepeated):
        limits._once(pairs)
    assert CountedName.compared < 10 * len(names)


async def test_the_largest_object_with_a_name_twice_is_refused(client: httpx.AsyncClient) -> None:
    inside = ",".join(f'"k{number}":1' for number in range(MANY_NAMES // 2))
    body = f'{{{inside},"k{MANY_NAMES // 2 - 1}":1}}'.encode()
    assert len(body) < LARGEST
    async with asyncio.timeout(60):
        answer = await client.post("/v1/seats", content=body, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["code"]) == (422, "json_duplicate_key")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v1/seats/imports"),
        ("PATCH", "/v1/seats/import"),
        ("DELETE", "/v1/imports"),
        ("POST", "/v1/seats/imports/"),
        ("POST", "/v1/seatsimports"),
        ("POST", "/v1/seats/importer"),
    ],
)
async def test_whatever_is_not_posted_to_an_import_is_held_to_the_small_limit(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path, content=b" " * (3 << 20))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("path", ["/v1/seats/import", "/v1/seats/imports"])
async def test_what_is_posted_to_an_import_is_not(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, content=b" " * (3 << 20))
    assert (answer.status_code, answer.json()["code"]) == (404, "path_unknown")


CONTENT_TYPES: list[list[tuple[str, str]]] = [
    [],
    [("Content-Type", "application/json")],
    [("Content-Type", "Application/JSON; charset=utf-8")],
    [("Content-Type", "application/merge-patch+json")],
    [("Content-Type", "text/plain")],
    [("Content-Type", "application/json"), ("Content-Type", "text/plain")],
    [("Content-Type", "text/plain"), ("Content-Type", "application/json")],
    [
        ("Content-Type", "application/json"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ],
]


@pytest.mark.parametrize("kinds", CONTENT_TYPES, ids=lambda kinds: ", ".join(k for _, k in kinds))
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (TWICE, "json_duplicate_key"),
        (TWICE.decode().encode("utf-16"), "json_duplicate_key"),
        (b"[[" + TWICE + b"]]", "json_duplicate_key"),
        (NAN, "json_not_a_number"),
    ],
    ids=["twice", "twice in UTF-16", "twice, nested", "not a number"],
)
async def test_ambiguous_json_is_refused_whatever_it_is_called(
    client: httpx.AsyncClient, kinds: list[tuple[str, str]], body: bytes, code: str
) -> None:
    request = client.build_request(
        "POST",
        "/v1/seats",
        content=body,
        headers=[*client.headers.items(), ("Idempotency-Key", "k"), *kinds],
    )
    answer = await client.send(request)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_bodies_on_their_way_take_nobodys_place(app: FastAPI, signer: Signer) -> None:
    app.state.admission._at_once = 2
    begun = 0
    release = asyncio.Event()

    async def trickling() -> object:
        nonlocal begun
        begun += 1
        yield b'{"id"'
        await release.wait()
        yield b': "a"}'

    async with client_of(app, signer.token({"seats.make", "feed.read"})) as client:
        slow = [
            asyncio.create_task(client.post("/v1/nowhere", content=trickling()))  # type: ignore[arg-type] # an async generator is what httpx streams
            for _ in range(5)
        ]
        async with asyncio.timeout(20):
            while begun < len(slow):  # noqa: ASYNC110 - the senders tell, and nobody else
                await asyncio.sleep(0)
        meanwhile = app.state.admission.in_flight
        answer = await client.post(
            "/v1/seats", json={"id": "a"}, headers={"Idempotency-Key": "quick"}
        )
        release.set()
        answers = await asyncio.gather(*slow)
    assert (meanwhile, answer.status_code) == (0, 201)
    assert {one.status_code for one in answers} <= {404, 503}


async def _answer(app: RequestLimits, receive: Receive) -> int:
    """What a request of its own is answered."""
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    await app({"type": "http", "method": "POST", "path": "/v1/x", "headers": []}, receive, send)
    return int(said[0]["status"])


async def _accept(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 204, "headers": []})


async def test_the_oldest_of_too_many_slow_bodies_gives_way_to_the_next() -> None:
    app = RequestLimits(_accept, max_reading=3, body_deadline_seconds=3_600)
    release = asyncio.Event()

    async def slowly() -> Message:
        await release.wait()
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def at_once() -> Message:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    slow = []
    for _ in range(3):
        slow.append(asyncio.create_task(_answer(app, slowly)))
        await asyncio.sleep(0)
    assert await _answer(app, at_once) == 204
    first, _ = await asyncio.wait(slow, return_when=asyncio.FIRST_COMPLETED, timeout=20)
    assert first == {slow[0]}
    assert slow[0].result() == 408
    release.set()
    assert await asyncio.gather(*slow[1:]) == [204, 204]
    assert not app._reading


def test_a_body_that_is_given_up_is_told_what_to_do() -> None:
    problem = limits._too_slow()
    assert problems.status_of(problem) == 408
    assert problem.headers == {"Connection": "close"}
