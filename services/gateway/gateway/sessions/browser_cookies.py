"""The cookies that a browser is given: the session's for the gateway alone, the token's for all."""

from typing import Final

from fastapi import Request, Response

from gateway.sessions.access import Access
from kit import cookies

SESSION: Final = "__Secure-pejling_session"
SESSION_PATH: Final = "/api/gateway/v1/session"
SIGN_IN: Final = "__Host-pejling_sign_in"
"""Ties the way to the identity provider and back to one browser, for some minutes."""


def secret_of(request: Request) -> str:
    """What the browser holds of its session; empty for one that has none."""
    return request.cookies.get(SESSION, "")


def give_session(response: Response, secret: str) -> None:
    """Let the browser hold a session until it is closed."""
    _set(response, SESSION, secret, SESSION_PATH)


def give_access(response: Response, access: Access | None) -> None:
    """Let the browser hold a token; it outlives its time, so that its expiry can be seen."""
    if access is None:
        _set(response, cookies.ACCESS, "", "/", max_age=0)
    else:
        _set(response, cookies.ACCESS, access.token, "/")


def give_sign_in(response: Response, browser: str, *, seconds: int) -> None:
    """Let the browser be known again when the person comes back."""
    _set(response, SIGN_IN, browser, "/", max_age=seconds)


def take_all(response: Response) -> None:
    """Leave nothing in the browser."""
    _set(response, SESSION, "", SESSION_PATH, max_age=0)
    give_access(response, None)


def _set(
    response: Response, name: str, value: str, path: str, *, max_age: int | None = None
) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path=path, secure=True, httponly=True, samesite="lax"
    )
