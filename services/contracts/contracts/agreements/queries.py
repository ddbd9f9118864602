"""Every SELECT on agreements and their versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, select, tuple_
from sqlalchemy.exc import IntegrityError

from contracts.agreements.models import Agreement, AgreementVersion, Kind, Status
from kit import problems
from kit.database import Session
from kit.pages import Key, day_of
from kit.problems import FieldError
from kit.rights import Caller

Rows = TypeVar("Rows")

STATUS: ColumnElement[Status] = case(
    (Agreement.ended_at.is_not(None), "ended"),
    (Agreement.activated_at.is_(None), "draft"),
    else_="active",
)
"""The rule of ``Agreement.status`` as a column."""


class AgreementNotFound(problems.NotThere):
    """There is no such agreement, or the caller may not know of it."""

    code = "agreement_not_found"
    title = "Aftalen findes ikke"


class AgreementExists(problems.NotNow):
    """An agreement of this id is there already."""

    code = "agreement_exists"
    title = "Aftalen findes allerede"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which agreements are asked for; None asks for nothing in particular."""

    provider_id: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    in_force_on: date | None = None
    ends_before: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the filters say."""
        found: list[ColumnElement[bool]] = []
        if self.provider_id is not None:
            found.append(Agreement.provider_id == self.provider_id)
        if self.kind is not None:
            found.append(Agreement.kind == self.kind)
        if self.status is not None:
            found.append(STATUS.in_([self.status]))
        if self.in_force_on is not None:
            day = self.in_force_on
            found += [
                STATUS.in_(["active"]),
                Agreement.starts_on <= day,
                Agreement.ends_on >= day,
            ]
        if self.ends_before is not None:
            found.append(Agreement.ends_on < self.ends_before)
        return found


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: the municipality's; of a provider's staff, their own but drafts."""
    mine = Agreement.municipality == caller.municipality
    if caller.provider_id is None:
        return mine
    return and_(
        mine,
        Agreement.provider_id == caller.provider_id,
        Agreement.activated_at.is_not(None),
    )


async def get_agreement(
    session: Session, caller: Caller, agreement_id: str, *, lock: bool = False
) -> Agreement:
    """One agreement, locked where it is to be changed.

    Raises:
        AgreementNotFound: When there is none that the caller may see.
    """
    statement = select(Agreement).where(Agreement.id == agreement_id, visible_to(caller))
    agreement = await session.scalar(
        statement.with_for_update(key_share=True) if lock else statement
    )
    if agreement is None:
        raise AgreementNotFound("Kontrollér id'et, eller find aftalen i listen.")
    return agreement


async def add_agreement(session: Session, agreement: Agreement) -> None:
    """Insert a new agreement.

    Raises:
        AgreementExists: When the id is taken.
    """
    session.add(agreement)
    try:
        await session.flush()
    except IntegrityError:
        raise AgreementExists(
            "Ret den, der findes, eller brug et andet id.",
            errors=[FieldError("/id", "agreement_exists", "Er brugt til en anden aftale.")],
        ) from None


async def find_agreements(
    session: Session, municipality: str, ids: Sequence[str], *, lock: bool = False
) -> dict[str, Agreement]:
    """Those of some agreements that there are, by id, locked where they are to be changed."""
    statement = (
        select(Agreement)
        .where(Agreement.municipality == municipality, Agreement.id.in_(ids))
        .order_by(Agreement.id)
    )
    rows = await session.scalars(statement.with_for_update(key_share=True) if lock else statement)
    return {agreement.id: agreement for agreement in rows}


async def list_agreements(
    session: Session, caller: Caller, wanted: Wanted, *, after: Key | None, limit: int
) -> Sequence[Agreement]:
    """Agreements by their last day, one more than a page holds; ``after`` is a day and an id."""
    statement = _wanted(select(Agreement), caller, wanted).order_by(Agreement.ends_on, Agreement.id)
    if after is not None:
        key = (day_of(after[0]), after[1])
        statement = statement.where(tuple_(Agreement.ends_on, Agreement.id) > key)
    return (await session.scalars(statement.limit(limit + 1))).all()


async def count_agreements(session: Session, caller: Caller, wanted: Wanted) -> int:
    """How many agreements fit."""
    statement = select(func.count()).select_from(Agreement)
    return await session.scalar(_wanted(statement, caller, wanted)) or 0


async def list_versions(
    session: Session, caller: Caller, agreement_id: str, *, before: Key | None, limit: int
) -> Sequence[AgreementVersion]:
    """Versions of an agreement, the newest first, one more than a page holds.

    Raises:
        AgreementNotFound: When there is no such agreement that the caller may see.
    """
    await get_agreement(session, caller, agreement_id)
    statement = (
        select(AgreementVersion)
        .where(
            AgreementVersion.municipality == caller.municipality,
            AgreementVersion.agreement_id == agreement_id,
        )
        .order_by(AgreementVersion.version.desc())
        .limit(limit + 1)
    )
    if caller.provider_id is not None:
        # What it said as a draft was not meant for the provider.
        statement = statement.where(AgreementVersion.status != "draft")
    if before is not None:
        statement = statement.where(AgreementVersion.version < before[0])
    return (await session.scalars(statement)).all()


def _wanted(statement: Select[Rows], caller: Caller, wanted: Wanted) -> Select[Rows]:
    return statement.where(visible_to(caller), *wanted.conditions())
