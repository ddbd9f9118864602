"""What the effects service does on a clock: release figures when registers have changed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import structlog

from effects import workspace
from effects.releases import queries, service
from effects.settings import Settings
from kit.database import Database
from kit.worker import Job

RELEASE_EVERY_SECONDS = 1.0
SWEEP_EVERY_SECONDS = 3600.0

log = structlog.get_logger(__name__)


def jobs(settings: Settings) -> Sequence[Job]:
    """The jobs of the service's worker."""
    return (
        Job("release_figures", RELEASE_EVERY_SECONDS, partial(release_due, settings)),
        Job("sweep_spool", SWEEP_EVERY_SECONDS, partial(_sweep, settings)),
    )


async def release_due(settings: Settings, database: Database) -> None:
    """Release for every municipality whose registers have changed and settled, each by itself.

    One municipality's trouble is logged and does not keep the others waiting.
    """
    async with database.transaction(None) as session:
        due = await queries.list_due(session, settle_seconds=settings.settle_seconds)
    for municipality in due:
        try:
            await _release(settings, database, municipality)
        except Exception as error:  # noqa: BLE001 - tried again next second; the others go on
            log.warning(
                "release_failed",
                municipality=municipality,
                error=type(error).__name__,
                detail=str(error)[:500],
            )


async def _release(settings: Settings, database: Database, municipality: str) -> None:
    async with database.transaction(municipality) as session:
        release = await service.release_if_due(
            session, municipality, settings, at=datetime.now(UTC)
        )
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
