"""Every statement on waves."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from kit import pages, problems
from kit.database import Session
from kit.rights import Caller
from surveys.waves.models import Wave


class WaveNotFound(problems.NotThere):
    """There is no such wave, or the caller may not know of it."""

    code = "wave_not_found"
    title = "Runden findes ikke"


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The municipality's own; a provider's people are asked about, and see none."""
    if caller.provider_id is not None:
        return false()
    return Wave.municipality == caller.municipality


async def lock(session: Session, municipality: str) -> None:
    """Let no course end and no wave begin at the same time: one would not see the other."""
    key = func.hashtextextended(f"surveys.waves\n{municipality}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def get_wave(session: Session, caller: Caller, wave_id: str, *, lock: bool = False) -> Wave:
    """One wave, locked where it is to be changed.

    Raises:
        WaveNotFound: When there is none that the caller may see.
    """
    statement = select(Wave).where(Wave.id == wave_id, visible_to(caller))
    wave = await session.scalar(statement.with_for_update() if lock else statement)
    if wave is None:
        raise WaveNotFound("Kontrollér id'et, eller find runden i listen.")
    return wave


async def list_waves(
    session: Session, caller: Caller, page: pages.PageRequest
) -> tuple[Sequence[Wave], str | None]:
    """A page of waves, the newest first, and the cursor of the next."""
    statement = select(Wave).where(visible_to(caller))
    after = page.after(str, str)
    if after is not None:
        moment = pages.moment_of(after[0])
        statement = statement.where(
            or_(
                Wave.created_at < moment,
                and_(Wave.created_at == moment, Wave.id < str(after[1])),
            )
        )
    ordered = statement.order_by(Wave.created_at.desc(), Wave.id.desc())
    rows = (await session.scalars(ordered.limit(page.limit + 1))).all()
    return pages.cut(rows, page.limit, lambda wave: (wave.created_at.isoformat(), wave.id))


async def find_overlapping(
    session: Session, municipality: str, *, first: date, last: date
) -> Wave | None:
    """A wave that asks about courses of the same days."""
    found: Wave | None = await session.scalar(
        select(Wave)
        .where(
            Wave.municipality == municipality,
            Wave.courses_from <= last,
            Wave.courses_to >= first,
        )
        .limit(1)
    )
    return found
