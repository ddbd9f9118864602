"""Counting up with a change, and looking for changes."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kit.database import Session
from visitation.revisions.models import GuideRevision


async def count_up(session: Session) -> None:
    """Say that what the guide shows of the transaction's municipality changes with its commit.

    Call it last: the row stays locked until the commit.
    """
    municipality: str = session.info["municipality"]
    await session.flush()
    await session.execute(
        insert(GuideRevision)
        .values(municipality=municipality, revision=1)
        .on_conflict_do_update(
            index_elements=[GuideRevision.municipality],
            set_={"revision": GuideRevision.revision + 1},
        )
    )


async def get_revisions(session: Session) -> dict[str, int]:
    """The counter of every municipality that has any offer or figure."""
    rows = await session.execute(select(GuideRevision.municipality, GuideRevision.revision))
    return {row.municipality: row.revision for row in rows}
