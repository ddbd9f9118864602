"""Asking others over HTTP: each request has a deadline, and passing trouble is tried again."""

import asyncio
import ssl
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx
import stamina

CONNECT_SECONDS = 3.0
DEADLINE_SECONDS = 10.0
ATTEMPTS = 3
_PASSING = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_LONGEST_PAUSE_SECONDS = 2.0


def new_client(*, read_seconds: float = DEADLINE_SECONDS) -> httpx.AsyncClient:
    """A client whose every step has a deadline; ``read_seconds`` between two bytes of an answer."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS), verify=_trusted()
    )


@cache
def _trusted() -> ssl.SSLContext:
    # Reading the system's certificates takes longer than most requests.
    return ssl.create_default_context()


async def send(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    deadline_seconds: float = DEADLINE_SECONDS,
    **said: Any,  # noqa: ANN401 - what httpx takes
) -> httpx.Response:
    """Send a request that may be sent twice; whatever passes by itself is tried again.

    Args:
        client: As ``new_client`` makes it.
        method: A safe one, or one whose second sending changes nothing.
        url: Where.
        deadline_seconds: For all attempts together, pauses included.
        said: Headers, parameters and body, as httpx takes them.

    Raises:
        httpx.HTTPError: When there is no answer, or not in time.
    """
    try:
        async with asyncio.timeout(deadline_seconds):
            async for attempt in stamina.retry_context(
                on=_is_passing,
                attempts=ATTEMPTS,
                timeout=deadline_seconds,
                wait_initial=0.1,
                wait_max=_LONGEST_PAUSE_SECONDS,
            ):
                with attempt:
                    answer = await client.request(method, url, **said)
                    if answer.status_code in _PASSING and attempt.num < ATTEMPTS:
                        answer.raise_for_status()
    except TimeoutError:
        raise httpx.ReadTimeout(f"{url}: no answer in time") from None
    return answer


def _is_passing(error: Exception) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in _PASSING
    return isinstance(error, httpx.TransportError)
