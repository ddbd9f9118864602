"""Reading the code lists, for forms and for systems that send codes."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from kit.database import SessionDep
from kit.rights import requires
from kit.routing import COMPLETE
from visitation.code_lists import queries, schemas

router = APIRouter(prefix="/v1/code-lists", tags=["code lists"], **COMPLETE)


Name = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$", examples=["target_groups"])]


@router.get("", dependencies=[requires("codes.read")])
async def list_code_lists(session: SessionDep) -> schemas.CodeListNames:
    """The code lists that there are."""
    lists = await queries.list_lists(session)
    return schemas.CodeListNames(
        items=[schemas.NamedList(name=name, codes=count) for name, count in lists]
    )


@router.get("/{name}", dependencies=[requires("codes.read")])
async def get_code_list(
    name: Name,
    session: SessionDep,
    on: Annotated[
        date | None, Query(description="Only the codes that are valid on this day")
    ] = None,
) -> schemas.CodeList:
    """One code list, with earlier codes and the dates in which each is valid."""
    codes = await queries.list_codes(session, name, on=on)
    return schemas.CodeList(
        name=name, codes=[schemas.ListedCode.model_validate(code) for code in codes]
    )


@router.get("/{name}/crosswalk", dependencies=[requires("codes.read")])
async def get_crosswalk(name: Name, session: SessionDep) -> schemas.Crosswalk:
    """What stands in for codes that have ended, so that history is read under either set."""
    steps = await queries.list_crosswalk(session, name)
    return schemas.Crosswalk(
        name=name, steps=[schemas.CrosswalkStep.model_validate(step) for step in steps]
    )
