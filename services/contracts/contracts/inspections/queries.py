"""Every SELECT on inspections."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, or_, select, tuple_
from sqlalchemy.exc import IntegrityError

from contracts.inspections.models import Inspection
from contracts.inspections.schemas import InspectionsQuery
from kit import problems
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller


class InspectionNotFound(problems.NotThere):
    """There is no such inspection, or the caller may not know of it."""

    code = "inspection_not_found"
    title = "Tilsynet findes ikke"


class InspectionExists(problems.NotNow):
    """An inspection of this id is there already."""

    code = "inspection_exists"
    title = "Tilsynet findes allerede"


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's; of a provider's staff, what it was asked about.

    A visit that the provider has not been heard about is none of its business yet: it comes
    unannounced.
    """
    mine = Inspection.municipality == caller.municipality
    if caller.provider_id is None:
        return mine
    return and_(
        mine,
        Inspection.provider_id == caller.provider_id,
        or_(Inspection.heard_at.is_not(None), Inspection.published_at.is_not(None)),
    )


def _has_status(status: str, today: date) -> ColumnElement[bool]:
    """The rule of ``Inspection.status`` as a condition."""
    return (
        case(
            (Inspection.withdrawn_at.is_not(None), "withdrawn"),
            (and_(Inspection.published_at.is_not(None), Inspection.expires_on < today), "expired"),
            (Inspection.published_at.is_not(None), "published"),
            (Inspection.heard_at.is_not(None), "heard"),
            else_="draft",
        )
        == status
    )


async def get_inspection(
    session: Session, caller: Caller, inspection_id: str, *, lock: bool = False
) -> Inspection:
    """One inspection, locked where it is to be changed.

    Raises:
        InspectionNotFound: When there is none that the caller may see.
    """
    statement = select(Inspection).where(Inspection.id == inspection_id, visible_to(caller))
    inspection = await session.scalar(statement.with_for_update() if lock else statement)
    if inspection is None:
        raise InspectionNotFound("Kontrollér id'et, eller find tilsynet i listen.")
    return inspection


async def add_inspection(session: Session, inspection: Inspection) -> None:
    """Insert a new inspection.

    Raises:
        InspectionExists: When the id is taken.
    """
    session.add(inspection)
    try:
        await session.flush()
    except IntegrityError:
        raise InspectionExists(
            "Ret det, der findes, eller brug et andet id.",
            errors=[FieldError("/id", "inspection_exists", "Er brugt til et andet tilsyn.")],
        ) from None


async def find_inspections(
    session: Session, municipality: str, ids: Sequence[str]
) -> dict[str, Inspection]:
    """Those of some inspections that there are, by id, locked."""
    rows = await session.scalars(
        select(Inspection)
        .where(Inspection.municipality == municipality, Inspection.id.in_(ids))
        .order_by(Inspection.id)
        .with_for_update()
    )
    return {inspection.id: inspection for inspection in rows}


async def list_inspections(
    session: Session,
    caller: Caller,
    wanted: InspectionsQuery,
    *,
    after: tuple[date, str] | None,
    today: date,
) -> Sequence[Inspection]:
    """Inspections, the newest first, one more than a page holds."""
    statement = (
        select(Inspection)
        .where(visible_to(caller))
        .order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
        .limit(wanted.limit + 1)
    )
    if wanted.offer_id is not None:
        statement = statement.where(Inspection.offer_id == wanted.offer_id)
    if wanted.provider_id is not None:
        statement = statement.where(Inspection.provider_id == wanted.provider_id)
    if wanted.status is not None:
        statement = statement.where(_has_status(wanted.status, today))
    if wanted.from_day is not None:
        statement = statement.where(Inspection.inspected_on >= wanted.from_day)
    if wanted.to_day is not None:
        statement = statement.where(Inspection.inspected_on <= wanted.to_day)
    if after is not None:
        statement = statement.where(tuple_(Inspection.inspected_on, Inspection.id) < after)
    return (await session.scalars(statement)).all()
