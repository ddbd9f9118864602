"""How often somebody may ask for a token, so that nobody tires the gateway out.

A secret has 256 bits and is not guessed; what the limits guard is the service. So that none of
them can be turned against another, *failed* attempts are counted where they come from (the address
and the client that is named, and the address), and *successful* ones at the client that has shown
who it is. Whoever guesses at a foreign client from elsewhere is refused there; and where a client
has come in before, it is not refused for what others have tried at the same address.

The counts are those of one process, and bounded: what is forgotten is what was asked about longest
ago. ``limits`` on PyPI would count as well, but its memory has no bound, and this guards against
those who would fill it.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request

from gateway.clients.service import ID_PATTERN
from gateway.settings import Network
from gateway.tokens import refusals

MOST_KEPT = 20_000
_SITE_BITS = 64
"""Who has one IPv6 address has its whole network of 2^64."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Policy:
    """So many a window; as a bucket that drips, so that no window ends for all at once."""

    name: str
    quota: int
    seconds: int

    @property
    def field(self) -> str:
        """``RateLimit-Policy`` (draft-ietf-httpapi-ratelimit-headers)."""
        return f'"{self.name}";q={self.quota};w={self.seconds}'


FAILED_OF_CLIENT = Policy("failed-of-client", 10, 60)
FAILED_AT_ADDRESS = Policy("failed-at-address", 60, 60)
TOKENS_OF_CLIENT = Policy("tokens-of-client", 120, 60)


@dataclass(frozen=True, slots=True)
class Left:
    """How much of a policy is left, and in how many seconds there is one more."""

    policy: Policy
    remaining: int
    one_more_in: int

    @property
    def headers(self) -> dict[str, str]:
        """The draft's two fields."""
        said = f'"{self.policy.name}";r={self.remaining};t={self.one_more_in}'
        return {"RateLimit-Policy": self.policy.field, "RateLimit": said}


class Buckets(Generic[Key]):
    """One bucket a key, each kept as the moment when it will be empty again (GCRA)."""

    def __init__(self, policy: Policy, *, most: int = MOST_KEPT) -> None:
        self._policy = policy
        self._most = most
        self._empty_at: OrderedDict[Key, float] = OrderedDict()

    def left(self, key: Key, now: float) -> Left:
        """How much is left for a key."""
        each = self._policy.seconds / self._policy.quota
        filled = max(self._empty_at.get(key, now) - now, 0.0)
        remaining = math.floor((self._policy.seconds - filled) / each + 1e-9)
        room = self._policy.seconds - filled - max(remaining, 0) * each
        return Left(self._policy, max(remaining, 0), max(math.ceil(each - room - 1e-9), 1))

    def add(self, key: Key, now: float) -> None:
        """Count one more for a key."""
        each = self._policy.seconds / self._policy.quota
        self._empty_at[key] = max(self._empty_at.pop(key, now), now) + each
        if len(self._empty_at) > self._most:
            self._empty_at.popitem(last=False)


class Attempts:
    """Who has tried what, as one process remembers it."""

    def __init__(
        self, *, most: int = MOST_KEPT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._most = most
        self._of_client: Buckets[tuple[str, str]] = Buckets(FAILED_OF_CLIENT, most=most)
        self._at_address: Buckets[str] = Buckets(FAILED_AT_ADDRESS, most=most)
        self._tokens: Buckets[str] = Buckets(TOKENS_OF_CLIENT, most=most)
        self._came_in: OrderedDict[tuple[str, str], None] = OrderedDict()

    @contextmanager
    def counted(self, address: str, client_id: str) -> Iterator[None]:
        """Let somebody try to show who it is, and count it when that fails.

        Raises:
            gateway.tokens.refusals.TooManyAttempts: When it has failed too often lately.
        """
        # What is not shaped like an id of ours names nobody, and may well be a secret.
        pair = (address, client_id if ID_PATTERN.fullmatch(client_id) else "")
        now = self._clock()
        limits = [self._of_client.left(pair, now)]
        if pair not in self._came_in:
            limits.append(self._at_address.left(address, now))
        for left in limits:
            if not left.remaining:
                raise _refused(left, client_id=pair[1] or None)
        try:
            yield
        except refusals.Refusal as refusal:
            if refusal.error == refusals.INVALID_CLIENT:
                self._of_client.add(pair, self._clock())
                self._at_address.add(address, self._clock())
            raise
        self._came_in[pair] = None
        self._came_in.move_to_end(pair)
        if len(self._came_in) > self._most:
            self._came_in.popitem(last=False)

    def take_token(self, client_id: str) -> Left:
        """Count a token for a client that has shown who it is; how many are left.

        Raises:
            gateway.tokens.refusals.TooManyAttempts: When it fetches more than any client needs.
        """
        now = self._clock()
        left = self._tokens.left(client_id, now)
        if not left.remaining:
            raise _refused(left, client_id=client_id)
        self._tokens.add(client_id, now)
        return self._tokens.left(client_id, now)


def _refused(left: Left, *, client_id: str | None) -> refusals.TooManyAttempts:
    return refusals.TooManyAttempts(
        f"Vent {left.one_more_in} sekunder. Et token holder i ti minutter: brug det igen.",
        client_id=client_id,
        headers=left.headers | {"Retry-After": str(left.one_more_in)},
    )


def address_of(request: Request, trusted: Sequence[Network]) -> str:
    """Where a request comes from: the peer, or whom a trusted proxy says it speaks for.

    Only the last hop of ``X-Forwarded-For`` is read: the proxy wrote it, the others anybody may.
    """
    peer = request.client.host if request.client else ""
    hops = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    if _is_in(peer, trusted) and (forwarded := _site(hops[-1].strip())):
        return forwarded
    return _site(peer) or peer


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def _site(address: str) -> str | None:
    """An address as it is counted; None for what is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), _SITE_BITS), strict=False))
