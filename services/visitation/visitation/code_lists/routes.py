"""Reading the code lists, for forms and for systems that send codes."""

from typing import Annotated

from fastapi import APIRouter, Path

from kit.database import SessionDep
from kit.rights import requires
from visitation.code_lists import queries, schemas

router = APIRouter(prefix="/v1/code-lists", tags=["code lists"])


@router.get("/{name}", dependencies=[requires("codes.read")])
async def get_code_list(
    name: Annotated[str, Path(pattern=r"^[a-z_]{1,40}$", examples=["target_groups"])],
    session: SessionDep,
) -> schemas.CodeList:
    """One code list, with earlier codes and the dates in which each is valid."""
    codes = await queries.list_codes(session, name)
    return schemas.CodeList(
        name=name, codes=[schemas.ListedCode.model_validate(code) for code in codes]
    )
