"""Requests that no document describes: what scanners, old libraries and slips of the hand send."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from math import ceil
from typing import TypeVar
from urllib.parse import quote

import httpx

from kit.limits import MAX_DEPTH

from .known import Known, filled
from .made_up import WAITS, Operation
from .running import Running

NUMBER = "010190-1111"
"""Shaped like a person's number: no answer may hold it."""
SECRET = "Hemmeligt ord fra den, der spørger"
PARTS = (
    quote(NUMBER),
    quote(SECRET),
    "%00",
    "%FF",
    "%ED%A0%80",
    "%2E%2E%2F%2E%2E",
    "%F0%9F%98%80",
    "%0D%0AX-Injected:%201",
    "-1",
    "9" * 400,
    "a" * 3_000,
)
"""Parts of an address, as they travel."""
BODIES = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"\x00",
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b'{"name": "\xc3\x28"}',
    b'{"name": "\\ud800"}',
    b'{"name": "\\u0000"}',
    b'{"name": 1, "name": 2}',
    b'{"name": NaN}',
    b'{"name": 1e999}',
    b'{"name": ' + b"9" * 5_000 + b"}",
    b"[" * MAX_DEPTH + b"]" * MAX_DEPTH,
    b"[" * 100_000,
    b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
    f'{{"name": "{SECRET}", "{NUMBER}": "{NUMBER}"}}'.encode(),
    f"name;{NUMBER}\r\n{SECRET}\r\n".encode(),
    b"PK\x03\x04" + b"\x00" * 40,
    b"PAR1" + b"\x00" * 40 + b"PAR1",
    b"grant_type=client_credentials&grant_type=%ff&client_id=%00&%=%zz",
    b"grant_type=client_credentials&client_id=" + quote(SECRET).encode() + b"&client_secret=",
)
MEDIA_TYPES = (
    b"",
    b"text/plain",
    b"application/json; charset=utf-16",
    b"application/vnd.api+json",
    b"application/x-www-form-urlencoded",
    b"multipart/form-data",
    b"multipart/form-data; boundary=\xe6",
    b"*/*",
    b"json",
    "text/\u00e6".encode(),
    b"text/csv; charset=klingon",
    b"application/json" + b";a=b" * 500,
)
BESIDE: tuple[tuple[bytes, bytes], ...] = (
    (b"Accept", b"application/xml, \xff"),
    (b"Accept-Encoding", b"gzip;q=x, ;;, br"),
    (b"Accept-Language", b"tlh" * 300),
    (b"Content-Digest", b"sha-256=:AAAA:"),
    (b"Cookie", b"=;;=\xff; __Host-pejling_access=" + NUMBER.encode()),
    (b"Expect", b"200-maybe"),
    (b"Forwarded", b"for=;;,"),
    (b"If-None-Match", b'"\xff'),
    (b"Origin", b"null"),
    (b"Range", b"bytes=5-1,-"),
    (b"Traceparent", b"00-" + NUMBER.encode() + b"-x"),
    (b"X-Forwarded-For", b"999.1.1.1, ::g, "),
    (b"X-HTTP-Method-Override", b"DELETE"),
)
"""Headers that no operation should mind, sent all at once."""
AROUND: tuple[tuple[bytes, bytes], ...] = (
    (b"Authorization", b"Bearer \xff\xfe"),
    (b"Authorization", b"Basic " + b"=" * 40),
    (b"Content-Encoding", b"gzip"),
    (b"Content-Length", b"-1"),
    (b"Content-Length", b"abc"),
    (b"Host", b"[::1"),
)
"""Headers that may be refused before an operation is reached, each by itself."""
WITHIN: tuple[tuple[bytes, bytes], ...] = (
    (b"Idempotency-Key", NUMBER.encode()),
    (b"Idempotency-Key", b"\xe6\x00"),
    (b"Idempotency-Key", b"k" * 5_000),
    (b"If-Match", b'W/"1", "'),
    (b"If-Match", b'"' + b"9" * 400 + b'"'),
    (b"Prefer", b"respond-async;;,=,\xff"),
    (b"Prefer", b"respond-async"),
)
"""Headers that may be refused by the operations that take them, each by itself."""
TWICE = (b"Idempotency-Key", b"If-Match", b"Authorization")
METHODS = ("HEAD", "PROPFIND", "BREW")
UNKNOWN = ("ukendt", quote(NUMBER))
QUERIES = ("&&=&", "%", "%zz=%", "=" * 500, "[]=1&{}=2")
JSON = ("application/json",)
SHARERS = 4
"""An oddity that operations answer by the same code is tried by every so-manieth of them."""


Oddity = TypeVar("Oddity")


