"""Waiting until one service has heard of what another was told."""

import time
from collections.abc import Callable

HEARD_WITHIN_SECONDS = 600.0
"""A release of a whole municipality takes minutes where other work has the processors."""
ASK_EVERY_SECONDS = 0.3


class NotHeard(Exception):
    """One service has not heard in time what another was told."""


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Ask until it is so.

    Raises:
        NotHeard: It is not so in time.
    """
    deadline = time.monotonic() + HEARD_WITHIN_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise NotHeard(f"{otherwise} Kører arbejdsprocesserne? Se loggen.")
        time.sleep(ASK_EVERY_SECONDS)
