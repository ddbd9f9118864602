"""Reading the code lists."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from kit import problems
from kit.database import Session
from visitation.code_lists.lookup import CodeLists
from visitation.code_lists.models import Code, CodeCrosswalk

_CODES = select(Code.list, Code.code, Code.label_da, Code.valid_from, Code.valid_to).order_by(
    Code.position
)
_STEPS = select(
    CodeCrosswalk.list, CodeCrosswalk.from_code, CodeCrosswalk.to_code, CodeCrosswalk.valid_from
).order_by(CodeCrosswalk.list, CodeCrosswalk.from_code, CodeCrosswalk.to_code)


class CodeListUnknown(problems.NotThere):
    """There is no code list of this name."""

    code = "code_list_unknown"
    title = "Kodelisten findes ikke"


async def list_lists(session: Session) -> Sequence[tuple[str, int]]:
    """The names of the lists, each with how many codes it holds."""
    rows = await session.execute(
        select(Code.list, func.count()).group_by(Code.list).order_by(Code.list)
    )
    return [(row[0], row[1]) for row in rows]


async def list_crosswalk(session: Session, name: str) -> Sequence[CodeCrosswalk]:
    """What stands in for the codes of a list that have ended.

    Raises:
        CodeListUnknown: When there is no list of this name.
    """
    await list_codes(session, name)
    rows = await session.scalars(
        select(CodeCrosswalk)
        .where(CodeCrosswalk.list == name)
        .order_by(CodeCrosswalk.valid_from, CodeCrosswalk.from_code, CodeCrosswalk.to_code)
    )
    return rows.all()


async def list_codes(session: Session, name: str, *, on: date | None = None) -> Sequence[Code]:
    """The codes of one list in the order in which they are shown: all, or those of a day.

    Raises:
        CodeListUnknown: When there is none of this name.
    """
    rows = await session.scalars(select(Code).where(Code.list == name).order_by(Code.position))
    codes = rows.all()
    if not codes:
        names = await session.scalars(select(Code.list).distinct().order_by(Code.list))
        raise CodeListUnknown(f"Der findes: {', '.join(names)}.")
    if on is None:
        return codes
    return [
        code
        for code in codes
        if code.valid_from <= on and (code.valid_to is None or on <= code.valid_to)
    ]


async def get_code_lists(session: Session) -> CodeLists:
    """All lists at once, to look codes up in."""
    rows = await session.execute(_CODES)
    steps = await session.execute(_STEPS)
    return CodeLists.of(rows.all(), steps.all())
