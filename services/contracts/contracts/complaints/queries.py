"""Every SELECT on complaints."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, select, tuple_
from sqlalchemy.exc import IntegrityError

from contracts.complaints.models import Complaint, Status
from contracts.complaints.schemas import ComplaintsQuery
from kit import problems
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller

Rows = TypeVar("Rows", bound=Select[Any])

STATUS: ColumnElement[Status] = case(
    (Complaint.closed_on.is_not(None), "closed"),
    (Complaint.answered_on.is_(None), "received"),
    else_="answered",
)
"""The rule of ``Complaint.status`` as a column."""


class ComplaintNotFound(problems.NotThere):
    """There is no such complaint, or the caller may not know of it."""

    code = "complaint_not_found"
    title = "Klagen findes ikke"


class ComplaintExists(problems.NotNow):
    """A complaint of this id is there already."""

    code = "complaint_exists"
    title = "Klagen findes allerede"


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's; a provider is not told who complains of it."""
    if caller.provider_id is not None:
        return false()
    return Complaint.municipality == caller.municipality


async def get_complaint(
    session: Session, caller: Caller, complaint_id: str, *, lock: bool = False
) -> Complaint:
    """One complaint, locked where it is to be changed.

    Raises:
        ComplaintNotFound: When there is none that the caller may see.
    """
    statement = select(Complaint).where(Complaint.id == complaint_id, visible_to(caller))
    complaint = await session.scalar(statement.with_for_update() if lock else statement)
    if complaint is None:
        raise ComplaintNotFound("Kontrollér id'et, eller find klagen i listen.")
    return complaint


async def add_complaint(session: Session, complaint: Complaint) -> None:
    """Insert a new complaint.

    Raises:
        ComplaintExists: When the id is taken.
    """
    session.add(complaint)
    try:
        await session.flush()
    except IntegrityError:
        raise ComplaintExists(
            "Ret den, der findes, eller brug et andet id.",
            errors=[FieldError("/id", "complaint_exists", "Er brugt til en anden klage.")],
        ) from None


async def find_complaints(
    session: Session, municipality: str, ids: Sequence[str]
) -> dict[str, Complaint]:
    """Those of some complaints that there are, by id, locked."""
    rows = await session.scalars(
        select(Complaint)
        .where(Complaint.municipality == municipality, Complaint.id.in_(ids))
        .order_by(Complaint.id)
        .with_for_update()
    )
    return {complaint.id: complaint for complaint in rows}


async def list_of_citizen(
    session: Session, municipality: str, citizen_id: str
) -> Sequence[Complaint]:
    """All complaints of a citizen, locked."""
    rows = await session.scalars(
        select(Complaint)
        .where(Complaint.municipality == municipality, Complaint.citizen_id == citizen_id)
        .order_by(Complaint.id)
        .with_for_update()
    )
    return rows.all()


async def list_complaints(
    session: Session,
    caller: Caller,
    wanted: ComplaintsQuery,
    *,
    after: tuple[date, str] | None,
    today: date,
) -> Sequence[Complaint]:
    """Complaints, the newest first, one more than a page holds."""
    statement = (
        _wanted(select(Complaint), caller, wanted, today)
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
        .limit(wanted.limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(Complaint.received_on, Complaint.id) < after)
    return (await session.scalars(statement)).all()


async def count_complaints(
    session: Session, caller: Caller, wanted: ComplaintsQuery, *, today: date
) -> int:
    """How many complaints fit."""
    statement = select(func.count()).select_from(Complaint)
    return await session.scalar(_wanted(statement, caller, wanted, today)) or 0


def _wanted(statement: Rows, caller: Caller, wanted: ComplaintsQuery, today: date) -> Rows:
    asked: dict[Any, Any] = {
        Complaint.about: wanted.about,
        Complaint.offer_id: wanted.offer_id,
        Complaint.provider_id: wanted.provider_id,
        Complaint.citizen_id: wanted.citizen_id,
        STATUS: wanted.status,
    }
    found = [column == said for column, said in asked.items() if said is not None]
    if wanted.overdue is not None:
        late = and_(STATUS == "received", Complaint.answer_by < today)
        found.append(late if wanted.overdue else not_(late))
    if wanted.from_day is not None:
        found.append(Complaint.received_on >= wanted.from_day)
    if wanted.to_day is not None:
        found.append(Complaint.received_on <= wanted.to_day)
    return statement.where(visible_to(caller), *found)
