"""What the effects service does on a clock: release figures when what they rest on has changed."""

import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog

from effects import workspace
from effects.participations import queries as participations
from effects.releases import models, queries, service
from effects.settings import Settings
from kit.database import Database
from kit.jobs import Handler, Running
from kit.schedules import Schedule
from kit.worker import Clock

RELEASE_EVERY_SECONDS = 1.0
SWEEP_EVERY_SECONDS = 3600.0
RELEASE_TOLD_AT = "10 2 * * *"
"""When figures follow the day's referrals: in UTC, as cron says it."""

Releasing = Callable[..., Awaitable[models.Release | None]]
"""``service.release_if_due`` or ``service.release_now``."""

FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 300.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Pauses:
    """How long to leave alone each municipality whose release failed; kept in memory alone.

    Attributes:
        until: By municipality, the pause in seconds and the moment (``time.monotonic``) it ends.
    """

    until: dict[str, tuple[float, float]] = field(default_factory=dict)

    def is_over(self, municipality: str, now: float) -> bool:
        """Whether the municipality may be tried."""
        return municipality not in self.until or self.until[municipality][1] <= now

    def lengthen(self, municipality: str, now: float) -> float:
        """Pause twice as long as last time, from 2 up to 300 seconds; the pause in seconds."""
        before = self.until.get(municipality)
        pause = min(2 * before[0], LONGEST_PAUSE_SECONDS) if before else FIRST_PAUSE_SECONDS
        self.until[municipality] = (pause, now + pause)
        return pause

    def end(self, municipality: str) -> None:
        """Forget the trouble: a release went well."""
        self.until.pop(municipality, None)


def clocks(settings: Settings) -> Sequence[Clock]:
    """What the service's worker does every few seconds, and every hour."""
    return (
        Clock(
            "release_figures",
            RELEASE_EVERY_SECONDS,
            partial(release_due, settings, pauses=Pauses()),
        ),
        Clock("sweep_spool", SWEEP_EVERY_SECONDS, partial(_sweep, settings)),
    )


def schedules(settings: Settings) -> Sequence[Schedule]:
    """What the service's worker does at night."""
    act = partial(release_told, settings)
    return (Schedule("release_participations", RELEASE_TOLD_AT, act),)


async def release_due(
    settings: Settings, database: Database, *, pauses: Pauses | None = None
) -> None:
    """Release for every municipality whose registers have changed and settled, each by itself.

    One municipality's trouble is logged and does not keep the others waiting; it is tried again
    after its pause, if ``pauses`` are kept.
    """
    pauses = pauses or Pauses()
    async with database.transaction(None) as session:
        due = await queries.list_due(session, settle_seconds=settings.settle_seconds)
    await _release_each(settings, database, due, pauses, service.release_if_due)


async def release_told(settings: Settings, database: Database) -> None:
    """Release for every municipality whose referrals have changed since its newest release.

    They change all day, and figures that changed with them would tell of single people.
    """
    async with database.transaction(None) as session:
        due = await participations.list_due(session)
    await _release_each(settings, database, due, Pauses(), service.release_now)


async def _release_each(
    settings: Settings,
    database: Database,
    due: Sequence[str],
    pauses: Pauses,
    release: Releasing,
) -> None:
    for municipality in due:
        if not pauses.is_over(municipality, time.monotonic()):
            continue
        try:
            await _release(settings, database, municipality, release)
        except Exception as error:  # noqa: BLE001 - tried again later; the others go on
            # The error's own text may hold citizens' rows or a statement's values.
            log.warning(
                "release_failed",
                municipality=municipality,
                error=type(error).__name__,
                trace=_places(error),
                again_in_seconds=pauses.lengthen(municipality, time.monotonic()),
            )
        else:
            pauses.end(municipality)


def _places(error: BaseException) -> list[str]:
    """Where the error went through our code and others', innermost last, without any values."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def handlers(settings: Settings) -> dict[str, Handler]:
    """What the worker does when it is asked to."""

    async def release(running: Running) -> dict[str, Any]:
        municipality = running.caller.municipality or ""
        async with running.database.transaction(municipality) as session:
            released = await service.release_now(
                session, municipality, settings, at=datetime.now(UTC)
            )
        return {"release_id": released.id, "number": released.number}

    return {service.RELEASE_JOB: release}


async def _release(
    settings: Settings, database: Database, municipality: str, act: Releasing
) -> None:
    async with database.transaction(municipality) as session:
        release = await act(session, municipality, settings, at=datetime.now(UTC))
    if release is not None:
        log.info(
            "figures_released",
            municipality=municipality,
            number=release.number,
            shown=release.shown,
            hidden=release.hidden,
        )


async def _sweep(settings: Settings, _database: Database) -> None:
    workspace.sweep(settings.spool_folder)
