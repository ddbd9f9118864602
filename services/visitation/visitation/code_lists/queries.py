"""Reading the code lists."""

from collections.abc import Sequence

from sqlalchemy import select

from kit import problems
from kit.database import Session
from visitation.code_lists.lookup import CodeLists
from visitation.code_lists.models import Code


class CodeListUnknown(problems.NotThere):
    """There is no code list of this name."""

    code = "code_list_unknown"
    title = "Kodelisten findes ikke"


async def list_codes(session: Session, name: str) -> Sequence[Code]:
    """The codes of one list, earlier ones too, in the order in which they are shown.

    Raises:
        CodeListUnknown: When there is none of this name.
    """
    rows = await session.scalars(select(Code).where(Code.list == name).order_by(Code.position))
    codes = rows.all()
    if not codes:
        names = await session.scalars(select(Code.list).distinct().order_by(Code.list))
        raise CodeListUnknown(f"Der findes: {', '.join(names)}.")
    return codes


async def get_code_lists(session: Session) -> CodeLists:
    """All lists at once, to look codes up in."""
    rows = await session.execute(
        select(Code.list, Code.code, Code.label_da, Code.valid_from, Code.valid_to).order_by(
            Code.position
        )
    )
    return CodeLists.of(rows.all())
