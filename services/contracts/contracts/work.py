"""What the contracts service does besides answering, apart: a worker needs no routes."""

from contracts import follow, jobs
from contracts.settings import Settings
from kit import worker


def create_work(settings: Settings) -> worker.Work:
    """Everything that the service does besides answering."""
    return worker.new_work(
        "contracts",
        settings,
        feeds=follow.feeds(settings),
        schedules=jobs.SCHEDULES,
        handlers=jobs.HANDLERS,
    )
