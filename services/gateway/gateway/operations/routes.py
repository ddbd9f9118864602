"""The state of the installation over HTTP, for those who run it."""

from fastapi import APIRouter, Request, Response

from gateway.operations import schemas, service
from kit.clock import Now
from kit.rights import requires
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1/operations", tags=["operations"], **COMPLETE)


@router.get("", dependencies=[requires("operations.read")])
async def get_operations(request: Request, response: Response, at: Now) -> schemas.Operations:
    """Whether each service is ready, and how long since its worker and its feeds were heard."""
    response.headers["Cache-Control"] = "no-store"
    return await service.read_operations(request.app.state.settings.service_urls, at=at)
