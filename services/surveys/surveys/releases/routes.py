"""Releases and the newest figures over HTTP."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from kit import jobs, pages
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.pages import PageRequestDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from surveys.instruments.library import Measure
from surveys.releases import queries, schemas, service

router = APIRouter(prefix="/v1", tags=["figures"], **COMPLETE)

Name = Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")]


async def wanted(
    offer_id: Name = None,
    target_group: Name = None,
    indicator: Annotated[Measure | None, Query()] = None,
) -> queries.Wanted:
    """Which figures the query asks for; ``*`` is all offers, or all target groups, in one."""
    return queries.Wanted(offer_id, target_group, indicator)


@router.get("/figures", dependencies=[requires("figures.read")])
async def list_figures(
    session: SessionDep,
    caller: CallerDep,
    chosen: Annotated[queries.Wanted, Depends(wanted)],
    page: PageRequestDep,
    request: Request,
    response: Response,
) -> pages.Page[schemas.OfferFigure]:
    """The newest release: by offer, target group and indicator, with the totals."""
    rows, cursor = await queries.list_figures(session, caller, chosen, page)
    pages.link_next(request, response, cursor)
    return pages.Page(items=[schemas.show_figure(row) for row in rows], next=cursor)


@router.get("/releases", dependencies=[requires("figures.read")])
async def list_releases(
    session: SessionDep,
    caller: CallerDep,
    page: PageRequestDep,
    request: Request,
    response: Response,
) -> pages.Page[schemas.Release]:
    """Every release, the newest first."""
    rows, cursor = await queries.list_releases(session, caller, page)
    pages.link_next(request, response, cursor)
    return pages.Page(items=[schemas.show_release(row) for row in rows], next=cursor)


@router.post(
    "/releases",
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
            session,
            caller.municipality or "",
            by=caller.subject,
            limit=request.app.state.settings.smallest_group,
            at=at,
        ),
        again=lambda known: queries.get_release(session, caller, known),
    )
    return schemas.show_release(released)
