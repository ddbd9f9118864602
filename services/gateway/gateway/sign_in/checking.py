"""What the identity provider's tokens must say; joserfc checks their signatures alone."""

import base64
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CLOCK_SKEW_SECONDS = 60
LOGOUT_FRESH_SECONDS = 10 * 60
MAX_SUBJECT = 255
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class ClaimsWrong(Exception):
    """What the identity provider seems to say does not hold; the text is for the log."""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Whom the provider has signed out.

    Attributes:
        subject: The person.
        session: Which of the provider's own sessions is over; None when all of the person's are.
    """

    subject: str
    session: str | None


def check_id_token(claims: Mapping[str, Any], issuer: str, client_id: str, *, nonce: str) -> None:
    """OpenID Connect Core §3.1.3.7.

    Raises:
        ClaimsWrong: When the token is not of this provider, for us, of now and of this sign-in.
    """
    audience = _audience(claims)
    wrong = _wrong_in_all(claims, issuer, client_id) | {
        "azp": claims.get("azp", None if len(audience) > 1 else client_id) != client_id,
        "exp": _moment(claims, "exp") + CLOCK_SKEW_SECONDS <= time.time(),
        "nonce": not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
    }
    _refuse(wrong)


def check_logout_token(claims: Mapping[str, Any], issuer: str, client_id: str) -> SignedOut:
    """Whom a logout token signs out (OpenID Connect Back-Channel Logout §2.6).

    Raises:
        ClaimsWrong: When the token is not of this provider, for us, of now, or names nobody.
    """
    events, session = claims.get("events"), claims.get("sid")
    wrong = _wrong_in_all(claims, issuer, client_id) | {
        "old": _moment(claims, "iat") + LOGOUT_FRESH_SECONDS <= time.time(),
        "exp": _moment(claims, "exp", missing=2**53) + CLOCK_SKEW_SECONDS <= time.time(),
        "events": not isinstance(events, dict) or not isinstance(events.get(_LOGOUT), dict),
        # An ID token must never pass for a logout token.
        "nonce": "nonce" in claims,
        "sid": session is not None and not isinstance(session, str),
    }
    _refuse(wrong)
    return SignedOut(claims["sub"], session)


def session_of(id_token: str) -> object:
    """The provider's own session that an ID token names, which was checked when it came."""
    payload = unpacked(id_token.split(".")[1])
    return json.loads(payload).get("sid")


def unpacked(part: str) -> bytes:
    """The bytes of a part of a token."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _wrong_in_all(claims: Mapping[str, Any], issuer: str, client_id: str) -> dict[str, bool]:
    subject = claims.get("sub")
    return {
        "iss": claims.get("iss") != issuer,
        "aud": client_id not in _audience(claims),
        "iat": _moment(claims, "iat") > time.time() + CLOCK_SKEW_SECONDS,
        "sub": not isinstance(subject, str) or not 1 <= len(subject) <= MAX_SUBJECT,
    }


def _refuse(wrong: Mapping[str, bool]) -> None:
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise ClaimsWrong(name)


def _audience(claims: Mapping[str, Any]) -> list[Any]:
    told = claims.get("aud")
    return told if isinstance(told, list) else [told]


def _moment(claims: Mapping[str, Any], name: str, *, missing: float | None = None) -> float:
    told = claims.get(name, missing)
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise ClaimsWrong(name)
    return told
