"""The citizen's pages over HTTP: no sign-in, no cookie, no script."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from kit import problems
from kit.admission import Admission, TooManyRequests
from kit.clock import Now
from kit.database import Database
from kit.routing import COMPLETE
from surveys.invitations import queries
from surveys.pages import rendering, service
from surveys.pages.rendering import Asked, Shown, Told
from surveys.pages.service import Opened
from surveys.pages.wording import language_of

MOST_FIELDS = 50
ASSETS_FOR_SECONDS = 7 * 86_400

log = structlog.get_logger(__name__)


class PageRoute(APIRoute):
    """A route whose problems are pages too: a citizen reads no JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, with a page in place of each problem."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await answer(request)
            except RequestValidationError:
                return _trouble(request, "unknown", problems.NotThere())
            except TooManyRequests as problem:
                return _trouble(request, "busy", problem)
            except problems.Problem as problem:
                return _trouble(request, "trouble", problem)
            except Exception as error:  # noqa: BLE001 - logged, and told as a page
                # An error's own words may hold what a citizen wrote.
                log.error("page_failed", error=type(error).__name__)  # noqa: TRY400 - as above
                unknown = problems.is_database_away(error) or problems.is_database_busy(error)
                again = problems.Unavailable() if unknown else problems.Problem()
                return _trouble(request, "trouble", again)

        return answered


router = APIRouter(
    prefix="/s", tags=["pages"], route_class=PageRoute, include_in_schema=False, **COMPLETE
)

Token = Annotated[str, Path(max_length=200)]


def _trouble(request: Request, what: rendering.Notice, problem: problems.Problem) -> Response:
    shown = _shown(request, None, language=request.query_params.get("sprog"))
    response = rendering.notice(shown, Told(what), status=problems.status_of(problem))
    if "Retry-After" in problem.headers:
        response.headers["Retry-After"] = problem.headers["Retry-After"]
    return response


def _shown(request: Request, token: str | None, *, language: str | None) -> Shown:
    is_deep = request.url.path.endswith("/svar")
    return Shown(token, language_of(language), "../" if is_deep else "")


async def _answer(
    request: Request,
    token: str,
    act: Callable[[Opened], Awaitable[Told | Asked]],
    *,
    language: str | None,
    lock: bool,
    at: datetime,
) -> Response:
    request.app.state.page_paces.take(request, token)
    database: Database = request.app.state.database
    admission: Admission = request.app.state.admission
    found = await service.municipality_of(database, token)
    unknown = rendering.render(_shown(request, None, language=language), Told("unknown"))
    if found is None:
        return unknown
    municipality, invitation_id = found
    async with admission.turn(municipality), database.transaction(municipality) as session:
        invited = await queries.find_invited(session, municipality, invitation_id, lock=lock)
        if invited is None:
            return unknown
        page = await act(Opened(session, *invited, at))
        return rendering.render(_shown(request, token, language=language), page)


@router.get("/assets/{name}")
async def get_page_asset(name: str) -> Response:
    """The pages' stylesheet and mark."""
    if name not in rendering.ASSETS:
        raise problems.AddressUnknown("Adressen findes ikke.")
    cached = {"Cache-Control": f"public, max-age={ASSETS_FOR_SECONDS}"}
    return Response(rendering.asset(name), media_type=rendering.ASSETS[name], headers=cached)


@router.get("/{token}")
async def open_page(token: Token, request: Request, at: Now, sprog: str | None = None) -> Response:
    """The questions behind a personal link."""
    return await _answer(request, token, service.open_link, language=sprog, lock=False, at=at)


@router.get("/{token}/svar")
async def open_page_again(
    token: Token, request: Request, at: Now, sprog: str | None = None
) -> Response:
    """The same: whoever goes back to the address of what was sent."""
    return await _answer(request, token, service.open_link, language=sprog, lock=False, at=at)


@router.post("/{token}/svar")
async def take_answer(token: Token, request: Request, at: Now) -> Response:
    """What a citizen saves or sends."""
    form = _form_of(await request.body())
    return await _answer(
        request,
        token,
        lambda opened: service.take_form(opened, form),
        language=form.get("sprog"),
        lock=True,
        at=at,
    )


def _form_of(body: bytes) -> Mapping[str, str]:
    """A form's fields; of one that stands there twice the last."""
    try:
        pairs = parse_qsl(
            body.decode("utf-8", errors="replace"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return {}
    return dict(pairs)
