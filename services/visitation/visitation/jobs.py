"""What visitation's worker does when it is asked to, and at set times."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from kit.bulk.uploads import Options, Upload
from kit.jobs import Handler, Running
from kit.schedules import Schedule
from kit.worker import Clock
from visitation.guide import renewing
from visitation.offers import filing, imports
from visitation.referrals import imports as referral_imports


async def import_offers(running: Running) -> dict[str, Any]:
    """Take a batch of offers; the report is what the sender would have been answered."""
    upload, options = _batch(running)
    async with running.database.transaction(running.caller.municipality) as session:
        report = await imports.import_offers(
            session, running.caller, upload, options, at=datetime.now(UTC), progress=running.tell
        )
    return report.model_dump(mode="json")


async def import_referrals(running: Running) -> dict[str, Any]:
    """Take a batch of referrals; the report is what the sender would have been answered."""
    upload, options = _batch(running)
    async with running.database.transaction(running.caller.municipality) as session:
        report = await referral_imports.import_referrals(
            session, running.caller, upload, options, at=datetime.now(UTC), progress=running.tell
        )
    return report.model_dump(mode="json")


def _batch(running: Running) -> tuple[Upload, Options]:
    """What was sent with a job, and what is to be done with it."""
    asked, body = running.payload, running.content or b""
    upload = Upload(asked["format"], body, hashlib.sha256(body).digest())
    return upload, Options(asked["skip_rows"], asked["validate_only"], asked["batch_id"])


RENEW_EVERY_SECONDS = 10.0


def clocks() -> tuple[Clock, ...]:
    """What the worker does every few seconds."""
    renewal = renewing.Renewal()
    return (Clock("renew_counted_figures", RENEW_EVERY_SECONDS, renewal.renew_changed),)


SCHEDULES = (
    Schedule("file_offers", "*/10 * * * *", filing.file_unfiled),
    Schedule("renew_counted_figures", "5-55/10 * * * *", renewing.renew_counted),
)
HANDLERS: dict[str, Handler] = {
    imports.JOB: import_offers,
    referral_imports.JOB: import_referrals,
}
