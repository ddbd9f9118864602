"""The way in of every application: who is let in, for how long, and who may look at its health."""

import asyncio
from ipaddress import IPv6Address, ip_address

from starlette._utils import get_route_path
from starlette.types import ASGIApp, Receive, Scope, Send

from kit import problems
from kit.admission import Admission
from kit.health import BEGUN, OPEN_PATHS
from kit.limits import is_bulk
from kit.settings import Networks

REQUEST_SECONDS = 60.0
BULK_SECONDS = 4 * 3_600.0
"""Bodies that stand still are given up long before (``kit.limits.BULK_IDLE_SECONDS``)."""
FEED_PATH = "/v1/events"
_HANDED_ON = frozenset({b"x-forwarded-for", b"forwarded", b"x-real-ip"})


class DeadlinePassed(problems.Unavailable):
    """The answer took longer than any answer may."""

    code = "deadline_passed"
    title = "Svaret kom ikke i tide"


class Edge:
    """ASGI middleware: admission, a deadline for the whole request, and who may monitor."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        admission: Admission,
        monitors: Networks,
        request_seconds: float = REQUEST_SECONDS,
        bulk_seconds: float = BULK_SECONDS,
    ) -> None:
        self._app = app
        self._admission = admission
        self._monitors = monitors
        self._request_seconds = request_seconds
        self._bulk_seconds = bulk_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it with the reason why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = get_route_path(scope)
        if path in OPEN_PATHS:
            await self._monitored(scope, receive, send)
            return
        if path == FEED_PATH:
            # Whoever waits for news holds neither a processor nor a connection to the database,
            # and is counted once it is known who it is.
            await self._in_time(self._request_seconds, scope, receive, send)
            return
        try:
            self._admission.enter()
        except problems.Problem as problem:
            await problems.render(problem)(scope, receive, send)
            return
        try:
            bulk = is_bulk(scope["method"], path)
            seconds = self._bulk_seconds if bulk else self._request_seconds
            await self._in_time(seconds, scope, receive, send)
        finally:
            self._admission.leave()

    async def _monitored(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_monitor(scope):
            unknown = problems.AddressUnknown("Adressen findes ikke her. Se /openapi.json.")
            await problems.render(unknown)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_monitor(self, scope: Scope) -> bool:
        """Whether a monitor asks by itself: what a proxy hands on may come from anywhere."""
        client = scope.get("client")
        if client is None or any(name in _HANDED_ON for name, _ in scope["headers"]):
            return False
        try:
            address = ip_address(client[0])
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._monitors)

    async def _in_time(self, seconds: float, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(seconds) as deadline:
                await self._app(scope, receive, send)
        except TimeoutError:
            # Half an answer cannot be taken back: the connection ends with it.
            if BEGUN in scope or not deadline.expired():
                raise
            late = DeadlinePassed(
                "Send den samme forespørgsel igen, med samme Idempotency-Key hvis den har en.",
                headers={"Retry-After": "5", "Connection": "close"},
            )
            await problems.render(late)(scope, receive, send)
