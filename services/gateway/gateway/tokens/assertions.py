"""A client's own signed word for who it is: ``private_key_jwt``.

RFC 7523 §3 and RFC 7521 §4.2 say what such an assertion holds, OpenID Connect Core §9 what it is
called. It carries no key of its own and no algorithm that the registered key is not made for.
"""

import base64
import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from gateway.clients import public_keys
from gateway.tokens import refusals

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAX_LENGTH = 6_000
LONGEST = timedelta(minutes=5)
OLDEST = timedelta(hours=1)
SKEW = timedelta(seconds=5)

# Nothing else stands in a header that we read: no key that the assertion brings itself (jwk, jku,
# x5u, x5c), no extension that changes what is signed (crit, b64).
_HEADER_FIELDS = frozenset({"alg", "kid", "typ"})
_LATEST = 2**40
"""Beyond any moment that a clock of ours will show; a larger number is none."""

_Seconds = Annotated[int | float, Field(ge=0, le=_LATEST, allow_inf_nan=False)]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class _Claims(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)

    iss: _Text
    sub: _Text
    aud: _Text | list[_Text]
    exp: _Seconds
    jti: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    iat: _Seconds | None = None
    nbf: _Seconds | None = None


class _Registry(JWSRegistry):
    """The algorithms of one key, without the library's warning at the older name of Ed25519."""

    def get_alg(self, name: str) -> Any:  # noqa: ANN401 - the library's model of an algorithm
        if name not in (self.allowed or ()):
            raise refusals.CredentialsWrong(refusals.CHECK_CREDENTIALS)
        return self.algorithms[name]


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assertion that holds; it may be used until it expires, once."""

    jti_hash: bytes
    expires_at: datetime


def claimed_client(assertion: str) -> str:
    """Whom an assertion claims to come from, unverified: only used to find the keys to check with.

    Raises:
        gateway.tokens.refusals.CredentialsWrong: When it names nobody.
    """
    try:
        claims = _decoded(assertion.split(".")[1])
    except (ValueError, IndexError, RecursionError):
        raise refusals.CredentialsWrong(refusals.CHECK_CREDENTIALS) from None
    claimed = claims.get("sub")
    if not isinstance(claimed, str):
        raise refusals.CredentialsWrong(refusals.CHECK_CREDENTIALS)
    return claimed


def verify(
    assertion: str,
    keys: Sequence[dict[str, Any]],
    *,
    client_id: str,
    audiences: Collection[str],
    at: datetime,
) -> Assertion:
    """An assertion that one of a client's keys has signed, for us, for now.

    Args:
        assertion: The compact JWS.
        keys: The client's public keys as they are kept; none for an unknown client.
        client_id: The client.
        audiences: What we are called: the token endpoint's public address, and the issuer.
        at: Now.

    Raises:
        gateway.tokens.refusals.CredentialsWrong: When none of the keys has signed it.
        gateway.tokens.refusals.AssertionInvalid: When what is signed is not for us or not for now.
    """
    claims = _signed_claims(assertion, keys, client_id)
    named = claims.aud if isinstance(claims.aud, list) else [claims.aud]
    now = at.timestamp()
    skew = SKEW.total_seconds()
    # Only who holds the key learns what is wrong with what it signed.
    for is_wrong, remedy in (
        (claims.iss != client_id or claims.sub != client_id, "iss og sub skal være klientens id."),
        (not set(named) & set(audiences), f"aud skal være {' eller '.join(audiences)}."),
        (claims.exp <= now - skew, "exp er passeret; underskriv en ny."),
        (
            claims.exp > now + LONGEST.total_seconds() + skew,
            f"exp må højst være {LONGEST.seconds // 60} minutter frem.",
        ),
        (claims.nbf is not None and claims.nbf > now + skew, "nbf er ikke nået; stil uret."),
        (claims.iat is not None and claims.iat > now + skew, "iat er ikke nået; stil uret."),
        (
            claims.iat is not None and claims.iat < now - OLDEST.total_seconds(),
            "iat er over en time siden; underskriv en ny.",
        ),
    ):
        if is_wrong:
            raise refusals.AssertionInvalid(remedy, client_id=client_id)
    return Assertion(
        jti_hash=hashlib.sha256(claims.jti.encode("utf-8", "surrogatepass")).digest(),
        expires_at=datetime.fromtimestamp(claims.exp, UTC) + SKEW,
    )


def _signed_claims(assertion: str, keys: Sequence[dict[str, Any]], client_id: str) -> _Claims:
    wrong = refusals.CredentialsWrong(refusals.CHECK_CREDENTIALS, client_id=client_id)
    try:
        header = _decoded(assertion.split(".", maxsplit=1)[0])
        if header.keys() - _HEADER_FIELDS:
            raise wrong
        payload = _verified_payload(assertion, keys, header)
        if payload is None:
            raise wrong
        claims = _object(payload)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        # The reasons are kept from the caller: they help nobody but a forger.
        raise wrong from None
    try:
        return _Claims.model_validate(claims)
    except ValidationError as invalid:
        names = sorted({str(mistake["loc"][0]) for mistake in invalid.errors()})
        raise refusals.AssertionInvalid(
            f"Mangler eller har forkert form: {', '.join(names)}.", client_id=client_id
        ) from None


def _verified_payload(
    assertion: str, keys: Sequence[dict[str, Any]], header: dict[str, Any]
) -> bytes | None:
    for jwk in keys:
        key = public_keys.parse(jwk)
        algorithms = public_keys.algorithms_of(key)
        if header.get("alg") not in algorithms or header.get("kid", key.kid) != key.kid:
            continue
        try:
            return jws.deserialize_compact(
                assertion, key, registry=_Registry(algorithms=algorithms)
            ).payload
        except JoseError:
            continue
    return None


def _decoded(part: str) -> dict[str, Any]:
    packed = part.encode("ascii") + b"=" * (-len(part) % 4)
    return _object(base64.b64decode(packed, altchars=b"-_", validate=True))


def _object(text: bytes) -> dict[str, Any]:
    """A JSON object in which no name stands twice: two readers could believe different ones."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        named = dict(pairs)
        if len(named) != len(pairs):
            raise ValueError("a name stands twice")
        return named

    value = json.loads(text.decode("utf-8"), object_pairs_hook=once)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - what json raises for bad text, too
    return value
