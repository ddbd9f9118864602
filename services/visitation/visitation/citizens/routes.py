"""Citizens over HTTP, one at a time."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from kit import pages, preconditions
from kit.clock import Now
from kit.database import SessionDep
from kit.idempotency import Once, OnceDep
from kit.pages import Page, PageRequestDep
from kit.preconditions import OptionalDep, RequiredDep
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from kit.texts import CodeText, Id, Line
from visitation.citizens import (
    erasing,
    merging,
    models,
    places,
    presenting,
    queries,
    reading,
    schemas,
    service,
)
from visitation.citizens.keys import CitizenKeysDep
from visitation.citizens.numbers import parse
from visitation.citizens.schemas import Purpose

router = APIRouter(prefix="/v1/citizens", tags=["citizens"], **COMPLETE)

Why = Annotated[Purpose, Query(description="Why the data is looked at; kept in the audit log")]


@dataclass(frozen=True, slots=True)
class Asking:
    """What every request about one citizen has in common."""

    session: SessionDep
    caller: CallerDep
    keys: CitizenKeysDep
    at: Now
    response: Response

    async def answer(
        self, citizen: models.Citizen, *, warnings: list[schemas.Warned] | None = None
    ) -> schemas.Citizen:
        """The citizen as this caller gets it."""
        self.response.headers["ETag"] = preconditions.etag(citizen)
        self.response.headers["Cache-Control"] = "no-store"
        merged_ids = await queries.list_aliases(self.session, citizen)
        return presenting.present(
            citizen, self.caller, merged_ids=merged_ids, warnings=warnings or ()
        )


AskingDep = Annotated[Asking, Depends(scope="function")]


async def once_with_key(once: OnceDep, keys: CitizenKeysDep) -> Once:
    """The request's key; its hash cannot be tried out against numbers without ours."""
    return replace(once, request_hash=keys.mac(once.request_hash))


KeyedOnceDep = Annotated[Once, Depends(once_with_key, scope="function")]


@router.post(
    "",
    status_code=201,
    dependencies=[requires("citizens.write")],
    responses={200: {"model": schemas.Citizen, "description": "Registered before"}},
)
async def register_citizen(
    body: schemas.NewCitizen, request: Request, asking: AskingDep, once: KeyedOnceDep
) -> schemas.Citizen:
    """Somebody new, by number or without one; whoever is registered already is answered with 200.

    Who was erased and comes back is registered anew under the same id.
    """
    session, caller, keys, at = asking.session, asking.caller, asking.keys, asking.at
    registered = await once.run(
        lambda: service.register_citizen(session, caller, keys, body, at=at),
        lambda known: service.find_registered(session, caller, known, at=at),
    )
    citizen, is_new = registered.citizen, registered.is_new
    asking.response.status_code = 201 if is_new else 200
    asking.response.headers["Location"] = f"{request.url.path}/{citizen.id}"
    number = None if body.cpr is None else parse(body.cpr)
    return await asking.answer(citizen, warnings=presenting.warnings_of(number, is_new=is_new))


@router.get("", dependencies=[requires("citizens.read")])
async def list_citizens(
    purpose: Why,
    page: PageRequestDep,
    request: Request,
    asking: AskingDep,
    target_group: CodeText | None = None,
    match_group: CodeText | None = None,
    coordinator: Line | None = None,
) -> Page[schemas.ListedCitizen]:
    """The municipality's citizens by name; each page is in the audit log with its ids."""
    wanted = queries.Wanted(
        target_group,
        match_group,
        coordinator,
        places.unveiled(asking.keys, page).after(str, str),
        page.limit,
    )
    rows = await reading.list_citizens(asking.session, asking.caller, wanted, purpose, at=asking.at)
    found, cursor = pages.cut(rows, page.limit, lambda each: (each.name_key, each.id))
    cursor = places.veiled(asking.keys, cursor)
    pages.link_next(request, asking.response, cursor)
    return Page(items=[presenting.listed(each) for each in found], next=cursor)


@router.post("/search", dependencies=[requires("citizens.read")])
async def search_citizens(body: schemas.Search, asking: AskingDep) -> schemas.Found:
    """Citizens by number, name or id, which stand in the body alone; 50 at most."""
    found, more = await reading.search_citizens(
        asking.session, asking.caller, asking.keys, body, at=asking.at
    )
    asking.response.headers["Cache-Control"] = "no-store"
    return schemas.Found(items=[presenting.listed(each) for each in found], more=more)


@router.get("/{citizen_id}", dependencies=[requires("citizens.read")])
async def get_citizen(citizen_id: Id, purpose: Why, asking: AskingDep) -> schemas.Citizen:
    """One citizen; an earlier id, merged into another, answers with the one that is kept."""
    return await asking.answer(
        await reading.read_citizen(asking.session, asking.caller, citizen_id, purpose, at=asking.at)
    )


@router.put("/{citizen_id}", dependencies=[requires("citizens.write")])
async def replace_citizen(
    citizen_id: Id, body: schemas.RevisedCitizen, expected: RequiredDep, asking: AskingDep
) -> schemas.Citizen:
    """The whole content anew; the same content again makes no new version."""
    return await asking.answer(
        await service.revise_citizen(
            asking.session, asking.caller, citizen_id, body, expected, at=asking.at
        )
    )


@router.get("/{citizen_id}/profile", dependencies=[requires("citizens.read")])
async def get_citizen_profile(
    citizen_id: Id,
    purpose: Why,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    at: Now,
) -> schemas.Profile:
    """What the guide is asked with: groups, age and weeks on support, as of today."""
    row = await reading.read_profile(session, caller, citizen_id, purpose, at=at)
    response.headers["Cache-Control"] = "no-store"
    return presenting.profile(row, at=at)


@router.post("/{citizen_id}/show-number", dependencies=[requires("citizens.write")])
async def show_citizen_number(
    citizen_id: Id, body: schemas.Stated, asking: AskingDep
) -> schemas.ShownNumber:
    """The citizen's CPR number, which stands in no other answer."""
    asking.response.headers["Cache-Control"] = "no-store"
    cpr = await reading.show_number(
        asking.session, asking.caller, asking.keys, citizen_id, body.purpose, at=asking.at
    )
    return schemas.ShownNumber(cpr=cpr)


@router.post("/{citizen_id}/merge", dependencies=[requires("citizens.merge")])
async def merge_citizen(
    citizen_id: Id,
    body: schemas.Merging,
    expected: OptionalDep,
    asking: AskingDep,
    once: OnceDep,
) -> schemas.Citizen:
    """Two registrations of one person become one; the answer is the one that is kept."""
    session, caller, at = asking.session, asking.caller, asking.at
    kept = await once.run(
        lambda: merging.merge_citizens(
            session, caller, asking.keys, citizen_id, body.into, expected, at=at
        ),
        lambda known: merging.read_kept(session, caller, known, at=at),
    )
    return await asking.answer(kept)


@router.post("/{citizen_id}/erase", dependencies=[requires("citizens.erase")])
async def erase_citizen(
    citizen_id: Id,
    body: schemas.Erasing,
    expected: OptionalDep,
    asking: AskingDep,
    once: OnceDep,
) -> schemas.Citizen:
    """Forget all but the id and the moment, here and in the feed; it cannot be undone."""
    session, caller, at = asking.session, asking.caller, asking.at
    erased = await once.run(
        lambda: erasing.erase_citizen(session, caller, citizen_id, body, expected, at=at),
        lambda known: erasing.read_erased(session, caller, known, at=at),
    )
    return await asking.answer(erased)
