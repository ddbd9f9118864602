"""Problems (RFC 9457): facts raised beside their rules, rendered for the caller in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette._utils import get_route_path
from starlette.exceptions import HTTPException
from starlette.routing import compile_path
from starlette.types import Scope

from kit import tracing, wording

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 100
RETRY_AFTER_SECONDS = 2

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One correctable mistake: where it is, what it is, and what to do about it (in Danish)."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """A fact that stops an act. Raise a subclass of one of the families below."""

    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Noget gik galt"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: dict[str, str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers or {}
        self.extra = extra or {}


class Malformed(Problem):
    """What was sent does not have the shape that was asked for."""


class NotSignedIn(Problem):
    """Nobody that we know stands behind the request."""


class NotAllowed(Problem):
    """The caller is known but lacks the right."""


class NotThere(Problem):
    """It does not exist, or the caller may not know that it does."""

    code = "not_found"
    title = "Findes ikke"


class NotNow(Problem):
    """The act is not possible in the present state."""


class EditedMeanwhile(Problem):
    """Somebody else changed it since the caller read it."""

    code = "edited_meanwhile"
    title = "Ændret imens"


class PreconditionMissing(Problem):
    """The caller must say which version it has read."""

    code = "if_match_required"
    title = "Version mangler"


class TooLarge(Problem):
    """More was sent than is taken."""

    code = "too_large"
    title = "For stor"


class WrongFormat(Problem):
    """The media type is not one that the route reads."""

    code = "unsupported_media_type"
    title = "Forkert format"


class TooSlow(Problem):
    """The request did not arrive within its deadline."""

    code = "request_timeout"
    title = "For langsom"


class TooMany(Problem):
    """The caller asks more often than one caller may; it is told when to come again."""

    code = "too_many_requests"
    title = "For mange forespørgsler"


class Unavailable(Problem):
    """Something we need is away for the moment; try again."""

    code = "unavailable"
    title = "Midlertidigt utilgængelig"


FAMILIES: tuple[tuple[type[Problem], HTTPStatus], ...] = (
    (Malformed, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotSignedIn, HTTPStatus.UNAUTHORIZED),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (NotThere, HTTPStatus.NOT_FOUND),
    (NotNow, HTTPStatus.CONFLICT),
    (EditedMeanwhile, HTTPStatus.PRECONDITION_FAILED),
    (PreconditionMissing, HTTPStatus.PRECONDITION_REQUIRED),
    (TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (WrongFormat, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (TooSlow, HTTPStatus.REQUEST_TIMEOUT),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


class FieldErrorBody(BaseModel):
    """A mistake in one field or row."""

    pointer: str
    code: str
    detail: str


class ProblemBody(BaseModel):
    """The wire form of a problem, for the OpenAPI documents."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldErrorBody] = []
    trace_id: str


def status_of(problem: Problem) -> HTTPStatus:
    """The HTTP status of a problem's family; 500 for one that belongs to none."""
    for family, status in FAMILIES:
        if isinstance(problem, family):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def body_of(problem: Problem) -> dict[str, Any]:
    """The wire form of a problem; what was sent in is never part of it."""
    return {
        "type": f"urn:pejling:problem:{problem.code}",
        "title": problem.title,
        "status": int(status_of(problem)),
        "detail": problem.detail,
        "code": problem.code,
        "errors": [
            {"pointer": error.pointer, "code": error.code, "detail": error.detail}
            for error in problem.errors[:MAX_ERRORS]
        ],
        "trace_id": tracing.current_id(),
        **problem.extra,
    }


def render(problem: Problem) -> Response:
    """The answer that a caller gets for a problem."""
    return JSONResponse(
        body_of(problem),
        status_code=status_of(problem),
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


class InputInvalid(Malformed):
    """pydantic refused the body, the path, the query or a header."""

    code = "input_invalid"
    title = "Ugyldigt indhold"


class JsonInvalid(Malformed):
    """The body is not JSON at all."""

    code = "json_invalid"
    title = "Ikke gyldig JSON"


class AddressUnknown(NotThere):
    """No route has this path."""

    code = "path_unknown"
    title = "Adressen findes ikke"


class TextInvalid(Malformed):
    """A text holds what PostgreSQL keeps in no text: NUL, or half of a surrogate pair."""

    code = "text_invalid"
    title = "Ugyldigt tegn"


class DatabaseAway(Unavailable):
    """The database did not answer; nothing was half done, and what was asked may be sent again."""

    code = "database_unavailable"


class DatabaseBusy(Unavailable):
    """The request met another over the same rows, or a schema that is being changed."""

    code = "database_busy"
    title = "Optaget et øjeblik"


class Other(Problem):
    """A refusal by the framework itself (a method that the path does not have)."""

    code = "http_error"
    title = "Forespørgslen kunne ikke behandles"


_DETAILS: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "Indholdet kan ikke læses. Send det som gyldig UTF-8 JSON.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Adressen findes, men ikke med den metode; se /openapi.json.",
}


