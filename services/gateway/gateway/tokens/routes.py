"""``POST /v1/token``: how a system gets in."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from gateway.tokens import attempts, reading, rendering, schemas, service
from kit.clock import Now
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1/token", tags=["tokens"], **COMPLETE)


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
    request: Request, response: Response, grant: reading.GrantDep, at: Now
) -> schemas.AccessToken:
    """A token for a system (OAuth 2.0 client credentials, RFC 6749 §4.4)."""
    told = request.app.state
    granted = await service.grant_token(
        told.database,
        grant,
        told.issuer,
        told.attempts,
        address=attempts.address_of(request, told.settings.trusted_proxies),
        at=at,
    )
    response.headers.update(rendering.NO_STORE | granted.left.headers)
    return granted.token
