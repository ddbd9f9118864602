"""Cohorts over HTTP."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kit import pages, preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import OnceDep
from kit.local_time import local_date
from kit.pages import PageRequestDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import Caller, CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import Id
from visitation.cohorts import queries, schemas, service
from visitation.cohorts.queries import Seated
from visitation.offers import queries as offer_queries

router = APIRouter(tags=["cohorts"], **COMPLETE)


@router.get("/v1/offers/{offer_id}/cohorts", dependencies=[requires("offers.read")])
async def list_cohorts(
    offer_id: Id,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    page: PageRequestDep,
    at: Now,
    open_only: Annotated[
        bool, Query(alias="open", description="Only those that take sign-ups today")
    ] = False,
) -> schemas.CohortPage:
    """The cohorts of an offer with their free seats, the first to start first."""
    await offer_queries.get_offer(session, caller, offer_id)
    found = await queries.list_cohorts(
        session,
        caller,
        offer_id,
        is_open_on=local_date(at) if open_only else None,
        after=page.after(str, str),
        limit=page.limit,
    )
    rows, cursor = pages.cut(
        found, page.limit, lambda row: (row.cohort.starts_on.isoformat(), row.cohort.id)
    )
    pages.link_next(request, response, cursor)
    return schemas.CohortPage(
        items=[service.present(row, caller, at=at) for row in rows], next=cursor
    )


@router.post(
    "/v1/offers/{offer_id}/cohorts", status_code=201, dependencies=[requires("cohorts.write")]
)
async def create_cohort(
    offer_id: Id,
    body: schemas.NewCohort,
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.Cohort:
    """A new cohort of an offer whose intake is by cohorts."""
    made = await once.run(
        lambda: service.create_cohort(session, caller, offer_id, body, at=at),
        lambda cohort_id: queries.get_seated(session, caller, cohort_id),
    )
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/v1/cohorts/{made.id}"
    return _answer(made, caller, response, at=at)


@router.get("/v1/cohorts/{cohort_id}", dependencies=[requires("offers.read")])
async def get_cohort(
    cohort_id: Id, response: Response, session: SessionDep, caller: CallerDep, at: Now
) -> schemas.Cohort:
    """One cohort; its ETag is what a replacement sends back as If-Match."""
    seated = await queries.get_seated(session, caller, cohort_id)
    return _answer(seated, caller, response, at=at)


@router.put("/v1/cohorts/{cohort_id}", dependencies=[requires("cohorts.write")])
async def replace_cohort(
    cohort_id: Id,
    body: schemas.Content,
    response: Response,
    expected: RequiredDep,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Cohort:
    """The whole content anew; never fewer seats than are taken."""
    seated = await service.revise_cohort(session, caller, cohort_id, body, expected, at=at)
    return _answer(seated, caller, response, at=at)


@router.post("/v1/cohorts/{cohort_id}/cancel", dependencies=[requires("cohorts.write")])
async def cancel_cohort(
    cohort_id: Id,
    body: schemas.Cancelling,
    response: Response,
    expected: OptionalDep,
    session: SessionDep,
    caller: CallerDep,
    once: OnceDep,
    at: Now,
) -> schemas.Cohort:
    """The cohort does not take place; its referrals are found by cohort_id, to be ordered anew."""
    seated = await once.run(
        lambda: service.cancel_cohort(session, caller, cohort_id, body.reason, expected, at=at),
        lambda known: queries.get_seated(session, caller, known),
    )
    return _answer(seated, caller, response, at=at)


def _answer(seated: Seated, caller: Caller, response: Response, *, at: datetime) -> schemas.Cohort:
    response.headers["ETag"] = preconditions.etag(seated.cohort)
    return service.present(seated, caller, at=at)
