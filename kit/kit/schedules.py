"""What is done at set times; apart from the queue, whose library is slow to load."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kit.database import Database


@dataclass(frozen=True, slots=True)
class Schedule:
    """Something done at set times, by one worker however many there are.

    Attributes:
        name: What it is called in logs and in the queue.
        cron: When, as five fields of cron, in UTC.
        act: What is done.
    """

    name: str
    cron: str
    act: Callable[[Database], Awaitable[None]]
