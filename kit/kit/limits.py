"""Limits on what a request may bring, refused before it is buffered."""

import asyncio
import json
import re
from collections import OrderedDict
from typing import Any, NoReturn

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit import problems

MAX_BODY_BYTES = 1 << 20
MAX_BULK_BYTES = 8 << 30
MAX_DEPTH = 32
BODY_DEADLINE_SECONDS = 30.0
BULK_IDLE_SECONDS = 30.0
MAX_READING = 256
"""Bodies that one process reads at once; a slow sender gives way to the next."""
BULK_ENDS = ("/import", "/imports", "/batches", "/identify")
"""The ends of the paths to which bulk data is posted."""
_FORM = b"application/x-www-form-urlencoded"

_NAME = re.compile("[a-z][a-z_]{0,39}")
# A text that never ends is one token too: begun anew at each of its quotes, it would take for ever.
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class BodyTooLarge(problems.TooLarge):
    """The body is larger than the route takes."""


class BodyTooDeep(problems.Malformed):
    """Lists in lists in lists: no body of ours is that deep."""

    code = "json_too_deep"
    title = "For mange niveauer"


class JsonNameRepeated(problems.Malformed):
    """A name stands twice in one object."""

    code = "json_duplicate_key"
    title = "Felt sendt to gange"


class JsonNotANumber(problems.Malformed):
    """NaN or Infinity."""

    code = "json_not_a_number"
    title = "Ikke et tal"


class BodyTooSlow(problems.TooSlow):
    """The body did not arrive in time."""


def depth(body: bytes) -> int:
    """How deeply a JSON text nests, counted without parsing it."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return 0
    deepest = level = 0
    for token in _JSON_TOKEN.finditer(body):
        first = body[token.start()]
        if first in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif first in b"]}":
            level -= 1
    return deepest


def refuse_ambiguous(body: bytes) -> None:
    """Refuse a JSON text in which a name stands twice in one object.

    Two readers could believe different ones. What is not JSON at all is left to those who parse it.

    Raises:
        JsonNameRepeated: When one does.
        JsonNotANumber: When NaN or Infinity stands in it, which are no JSON.
    """
    try:
        json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value] # adds, and says nothing
        # A name of our own kind is said; another may be anything, a person's number too.
        pointer = f"/{twice}" if _NAME.fullmatch(twice) else ""
        detail = "Står mere end én gang i samme objekt. Send feltet én gang."
        raise JsonNameRepeated(
            "Et felt står mere end én gang.",
            errors=[problems.FieldError(pointer, JsonNameRepeated.code, detail)],
        )
    return named


def _no_number(_name: str) -> NoReturn:
    raise JsonNotANumber("NaN og Infinity er ikke JSON. Udelad feltet, eller send et tal.")


def is_bulk(method: str, path: str) -> bool:
    """Whether a request brings bulk data, which is streamed, as its path says.

    No route of ours takes an id of somebody's choice there (``kit.testing.house``).
    """
    return method == "POST" and path.endswith(BULK_ENDS)


class RequestLimits:
    """ASGI middleware: size, depth and time of each body; bulk bodies are streamed through."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_body_bytes: int = MAX_BODY_BYTES,
        max_bulk_bytes: int = MAX_BULK_BYTES,
        body_deadline_seconds: float = BODY_DEADLINE_SECONDS,
        bulk_idle_seconds: float = BULK_IDLE_SECONDS,
        max_reading: int = MAX_READING,
    ) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._max_bulk_bytes = max_bulk_bytes
        self._body_deadline_seconds = body_deadline_seconds
        self._bulk_idle_seconds = bulk_idle_seconds
        self._max_reading = max_reading
        self._reading: OrderedDict[object, asyncio.Timeout] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on the request, or answer it with the problem."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        # Of a header that stands twice the first counts, as for those who read the body.
        headers = dict(reversed(scope["headers"]))
        bulk = is_bulk(scope["method"], scope["path"])
        most = self._max_bulk_bytes if bulk else self._max_body_bytes
        try:
            announced = headers.get(b"content-length", b"0")
            if announced.isdigit() and int(announced) > most:
                raise _too_large(most)
            if bulk:
                receive = self._counted(receive, most)
            else:
                body = await self._read(receive, most)
                if depth(body) > MAX_DEPTH:
                    raise BodyTooDeep(f"Indholdet må højst have {MAX_DEPTH} niveauer.")
                media_type = headers.get(b"content-type", b"").partition(b";")[0]
                if media_type.strip().lower() != _FORM:
                    refuse_ambiguous(body)
                receive = _replayed(body, receive)
        except problems.Problem as problem:
            await problems.render(problem)(scope, receive, send)
            return
        except TimeoutError:
            await problems.render(_too_slow())(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _read(self, receive: Receive, most: int) -> bytes:
        """The whole body; when too many are being read, the oldest of them has been too slow."""
        if len(self._reading) >= self._max_reading:
            oldest = self._reading.popitem(last=False)[1]
            if not oldest.expired():
                oldest.reschedule(asyncio.get_running_loop().time())
        mine = object()
        try:
            async with asyncio.timeout(self._body_deadline_seconds) as deadline:
                self._reading[mine] = deadline
                return await _whole(receive, most)
        finally:
            self._reading.pop(mine, None)

    def _counted(self, receive: Receive, most: int) -> Receive:
        """Count a streamed body as it passes; the error reaches whoever reads it."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            try:
                message = await asyncio.wait_for(receive(), self._bulk_idle_seconds)
            except TimeoutError:
                raise _too_slow() from None
            taken += len(message.get("body", b""))
            if taken > most:
                raise _too_large(most)
            return message

        return counted


def _too_large(most: int) -> BodyTooLarge:
    return BodyTooLarge(f"Indholdet må højst være {most:,} bytes.".replace(",", "."))


def _too_slow() -> BodyTooSlow:
    return BodyTooSlow(
        "Indholdet kom ikke frem i tide. Send det igen.", headers={"Connection": "close"}
    )


async def _whole(receive: Receive, most: int) -> bytes:
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(parts)
        parts += message.get("body", b"")
        if len(parts) > most:
            raise _too_large(most)
        if not message.get("more_body", False):
            return bytes(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    is_given = False

    async def replayed() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
