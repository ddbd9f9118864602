"""How much is let in at once: what is too much is refused at once, and no one crowds out others.

Three measures, each for one process. Requests beyond what it can hold are shed (503). One
municipality may use all database connections but one, so that the others' requests never wait
behind its own. One client may ask so often within ten seconds (429).
"""

import asyncio
import math
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from kit import problems
from kit.rights import Caller

REMEMBERED_CLIENTS = 10_000
WINDOW_SECONDS = 10
WAITS_OF_ONE = 8
"""Places in which one client may wait for news at once."""


class Overloaded(problems.Unavailable):
    """The process holds as many requests as it can."""

    code = "overloaded"
    title = "For travlt"


def _overloaded() -> Overloaded:
    return Overloaded(
        "Systemet har for travlt. Intet er gjort; prøv igen om lidt.", headers={"Retry-After": "1"}
    )


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
        self._waits: Counter[str | None] = Counter()
        self._turns: dict[str, tuple[asyncio.Semaphore, list[int]]] = {}
        self.pace = Pace(requests_per_window)
        self.in_flight = 0
        self.waiting = 0
        self.shed = 0

    def enter(self) -> None:
        """Let a request in; ``leave`` must follow.

        Raises:
            Overloaded: When as many are in as the process can hold.
        """
        if self.in_flight >= self._at_once:
            self.shed += 1
            raise _overloaded()
        self.in_flight += 1

    def leave(self) -> None:
        """A request is answered."""
        self.in_flight -= 1

    @contextmanager
    def wait(self, caller: Caller) -> Iterator[None]:
        """A caller's wait for news; our own services may always wait.

        Raises:
            TooManyRequests: When the caller waits in as many places as it may already.
            Overloaded: When as many wait as the process can hold, or half of it for one
                municipality.
        """
        if caller.kind == "service":
            yield
            return
        mine, whole = self._waits.get(caller.subject, 0), self._waits.get(caller.municipality, 0)
        if mine >= WAITS_OF_ONE:
            raise TooManyRequests(
                f"Klienten venter allerede {WAITS_OF_ONE} steder. Brug én læser ad gangen.",
                headers={"Retry-After": "1"},
            )
        if self.waiting >= self._at_once or whole >= max(self._at_once // 2, WAITS_OF_ONE):
            self.shed += 1
            raise _overloaded()
        counted = (caller.subject, caller.municipality)
        self._waits.update(counted)
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1
            self._waits.subtract(counted)
            for name in counted:
                if not self._waits[name]:
                    del self._waits[name]

    def count(self, caller: Caller) -> dict[str, str]:
        """Count a request of a caller; the headers that say how many are left to it.

        Raises:
            TooManyRequests: When it has used what it may. Our own services are not counted.
        """
        return {} if caller.kind == "service" else self.pace.take(caller.subject)

    @asynccontextmanager
    async def turn(self, municipality: str | None) -> AsyncIterator[None]:
        """A municipality's turn at the database: so many at once, the others in their order.

        Raises:
            Overloaded: When half of all that the process can hold waits for this turn already:
                the other half is for the others.
        """
        if municipality is None:
            # Our own services, who follow for all.
            yield
            return
        name = municipality
        semaphore, users = self._turns.setdefault(
            name, (asyncio.Semaphore(self._transactions), [0])
        )
        if users[0] >= max(self._at_once // 2, self._transactions):
            self.shed += 1
            raise _overloaded()
        users[0] += 1
        try:
            async with semaphore:
                yield
        finally:
            users[0] -= 1
            if not users[0]:
                self._turns.pop(name, None)
