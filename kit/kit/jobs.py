"""Long work: asked for in a transaction, answered 202, done by a worker, its progress told.

PgQueuer keeps the queue: a job commits with the change that asks for it, is taken up by one worker
at a time, and by another when that one dies. What is asked, how far it is and what came of it
stands in our own table, because the queue forgets a job once it is done.
"""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Literal

import structlog
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, delete, false, func, insert, select, text, update

from kit import pages, problems, tables, tracing
from kit.database import Database, Session
from kit.problems import ProblemBody
from kit.rights import Caller, CallerDep

ENTRYPOINT = "pejling"
RIGHT = "jobs.read"
MOST_ATTEMPTS = 3
MOST_STARTS = 6
TELL_EVERY_SECONDS = 0.5
KEPT_FOR = timedelta(days=30)
_FIRST_PAUSE_SECONDS = 2

log = structlog.get_logger(__name__)

State = Literal["waiting", "running", "done", "failed"]

_LOST = text(
    """
    SELECT id FROM jobs
    WHERE finished_at IS NULL AND asked_at < :before
      AND NOT EXISTS (SELECT FROM pgqueuer
                      WHERE entrypoint = :entrypoint AND payload = convert_to(jobs.id, 'UTF8'))
    FOR UPDATE OF jobs SKIP LOCKED
    """
)


class JobNotFound(problems.NotThere):
    """There is no such job, or the caller may not know of it."""

    code = "job_not_found"


class JobGaveUp(problems.Problem):
    """The work failed each time for a reason that nobody foresaw."""

    code = "job_failed"
    title = "Arbejdet kunne ikke gøres færdigt"


class AccessTakenBack(problems.NotAllowed):
    """Whoever asked for the work may not ask for it any more."""

    code = "access_revoked"
    title = "Adgangen er trukket tilbage"


class Job(BaseModel):
    """Long work as its asker may follow it."""

    id: str
    kind: str = Field(examples=["offers.import"])
    state: State
    done: int = Field(description="How much is done, in the unit of ``total``")
    total: int | None = Field(description="How much there is; null until it is known")
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    result: dict[str, Any] | None = Field(description="What came of it, once done")
    problem: ProblemBody | None = Field(description="Why it failed, where it did")


@dataclass(slots=True)
class Running:
    """A job while a worker does it.

    Attributes:
        database: The service's database.
        caller: Who asked, with the municipality; what he may was checked when he asked.
        payload: What was asked.
        content: The bytes that came with it.
    """

    database: Database
    id: str
    kind: str
    caller: Caller
    payload: dict[str, Any]
    content: bytes | None
    _told_at: float = field(default=0.0, init=False)

    async def tell(self, done: int, total: int | None = None) -> None:
        """Say how far the work is; at most twice a second is written down."""
        now = time.monotonic()
        if now - self._told_at < TELL_EVERY_SECONDS:
            return
        self._told_at = now
        async with self.database.transaction(None) as session:
            await _update(session, self.id, done=done, total=total)


Handler = Callable[[Running], Awaitable[dict[str, Any]]]
"""Does one kind of job and says what came of it; may be run twice without harm."""


async def ask(
    session: Session,
    caller: Caller,
    *,
    kind: str,
    payload: Mapping[str, Any],
    at: datetime,
    content: bytes | None = None,
) -> Job:
    """Let a worker do something once the transaction commits.

    Args:
        session: The transaction that the job belongs to.
        caller: Who asks.
        kind: Which handler does it.
        payload: What it is told, as JSON; ids and codes, never a person's number.
        at: Now.
        content: A file to work on; kept until the job is finished.
    """
    job_id = secrets.token_hex(16)
    await session.execute(
        insert(tables.jobs).values(
            id=job_id,
            municipality=caller.municipality,
            kind=kind,
            asked_by=caller.subject,
            asked_at=at,
            payload={**payload, "caller": _kept(caller)},
            content=content,
            attempts=0,
            done=0,
            trace_id=tracing.current_id(),
        )
    )
    await _enqueue(session, [job_id])
    return await get_job(session, caller, job_id)


async def _enqueue(session: Session, job_ids: Sequence[str]) -> None:
    from pgqueuer.queries import Queries  # noqa: PLC0415 - half a second, for few processes' first

    raw = await (await session.connection()).get_raw_connection()
    queries = Queries.from_asyncpg_connection(raw.driver_connection)  # type: ignore[arg-type]
    for job_id in job_ids:
        await queries.enqueue(ENTRYPOINT, job_id.encode())


async def prefers_async(
    caller: CallerDep,
    prefer: Annotated[
        str | None,
        Header(
            max_length=200,
            description="respond-async: answer 202 at once, and do it as a job (RFC 7240)",
            examples=["respond-async"],
        ),
    ] = None,
) -> bool:
    """Whether the caller would rather come back for the answer; who may not is answered at once."""
    wishes = (wish.partition(";")[0].strip().lower() for wish in (prefer or "").split(","))
    return "respond-async" in wishes and caller.holds(RIGHT)


PrefersAsync = Annotated[bool, Depends(prefers_async)]
ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"description": "Asked for; follow the job at Location", "model": Job}
}
"""What a route that may answer so says in its document."""


