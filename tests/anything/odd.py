"""Requests that no document describes: what scanners, old libraries and slips of the hand send."""

from collections.abc import Iterator
from itertools import cycle, islice
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
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"Authorization", b"Bearer \xff\xfe"),
    (b"Authorization", b"Basic " + b"=" * 40),
    (b"Content-Encoding", b"gzip"),
    (b"Content-Length", b"-1"),
    (b"Content-Length", b"abc"),
    (b"Host", b"[::1"),
    (b"Idempotency-Key", NUMBER.encode()),
    (b"Idempotency-Key", b"\xe6\x00"),
    (b"Idempotency-Key", b"k" * 5_000),
    (b"If-Match", b'W/"1", "'),
    (b"If-Match", b'"' + b"9" * 400 + b'"'),
    (b"Prefer", b"respond-async;;,=,\xff"),
    (b"Prefer", b"respond-async"),
)
"""Headers that may be refused, each by itself."""
METHODS = ("HEAD", "PROPFIND", "BREW")


def requests(running: Running, operation: Operation, known: Known) -> Iterator[httpx.Request]:
    """Each oddity by itself, in a request that is otherwise as the operation wants it."""
    key = known.headers.get("Idempotency-Key")
    for request in _odd(running, operation, known):
        if key is not None and request.headers.get("Idempotency-Key") == key:
            request.headers["Idempotency-Key"] = running.fresh("key")
        yield request


def _odd(running: Running, operation: Operation, known: Known) -> Iterator[httpx.Request]:
    usual = known.request(running, operation.method, operation.path)
    yield from _addresses(usual, operation, known)
    yield _like(usual, *BESIDE)
    for name, value in HEADERS:
        yield _like(usual, (name, value))
    for header in (b"Idempotency-Key", b"If-Match", b"Authorization"):
        yield _like(usual, (header, b"a"), (header, b"b"))
    yield _without_token(usual)
    if operation.body:
        media_types = [each.media_type.encode() for each in operation.body]
        for body in BODIES:
            for media_type in media_types:
                yield _like(usual, (b"Content-Type", media_type), content=body)
        for media_type in MEDIA_TYPES:
            yield _like(usual, (b"Content-Type", media_type))
    else:
        yield _like(usual, (b"Content-Type", b"application/json"), content=BODIES[-1])
    for method in METHODS:
        yield _like(usual, method=method)


def _addresses(usual: httpx.Request, operation: Operation, known: Known) -> Iterator[httpx.Request]:
    for name, part in _in_turn([parameter.name for parameter in operation.path_parameters]):
        yield _like(
            usual, address=filled(operation.path, {**known.path, name: "?"}).replace("%3F", part)
        )
    names = [parameter.name for parameter in operation.query if parameter.name != WAITS]
    path = usual.url.raw_path.decode().partition("?")[0]
    said = usual.url.query.decode()
    for name, part in _in_turn([*names, "ukendt", quote(NUMBER)]):
        yield _like(usual, address=f"{path}?{name}={part}&{said}")
        yield _like(usual, address=f"{path}?{said}&{name}=1&{name}={part}")
    for query in ("&&=&", "%", "%zz=%", "=" * 500, ";".join(names), "[]=1&{}=2"):
        yield _like(usual, address=f"{path}?{query}")
    yield _like(usual, address=f"{path}/")
    yield _like(usual, address=f"/{path}")


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
