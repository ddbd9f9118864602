"""What the effects service does besides answering, apart: a worker needs no routes."""

from effects import follow, jobs
from effects.settings import Settings
from kit import worker


def create_work(settings: Settings) -> worker.Work:
    """What the service does besides answering: it follows referrals, and releases figures."""
    return worker.new_work(
        "effects",
        settings,
        feeds=follow.feeds(settings),
        clocks=jobs.clocks(settings),
        schedules=jobs.schedules(settings),
        handlers=jobs.handlers(settings),
    )
