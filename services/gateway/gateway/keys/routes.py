"""``GET /v1/keys``: the public keys by which every service checks tokens by itself."""

from fastapi import APIRouter, Request, Response

from gateway.keys import schemas
from gateway.keys.key_file import KeyFile
from kit.routing import COMPLETE
from kit.tokens import KEYS_FRESH_SECONDS

router = APIRouter(prefix="/v1/keys", tags=["keys"], **COMPLETE)


@router.get("")
async def list_keys(request: Request, response: Response) -> schemas.PublicKeys:
    """The keys that sign tokens now, will sign next, and signed until lately."""
    key_file: KeyFile = request.app.state.key_file
    response.headers["Cache-Control"] = f"public, max-age={KEYS_FRESH_SECONDS}"
    return schemas.PublicKeys.model_validate(key_file.keys.published())
