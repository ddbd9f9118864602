"""Every statement on releases, and on who is due for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, text, tuple_, update

from effects.registers.models import RegisterStamp
from effects.releases import models
from effects.releases.grounds import Audience, Ground, read_ground, write_ground
from effects.releases.sheet import SheetRow
from kit import pages, problems
from kit.database import Session
from kit.disclosure import ALL
from kit.rights import Caller

BATCH_ROWS = 2_000
Shown = tuple[Audience, str, str, str]
"""Audience, offer, target group and indicator of a figure."""

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:scope, 0))")
# An import holds its register's lock until it commits; a lock of this very transaction is not one.
_DUE = text(
    """
    SELECT municipality
    FROM register_stamps AS s
    WHERE stamp > released_stamp
      AND codes_version IS NOT NULL AND support_version IS NOT NULL AND courses_version IS NOT NULL
      AND changed_at <= clock_timestamp() - make_interval(secs => :settle_seconds)
      AND NOT EXISTS (
          SELECT FROM pg_locks AS l
          CROSS JOIN unnest(ARRAY['codes', 'support', 'hours', 'courses']) AS r (register)
          WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
            AND l.mode = 'ExclusiveLock' AND l.pid <> pg_backend_pid()
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (l.classid::bigint << 32) | l.objid::bigint = hashtextextended(
                'effects.registers/' || s.municipality || '/' || r.register, 0))
    ORDER BY changed_at
    """
)


class ReleaseNotThere(problems.NotThere):
    """No such release in the caller's municipality."""

    code = "release_not_found"
    title = "Frigivelsen findes ikke"


@dataclass(frozen=True, slots=True)
class Versions:
    """The newest version of each register, and the stamp that they were read under."""

    codes: int | None
    support: int | None
    hours: int | None
    courses: int | None
    stamp: int
    released_stamp: int


async def list_due(session: Session, *, settle_seconds: float) -> Sequence[str]:
    """Municipalities whose registers have changed since their newest release, and have settled."""
    return (await session.scalars(_DUE, {"settle_seconds": settle_seconds})).all()


async def try_lock(session: Session, municipality: str) -> bool:
    """Let no other release of the municipality run; False when one does."""
    scope = f"effects.releases/{municipality}"
    return bool(await session.scalar(_TRY_LOCK, {"scope": scope}))


async def find_versions(session: Session, municipality: str) -> Versions | None:
    """How far the municipality's registers are; None before the first import."""
    stamp = await session.get(RegisterStamp, municipality, populate_existing=True)
    if stamp is None:
        return None
    return Versions(
        codes=stamp.codes_version,
        support=stamp.support_version,
        hours=stamp.hours_version,
        courses=stamp.courses_version,
        stamp=stamp.stamp,
        released_stamp=stamp.released_stamp,
    )


async def mark_released(session: Session, municipality: str, stamp: int) -> None:
    """Note that the registers, as they stood at this stamp, have been released."""
    await session.execute(
        text(
            "UPDATE register_stamps SET released_stamp = greatest(released_stamp, :stamp)"
            " WHERE municipality = :municipality"
        ),
        {"municipality": municipality, "stamp": stamp},
    )


async def find_newest(session: Session, municipality: str) -> models.Release | None:
    """The municipality's newest release."""
    release = models.Release
    newest: models.Release | None = await session.scalar(
        select(release)
        .where(release.municipality == municipality)
        .order_by(release.number.desc())
        .limit(1)
    )
    return newest


async def count_releases(session: Session, municipality: str) -> int:
    """How many releases there are; the newest one's number."""
    release = models.Release
    statement = select(func.coalesce(func.max(release.number), 0)).where(
        release.municipality == municipality
    )
    return await session.scalar(statement) or 0


async def get_release(session: Session, caller: Caller, release_id: str) -> models.Release:
    """One release.

    Raises:
        ReleaseNotThere: When the caller's municipality has none of this id.
    """
    found = await session.get(models.Release, (caller.municipality, release_id))
    if found is None:
        raise ReleaseNotThere("Find frigivelsens id i listen.")
    return found


async def list_releases(
    session: Session, caller: Caller, page: pages.PageRequest
) -> Sequence[models.Release]:
    """A page of releases, newest first, and one more."""
    release = models.Release
    statement = select(release).where(release.municipality == caller.municipality)
    after = page.after(int)
    if after is not None:
        statement = statement.where(release.number < after[0])
    return (
        await session.scalars(statement.order_by(release.number.desc()).limit(page.limit + 1))
    ).all()


async def list_offers(session: Session, municipality: str, release_id: str) -> Sequence[str]:
    """The offers that have figures in a release."""
    figure = models.ViewFigure
    statement = (
        select(figure.offer_id)
        .where(
            figure.municipality == municipality,
            figure.release_id == release_id,
            figure.offer_id != ALL,
        )
        .distinct()
        .order_by(figure.offer_id)
    )
    return (await session.scalars(statement)).all()


