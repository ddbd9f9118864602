"""Every statement on what visitation's feed has told, and the rows that are packed from it."""

# ruff: noqa: S608 -- names are our own, and values are bound

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, false, select, text
from sqlalchemy.dialects.postgresql import insert

from effects import copying
from effects.participations.models import CitizenAlias, Participation, ParticipationStamp
from effects.registers.row_queries import STAGED
from kit import pages
from kit.database import Session
from kit.rights import Caller

_DUE = text(
    """
    SELECT p.municipality FROM participation_stamps AS p
    JOIN register_stamps AS r USING (municipality)
    WHERE p.changes > p.released_changes AND r.codes_version IS NOT NULL
      AND r.support_version IS NOT NULL AND r.courses_version IS NOT NULL
    ORDER BY p.municipality
    """
)
_ERASED = ("support_spells", "employment_hours", "courses", "participations")
"""The tables that hold rows under a citizen's id."""


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """Which participations somebody may see: those of the municipality, and a provider none."""
    if caller.provider_id is not None:
        return false()
    return Participation.municipality == caller.municipality


async def list_participations(
    session: Session,
    caller: Caller,
    page: pages.PageRequest,
    *,
    offer_id: str | None,
    status: str | None,
) -> Sequence[Participation]:
    """A page of participations by id, and one more."""
    statement = select(Participation).where(visible_to(caller))
    if offer_id is not None:
        statement = statement.where(Participation.offer_id == offer_id)
    if status is not None:
        statement = statement.where(Participation.status == status)
    after = page.after(str)
    if after is not None:
        statement = statement.where(Participation.referral_id > after[0])
    ordered = statement.order_by(Participation.referral_id).limit(page.limit + 1)
    return (await session.scalars(ordered)).all()


async def find_versions(
    session: Session, municipality: str, referral_ids: Collection[str]
) -> dict[str, int]:
    """The version in which each of some referrals is known."""
    rows = await session.execute(
        select(Participation.referral_id, Participation.version).where(
            Participation.municipality == municipality, Participation.referral_id.in_(referral_ids)
        )
    )
    return {row[0]: row[1] for row in rows}


async def put_participations(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write referrals' whole states, unless newer ones were written meanwhile."""
    statement = insert(Participation).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "referral_id"],
            set_={name: statement.excluded[name] for name in rows[0]},
            where=Participation.version < statement.excluded.version,
        )
    )


async def count_change(session: Session, municipality: str, *, is_rewrite: bool = False) -> int:
    """Count a change, and hold the count to the end of the transaction; its number.

    Whoever reads a count therefore sees all rows of it and of those before.
    """
    rewrites = int(is_rewrite)
    statement = insert(ParticipationStamp).values(
        municipality=municipality, changes=1, rewrites=rewrites, released_changes=0
    )
    number: int | None = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["municipality"],
            set_={
                "changes": ParticipationStamp.changes + 1,
                "rewrites": ParticipationStamp.rewrites + rewrites,
            },
        ).returning(ParticipationStamp.changes)
    )
    assert number is not None  # noqa: S101 - the row was written just now
    return number


async def find_stamp(session: Session, municipality: str) -> ParticipationStamp | None:
    """How much has changed; None where nothing was ever told."""
    return await session.get(ParticipationStamp, municipality, populate_existing=True)


async def hold_stamp(session: Session, municipality: str) -> ParticipationStamp:
    """How much has changed; until the end of the transaction nothing more does."""
    nothing = insert(ParticipationStamp).values(
        municipality=municipality, changes=0, rewrites=0, released_changes=0
    )
    await session.execute(nothing.on_conflict_do_nothing())
    return await session.get_one(
        ParticipationStamp, municipality, populate_existing=True, with_for_update=True
    )


async def mark_released(session: Session, municipality: str, changes: int) -> None:
    """Note that what this many changes made has been released."""
    await session.execute(
        text(
            "UPDATE participation_stamps"
            " SET released_changes = greatest(released_changes, :changes)"
            " WHERE municipality = :municipality"
        ),
        {"municipality": municipality, "changes": changes},
    )


async def list_due(session: Session) -> Sequence[str]:
    """Municipalities with the registers that a release needs, and changes since the newest."""
    return (await session.scalars(_DUE)).all()


async def find_aliases(session: Session, municipality: str) -> dict[str, str]:
    """The kept id of each other id, which may itself be another's."""
    statement = select(CitizenAlias.alias_id, CitizenAlias.kept_id).where(
        CitizenAlias.municipality == municipality
    )
    return {row.alias_id: row.kept_id for row in await session.execute(statement)}


async def put_alias(session: Session, values: Mapping[str, Any]) -> bool:
    """Write whom an id stands for, unless that was told later already; whether it was written."""
    statement = insert(CitizenAlias).values(**values)
    written = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "alias_id"],
            set_={"kept_id": statement.excluded.kept_id, "merged_at": statement.excluded.merged_at},
            where=CitizenAlias.merged_at < statement.excluded.merged_at,
        ).returning(CitizenAlias.alias_id)
    )
    return written.one_or_none() is not None


async def remove_aliases(session: Session, municipality: str, ids: Sequence[str]) -> None:
    """Forget whom these ids stand for."""
    await session.execute(
        delete(CitizenAlias).where(
            CitizenAlias.municipality == municipality, CitizenAlias.alias_id.in_(ids)
        )
    )


async def erase_citizens(session: Session, municipality: str, ids: Sequence[str]) -> None:
    """Delete every row under these ids: of the feed, and of all versions of the registers."""
    for table in _ERASED:
        await session.execute(
            text(
                f"DELETE FROM {table}"
                " WHERE municipality = :municipality AND citizen_id = ANY(CAST(:ids AS text[]))"
            ),
            {"municipality": municipality, "ids": list(ids)},
        )


async def write_courses(
    session: Session,
    municipality: str,
    version: int,
    path: Path,
    *,
    since: int | None,
    changed_after: int | None,
) -> None:
    """Write the courses as they stood in a version of the register, and as the feed tells them.

    A referral is its owner's word: the feed's row stands in place of an imported one of its id,
    also where it says that nothing has started. Such a row, and one without a target group, is
    written without a start.

    Args:
        session: Where they stand.
        municipality: Whose they are.
        version: Of the register of courses.
        path: A CSV file with header, in the columns of ``row_queries.write_rows``.
        since: Imported rows that came with this version, or before it, are left out.
        changed_after: So are the feed's rows that this change wrote, or one before it.
    """
    names = tuple(STAGED["courses"])
    imported = ", ".join(f"c.{name}" for name in names)
    instead = {
        "course_id": "p.referral_id",
        "target_group": "coalesce(p.target_group, '')",
        "starts_on": "CASE WHEN p.target_group IS NOT NULL THEN p.starts_on END",
    }
    told = ", ".join(f"{instead.get(name, f'p.{name}')} AS {name}" for name in names)
    await copying.copy_out(
        session,
        f"""
        SELECT {imported} FROM courses AS c
        WHERE c.municipality = $1 AND c.valid_from_version <= $2 AND c.valid_from_version > $3
          AND (c.valid_to_version IS NULL OR c.valid_to_version > $2)
          AND NOT EXISTS (
              SELECT FROM participations AS p
              WHERE p.municipality = $1 AND p.referral_id = c.course_id)
        UNION ALL
        SELECT {told} FROM participations AS p
        WHERE p.municipality = $1 AND p.changed_in > $4
        """,
        [municipality, version, since or 0, changed_after or 0],
        path,
    )