class Turns:
    """Deals out what is answered around the operations of a service, or alike by many of them.

    Each oddity is tried in every service, by more than one operation where there are as many: what
    all of them hand to the same reader, router or refusal need not be handed there by each.

    Args:
        operations: All operations of the service.
        by_each: Deal nothing out: let each operation try all of it.
    """

    def __init__(self, operations: Iterable[Operation], *, by_each: bool = False) -> None:
        self._by_each = by_each
        self._alike = Counter(media_types(each) for each in operations)
        self._dealt: Counter[str] = Counter()

    def share(
        self, what: str, oddities: Sequence[Oddity], *, among: int, most: int = SHARERS
    ) -> list[Oddity]:
        """The next of some oddities, so many that all have been tried when each had its turn."""
        if self._by_each:
            return list(oddities)
        many = ceil(len(oddities) / max(1, min(among, most)))
        begins = self._dealt[what]
        self._dealt[what] += many
        return [oddities[(begins + at) % len(oddities)] for at in range(many)]

    def around(self, what: str, oddities: Sequence[Oddity]) -> list[Oddity]:
        """A share of what any operation may be asked."""
        return self.share(what, oddities, among=self._alike.total())

    def bodies(self, taken: tuple[str, ...]) -> list[tuple[str, bytes]]:
        """The odd bodies of an operation, each with its media type.

        What is JSON alone is read by one and the same code. An operation that reads what comes by
        itself gets every body; those that take the same formats try every body in each of them.
        """
        paired = [
            (taken[(at + further) % len(taken)], body)
            for further in range(len(taken))
            for at, body in enumerate(BODIES)
        ]
        among, most = self._alike[taken], SHARERS if taken == JSON else len(taken)
        return self.share(f"bodies {taken}", paired, among=among, most=most)

    def media_types(self, taken: tuple[str, ...]) -> list[bytes]:
        """The odd media types of an operation."""
        return self.share(f"media types {taken}", MEDIA_TYPES, among=self._alike[taken])


def media_types(operation: Operation) -> tuple[str, ...]:
    """The media types of the bodies that an operation takes."""
    return tuple(each.media_type for each in operation.body)


def requests(
    running: Running, operation: Operation, known: Known, turns: Turns
) -> Iterator[httpx.Request]:
    """Each oddity by itself, in a request that is otherwise as the operation wants it."""
    key = known.headers.get("Idempotency-Key")
    for request in _odd(running, operation, known, turns):
        if key is not None and request.headers.get("Idempotency-Key") == key:
            request.headers["Idempotency-Key"] = running.fresh("key")
        yield request


def _odd(
    running: Running, operation: Operation, known: Known, turns: Turns
) -> Iterator[httpx.Request]:
    usual = known.request(running, operation.method, operation.path)
    yield from _addresses(usual, operation, known, turns)
    yield _like(usual, *BESIDE)
    taken = {parameter.name.lower().encode() for parameter in operation.headers}
    within = [each for each in WITHIN if each[0].lower() in taken]
    others = [*turns.around("within", WITHIN), *turns.around("around", AROUND)]
    for name, value in [*within, *others]:
        yield _like(usual, (name, value))
    twice = [name for name in TWICE if name.lower() in taken]
    for name in [*twice, *turns.around("twice", TWICE)]:
        yield _like(usual, (name, b"a"), (name, b"b"))
    yield _without_token(usual)
    bodies = media_types(operation)
    if bodies:
        for media_type, body in turns.bodies(bodies):
            yield _like(usual, (b"Content-Type", media_type.encode()), content=body)
        for odd_type in turns.media_types(bodies):
            yield _like(usual, (b"Content-Type", odd_type))
    else:
        yield _like(usual, (b"Content-Type", b"application/json"), content=BODIES[-1])
    for method in turns.around("methods", METHODS):
        yield _like(usual, method=method)


def _addresses(
    usual: httpx.Request, operation: Operation, known: Known, turns: Turns
) -> Iterator[httpx.Request]:
    for name, part in _in_turn([parameter.name for parameter in operation.path_parameters]):
        yield _like(
            usual, address=filled(operation.path, {**known.path, name: "?"}).replace("%3F", part)
        )
    names = [parameter.name for parameter in operation.query if parameter.name != WAITS]
    path = usual.url.raw_path.decode().partition("?")[0]
    said = usual.url.query.decode()
    unknown = list(zip(cycle(UNKNOWN), turns.around("unknown", PARTS), strict=False))
    for name, part in [*_in_turn(names), *unknown]:
        yield _like(usual, address=f"{path}?{name}={part}&{said}")
    repeated = zip(names, cycle(turns.around("repeated", PARTS)), strict=False)
    for name, part in [*repeated, *unknown]:
        yield _like(usual, address=f"{path}?{said}&{name}=1&{name}={part}")
    for query in (";".join(names), *turns.around("queries", QUERIES)):
        yield _like(usual, address=f"{path}?{query}")
    for address in turns.around("addresses", (f"{path}/", f"/{path}")):
        yield _like(usual, address=address)


def _in_turn(names: list[str]) -> Iterator[tuple[str, str]]:
    """Every name and every odd part at least once."""
    rounds = max(len(names), len(PARTS)) if names else 0
    return zip(islice(cycle(names), rounds), islice(cycle(PARTS), rounds), strict=True)


def _like(
    usual: httpx.Request,
    *headers: tuple[bytes, bytes],
    method: str | None = None,
    address: str | None = None,
    content: bytes | None = None,
) -> httpx.Request:
    """The usual request with another method, address, body, or headers in place of its own."""
    new = {name.lower() for name, _ in headers}
    kept = [
        (name, value)
        for name, value in usual.headers.raw
        if name.lower() not in new | {b"content-length"}
    ]
    return _request(usual, [*kept, *headers], method=method, address=address, content=content)


def _without_token(usual: httpx.Request) -> httpx.Request:
    kept = [(name, value) for name, value in usual.headers.raw if name.lower() != b"authorization"]
    return _request(usual, kept)


def _request(
    usual: httpx.Request,
    headers: list[tuple[bytes, bytes]],
    *,
    method: str | None = None,
    address: str | None = None,
    content: bytes | None = None,
) -> httpx.Request:
    url = usual.url if address is None else usual.url.copy_with(raw_path=address.encode())
    return httpx.Request(
        method or usual.method,
        url,
        headers=headers,
        content=usual.content if content is None else content,
    )
