"""Answers that are typed in, over HTTP."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from kit import jobs
from kit.bulk import uploads
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload
from kit.clock import Now
from kit.database import SessionDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from surveys.answers import schemas, service

router = APIRouter(prefix="/v1/answers", tags=["answers"], **COMPLETE)

UploadDep = Annotated[Upload, Depends(uploads.upload_reader(max_bytes=8 << 20))]


@router.post(
    "/import",
    dependencies=[requires("surveys.answer")],
    openapi_extra=uploads.request_body(schemas.AnswerRow, noun="set of answers"),
    responses=jobs.ACCEPTED,
)
async def import_answers(
    upload: UploadDep,
    options: OptionsDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
    request: Request,
    response: Response,
    prefers_async: jobs.PrefersAsync,
) -> Report | jobs.Job:
    """Answers by telephone, on paper and of former times: NDJSON, JSON or CSV, 10,000 rows."""
    if prefers_async:
        asked = {**asdict(options), "format": upload.format}
        job = await jobs.ask(
            session, caller, kind=service.IMPORT_JOB, payload=asked, at=at, content=upload.body
        )
        return jobs.accept(request, response, job)
    return await service.import_answers(session, caller, upload, options, at=at)
