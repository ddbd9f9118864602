"""How often somebody may ask for a token, so that nobody tires the gateway out.

A secret has 256 bits and is not guessed; what the limits guard is the service. So that none of
them can be turned against another, *failed* attempts are counted where they come from (the address
and the client that is named, and the address), and *successful* ones at the client that has shown
who it is. Whoever guesses at a foreign client is told to wait, and who shows the right secret or
key at the same address still comes in: an attempt is refused before it is looked at only where the
address has failed too often, and there neither where the client has come in before, as long as
nobody guesses at that client. That bounds what looking costs.

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

    def take(self, key: Key, now: float) -> Left:
        """Count one more for a key that has room for it; how much it had."""
        left = self.left(key, now)
        if not left.remaining:
            return left
        each = self._policy.seconds / self._policy.quota
        self._empty_at[key] = max(self._empty_at.pop(key, now), now) + each
        if len(self._empty_at) > self._most:
            self._empty_at.popitem(last=False)
        return left


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
            gateway.tokens.refusals.TooManyAttempts: When it fails, and has failed too often lately.
        """
        # What is not shaped like an id of ours names nobody, and may well be a secret.
        pair = (address, client_id if ID_PATTERN.fullmatch(client_id) else "")
        self._refuse_early(pair)
        try:
            yield
        except refusals.Refusal as refusal:
            if refusal.error == refusals.INVALID_CLIENT:
                now = self._clock()
                self._at_address.take(address, now)
                left = self._of_client.take(pair, now)
                if not left.remaining:
                    raise _refused(left, client_id=pair[1] or None) from None
            else:
                self._note_who_came_in(pair)
            raise
        self._note_who_came_in(pair)

    def _note_who_came_in(self, pair: tuple[str, str]) -> None:
        self._came_in[pair] = None
        self._came_in.move_to_end(pair)
        if len(self._came_in) > self._most:
            self._came_in.popitem(last=False)

    def _refuse_early(self, pair: tuple[str, str]) -> None:
        """Refuse, unseen, what comes from where too much has failed."""
        now = self._clock()
        address, client_id = pair
        left = self._at_address.left(address, now)
        if left.remaining:
            return
        if pair in self._came_in:
            left = self._of_client.left(pair, now)
        if not left.remaining:
            raise _refused(left, client_id=client_id or None)

    def refuse_busy(self, address: str, client_id: str) -> None:
        """Refuse, unseen, a client that has come in from there and used up its tokens.

        Raises:
            gateway.tokens.refusals.TooManyAttempts: When it has.
        """
        left = self._tokens.left(client_id, self._clock())
        if not left.remaining and (address, client_id) in self._came_in:
            raise _refused(left, client_id=client_id)

    def take_token(self, client_id: str) -> Left:
        """Count a token for a client that has shown who it is; how many are left.

        Raises:
            gateway.tokens.refusals.TooManyAttempts: When it fetches more than any client needs.
        """
        now = self._clock()
        left = self._tokens.take(client_id, now)
        if not left.remaining:
            raise _refused(left, client_id=client_id)
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
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _site(address: str) -> str | None:
    """An address as it is counted; None for what is none."""
    parsed = _parsed(address)
    if not isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed) if parsed else None
    return str(ipaddress.IPv6Network((int(parsed), _SITE_BITS), strict=False))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; one of IPv4 that a socket of IPv6 shows (``::ffff:127.0.0.1``) is that one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
