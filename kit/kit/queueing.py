"""A worker's part of the queue: it takes up jobs, and does what is due on a clock."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.models import Schedule as QueuedSchedule
from sqlalchemy.engine import make_url

from kit import jobs
from kit.database import CONNECT_TIMEOUT_SECONDS, Database
from kit.schedules import Schedule

HEARTBEAT_TIMEOUT = timedelta(seconds=30)
"""A job whose worker has not been heard of for so long is taken up by another."""
LOOK_EVERY = timedelta(seconds=5)
"""How often the queue is looked at when no notification came."""
AT_ONCE = 2
GRACE_SECONDS = 2.0
_REST_SECONDS = 2.0

log = structlog.get_logger(__name__)


async def run(
    database: Database,
    url: str,
    handlers: Mapping[str, jobs.Handler],
    schedules: Sequence[Schedule],
    stop: asyncio.Event,
) -> None:
    """Work on the queue until told to stop; a database that goes away is waited for."""
    while not stop.is_set():
        try:
            await _run_connected(database, url, handlers, schedules, stop)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - a worker must outlive its database's pauses
            log.warning("queue_stopped", error=type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), _REST_SECONDS)
            except TimeoutError:
                continue


async def _run_connected(
    database: Database,
    url: str,
    handlers: Mapping[str, jobs.Handler],
    schedules: Sequence[Schedule],
    stop: asyncio.Event,
) -> None:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(
        address,
        timeout=CONNECT_TIMEOUT_SECONDS,
        server_settings={"application_name": "pejling queue", "timezone": "UTC"},
    )
    try:
        queue = PgQueuer.from_asyncpg_connection(connection)

        @queue.entrypoint(jobs.ENTRYPOINT, concurrency_limit=0, accepts_context=False)
        async def work(queued: QueuedJob) -> None:
            pause = await jobs.do(database, handlers, (queued.payload or b"").decode())
            if pause is not None:
                raise RetryRequested(pause)

        for schedule in schedules:
            _register(queue, schedule, database)
        ends = asyncio.Event()
        connection.add_termination_listener(lambda _: ends.set())
        running = asyncio.create_task(
            queue.run(
                batch_size=1,
                max_concurrent_tasks=AT_ONCE,
                dequeue_timeout=LOOK_EVERY,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
            )
        )
        await _first_of(running, stop, ends)
        queue.shutdown.set()
        await asyncio.wait({running}, timeout=GRACE_SECONDS)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    finally:
        connection.terminate()


def _register(queue: PgQueuer, schedule: Schedule, database: Database) -> None:
    @queue.schedule(schedule.name, schedule.cron, accepts_context=False)
    async def act(_: QueuedSchedule) -> None:
        try:
            await schedule.act(database)
        except Exception as error:  # noqa: BLE001 - its words may hold rows; the clock goes on
            log.warning("schedule_failed", schedule=schedule.name, error=type(error).__name__)


async def _first_of(running: "asyncio.Task[None]", *events: asyncio.Event) -> None:
    """Wait for the queue's end, or for one of the events."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait({running, *waits}, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    if running.done():
        running.result()
