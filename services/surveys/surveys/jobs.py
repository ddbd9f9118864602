"""What the surveys service's worker does when it is asked to, and at set times."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog

from kit.bulk.uploads import Options, Upload
from kit.database import Database, Session
from kit.jobs import Handler, Running
from kit.local_time import local_date
from kit.schedules import Schedule
from surveys.answers import pool_queries
from surveys.answers import service as answers
from surveys.releases import service as releases
from surveys.settings import Settings
from surveys.tenants import queries as tenants

log = structlog.get_logger(__name__)

Act = Callable[[Session, str, datetime], Awaitable[None]]


async def import_answers(running: Running) -> dict[str, Any]:
    """Take a batch of answers; the report is what the sender would have been answered."""
    asked, body = running.payload, running.content or b""
    upload = Upload(asked["format"], body, hashlib.sha256(body).digest())
    options = Options(asked["skip_rows"], asked["validate_only"], asked["batch_id"])
    async with running.database.transaction(running.caller.municipality) as session:
        report = await answers.import_answers(
            session, running.caller, upload, options, at=datetime.now(UTC), progress=running.tell
        )
    return report.model_dump(mode="json")


def handlers(settings: Settings) -> Mapping[str, Handler]:
    """What the worker does when it is asked to."""

    async def release(running: Running) -> dict[str, Any]:
        municipality = running.caller.municipality or ""
        async with running.database.transaction(municipality) as session:
            released = await releases.release_now(
                session,
                municipality,
                by=running.caller.subject,
                limit=settings.smallest_group,
                at=datetime.now(UTC),
            )
        return {"release_id": released.id, "number": released.number}

    return {releases.RELEASE_JOB: release, answers.IMPORT_JOB: import_answers}


def schedules(settings: Settings) -> Sequence[Schedule]:
    """Pools move every ten minutes; figures are released on Mondays before work."""

    async def release(session: Session, municipality: str, at: datetime) -> None:
        await releases.release_if_new(session, municipality, limit=settings.smallest_group, at=at)

    return (
        Schedule("move_pools", "*/10 * * * *", partial(for_each, "move_pools", move_pools)),
        Schedule("release_figures", "7 4 * * 1", partial(for_each, "release_figures", release)),
    )


async def move_pools(session: Session, municipality: str, at: datetime) -> None:
    """Move what has waited long enough for company, and forget drafts of waves that are over."""
    today = local_date(at)
    await pool_queries.move_pools(session, municipality, today=today)
    await pool_queries.forget_drafts(session, municipality, today=today)


async def for_each(name: str, act: Act, database: Database) -> None:
    """Do something for each municipality by itself: one's trouble does not stop the others."""
    async with database.transaction(None) as session:
        municipalities = await tenants.list_all(session)
    for municipality in municipalities:
        try:
            async with database.transaction(municipality) as session:
                await act(session, municipality, datetime.now(UTC))
        except Exception as error:  # noqa: BLE001 - tried again next time; the others go on
            # The error's own words may hold rows, and so people.
            log.warning(
                "schedule_failed_for",
                schedule=name,
                municipality=municipality,
                error=type(error).__name__,
            )
