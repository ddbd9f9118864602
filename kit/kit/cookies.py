"""People's browsers: the access token in a cookie, and what keeps foreign pages from using it."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette._utils import get_route_path

from kit import problems

ACCESS = "__Host-pejling_access"
RENEWAL = "/api/gateway/v1/session/renewal"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OriginRefused(problems.NotAllowed):
    """A cookie came along with an act that a page of another origin may have asked for."""

    code = "origin_refused"
    title = "Kun fra systemets egne sider"


def find(cookies: str, name: str) -> str:
    """The value of a cookie in a ``Cookie`` header; empty where it is not there."""
    # Not by splitting: a token is long, and each request of a page brings one.
    wanted = f"{name}="
    start = cookies.find(wanted)
    while start >= 0:
        if cookies[:start].rstrip()[-1:] in ("", ";"):
            end = cookies.find(";", start)
            return cookies[start + len(wanted) : end if end >= 0 else None].strip()
        start = cookies.find(wanted, start + 1)
    return ""


def check_origin(request: Request) -> None:
    """Refuse an act by cookie unless the browser says that a page of ours asks for it.

    A browser sends the cookie whoever's page asks; no page can forge these two headers.

    Raises:
        OriginRefused: When it does not say so, or says otherwise.
    """
    if request.method in _SAFE:
        return
    headers = request.headers
    asked_by = headers.get("origin", "").partition("://")[2]
    if (
        not asked_by
        or asked_by != headers.get("host", "")
        or len(headers.getlist("origin")) != 1
        or headers.get("sec-fetch-site") != "same-origin"
    ):
        raise OriginRefused(
            "Gør det fra systemets egen side i en nyere browser. Programmer sender i stedet et"
            " token i Authorization: Bearer …"
        )


async def renew_or_refuse(request: Request, expired: Exception) -> Response:
    """Answer an expired token: a person on the way to an address is sent by way of a new one."""
    assert isinstance(expired, problems.Problem)  # noqa: S101 - how the handler is registered
    headers = request.headers
    if (
        request.method != "GET"
        or "authorization" in headers
        or headers.get("sec-fetch-mode") != "navigate"
    ):
        return problems.render(expired)
    asked = f"/api/{request.app.state.service}{quote(get_route_path(request.scope))}"
    if request.url.query:
        asked += f"?{request.url.query}"
    return RedirectResponse(
        f"{RENEWAL}?return_to={quote(asked, safe='/')}",
        status_code=HTTPStatus.SEE_OTHER,
        headers={"Cache-Control": "no-store"},
    )
