"""What the visitation service does besides answering, apart: a worker needs no routes."""

from kit import worker
from visitation import follow, jobs
from visitation.settings import Settings


def create_work(settings: Settings) -> worker.Work:
    """Everything that the service does besides answering."""
    return worker.new_work(
        "visitation",
        settings,
        feeds=follow.feeds(settings),
        clocks=jobs.clocks(),
        schedules=jobs.SCHEDULES,
        handlers=jobs.HANDLERS,
    )
