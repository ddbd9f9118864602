"""Referrals in bulk over HTTP."""

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
from visitation.referrals import imports
from visitation.referrals.import_rows import ImportedReferral

router = APIRouter(prefix="/v1/referrals", tags=["referrals"], **COMPLETE)

_UploadDep = Annotated[Upload, Depends(uploads.upload_reader(max_bytes=imports.MAX_BYTES))]


@router.post(
    "/import",
    dependencies=[requires("history.import")],
    openapi_extra=uploads.request_body(
        ImportedReferral,
        noun="referral",
        csv="With a header; themes, goals and results are lists of the same length, with | between",
    ),
    responses=jobs.ACCEPTED,
)
async def import_referrals(
    upload: _UploadDep,
    options: OptionsDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
    is_async: jobs.PrefersAsync,
) -> Report | jobs.Job:
    """Referrals with their final state and true dates; sent again they change nothing."""
    if is_async:
        job = await jobs.ask(
            session,
            caller,
            kind=imports.JOB,
            payload={"format": upload.format, **asdict(options)},
            at=at,
            content=upload.body,
        )
        return jobs.accept(request, response, job)
    return await imports.import_referrals(session, caller, upload, options, at=at)
