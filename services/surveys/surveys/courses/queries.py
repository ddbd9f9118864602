"""Every statement on followed offers and courses, and on citizens who are no more."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, Text, any_, delete, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from kit.database import Session
from surveys.courses.models import Course, FormerCitizen, Offer


async def put_offer(session: Session, values: dict[str, Any]) -> None:
    """Keep an offer's newest version."""
    statement = insert(Offer).values(values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "id"],
            set_={name: statement.excluded[name] for name in ("version", "name", "provider_id")},
            where=Offer.version <= statement.excluded.version,
        )
    )


async def find_offer_name(session: Session, municipality: str, offer_id: str) -> str | None:
    """What an offer is called; None before it is known."""
    name: str | None = await session.scalar(
        select(Offer.name).where(Offer.municipality == municipality, Offer.id == offer_id)
    )
    return name


async def list_offer_names(
    session: Session, municipality: str, offer_ids: Sequence[str]
) -> dict[str, str]:
    """What the offers are called, of those that are known."""
    rows = await session.execute(
        select(Offer.id, Offer.name).where(
            Offer.municipality == municipality,
            Offer.id == any_(literal(list(offer_ids), ARRAY(Text))),
        )
    )
    return {row[0]: row[1] for row in rows}


async def put_courses(session: Session, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Keep courses' newest versions; the ids of those that this was one for."""
    statement = insert(Course).values(rows)
    changed = {
        name: statement.excluded[name]
        for name in rows[0]
        if name not in ("municipality", "referral_id")
    }
    taken = await session.scalars(
        statement.on_conflict_do_update(
            index_elements=["municipality", "referral_id"],
            set_=changed,
            where=Course.version < statement.excluded.version,
        ).returning(Course.referral_id)
    )
    return list(taken)


async def find_former_ids(
    session: Session, municipality: str, citizen_ids: Collection[str]
) -> dict[str, str | None]:
    """Which of some ids must not be used any more, and what stands for each; None: erased."""
    rows = await session.execute(
        select(FormerCitizen.citizen_id, FormerCitizen.kept_id).where(
            FormerCitizen.municipality == municipality, FormerCitizen.citizen_id.in_(citizen_ids)
        )
    )
    return {row[0]: row[1] for row in rows}


async def find_former(session: Session, municipality: str, citizen_id: str) -> FormerCitizen | None:
    """What became of an id that must not be used any more."""
    found: FormerCitizen | None = await session.scalar(
        select(FormerCitizen).where(
            FormerCitizen.municipality == municipality, FormerCitizen.citizen_id == citizen_id
        )
    )
    return found


async def note_former(
    session: Session, municipality: str, citizen_id: str, *, kept_id: str | None
) -> None:
    """Note that an id is an alias of another, or of a citizen erased, and its own aliases too."""
    values = {"municipality": municipality, "citizen_id": citizen_id, "kept_id": kept_id}
    await session.execute(
        insert(FormerCitizen)
        .values(values)
        .on_conflict_do_update(
            index_elements=["municipality", "citizen_id"], set_={"kept_id": kept_id}
        )
    )
    await session.execute(
        update(FormerCitizen)
        .where(FormerCitizen.municipality == municipality, FormerCitizen.kept_id == citizen_id)
        .values(kept_id=kept_id)
    )


async def forget_erased(session: Session, municipality: str, citizen_id: str) -> None:
    """Let an id be used again that was an erased citizen's; an alias stays one."""
    await session.execute(
        delete(FormerCitizen).where(
            FormerCitizen.municipality == municipality,
            FormerCitizen.citizen_id == citizen_id,
            FormerCitizen.kept_id.is_(None),
        )
    )
