"""``POST /v1/token``: how a system gets in."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from gateway.tokens import attempts, reading, rendering, schemas, service
from kit.clock import Now
from kit.database import Database, Session

router = APIRouter(prefix="/v1/token", tags=["tokens"])


async def session_of_nobody(request: Request) -> AsyncIterator[Session]:
    """A transaction that sees no municipality: who is asking is what it shall find out."""
    database: Database = request.app.state.database
    async with database.transaction(None) as opened:
        yield opened


NobodysSession = Annotated[Session, Depends(session_of_nobody, scope="function")]


@router.post(
    "",
    responses={
        HTTPStatus.BAD_REQUEST: {"model": rendering.RefusalBody},
        HTTPStatus.UNAUTHORIZED: {"model": rendering.RefusalBody},
        HTTPStatus.TOO_MANY_REQUESTS: {"model": rendering.RefusalBody},
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {reading.FORM: {"schema": schemas.TokenForm.model_json_schema()}},
        }
    },
)
async def create_token(
    request: Request, response: Response, grant: reading.GrantDep, session: NobodysSession, at: Now
) -> schemas.AccessToken:
    """A token for a system (OAuth 2.0 client credentials, RFC 6749 §4.4)."""
    told = request.app.state
    granted = await service.grant_token(
        session,
        grant,
        told.issuer,
        told.attempts,
        address=attempts.address_of(request, told.settings.trusted_proxies),
        at=at,
    )
    response.headers.update(rendering.NO_STORE | granted.left.headers)
    return granted.token
