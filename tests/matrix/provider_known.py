"""What must be there for a provider to succeed, where it sees less than the municipality."""

from dataclasses import replace
from datetime import UTC, datetime

from kit import jobs

from ..anything import contracts_reported_known as reported  # noqa: TID252 - folders of tests
from ..anything.known import Known, Make  # noqa: TID252 - as above
from ..anything.running import Running  # noqa: TID252 - as above

SYSTEM = "somebody-provider_system"
"""The provider's system, as its token names it."""


async def own_batch(running: Running) -> Known:
    """A batch that the provider itself sent: it does not see the municipality's."""
    sent, batch_id = await reported.attendance_batch(running), running.fresh("batch")
    token = running.signer.token(["attendance.report"], provider_id=running.own_provider)
    headers = {**sent.headers, "Authorization": f"Bearer {token}"}
    path = f"/v1/attendance/batches?batch_id={batch_id}"
    await running.do("POST", path, content=sent.content, headers=headers)
    return Known(path={"batch_id": batch_id})


async def heard_inspection(running: Running) -> Known:
    return Known(path=await reported.an_inspection(running, "hear"))


async def own_job(running: Running) -> Known:
    """Long work that the provider's own system asked for: it does not see anybody else's."""
    caller = replace(running.caller, subject=SYSTEM, provider_id=running.own_provider)
    async with running.database.transaction(caller.municipality) as session:
        asked = await jobs.ask(
            session, caller, kind="attendance.report", payload={}, at=datetime.now(UTC)
        )
    return Known(path={"job_id": asked.id})


AS_PROVIDER: dict[str, Make] = {
    "get_attendance_batch": own_batch,
    "get_inspection": heard_inspection,
    "get_job": own_job,
}
