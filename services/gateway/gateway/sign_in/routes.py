"""The addresses that a person's browser goes to, not a page's script: they answer by redirects."""

from http import HTTPStatus
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from gateway.sessions import browser_cookies
from gateway.sessions.models import NotSignedInHere, SessionExpired
from gateway.sessions.routes import SIGN_IN_PAGE, HereDep, open_session
from gateway.sign_in import service
from gateway.sign_in.checking import ClaimsWrong
from gateway.sign_in.identity_provider import ProviderAway
from gateway.sign_in.limits import SignInPace
from gateway.sign_in.service import Answer, NotTakenIn
from gateway.tokens.attempts import address_of
from kit.clock import Now
from kit.routing import COMPLETE

_NO_STORE = {"Cache-Control": "no-store"}


async def counted(request: Request) -> None:
    """Count where the request comes from."""
    pace: SignInPace = request.app.state.sign_in_pace
    pace.take(address_of(request, request.app.state.settings.trusted_proxies))


router = APIRouter(prefix="/v1/session", tags=["session"], include_in_schema=False, **COMPLETE)


@router.get("/sign-in", dependencies=[Depends(counted)])
async def begin_sign_in(
    request: Request, here: HereDep, at: Now, return_to: str = service.HOME
) -> Response:
    """To the identity provider."""
    return_to = service.local_path(return_to)
    host = request.headers.get("host", "")
    try:
        service.check_address(here.base_url, host)
        if service.other_loopback_name(here.base_url, host):
            begin = f"{browser_cookies.SESSION_PATH}/sign-in"
            return _see(f"{here.base_url}{begin}?{urlencode({'return_to': return_to})}")
        sent = await service.begin(
            request.app.state.database,
            here,
            return_to=return_to,
            browser=request.cookies.get(browser_cookies.SIGN_IN, ""),
            at=at,
        )
    except NotTakenIn as refused:
        return _not_taken_in(refused)
    response = _see(sent.address, status=HTTPStatus.FOUND)
    seconds = int(service.LASTS.total_seconds())
    browser_cookies.give_sign_in(response, sent.browser, seconds=seconds)
    return response


@router.get("/callback", dependencies=[Depends(counted)])
async def complete_sign_in(request: Request, here: HereDep, at: Now) -> Response:
    """Back from the identity provider: in, or to the page that says why not."""
    told = request.app.state
    try:
        begun, return_to = await service.complete(
            told.database,
            here,
            _answer(request),
            browser=request.cookies.get(browser_cookies.SIGN_IN, ""),
            former_secret=browser_cookies.secret_of(request),
            limits=told.settings.session_limits,
            at=at,
        )
    except NotTakenIn as refused:
        return _not_taken_in(refused)
    opened = await open_session(request, here, at, secret=begun.secret, active=True)
    response = _see(return_to)
    browser_cookies.give_session(response, begun.secret)
    browser_cookies.give_access(response, opened.access)
    return response


@router.get("/renewal")
async def renew_on_the_way(
    request: Request, here: HereDep, at: Now, return_to: str = service.HOME
) -> Response:
    """A new access token for a person on the way to an address, and on to it."""
    return_to = service.local_path(return_to)
    try:
        opened = await open_session(request, here, at, active=True)
    except (NotSignedInHere, SessionExpired):
        response = _see(f"{SIGN_IN_PAGE}?{urlencode({'return_to': return_to})}")
        browser_cookies.give_access(response, None)
        return response
    response = _see(return_to)
    browser_cookies.give_access(response, opened.access)
    return response


@router.post("/back-channel-logout", dependencies=[Depends(counted)])
async def sign_out_at_the_providers_word(request: Request, here: HereDep, at: Now) -> Response:
    """The identity provider says by itself that somebody is signed out; no browser is in it."""
    form = parse_qs((await request.body()).decode("ascii", "replace"))
    token = form.get("logout_token", [""])
    try:
        await service.sign_out_at_the_providers_word(
            request.app.state.database, here, token[0], at=at
        )
    except (ClaimsWrong, ProviderAway):
        # In the standard's words; the provider's own log says what it has sent.
        return JSONResponse({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST, _NO_STORE)
    return Response(headers=_NO_STORE)


def _answer(request: Request) -> Answer:
    """What the address says; a word that stands twice is read as none."""
    said = request.query_params

    def once(name: str) -> str | None:
        values = said.getlist(name)
        return values[0] if len(values) == 1 else None

    return Answer(
        state=once("state") or "",
        code=once("code") or "",
        error=once("error") or "",
        issuer=once("iss") if "iss" in said else None,
    )


def _not_taken_in(refused: NotTakenIn) -> Response:
    said: dict[str, str] = {"error": refused.refusal}
    if refused.return_to != service.HOME:
        said["return_to"] = refused.return_to
    return _see(f"{SIGN_IN_PAGE}?{urlencode(said)}")


def _see(address: str, *, status: HTTPStatus = HTTPStatus.SEE_OTHER) -> Response:
    return RedirectResponse(address, status_code=status, headers=_NO_STORE)
