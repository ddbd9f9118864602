"""How much is let in at once: what is too much is refused at once, and no one crowds out others.

Three measures, each for one process. Requests beyond what it can hold are shed (503). One
municipality may use all database connections but one, so that the others' requests never wait
behind its own. One client may ask so often within ten seconds (429).
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from kit import problems
from kit.rights import Caller

REMEMBERED_CLIENTS = 10_000
WINDOW_SECONDS = 10


class Overloaded(problems.Unavailable):
    """The process holds as many requests as it can."""

    code = "overloaded"
    title = "For travlt"


class TooManyRequests(problems.TooMany):
    """One client asks more often than one client may."""


@dataclass(slots=True)
class Pace:
    """How often each client may ask, as a bucket that fills evenly (GCRA).

    Attributes:
        per_window: Requests in ten seconds; 0 means any number.
    """

    per_window: int
    clock: Callable[[], float] = time.monotonic
    _full_again_at: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def take(self, client: str) -> dict[str, str]:
        """Count one request; the headers that say how many are left.

        Raises:
            TooManyRequests: When the client has used what it may.
        """
        if not self.per_window:
            return {}
        now = self.clock()
        each = WINDOW_SECONDS / self.per_window
        full_at = max(self._full_again_at.get(client, now), now) + each
        left = int((now + WINDOW_SECONDS - full_at) / each + 1e-6)
        headers = {
            "RateLimit-Policy": f'"client";q={self.per_window};w={WINDOW_SECONDS}',
            "RateLimit": f'"client";r={max(left, 0)};t={math.ceil(full_at - now)}',
        }
        if full_at - now > WINDOW_SECONDS + 1e-6:
            wait = math.ceil(full_at - now - WINDOW_SECONDS)
            raise TooManyRequests(
                f"Klienten må spørge {self.per_window} gange på {WINDOW_SECONDS} sekunder."
                f" Vent {wait} sek., og send så igen.",
                headers={**headers, "Retry-After": str(wait)},
            )
        self._full_again_at[client] = full_at
        self._full_again_at.move_to_end(client)
        if len(self._full_again_at) > REMEMBERED_CLIENTS:
            # The one that asked longest ago; nobody gains by being forgotten while he asks.
            self._full_again_at.popitem(last=False)
        return headers


class Admission:
    """What one process has let in."""

    def __init__(self, *, at_once: int, transactions: int, requests_per_window: int) -> None:
        self._at_once = at_once
        self._transactions = max(1, transactions)
        self._turns: dict[str, tuple[asyncio.Semaphore, list[int]]] = {}
        self.pace = Pace(requests_per_window)
        self.in_flight = 0
        self.waiting = 0
        self.shed = 0

    def enter(self, *, waits: bool = False) -> None:
        """Let a request in; ``leave`` must follow.

        Args:
            waits: Whether it only waits for news; those are counted by themselves.

        Raises:
            Overloaded: When as many are in as the process can hold.
        """
        if (self.waiting if waits else self.in_flight) >= self._at_once:
            self.shed += 1
            raise Overloaded(
                "Systemet har for travlt. Intet er gjort; prøv igen om lidt.",
                headers={"Retry-After": "1"},
            )
        if waits:
            self.waiting += 1
        else:
            self.in_flight += 1

    def leave(self, *, waits: bool = False) -> None:
        """A request is answered."""
        if waits:
            self.waiting -= 1
        else:
            self.in_flight -= 1

    def count(self, caller: Caller) -> dict[str, str]:
        """Count a request of a caller; the headers that say how many are left to it.

        Raises:
            TooManyRequests: When it has used what it may. Our own services are not counted.
        """
        return {} if caller.kind == "service" else self.pace.take(caller.subject)

    @asynccontextmanager
    async def turn(self, municipality: str | None) -> AsyncIterator[None]:
        """A municipality's turn at the database: so many at once, the others in their order."""
        name = municipality or ""
        semaphore, users = self._turns.setdefault(
            name, (asyncio.Semaphore(self._transactions), [0])
        )
        users[0] += 1
        try:
            async with semaphore:
                yield
        finally:
            users[0] -= 1
            if not users[0]:
                self._turns.pop(name, None)
