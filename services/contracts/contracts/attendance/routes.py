"""Attendance over HTTP, a day, a list or a batch at a time."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from contracts.attendance import batches, exports, schemas, service
from contracts.attendance.batches import Terms
from contracts.attendance.schemas import Day
from kit import jobs, pages, preconditions
from kit.bulk.outcomes import Report
from kit.bulk.uploads import OptionsDep, Upload, request_body, upload_reader
from kit.clock import Now
from kit.database import SessionDep
from kit.happening import HappenedAt
from kit.preconditions import RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id

router = APIRouter(prefix="/v1/attendance", tags=["attendance"], **COMPLETE)

MAX_BYTES = 32 << 20
READ = [requires("attendance.read")]
REPORT = [requires("attendance.report")]
_FILE: dict[str, Any] = {
    "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
    "description": "The file",
}

UploadDep = Annotated[Upload, Depends(upload_reader(max_bytes=MAX_BYTES))]


async def deadline_days(request: Request) -> int:
    """How many days after its Sunday a week may still be reported here."""
    days: int = request.app.state.settings.attendance_deadline_days
    return days


DeadlineDays = Annotated[int, Depends(deadline_days)]


async def terms(
    caller: CallerDep,
    days: DeadlineDays,
    at: Now,
    happened_at: Annotated[HappenedAt, Query()] = None,
) -> Terms:
    """When what is reported comes."""
    return Terms.of(caller, happened_at, deadline_days=days, at=at)


TermsDep = Annotated[Terms, Depends(terms)]


@router.post(
    "/batches",
    dependencies=REPORT,
    openapi_extra=request_body(schemas.AttendanceRow, noun="call-off and day"),
    responses=jobs.ACCEPTED,
)
async def report_attendance_batch(
    upload: UploadDep,
    options: OptionsDep,
    terms: TermsDep,
    session: SessionDep,
    caller: CallerDep,
    request: Request,
    response: Response,
    prefers_async: jobs.PrefersAsync,
) -> Report | jobs.Job:
    """Attendance in bulk, up to 100,000 rows; the same sent again changes nothing."""
    if prefers_async:
        asked = {
            **asdict(options),
            "format": upload.format,
            "deadline_days": terms.deadline_days,
            "reported_at": terms.reported_at.isoformat(),
        }
        job = await jobs.ask(
            session, caller, kind=batches.JOB, payload=asked, at=terms.at, content=upload.body
        )
        return jobs.accept(request, response, job)
    return await batches.take_batch(session, caller, upload, options, terms)


@router.get("/batches/{batch_id}", dependencies=READ)
async def get_attendance_batch(batch_id: Id, session: SessionDep, caller: CallerDep) -> Report:
    """What became of a batch of one's own that was taken under a batch_id."""
    return await service.get_batch(session, caller, batch_id)


@router.get("", dependencies=READ)
async def list_attendance(
    query: Annotated[schemas.AttendanceQuery, Query()],
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.AttendancePage:
    """What is reported, by call-off and day."""
    page = await service.list_days(session, caller, query, at=at)
    pages.link_next(request, response, page.next)
    return page


@router.get("/export", dependencies=READ, responses={200: _FILE}, response_class=Response)
async def export_attendance(
    query: Annotated[schemas.ExportQuery, Query()],
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> Response:
    """What is reported as a CSV file."""
    file = await exports.export_days(session, caller, query, at=at)
    return StreamingResponse(
        exports.chunks(file),
        media_type=exports.MEDIA_TYPE,
        headers={
            "Content-Disposition": 'attachment; filename="fremmoede.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@router.get("/missing", dependencies=READ)
async def list_missing_attendance(
    query: Annotated[schemas.MissingQuery, Query()],
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    days: DeadlineDays,
    at: Now,
) -> schemas.MissingPage:
    """Working days of courses under way of which nothing is reported, the oldest first."""
    page = await service.list_missing(session, caller, query, days, at=at)
    pages.link_next(request, response, page.next)
    return page


@router.get("/summary", dependencies=READ)
async def get_attendance_summary(
    call_off_id: Id, session: SessionDep, caller: CallerDep, at: Now
) -> schemas.AttendanceSummary:
    """How much of what was planned for one person was attended."""
    return await service.sum_up(session, caller, call_off_id, at=at)


@router.get("/{call_off_id}/{day}", dependencies=READ)
async def get_attendance(
    call_off_id: Id,
    day: Annotated[Day, Path()],
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.AttendanceDay:
    """What is reported of one day; its ETag is what a correction sends back as If-Match."""
    found = await service.get_day(session, caller, call_off_id, day, at=at)
    response.headers["ETag"] = preconditions.etag(found)
    return service.present(found)


@router.put(
    "/{call_off_id}/{day}",
    dependencies=REPORT,
    responses={201: {"description": "Reported for the first time", "model": schemas.AttendanceDay}},
)
async def report_attendance(
    call_off_id: Id,
    day: Annotated[Day, Path()],
    body: schemas.Correction,
    expected: RequiredDep,
    terms: TermsDep,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
) -> schemas.AttendanceDay:
    """One day, reported or corrected; If-Match is "0" while nothing is reported, or "*"."""
    found, is_new = await service.report_day(
        session, caller, call_off_id, day, body, expected, terms
    )
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = preconditions.etag(found)
    return service.present(found)


@router.get("/{call_off_id}/{day}/history", dependencies=READ)
async def get_attendance_history(
    call_off_id: Id,
    day: Annotated[Day, Path()],
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.AttendanceHistoryOfDay:
    """What one day was before each correction, and who corrected it."""
    return await service.get_history(session, caller, call_off_id, day, at=at)
