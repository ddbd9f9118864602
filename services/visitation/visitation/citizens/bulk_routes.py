"""Many citizens at once over HTTP: numbers turned into ids, and imports."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from kit.bulk import uploads
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload
from kit.clock import Now
from kit.database import SessionDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from visitation.citizens import identifying, imports, schemas
from visitation.citizens.keys import CitizenKeysDep

router = APIRouter(prefix="/v1/citizens", tags=["citizens"], **COMPLETE)

BATCH_ID = "Batch-Id"

_ANSWERED: dict[str, Any] = {
    "description": "A row for each row, in their order and in the format in which they came",
    "headers": {
        BATCH_ID: {
            "description": "By which the audit log names the batch",
            "schema": {"type": "string"},
        }
    },
    "content": {
        "application/json": {
            "schema": {"type": "array", "items": schemas.Identified.model_json_schema()}
        },
        "application/x-ndjson": {"schema": {"type": "string"}},
        "text/csv": {"schema": {"type": "string"}},
    },
}


@router.post(
    "/identify",
    dependencies=[requires("citizens.identify")],
    openapi_extra=uploads.request_body(schemas.NumberToIdentify, noun="number"),
    responses={200: _ANSWERED},
    response_class=Response,
)
async def identify_citizens(
    upload: Annotated[Upload, Depends(uploads.upload_reader(max_bytes=identifying.MAX_BYTES))],
    session: SessionDep,
    caller: CallerDep,
    keys: CitizenKeysDep,
    at: Now,
    register: Annotated[
        bool, Query(description="Whether unknown numbers are registered; wants citizens.write")
    ] = False,
    batch_id: Annotated[Id | None, Query(description="Named so in the audit log")] = None,
) -> Response:
    """CPR numbers into ids, up to 100,000 rows; no number is in the answer."""
    found = await identifying.identify(
        session, caller, keys, upload, register=register, batch_id=batch_id, at=at
    )
    return Response(
        identifying.written(found.answers, upload.format),
        media_type=identifying.MEDIA_TYPES[upload.format],
        headers={BATCH_ID: found.batch_id, "Cache-Control": "no-store"},
    )


@router.post(
    "/import",
    dependencies=[requires("citizens.write"), requires("citizens.identify")],
    openapi_extra=uploads.request_body(schemas.ImportedCitizen, noun="citizen"),
)
async def import_citizens(
    upload: Annotated[Upload, Depends(uploads.upload_reader(max_bytes=imports.MAX_BYTES))],
    options: OptionsDep,
    session: SessionDep,
    caller: CallerDep,
    keys: CitizenKeysDep,
    at: Now,
) -> Report:
    """Citizens in bulk with their final state: NDJSON, JSON or CSV, up to 50,000 rows."""
    return await imports.import_citizens(session, caller, keys, upload, options, at=at)
