"""What the gateway does besides answering, apart: a worker needs no routes."""

from dataclasses import replace

from gateway import jobs
from gateway.audit import following
from gateway.settings import Settings
from kit import worker


def create_work(settings: Settings) -> worker.Work:
    """What the gateway does besides answering."""
    work = worker.new_work("gateway", settings, schedules=jobs.SCHEDULES)
    followed = following.clocks(settings, work.tokens)
    return replace(work, clocks=(*work.clocks, *followed))
