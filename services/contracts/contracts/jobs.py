"""What the contracts service's worker does when it is asked to, and at set times."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from contracts.attendance import batches as attendance
from kit.bulk.uploads import Options, Upload
from kit.jobs import Handler, Running
from kit.schedules import Schedule


async def report_attendance(running: Running) -> dict[str, Any]:
    """Take a batch of attendance; the report is what the sender would have been answered."""
    asked, body = running.payload, running.content or b""
    upload = Upload(asked["format"], body, hashlib.sha256(body).digest())
    options = Options(asked["skip_rows"], asked["validate_only"], asked["batch_id"])
    reported_at = datetime.fromisoformat(asked["reported_at"])
    terms = attendance.Terms(datetime.now(UTC), asked["deadline_days"], reported_at)
    async with running.database.transaction(running.caller.municipality) as session:
        report = await attendance.take_batch(
            session, running.caller, upload, options, terms, progress=running.tell
        )
    return report.model_dump(mode="json")


SCHEDULES: tuple[Schedule, ...] = ()
HANDLERS: dict[str, Handler] = {attendance.JOB: report_attendance}
