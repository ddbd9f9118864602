"""The worker process: the followers and jobs of all services.

python -m standalone.worker PARENT_ID GATE
"""

import asyncio
import importlib
import signal
import sys

import uvloop

from kit import logs, settings, worker
from standalone.children import die_with_parent, wait_at
from standalone.databases import SERVICES


def create_works() -> list[worker.Work]:
    """The work of each service that has any, with its settings read from the environment."""
    works: list[worker.Work] = []
    for service in SERVICES:
        create = getattr(importlib.import_module(f"{service}.app"), "create_work", None)
        if create is not None:
            read = importlib.import_module(f"{service}.settings").Settings
            works.append(create(settings.load(read)))
    return works


async def work() -> None:
    """Follow and do jobs until told to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await worker.run(create_works(), stop)


def main(parent: int, gate: int) -> None:
    """Run as a child of the process `parent`, once it opens the gate."""
    die_with_parent(parent)
    logs.configure()
    wait_at(gate)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
