"""What visitation's worker does when it is asked to, and at set times."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from kit.jobs import Handler, Running
from kit.schedules import Schedule
from visitation.offers import filing, imports
from visitation.offers.uploads import Options, Upload


async def import_offers(running: Running) -> dict[str, Any]:
    """Take a batch of offers; the report is what the sender would have been answered."""
    asked, body = running.payload, running.content or b""
    upload = Upload(asked["format"], body, hashlib.sha256(body).digest())
    options = Options(asked["skip_rows"], asked["validate_only"], asked["batch_id"])
    async with running.database.transaction(running.caller.municipality) as session:
        report = await imports.import_offers(
            session, running.caller, upload, options, at=datetime.now(UTC), progress=running.tell
        )
    return report.model_dump(mode="json")


SCHEDULES = (Schedule("file_offers", "*/10 * * * *", filing.file_unfiled),)
HANDLERS: dict[str, Handler] = {imports.JOB: import_offers}