async def list_target_groups(session: Session, municipality: str, release_id: str) -> Sequence[str]:
    """The target groups that have profiles in a release, for staff."""
    profiles = models.ReleasedProfiles
    statement = (
        select(profiles.target_group)
        .where(
            profiles.municipality == municipality,
            profiles.release_id == release_id,
            profiles.audience == "staff",
        )
        .order_by(profiles.target_group)
    )
    return (await session.scalars(statement)).all()


async def list_grounds(
    session: Session, municipality: str
) -> tuple[Sequence[Ground], dict[int, bytes]]:
    """What earlier releases were judged on, the oldest first, and the snapshots still needed."""
    ground = models.ReleaseGround
    mine = ground.municipality == municipality
    packed = await session.scalars(select(ground.ground).where(mine).order_by(ground.number))
    grounds = [read_ground(each) for each in packed]
    needed = grounds[-1].releases() if grounds else set()
    rows = await session.execute(
        select(ground.number, ground.courses).where(
            mine, ground.number.in_(needed), ground.courses.is_not(None)
        )
    )
    return grounds, {number: courses for number, courses in rows if courses is not None}


async def add_ground(
    session: Session, municipality: str, release_id: str, ground: Ground, snapshot: bytes
) -> None:
    """Keep what a release was judged on, and no more of the earlier ones than is still needed."""
    table = models.ReleaseGround
    session.add(
        table(
            municipality=municipality,
            release_id=release_id,
            number=ground.number,
            is_setting=bool(ground.settings),
            ground=write_ground(ground),
            courses=snapshot,
        )
    )
    await session.flush()
    unneeded = and_(table.municipality == municipality, table.number.not_in(ground.releases()))
    await session.execute(delete(table).where(unneeded, table.is_setting.is_(False)))
    await session.execute(
        update(table).where(unneeded, table.courses.is_not(None)).values(courses=None)
    )


async def find_figures(
    session: Session, municipality: str, release_id: str, wanted: Sequence[Shown]
) -> dict[Shown, models.ViewFigure]:
    """Figures of a release, some thousands at a time; those that it has."""
    figure = models.ViewFigure
    key = (figure.audience, figure.offer_id, figure.target_group, figure.indicator)
    found: dict[Shown, models.ViewFigure] = {}
    for first in range(0, len(wanted), BATCH_ROWS):
        statement = select(figure).where(
            figure.municipality == municipality,
            figure.release_id == release_id,
            tuple_(*key).in_(wanted[first : first + BATCH_ROWS]),
        )
        for row in await session.scalars(statement):
            found[row.audience, row.offer_id, row.target_group, row.indicator] = row  # type: ignore[index]
    return found


async def find_profiles(
    session: Session, municipality: str, release_id: str
) -> Sequence[models.ReleasedProfiles]:
    """All profiles of a release."""
    profiles = models.ReleasedProfiles
    statement = select(profiles).where(
        profiles.municipality == municipality, profiles.release_id == release_id
    )
    return (await session.scalars(statement)).all()


async def add_figures(
    session: Session,
    municipality: str,
    release_id: str,
    rows: Sequence[SheetRow],
    carried: Mapping[Shown, models.ViewFigure],
) -> None:
    """Write a release's figures, some thousands at a time.

    Args:
        session: The release's transaction.
        municipality: Whose.
        release_id: The release.
        rows: Its figures.
        carried: The earlier ones that stay, of rows without a figure; one withdrawn stays so.
    """
    for first in range(0, len(rows), BATCH_ROWS):
        values = []
        for row in rows[first : first + BATCH_ROWS]:
            key = (row.audience, row.offer_id, row.target_group, row.indicator)
            before = carried.get(key)
            if row.figure is None and before is None:
                continue
            kept = before if row.figure is None else None
            values.append(
                {
                    "municipality": municipality,
                    "release_id": release_id,
                    "audience": row.audience,
                    "offer_id": row.offer_id,
                    "target_group": row.target_group,
                    "indicator": row.indicator,
                    "provider_id": row.provider_id,
                    "figure": row.figure.model_dump(mode="json")
                    if row.figure
                    else getattr(kept, "figure", None),
                    **{name: getattr(kept, name, None) for name in models.WITHDRAWAL},
                }
            )
        await session.execute(insert(models.ViewFigure), values)


async def add_profiles(
    session: Session,
    municipality: str,
    release_id: str,
    profiles: Mapping[tuple[Audience, str], Sequence[Mapping[str, Any]]],
) -> None:
    """Write a release's profiles, one row for each audience and target group."""
    for (audience, group), rows in profiles.items():
        session.add(
            models.ReleasedProfiles(
                municipality=municipality,
                release_id=release_id,
                audience=audience,
                target_group=group,
                rows=list(rows),
            )
        )
    await session.flush()
