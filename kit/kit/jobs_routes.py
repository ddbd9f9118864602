"""``GET /v1/jobs``: how far long work is, and what came of it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from kit import jobs, pages
from kit.database import SessionDep
from kit.pages import Page, PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1/jobs", tags=["jobs"], **COMPLETE)


@router.get("", dependencies=[requires(jobs.RIGHT)])
async def list_jobs(
    page: PageRequestDep,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
) -> Page[jobs.Job]:
    """Long work, the newest first; what is finished is kept for thirty days."""
    items, cursor = await jobs.list_jobs(session, caller, page)
    pages.link_next(request, response, cursor)
    return Page(items=items, next=cursor)


@router.get("/{job_id}", dependencies=[requires(jobs.RIGHT)])
async def get_job(
    job_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    response: Response,
    session: SessionDep,
    caller: CallerDep,
) -> jobs.Job:
    """One piece of long work; ask again after ``Retry-After`` seconds until it is finished."""
    job = await jobs.get_job(session, caller, job_id)
    if job.finished_at is None:
        response.headers["Retry-After"] = "1"
    return job
