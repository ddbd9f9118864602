"""How often one address may begin or end a sign-in: a municipality's people share one."""

import time
from collections.abc import Callable

from gateway.tokens.attempts import Buckets, Policy
from kit import problems

SIGN_INS_AT_ADDRESS = Policy("sign-ins-at-address", 600, 60)


class TooManySignIns(problems.TooMany):
    """More than a whole municipality in the morning."""


class SignInPace:
    """Who has asked how often, as one process remembers it."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at_address: Buckets[str] = Buckets(SIGN_INS_AT_ADDRESS)

    def take(self, address: str) -> None:
        """Count one more.

        Raises:
            TooManySignIns: When the address has used what it may.
        """
        left = self._at_address.take(address, self._clock())
        if not left.remaining:
            raise TooManySignIns(
                f"Der er logget ind for mange gange herfra. Vent {left.one_more_in} sekunder.",
                headers=left.headers | {"Retry-After": str(left.one_more_in)},
            )
