"""The list of releases, and the way to have one now."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from effects.releases import queries, schemas, service
from kit import jobs, pages
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE

router = APIRouter(prefix="/v1/releases", tags=["releases"], **COMPLETE)


@router.get("", dependencies=[requires("figures.read")])
async def list_releases(
    session: SessionDep,
    caller: CallerDep,
    page: PageRequestDep,
    request: Request,
    response: Response,
) -> pages.Page[schemas.Release]:
    """Every release, newest first."""
    newest = await queries.count_releases(session, caller.municipality or "")
    rows = await queries.list_releases(session, caller, page)
    shown, cursor = pages.cut(rows, page.limit, lambda row: (row.number,))
    pages.link_next(request, response, cursor)
    items = [schemas.show_release(row, newest=newest) for row in shown]
    return pages.Page(items=items, next=cursor)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    dependencies=[requires("figures.release")],
    responses=jobs.ACCEPTED,
)
async def release_figures(
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
    request: Request,
    response: Response,
    prefers_async: jobs.PrefersAsync,
) -> schemas.Release | jobs.Job:
    """Compute and publish all figures now; answered when it is done, or as a job at once."""
    if prefers_async:
        job = await once.run(
            lambda: jobs.ask(session, caller, kind=service.RELEASE_JOB, payload={}, at=at),
            again=lambda known: jobs.get_job(session, caller, known),
        )
        return jobs.accept(request, response, job)
    released = await once.run(
        lambda: service.release_now(
            session, caller.municipality or "", request.app.state.settings, at=at
        ),
        again=lambda known: queries.get_release(session, caller, known),
    )
    newest = await queries.count_releases(session, caller.municipality or "")
    return schemas.show_release(released, newest=newest)
