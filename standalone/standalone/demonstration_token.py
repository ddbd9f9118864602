"""`GET /demonstration/token`: a read-only token for the demonstration's page, until it has sign-in.

The token can read the guide of the invented municipality and nothing else, and is handed only to
a page of this very machine: the address asked for must be a loopback name, so that a foreign page
whose name was pointed at 127.0.0.1 does not get it, and a browser must say that the page asking
is ours.
"""

import asyncio
import time
from http import HTTPStatus

import httpx
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from kit import problems

PATH = "/demonstration/token"
_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_CALLERS = frozenset({"127.0.0.1", "::1"})
_OWN_PAGES = frozenset({"same-origin", "none"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_RENEW_BEFORE = 120.0  # seconds
_FETCH_WITHIN = 10.0


class OnlyOnThisMachine(problems.NotAllowed):
    """The token is for a page on the machine that runs the demonstration."""

    code = "loopback_only"
    title = "Kun på denne maskine"


class GatewayAway(problems.Unavailable):
    """The gateway gave no token just now."""

    code = "gateway_unavailable"


class DemonstrationToken:
    """ASGI application that answers with the present token and renews it in time.

    Args:
        gateway_url: where the gateway answers, `…/api/gateway`.
        client_id: the client that may read the guide of the demonstration.
        client_secret: its secret.
        municipality_name: what the page calls the municipality.
    """

    def __init__(
        self,
        gateway_url: str,
        *,
        client_id: str,
        client_secret: str,
        municipality_name: str,
    ) -> None:
        self._address = f"{gateway_url}/v1/token"
        self._client_id = client_id
        self._secret = client_secret
        self._municipality_name = municipality_name
        self._token = ""
        self._expires_at = 0.0
        self._fetching = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._answer(scope)
        except problems.Problem as problem:
            response = problems.render(problem)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        await response(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        _refuse_strangers(scope)
        token = await self._current()
        return JSONResponse(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": int(self._expires_at - time.monotonic()),
                "municipality_name": self._municipality_name,
            },
        )

    async def _current(self) -> str:
        async with self._fetching:
            if time.monotonic() > self._expires_at - _RENEW_BEFORE:
                await self._fetch()
            return self._token

    async def _fetch(self) -> None:
        try:
            async with httpx.AsyncClient(timeout=_FETCH_WITHIN) as client:
                answer = await client.post(
                    self._address,
                    data={"grant_type": "client_credentials"},
                    auth=(self._client_id, self._secret),
                )
        except httpx.HTTPError as error:
            raise GatewayAway("Adgangstjenesten svarer ikke lige nu. Prøv igen om lidt.") from error
        if answer.status_code != HTTPStatus.OK:
            raise GatewayAway("Adgangstjenesten gav ikke et token. Prøv igen om lidt.")
        granted = answer.json()
        self._token = granted["access_token"]
        self._expires_at = time.monotonic() + granted["expires_in"]


def _refuse_strangers(scope: Scope) -> None:
    headers = Headers(scope=scope)
    caller = (scope.get("client") or ("", 0))[0]
    host = headers.get("host", "")
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    fetched_by = headers.get("sec-fetch-site")
    if (
        scope["method"] not in {"GET", "HEAD"}
        or caller not in _CALLERS
        or name.lower() not in _HOSTS
        or len(headers.getlist("host")) != 1
        or any(header in headers for header in _FORWARDED)
        or (fetched_by is not None and fetched_by not in _OWN_PAGES)
    ):
        raise OnlyOnThisMachine(
            "Demonstrationens adgang gives kun til sider på den maskine, der kører den. "
            "Åbn siden på http://localhost.",
        )
