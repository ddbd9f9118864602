"""What the surveys service does besides answering, apart: a worker needs no routes."""

from kit import worker
from surveys import follow, jobs
from surveys.settings import Settings


def create_work(settings: Settings) -> worker.Work:
    """Everything that the service does besides answering."""
    return worker.new_work(
        "surveys",
        settings,
        feeds=follow.feeds(settings),
        schedules=jobs.schedules(settings),
        handlers=jobs.handlers(settings),
    )
