"""``/v1/session``: what a page asks about who is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from gateway.sessions import browser_cookies, schemas, service
from gateway.sessions.service import Opened
from gateway.sign_in.service import SignInHere, SignInNotSetUp
from kit import cookies
from kit.clock import Now
from kit.routing import COMPLETE

SIGN_IN_PAGE = "/sign-in"


async def sign_in_here(request: Request) -> SignInHere:
    """How people sign in at this installation.

    Raises:
        SignInNotSetUp: When nobody has said it.
    """
    here: SignInHere | None = request.app.state.sign_in
    if here is None:
        raise SignInNotSetUp(
            "Drift: angiv identitetsudbyderen med PEJLING_GATEWAY_SIGN_IN_ISSUER,"
            " …_SIGN_IN_CLIENT_ID og …_ROLE_MAP_FILE."
        )
    return here


HereDep = Annotated[SignInHere, Depends(sign_in_here)]

router = APIRouter(prefix="/v1/session", tags=["session"], **COMPLETE)
_OURS_ALONE = [Depends(cookies.check_origin)]


@router.get("")
async def get_session(
    request: Request, response: Response, here: HereDep, at: Now
) -> schemas.Session:
    """Who is signed in in this browser; a page that is opened gets a token with the answer."""
    return _answer(request, response, here, await open_session(request, here, at), at)


@router.post("/renew", dependencies=_OURS_ALONE)
async def renew_session(
    body: schemas.Renewal, request: Request, response: Response, here: HereDep, at: Now
) -> schemas.Session:
    """A new access token; a person who does something stays signed in."""
    opened = await open_session(request, here, at, active=body.active)
    return _answer(request, response, here, opened, at)


@router.post("/choose", dependencies=_OURS_ALONE)
async def choose_in_session(
    body: schemas.Chosen, request: Request, response: Response, here: HereDep, at: Now
) -> schemas.Session:
    """Be another of what the person may be: a role, in a municipality, for a provider."""
    opened = await open_session(request, here, at, choice=body.choice)
    return _answer(request, response, here, opened, at)


@router.post("/sign-out", dependencies=_OURS_ALONE)
async def sign_out(
    body: schemas.SigningOut, request: Request, response: Response, here: HereDep, at: Now
) -> schemas.SignedOut:
    """Sign out here or everywhere: tokens die within seconds, at the provider in the next step."""
    id_token = await service.end(
        request.app.state.database,
        here.role_map,
        browser_cookies.secret_of(request),
        everywhere=body.everywhere,
        at=at,
    )
    browser_cookies.take_all(response)
    response.headers["Cache-Control"] = "no-store"
    return schemas.SignedOut(
        continue_at=await here.end_session_url(id_token, return_to=SIGN_IN_PAGE)
    )


async def open_session(
    request: Request,
    here: SignInHere,
    at: Now,
    *,
    secret: str | None = None,
    active: bool = False,
    choice: str | None = None,
) -> Opened:
    """The session whose secret the browser holds, or is about to; ``service`` says the rest."""
    told = request.app.state
    return await service.open_session(
        told.database,
        here.role_map,
        told.issuer,
        browser_cookies.secret_of(request) if secret is None else secret,
        limits=told.settings.session_limits,
        at=at,
        active=active,
        choice=choice,
    )


def _answer(
    request: Request, response: Response, here: SignInHere, opened: Opened, at: Now
) -> schemas.Session:
    browser_cookies.give_access(response, opened.access)
    response.headers["Cache-Control"] = "no-store"
    limits = request.app.state.settings.session_limits
    return schemas.present(opened, here.role_map, limits, at=at)
