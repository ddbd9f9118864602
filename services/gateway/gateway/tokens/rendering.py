"""A refusal as an OAuth library reads it, and as those read it who know our problems.

``error`` and ``error_description`` are the standard's (English, ASCII, as it demands); the other
fields are those of every problem of ours. The media type is the standard's ``application/json``,
because some OAuth libraries read nothing else.
"""

from http import HTTPStatus

import structlog
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from gateway.tokens import attempts, refusals
from kit import problems

CHALLENGE = {"WWW-Authenticate": 'Basic realm="pejling", charset="UTF-8"'}
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}

log = structlog.get_logger(__name__)


class RefusalBody(problems.ProblemBody):
    """The wire form of a refusal, for the OpenAPI document."""

    error: str = Field(description="RFC 6749 §5.2", examples=["invalid_client"])
    error_description: str


async def render(request: Request, problem: Exception) -> Response:
    """The answer to a refused request; who was refused, and why, goes to the log."""
    assert isinstance(problem, refusals.Refusal)  # noqa: S101 - how the handler is registered
    log.warning(
        "token_refused",
        code=problem.code,
        client=problem.client_id,
        address=attempts.address_of(request, request.app.state.settings.trusted_proxies),
    )
    said = {
        "status": int(problem.status),
        "error": problem.error,
        "error_description": problem.description,
    }
    challenge = CHALLENGE if problem.status == HTTPStatus.UNAUTHORIZED else {}
    return JSONResponse(
        problems.body_of(problem) | said,
        status_code=problem.status,
        headers=NO_STORE | challenge | problem.headers,
    )