class Unexpected(Problem):
    """An error that nobody foresaw: it says nothing but where to look in the log."""


def _from_validation(error: RequestValidationError) -> Problem:
    mistakes = error.errors()
    if any(mistake["type"] == "json_invalid" for mistake in mistakes):
        return JsonInvalid("Indholdet kan ikke læses som JSON. Kontrollér citationstegn og komma.")
    errors = [
        FieldError(
            pointer=wording.pointer(mistake["loc"]),
            code=mistake["type"],
            detail=wording.in_danish(mistake["type"], mistake.get("ctx") or {}),
        )
        for mistake in mistakes[:MAX_ERRORS]
    ]
    one = len(mistakes) == 1
    return InputInvalid(
        f"{'Et felt' if one else f'{len(mistakes)} felter'} skal rettes; se errors.",
        errors=errors,
    )


def is_database_away(error: BaseException) -> bool:
    """Whether an error means that the database cannot be reached at present."""
    # TimeoutError: what the driver says of a server that takes no connection in time.
    if isinstance(error, PoolTimeout | ConnectionError | TimeoutError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, InterfaceError | OperationalError):
        return True
    state = str(getattr(getattr(error, "orig", error), "sqlstate", "") or "")
    # 08: connection exceptions; 57P: shut down, crashed, or still starting; 53300: too many.
    return state.startswith(("08", "57P")) or state == "53300"


def is_database_busy(error: BaseException) -> bool:
    """Whether an error passes when the same is tried again: a deadlock, a lock not had in time."""
    state = str(getattr(getattr(error, "orig", error), "sqlstate", "") or "")
    return state in {"40001", "40P01", "55P03"}


def _is_text_invalid(error: BaseException) -> bool:
    """Whether the database refused a text that JSON and pydantic let through."""
    if not isinstance(error, DBAPIError):
        return False
    # character_not_in_repertoire and untranslatable_character; the driver refuses surrogates itself
    if str(getattr(error.orig, "sqlstate", "")) in ("22021", "22P05"):
        return True
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, UnicodeEncodeError):
        cause = cause.__cause__
    return cause is not None


def _from_unexpected(error: Exception) -> Problem:
    if _is_text_invalid(error):
        return TextInvalid("En tekst har et tegn, der ikke kan gemmes (NUL). Fjern det.")
    if is_database_away(error):
        log.warning("database_unavailable", error=type(error).__name__)
        return DatabaseAway(
            "Databasen svarer ikke lige nu. Send det samme igen om lidt; med samme Idempotency-Key"
            " sker det kun én gang.",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    if is_database_busy(error):
        log.warning("database_busy", error=type(error).__name__)
        return DatabaseBusy(
            "En anden ændring kom i vejen. Intet er gemt; prøv igen om lidt.",
            headers={"Retry-After": "1"},
        )
    log.error("unexpected_error", error=type(error).__name__, exc_info=error)
    return Unexpected(
        "Fejlen er skrevet i loggen under trace_id. Prøv igen, eller kontakt driften."
    )


def _methods_at(app: FastAPI, scope: Scope) -> set[str]:
    """What an address can be asked: the framework names the first of its routes alone."""
    path = get_route_path(scope)
    return {
        method
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute)
        and compile_path(route.path or "")[0].match(path)
        for method in route.methods or ()
    }


def install(app: FastAPI) -> None:
    """Render every problem of an application, known and unknown, as RFC 9457."""

    async def on_problem(_request: Request, error: Exception) -> Response:
        return render(error) if isinstance(error, Problem) else render(_from_unexpected(error))

    async def on_invalid(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - how the handler is registered
        return render(_from_validation(error))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - how the handler is registered
        if error.status_code == HTTPStatus.NOT_FOUND:
            return render(AddressUnknown("Adressen findes ikke her. Se /openapi.json."))
        detail = _DETAILS.get(error.status_code, "Se /openapi.json.")
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(sorted(_methods_at(app, request.scope)))
        body = body_of(Other(detail))
        return JSONResponse(
            body | {"status": error.status_code},
            status_code=error.status_code,
            headers=headers,
            media_type=MEDIA_TYPE,
        )

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(DBAPIError, on_problem)
    app.add_exception_handler(PoolTimeout, on_problem)
    app.add_exception_handler(OSError, on_problem)
    app.add_exception_handler(Exception, on_problem)
