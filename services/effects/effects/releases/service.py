"""Releasing: all figures of a municipality computed from one version of each register, at once."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from effects import copying, weeks
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS
from effects.packed.register import PackedRegister
from effects.registers import decisions
from effects.registers import queries as register_queries
from effects.releases import computing, indicators, models, packing, queries, telling
from effects.releases.computing import Computed
from effects.releases.queries import Versions
from effects.releases.sheet import Basis, SheetRow
from effects.settings import Settings
from effects.workspace import workspace
from kit import problems
from kit.database import Session
from kit.disclosure import ALL


class RegistersMissing(problems.NotNow):
    """There is nothing to compute from."""

    code = "registers_missing"
    title = "Registre mangler"


class ReleaseInProgress(problems.NotNow):
    """Another release of the municipality is being computed."""

    code = "release_in_progress"
    title = "En frigivelse er i gang"


_WITHOUT_HOURS = "Timeregistret mangler, så disse tal er ikke beregnet: {names}."


RELEASE_JOB = "figures.release"


async def release_now(
    session: Session, municipality: str, settings: Settings, *, at: datetime
) -> models.Release:
    """Compute and publish all figures, whether or not anything has changed.

    Raises:
        RegistersMissing: Codes, support or courses have never been imported.
        ReleaseInProgress: Another release of the municipality is being computed.
    """
    if not await queries.try_lock(session, municipality):
        raise ReleaseInProgress("Prøv igen om lidt.", headers={"Retry-After": "2"})
    versions = await queries.find_versions(session, municipality)
    missing = [
        name
        for name in ("codes", "support", "courses")
        if versions is None or getattr(versions, name) is None
    ]
    if versions is None or missing:
        raise RegistersMissing(
            f"Send først {', '.join(missing)} til /v1/registers/…/imports.",
            extra={"missing": missing},
        )
    return await _release(session, municipality, versions, settings, at=at)


async def release_if_due(
    session: Session, municipality: str, settings: Settings, *, at: datetime
) -> models.Release | None:
    """Compute and publish, unless somebody else is at it or was faster; None then."""
    if not await queries.try_lock(session, municipality):
        return None
    versions = await queries.find_versions(session, municipality)
    if versions is None or versions.stamp <= versions.released_stamp:
        return None
    return await _release(session, municipality, versions, settings, at=at)


async def _release(
    session: Session, municipality: str, versions: Versions, settings: Settings, *, at: datetime
) -> models.Release:
    await copying.allow_long_work(session)
    coverage = await _find_coverage(session, municipality, versions)
    basis = Basis(
        as_of=_last_day(coverage),
        code_list_version=versions.codes or 0,
        smallest_group=settings.smallest_group,
        smallest_public_group=settings.smallest_public_group,
        has_hours=versions.hours is not None,
    )
    register, computed = await _compute(session, municipality, versions, settings, coverage, basis)
    if await packing.is_rewritten(session, municipality, register):
        register, computed = await _compute(
            session, municipality, versions, settings, coverage, basis
        )
    release = await _publish(session, municipality, versions, basis, computed, at=at)
    await packing.mark_followed(session, municipality, register)
    return release


async def _compute(
    session: Session,
    municipality: str,
    versions: Versions,
    settings: Settings,
    coverage: Coverage,
    basis: Basis,
) -> tuple[PackedRegister, Computed]:
    with workspace(settings.spool_folder) as folder:
        register = await packing.pack_register(
            session, municipality, versions, folder=folder, packed_folder=settings.packed_folder
        )
        grounds, courses = await queries.list_grounds(session, municipality)
        return register, await asyncio.to_thread(
            computing.compute,
            register,
            coverage,
            basis,
            folder,
            number=await queries.count_releases(session, municipality) + 1,
            grounds=grounds,
            courses=courses,
        )


async def _find_coverage(session: Session, municipality: str, versions: Versions) -> Coverage:
    """The weeks, and the months of hours, that the imports up to these versions cover."""
    support = await register_queries.find_coverage(
        session, municipality, "support", up_to_version=versions.support
    )
    assert support is not None  # noqa: S101 - a version has an import, and that a period
    months = None
    if versions.hours is not None:
        months = await register_queries.find_coverage(
            session, municipality, "hours", up_to_version=versions.hours
        )
    return Coverage(
        from_week=weeks.parse_week(support[0]),
        to_week=weeks.parse_week(support[1]),
        from_month=weeks.parse_month(months[0]) if months else None,
        to_month=weeks.parse_month(months[1]) if months else None,
    )


async def _publish(
    session: Session,
    municipality: str,
    versions: Versions,
    basis: Basis,
    computed: Computed,
    *,
    at: datetime,
) -> models.Release:
    previous = await queries.find_newest(session, municipality)
    inner = [
        row
        for row in computed.rows
        if row.audience == "staff" and ALL not in (row.offer_id, row.target_group)
    ]
    hidden = sum(row.figure is not None and row.figure.suppressed.yes for row in inner)
    release = models.Release(
        municipality=municipality,
        id=str(uuid.uuid4()),
        number=computed.ground.number,
        released_at=at,
        as_of=basis.as_of,
        codes_version=versions.codes,
        support_version=versions.support,
        hours_version=versions.hours,
        courses_version=versions.courses,
        stamp=versions.stamp,
        smallest_group=basis.smallest_group,
        shown=len(inner) - hidden,
        hidden=hidden,
        caveats=[*_caveats(basis), *await decisions.list_caveats(session, municipality)],
    )
    session.add(release)
    await session.flush()
    kept = await _find_kept(session, municipality, previous, computed.rows)
    await queries.add_figures(session, municipality, release.id, computed.rows, kept)
    await queries.add_ground(session, municipality, release.id, computed.ground, computed.snapshot)
    await queries.mark_released(session, municipality, versions.stamp)
    gone = await queries.list_offers(session, municipality, previous.id) if previous else []
    figures = [
        (row, row.figure or telling.shown_figure(kept[telling.key_of(row)]))
        for row in inner
        if row.indicator in indicators.TOLD
    ]
    telling.tell_figures(session, release, figures, gone, at=at)
    await _publish_profiles(session, municipality, release, previous, computed, at=at)
    return release


async def _find_kept(
    session: Session,
    municipality: str,
    previous: models.Release | None,
    rows: Sequence[SheetRow],
) -> dict[queries.Shown, models.ViewFigure]:
    """The earlier figures that stay."""
    wanted = [telling.key_of(row) for row in rows if row.figure is None]
    if previous is None or not wanted:
        return {}
    asked = {*wanted, *(("staff", *key[1:]) for key in wanted)}
    found = await queries.find_figures(session, municipality, previous.id, sorted(asked))
    return {key: telling.kept_figure(key, found) for key in wanted}


async def _publish_profiles(
    session: Session,
    municipality: str,
    release: models.Release,
    previous: models.Release | None,
    computed: Computed,
    *,
    at: datetime,
) -> None:
    before = await queries.find_profiles(session, municipality, previous.id) if previous else []
    profiles = telling.profile_rows(computed.profiles, before)
    await queries.add_profiles(session, municipality, release.id, profiles)
    gone = [each.target_group for each in before if each.audience == "staff"]
    telling.tell_profiles(session, release, profiles, gone, at=at)


def _caveats(basis: Basis) -> list[str]:
    if basis.has_hours:
        return []
    names = [d.label for d in DEFINITIONS if d.reads_hours]
    return [_WITHOUT_HOURS.format(names=", ".join([*names, "Pris pr. resultat"]))]


def _last_day(coverage: Coverage) -> date:
    return weeks.monday_of(coverage.to_week) + timedelta(days=6)
