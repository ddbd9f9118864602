"""Verifying the gateway's signed tokens: one verifier, in every service."""

import asyncio
import base64
import json
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Protocol

import httpx
import structlog
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from kit import outgoing, problems
from kit.revocations import Revocations
from kit.rights import Caller, Kind
from kit.tenancy import Municipality

ALGORITHMS = ["ES256"]
MAX_TOKEN_BYTES = 8_192
CACHE_SIZE = 4_096
CLOCK_SKEW_SECONDS = 5
MAX_LIFETIME_SECONDS = 3_600
KEYS_FRESH_SECONDS = 300
KEYS_RETRY_SECONDS = 2
KEYS_TIMEOUT_SECONDS = 5

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# Nothing else stands in a header of ours: no key that the token brings itself (jwk, jku, x5u, x5c),
# no extension that changes what is signed (crit, b64).
_HEADER_FIELDS = frozenset({"alg", "kid", "typ"})

log = structlog.get_logger(__name__)
_CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class TokenInvalid(problems.NotSignedIn):
    """The token is malformed, forged, or meant for somebody else."""

    code = "token_invalid"
    title = "Tokenet kan ikke bruges"


class TokenExpired(problems.NotSignedIn):
    """The token was good, but its time has passed."""

    code = "token_expired"
    title = "Tokenet er udløbet"


class TokenRevoked(problems.NotSignedIn):
    """The token was good, but the access that it gives was taken back since."""

    code = "token_revoked"
    title = "Adgangen er trukket tilbage"


class KeysUnavailable(problems.Unavailable):
    """The gateway's keys have never been fetched, and it does not answer."""

    code = "keys_unavailable"


Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Claims(BaseModel):
    """What every token says; a claim that is missing or of another type refuses it."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: Word
    aud: Word
    typ: Word
    sub: Word
    exp: int
    nbf: int
    iat: int
    jti: Word
    kind: Kind
    rights: list[Word]
    municipality: Municipality | None
    provider_id: Word | None = None
    organisation: Word | None = None
    session: Word | None = None


class Keys(Protocol):
    """Where the verifier finds public keys."""

    async def current(self, *, wanted: str) -> KeySet:
        """The known keys, fetched again when ``wanted`` is not among them."""


class FixedKeys:
    """Public keys that are given once."""

    def __init__(self, document: KeySetSerialization) -> None:
        self._keys = KeySet.import_key_set(document)

    async def current(self, *, wanted: str) -> KeySet:
        """The given keys, whatever is wanted."""
        del wanted
        return self._keys


class PublishedKeys:
    """Public keys as the gateway publishes them, kept while it is away."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._keys: KeySet | None = None
        self._fetched_at = -float("inf")
        self._tried_at = -float("inf")
        self._fetching = asyncio.Lock()

    async def current(self, *, wanted: str) -> KeySet:
        """The gateway's keys; the old ones go on serving when it does not answer.

        Raises:
            KeysUnavailable: When none were ever fetched.
        """
        if self._is_due(wanted) and not self._is_left_to_another(wanted):
            async with self._fetching:
                if self._is_due(wanted):
                    await self._fetch()
        if self._keys is None:
            raise KeysUnavailable(
                "Adgangstjenesten svarer ikke. Prøv igen om lidt.",
                headers={"Retry-After": str(KEYS_RETRY_SECONDS)},
            )
        return self._keys

    def _is_due(self, wanted: str) -> bool:
        now = time.monotonic()
        if now - self._tried_at < KEYS_RETRY_SECONDS:
            return False
        return not self._holds(wanted) or now - self._fetched_at > KEYS_FRESH_SECONDS

    def _is_left_to_another(self, wanted: str) -> bool:
        """Whether somebody is fetching already, and what we hold is good enough meanwhile."""
        return self._fetching.locked() and self._holds(wanted)

    def _holds(self, wanted: str) -> bool:
        return self._keys is not None and any(key.kid == wanted for key in self._keys.keys)

    async def _fetch(self) -> None:
        try:
            async with outgoing.new_client() as client:
                answer = await outgoing.send(
                    client, "GET", self._address, deadline_seconds=KEYS_TIMEOUT_SECONDS
                )
            if answer.status_code == HTTPStatus.OK:
                self._keys = KeySet.import_key_set(answer.json())
                self._fetched_at = time.monotonic()
                return
            log.warning("keys_not_fetched", status=answer.status_code)
        except (httpx.HTTPError, ValueError, TypeError, KeyError, JoseError) as error:
            log.warning("keys_not_fetched", error=type(error).__name__)
        finally:
            # Counted from the end: those who waited for a gateway that hangs must not wait again.
            self._tried_at = time.monotonic()


