"""``GET /v1/openapi.json``: what all services of the installation answer, in one document."""

from fastapi import APIRouter, Request, Response

from gateway.documents.collecting import Documents
from kit.routing import COMPLETE

router = APIRouter(tags=["documents"], **COMPLETE)


@router.get("/v1/openapi.json", response_class=Response)
async def get_merged_openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document of all services; those away are named in ``info.x-missing``."""
    documents: Documents = request.app.state.documents
    return Response(
        await documents.merged(),
        media_type="application/json",
        headers={"Cache-Control": "public, max-age=60"},
    )
