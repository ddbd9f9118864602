"""Every statement on the copies of agreements."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kit.database import Session
from visitation.agreements.models import AgreementCopy


async def list_agreements(
    session: Session, municipality: str, agreement_ids: Iterable[str]
) -> dict[str, AgreementCopy]:
    """Those of a municipality's agreements that we have been told of, by id."""
    wanted = set(agreement_ids)
    if not wanted:
        return {}
    found = await session.scalars(
        select(AgreementCopy).where(
            AgreementCopy.municipality == municipality, AgreementCopy.agreement_id.in_(wanted)
        )
    )
    return {each.agreement_id: each for each in found}


async def replace_agreement(session: Session, municipality: str, told: dict[str, Any]) -> None:
    """Keep an agreement as it was told, unless a later version was told before."""
    statement = insert(AgreementCopy).values(municipality=municipality, **told)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[AgreementCopy.municipality, AgreementCopy.agreement_id],
            set_={name: statement.excluded[name] for name in told if name != "agreement_id"},
            where=AgreementCopy.version <= statement.excluded.version,
        )
    )