@dataclass(frozen=True, slots=True)
class _Verified:
    caller: Caller
    session: str | None
    issued_at: float
    not_before: float
    expires_at: float


class Verifier:
    """Turns a token into a caller; verified ones are remembered, their times checked anew."""

    def __init__(
        self,
        keys: Keys,
        *,
        issuer: str,
        audience: str,
        revocations: Revocations | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._revocations = revocations or Revocations()
        self._clock = clock
        self._cache: OrderedDict[str, _Verified] = OrderedDict()

    async def verify(self, token: str) -> Caller:
        """The caller that a token names.

        Raises:
            TokenInvalid: When it is malformed, forged, not yet valid, or not meant for us.
            TokenExpired: When its time has passed.
            TokenRevoked: When the access was taken back after it was issued.
            KeysUnavailable: When the gateway's keys have never been fetched.
        """
        known = self._cache.get(token)
        if known is None:
            known = await self._verified(token)
            self._cache[token] = known
            if len(self._cache) > CACHE_SIZE:
                self._cache.popitem(last=False)
        now = self._clock()
        if now >= known.expires_at:
            self._cache.pop(token, None)
            raise TokenExpired("Hent et nyt token.", headers=_CHALLENGE)
        if now + CLOCK_SKEW_SECONDS < known.not_before:
            raise _invalid()
        covers = self._revocations.covers
        if covers(known.caller.subject, known.issued_at) or (
            known.session is not None and covers(known.session, known.issued_at)
        ):
            self._cache.pop(token, None)
            raise TokenRevoked(
                "Hent et nyt token, eller kontakt kommunens administrator.", headers=_CHALLENGE
            )
        return known.caller

    async def _verified(self, token: str) -> _Verified:
        if len(token) > MAX_TOKEN_BYTES or not _COMPACT.fullmatch(token):
            raise _invalid()
        keys = await self._keys.current(wanted=_key_id(token))
        try:
            signed = jws.deserialize_compact(token, keys, algorithms=ALGORITHMS)
            claims = Claims.model_validate(_unambiguous(signed.payload))
        except (JoseError, ValidationError, ValueError, TypeError, KeyError, RecursionError):
            # The reasons are kept from the caller: they help nobody but a forger.
            raise _invalid() from None
        if (
            claims.iss != self._issuer
            or claims.aud != self._audience
            or claims.typ != "access"
            or claims.exp - claims.iat > MAX_LIFETIME_SECONDS
            or claims.iat > self._clock() + CLOCK_SKEW_SECONDS
            or (claims.municipality is None and claims.kind != "service")
        ):
            raise _invalid()
        caller = Caller(
            subject=claims.sub,
            kind=claims.kind,
            municipality=claims.municipality,
            rights=frozenset(claims.rights),
            provider_id=claims.provider_id,
            organisation=claims.organisation,
        )
        return _Verified(
            caller,
            claims.session,
            issued_at=claims.iat,
            not_before=claims.nbf,
            expires_at=claims.exp,
        )


def _invalid() -> TokenInvalid:
    return TokenInvalid(
        "Det er ikke udstedt til dette, eller det er ændret. Hent et nyt token.",
        headers=_CHALLENGE,
    )


def _key_id(token: str) -> str:
    """The key id that a token claims, unverified: only used to decide whether to fetch keys."""
    packed = token.partition(".")[0]
    try:
        header = _unambiguous(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, RecursionError):
        raise _invalid() from None
    kid = header.get("kid")
    if header.keys() - _HEADER_FIELDS or not isinstance(kid, str):
        raise _invalid()
    return kid


def _unambiguous(text: bytes) -> dict[str, Any]:
    """A JSON object in which no name stands twice: two readers could believe different ones.

    Raises:
        ValueError: When it is not one.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        named = dict(pairs)
        if len(named) != len(pairs):
            raise ValueError("a name stands twice")
        return named

    value = json.loads(text.decode("utf-8"), object_pairs_hook=once)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - what json raises for bad text, too
    return value