def accept(request: Request, response: Response, job: Job) -> Job:
    """Answer 202, and say where the job's progress is told."""
    response.status_code = HTTPStatus.ACCEPTED
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/v1/jobs/{job.id}"
    response.headers["Retry-After"] = "1"
    response.headers["Preference-Applied"] = "respond-async"
    return job


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The municipality's jobs; of a provider's people and systems, those they asked for."""
    jobs = tables.jobs
    if caller.municipality is None:
        return false()
    mine = jobs.c.municipality == caller.municipality
    return mine if caller.provider_id is None else mine & (jobs.c.asked_by == caller.subject)


_SHOWN = [
    column for column in tables.jobs.c if column.name not in ("content", "payload", "attempts")
]


async def get_job(session: Session, caller: Caller, job_id: str) -> Job:
    """One job.

    Raises:
        JobNotFound: When there is none that the caller may see.
    """
    row = (
        await session.execute(select(*_SHOWN).where(tables.jobs.c.id == job_id, visible_to(caller)))
    ).one_or_none()
    if row is None:
        raise JobNotFound("Kontrollér id'et; job huskes i 30 dage.")
    return _shown(row)


async def list_jobs(
    session: Session, caller: Caller, page: pages.PageRequest
) -> tuple[list[Job], str | None]:
    """The newest jobs first, and the cursor of the next page."""
    jobs = tables.jobs
    statement = (
        select(*_SHOWN)
        .where(visible_to(caller))
        .order_by(jobs.c.asked_at.desc(), jobs.c.id.desc())
        .limit(page.limit + 1)
    )
    after = page.after(str, str)
    if after is not None:
        moment = pages.moment_of(after[0])
        statement = statement.where(
            (jobs.c.asked_at < moment) | ((jobs.c.asked_at == moment) & (jobs.c.id < after[1]))
        )
    rows, cursor = pages.cut(
        (await session.execute(statement)).all(),
        page.limit,
        lambda row: (row.asked_at.isoformat(), row.id),
    )
    return [_shown(row) for row in rows], cursor


def _shown(row: Any) -> Job:  # noqa: ANN401 - a row of the columns in _SHOWN
    state: State = "waiting" if row.started_at is None else "running"
    if row.finished_at is not None:
        state = "failed" if row.problem else "done"
    return Job.model_validate({**row._mapping, "state": state})  # noqa: SLF001 - SQLAlchemy's public name


def _kept(caller: Caller) -> dict[str, Any]:
    return {
        "subject": caller.subject,
        "kind": caller.kind,
        "municipality": caller.municipality,
        "rights": sorted(caller.rights),
        "provider_id": caller.provider_id,
        "organisation": caller.organisation,
    }


async def do(database: Database, handlers: Mapping[str, Handler], job_id: str) -> timedelta | None:
    """Do a job; how long to wait before it is tried again, or None when it has an end."""
    async with database.transaction(None) as session:
        row = (
            await session.execute(
                update(tables.jobs)
                .where(tables.jobs.c.id == job_id, tables.jobs.c.finished_at.is_(None))
                .values(
                    attempts=tables.jobs.c.attempts + 1,
                    started_at=func.coalesce(tables.jobs.c.started_at, func.now()),
                )
                .returning(tables.jobs)
            )
        ).one_or_none()
    if row is None:
        return None
    if row.attempts > MOST_STARTS:
        # Each start but the last ended with the worker: it may well be the job that ends it.
        gave_up = JobGaveUp("Arbejdet standsede hver gang, det blev begyndt.")
        await _finish(database, row.id, problem=problems.body_of(gave_up))
        return None
    payload = dict(row.payload)
    told = payload.pop("caller")
    caller = Caller(**{**told, "rights": frozenset(told["rights"])})
    running = Running(database, row.id, row.kind, caller, payload, row.content)
    try:
        await _see_that_access_stands(database, caller, asked_at=row.asked_at)
        result = await handlers[row.kind](running)
    except problems.Problem as problem:
        await _finish(database, row.id, problem=problems.body_of(problem))
    except Exception as error:  # noqa: BLE001 - tried again, and then told as failed
        # An error's own words may hold rows and parameters, and so people.
        log.warning("job_failed", job=row.id, kind=row.kind, error=type(error).__name__)
        if row.attempts < MOST_ATTEMPTS:
            return timedelta(seconds=_FIRST_PAUSE_SECONDS**row.attempts)
        gave_up = JobGaveUp("Prøv igen senere; fejlen står i loggen under trace_id.")
        await _finish(database, row.id, problem=problems.body_of(gave_up))
    else:
        await _finish(database, row.id, result=result)
    return None


async def _see_that_access_stands(
    database: Database, caller: Caller, *, asked_at: datetime
) -> None:
    revocations = tables.revocations
    async with database.transaction(None) as session:
        before = await session.scalar(
            select(revocations.c.tokens_before).where(revocations.c.subject == caller.subject)
        )
    if before is not None and asked_at < before:
        raise AccessTakenBack("Bed om det igen med en adgang, der gælder.")


async def _finish(
    database: Database,
    job_id: str,
    *,
    result: dict[str, Any] | None = None,
    problem: dict[str, Any] | None = None,
) -> None:
    async with database.transaction(None) as session:
        await _update(
            session,
            job_id,
            finished_at=datetime.now(UTC),
            content=None,
            result=result,
            problem=problem,
        )


async def _update(session: Session, job_id: str, **values: Any) -> None:  # noqa: ANN401 - columns
    jobs = tables.jobs
    await session.execute(
        update(jobs).where(jobs.c.id == job_id, jobs.c.finished_at.is_(None)).values(**values)
    )


async def take_up_lost(database: Database, *, at: datetime) -> int:
    """Queue anew what the queue lost, as when a worker was stopped in the middle of it."""
    async with database.transaction(None) as session:
        lost = (
            await session.scalars(
                _LOST, {"before": at - timedelta(minutes=1), "entrypoint": ENTRYPOINT}
            )
        ).all()
        if lost:
            await _enqueue(session, lost)
    return len(lost)


async def forget_old(session: Session, *, at: datetime) -> None:
    """Delete what was finished more than thirty days ago."""
    await session.execute(delete(tables.jobs).where(tables.jobs.c.finished_at < at - KEPT_FOR))
