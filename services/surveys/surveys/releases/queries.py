"""Every statement on releases, their figures, and what they are counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    and_,
    func,
    insert,
    literal,
    select,
    text,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from kit import pages, problems
from kit.database import Session
from kit.disclosure import Place, State
from kit.rights import Caller
from surveys.answers.models import Answer
from surveys.instruments.library import Measure
from surveys.invitations.models import Invitation
from surveys.releases.counting import Asked, Counted
from surveys.releases.models import Release, ReleasedFigure
from surveys.waves.models import Wave

BATCH_ROWS = 2_000


class ReleaseNotFound(problems.NotThere):
    """There is no such release in the caller's municipality."""

    code = "release_not_found"
    title = "Frigivelsen findes ikke"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are asked for; None is any."""

    offer_id: str | None = None
    target_group: str | None = None
    indicator: str | None = None


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The municipality's figures; a provider sees those of its own offers alone."""
    own = ReleasedFigure.provider_id == caller.provider_id if caller.provider_id else true()
    return and_(ReleasedFigure.municipality == caller.municipality, own)


async def try_lock(session: Session, municipality: str) -> bool:
    """Let no other release of the municipality run; False when one does."""
    key = func.hashtextextended(f"surveys.releases\n{municipality}", 0)
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(key))))


async def allow_long_work(session: Session) -> None:
    """Let the transaction wait while a large municipality's figures are protected."""
    await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '30min'"))


async def list_counted(session: Session, municipality: str) -> list[Counted]:
    """The answers that tell their offer and target group; an anonymous one's day is its wave's."""
    rows = await session.execute(
        select(
            Answer.offer_id,
            Answer.provider_id,
            Answer.target_group,
            Answer.instrument,
            Answer.instrument_version,
            Answer.scores,
            func.coalesce(Answer.citizen_id, Answer.id),
            Answer.citizen_id.is_not(None),
            func.coalesce(Answer.answered_on, Wave.opens_on),
        )
        .outerjoin(Wave, and_(Wave.municipality == Answer.municipality, Wave.id == Answer.wave_id))
        .where(
            Answer.municipality == municipality,
            Answer.offer_id.is_not(None),
            Answer.target_group.is_not(None),
        )
    )
    return [Counted(*row) for row in rows]


async def list_asked(session: Session, municipality: str) -> list[Asked]:
    """Everybody who was asked."""
    rows = await session.execute(
        select(
            Invitation.offer_id,
            Invitation.target_group,
            Invitation.citizen_id,
            Invitation.is_answered,
            Wave.confidentiality == "anonymous",
        )
        .join(
            Wave,
            and_(Wave.municipality == Invitation.municipality, Wave.id == Invitation.wave_id),
        )
        .where(Invitation.municipality == municipality)
    )
    return [Asked(*row) for row in rows]


async def find_newest(session: Session, municipality: str) -> Release | None:
    """The municipality's newest release."""
    found: Release | None = await session.scalar(
        select(Release)
        .where(Release.municipality == municipality)
        .order_by(Release.number.desc())
        .limit(1)
    )
    return found


async def get_release(session: Session, caller: Caller, release_id: str) -> Release:
    """One release.

    Raises:
        ReleaseNotFound: When the caller's municipality has none of this id.
    """
    found = await session.scalar(
        select(Release).where(Release.municipality == caller.municipality, Release.id == release_id)
    )
    if found is None:
        raise ReleaseNotFound("Find frigivelsens id i listen.")
    return found


async def list_releases(
    session: Session, caller: Caller, page: pages.PageRequest
) -> tuple[Sequence[Release], str | None]:
    """A page of releases, the newest first, and the cursor of the next."""
    statement = select(Release).where(Release.municipality == caller.municipality)
    after = page.after(int)
    if after is not None:
        statement = statement.where(Release.number < after[0])
    ordered = statement.order_by(Release.number.desc()).limit(page.limit + 1)
    rows = (await session.scalars(ordered)).all()
    return pages.cut(rows, page.limit, lambda release: (release.number,))


async def list_figures(
    session: Session, caller: Caller, wanted: Wanted, page: pages.PageRequest
) -> tuple[Sequence[ReleasedFigure], str | None]:
    """A page of the newest release's figures, and the cursor of the next."""
    figure = ReleasedFigure
    newest = (
        select(Release.id)
        .where(Release.municipality == caller.municipality)
        .order_by(Release.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(figure).where(visible_to(caller), figure.release_id == newest)
    for column, value in (
        (figure.offer_id, wanted.offer_id),
        (figure.target_group, wanted.target_group),
        (figure.indicator, wanted.indicator),
    ):
        if value is not None:
            statement = statement.where(column == value)
    key = (figure.offer_id, figure.target_group, figure.indicator)
    after = page.after(str, str, str)
    if after is not None:
        statement = statement.where(tuple_(*key) > after)
    rows = (await session.scalars(statement.order_by(*key).limit(page.limit + 1))).all()
    return pages.cut(rows, page.limit, lambda row: (row.offer_id, row.target_group, row.indicator))


async def list_all_figures(
    session: Session, municipality: str, release: Release
) -> Sequence[ReleasedFigure]:
    """Every figure of a release, for the one that follows it."""
    figure = ReleasedFigure
    return (
        await session.scalars(
            select(figure).where(
                figure.municipality == municipality, figure.release_id == release.id
            )
        )
    ).all()


async def list_settings(
    session: Session, municipality: str
) -> dict[Measure, list[dict[Place, State]]]:
    """By indicator, what the releases held in which the table was set, oldest first."""
    figure = ReleasedFigure
    rows = await session.execute(
        select(Release.number, figure)
        .join(
            Release,
            and_(Release.municipality == figure.municipality, Release.id == figure.release_id),
        )
        .where(figure.municipality == municipality, Release.is_setting)
        .order_by(Release.number)
    )
    found: dict[Measure, dict[int, dict[Place, State]]] = {}
    for number, row in rows:
        release = found.setdefault(row.indicator, {}).setdefault(number, {})
        release[row.place] = row.state
    return {indicator: list(releases.values()) for indicator, releases in found.items()}


async def forget_who_was_counted(session: Session, municipality: str) -> None:
    """Keep nobody's id with the releases before the one that is being written."""
    figure = ReleasedFigure
    await session.execute(
        update(figure)
        .where(figure.municipality == municipality, figure.counted != literal({}, JSONB))
        .values(counted={})
    )


async def add_figures(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Write a release's figures, some thousands at a time."""
    for first in range(0, len(rows), BATCH_ROWS):
        await session.execute(insert(ReleasedFigure), rows[first : first + BATCH_ROWS])


async def count_response(
    session: Session, municipality: str, wave_id: str
) -> Sequence[tuple[str, int, int, int]]:
    """By offer of a wave: asked, answered, and the different citizens who were asked."""
    rows = await session.execute(
        select(
            Invitation.offer_id,
            func.count(),
            func.count().filter(Invitation.is_answered),
            func.count(Invitation.citizen_id.distinct()),
        )
        .where(Invitation.municipality == municipality, Invitation.wave_id == wave_id)
        .group_by(Invitation.offer_id)
        .order_by(Invitation.offer_id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
