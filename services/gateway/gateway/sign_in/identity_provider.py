"""The identity provider as we ask it: OpenID Connect's code flow with PKCE, and nothing else.

Checked by joserfc and asked by httpx, which are here already; decision 0022 says why not Authlib.
"""

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import structlog
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from gateway.sign_in import checking
from gateway.sign_in.checking import ClaimsWrong, SignedOut
from kit import outgoing
from kit.tokens import KeysUnavailable, PublishedKeys

ALGORITHMS = ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"]
DISCOVERED_FRESH_SECONDS = 3_600
ANSWER_SECONDS = 10
MAX_TOKEN = 32_768
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS = 120
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names of this very machine."""

log = structlog.get_logger(__name__)


class ProviderAway(Exception):
    """The identity provider does not answer, or not what an identity provider answers."""


class CodeRefused(Exception):
    """The identity provider does not take the code: it was used, or came too late."""


class Discovered(BaseModel):
    """What we use of the provider's own description (OpenID Connect Discovery)."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False


def is_safe_address(address: str) -> bool:
    """Whether an address is https, or on this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def challenge_of(code_verifier: str) -> str:
    """PKCE's S256 (RFC 7636 §4.2)."""
    return _base64(hashlib.sha256(code_verifier.encode()).digest())


class IdentityProvider:
    """One provider, described by itself; its description is kept for an hour.

    Args:
        issuer: Its address, as its tokens name it.
        client_id: What it knows us as.
        client_secret: How we show who we are, unless by a key.
        client_key: The key with which we show it instead (``private_key_jwt``).
        scope: What we ask it to say of people.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        *,
        client_secret: SecretStr | None = None,
        client_key: ECKey | RSAKey | None = None,
        scope: str = "openid profile",
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._client_key = client_key
        self._scope = scope
        self._discovered: Discovered | None = None
        self._discovered_at = -float("inf")
        self._keys: PublishedKeys | None = None

    async def authorization_url(
        self, *, state: str, nonce: str, code_verifier: str, redirect_uri: str
    ) -> str:
        """Where a person signs in.

        Raises:
            ProviderAway: When the provider does not say where.
        """
        found = await self._discover()
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": self._scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(code_verifier),
            "code_challenge_method": "S256",
        }
        return _with_query(found.authorization_endpoint, asked)

    async def end_session_url(self, *, id_token: str, return_to: str) -> str | None:
        """Where a person signs out of the provider too; None where it offers that to nobody."""
        try:
            found = await self._discover()
        except ProviderAway:
            return None
        if found.end_session_endpoint is None:
            return None
        asked = {
            "id_token_hint": id_token,
            "client_id": self._client_id,
            "post_logout_redirect_uri": return_to,
        }
        return _with_query(found.end_session_endpoint, asked)

    async def check_issuer(self, told: str | None) -> None:
        """Refuse the answer of another provider (RFC 9207).

        Raises:
            ClaimsWrong: When another answers, or nobody says who does though ours would.
            ProviderAway: When the provider does not describe itself.
        """
        found = await self._discover()
        is_missing = told is None and found.authorization_response_iss_parameter_supported
        if is_missing or (told is not None and told != self.issuer):
            raise ClaimsWrong("iss of the answer")

    async def redeem(self, code: str, *, code_verifier: str, redirect_uri: str) -> str:
        """The ID token for a code.

        Raises:
            CodeRefused: When the provider does not take the code.
            ProviderAway: When it does not answer, or not as it should.
        """
        found = await self._discover()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": code_verifier,
        }
        headers = self._show_who_we_are(found, form)
        try:
            async with outgoing.new_client(read_seconds=ANSWER_SECONDS) as client:
                # Once: a code that was sent is used, whatever became of the answer.
                answer = await client.post(found.token_endpoint, data=form, headers=headers)
            body = answer.json()
            refused = body.get("error") if answer.is_client_error else None
            id_token = body.get("id_token")
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise ProviderAway(type(error).__name__) from None
        if refused == "invalid_grant":
            raise CodeRefused
        if answer.status_code != HTTPStatus.OK or not isinstance(id_token, str):
            raise ProviderAway(f"token endpoint: {answer.status_code}")
        return id_token

    async def claims_of(self, id_token: str, *, nonce: str) -> Mapping[str, Any]:
        """What the provider says of the person, once it is known that it says so, to us, and now.

        Raises:
            ClaimsWrong: When it does not.
            ProviderAway: When its keys cannot be had.
        """
        claims = await self._signed(id_token)
        checking.check_id_token(claims, self.issuer, self._client_id, nonce=nonce)
        return claims

    async def signed_out(self, logout_token: str) -> SignedOut:
        """Whom the provider has signed out, as it tells by itself (back-channel logout).

        Raises:
            ClaimsWrong: When it is not the provider who says so, or not to us, or not of now.
            ProviderAway: When its keys cannot be had.
        """
        claims = await self._signed(logout_token)
        return checking.check_logout_token(claims, self.issuer, self._client_id)

    async def _signed(self, token: str) -> Mapping[str, Any]:
        """The claims of a token that one of the provider's keys has signed."""
        await self._discover()
        assert self._keys is not None  # noqa: S101 - known with the description
        if len(token) > MAX_TOKEN:
            raise ClaimsWrong("size")
        try:
            header = json.loads(checking.unpacked(token.partition(".")[0]))
            keys = await self._keys.current(wanted=str(header["kid"]))
            claims = json.loads(jws.deserialize_compact(token, keys, ALGORITHMS).payload)
        except KeysUnavailable:
            raise ProviderAway("keys") from None
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise ClaimsWrong(type(error).__name__) from None
        if not isinstance(claims, dict):
            raise ClaimsWrong("no object")
        return claims

    def _show_who_we_are(self, found: Discovered, form: dict[str, str]) -> dict[str, str]:
        """The headers, or fields of the form, that show the provider who is asking."""
        if self._client_key is not None:
            now = int(time.time())
            said = {
                "iss": self._client_id,
                "sub": self._client_id,
                "aud": found.token_endpoint,
                "jti": uuid.uuid4().hex,
                "iat": now,
                "exp": now + _ASSERTION_SECONDS,
            }
            algorithm = "ES256" if isinstance(self._client_key, ECKey) else "PS256"
            header = {"alg": algorithm, "kid": self._client_key.kid}
            form["client_assertion"] = jwt.encode(
                header, said, self._client_key, algorithms=ALGORITHMS
            )
            form["client_assertion_type"] = _ASSERTION_TYPE
            return {}
        secret = self._client_secret.get_secret_value() if self._client_secret else None
        if secret is not None and "client_secret_basic" in (
            found.token_endpoint_auth_methods_supported
        ):
            # Each part is escaped before they are joined (RFC 6749 §2.3.1).
            pair = f"{quote(self._client_id, safe='')}:{quote(secret, safe='')}"
            return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        form["client_id"] = self._client_id
        if secret is not None:
            form["client_secret"] = secret
        return {}

    async def _discover(self) -> Discovered:
        """The provider's description; an old one goes on serving while it does not answer.

        Raises:
            ProviderAway: When none was ever had, or it is another's.
        """
        now = time.monotonic()
        if self._discovered is not None and now - self._discovered_at < DISCOVERED_FRESH_SECONDS:
            return self._discovered
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            async with outgoing.new_client() as client:
                answer = await outgoing.send(
                    client, "GET", address, deadline_seconds=ANSWER_SECONDS
                )
            answer.raise_for_status()
            found = Discovered.model_validate(answer.json())
            self._check_description(found)
        except (httpx.HTTPError, ValidationError, ValueError) as error:
            log.warning("provider_not_described", error=type(error).__name__)
            if self._discovered is None:
                raise ProviderAway(type(error).__name__) from None
            return self._discovered
        if self._discovered is None or self._discovered.jwks_uri != found.jwks_uri:
            self._keys = PublishedKeys(found.jwks_uri)
        self._discovered, self._discovered_at = found, now
        return found

    def _check_description(self, found: Discovered) -> None:
        """Refuse a description of another, or one that would have us send secrets in the open.

        Raises:
            ValueError: When it is such a one.
        """
        asked = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
        if found.issuer != self.issuer or not all(map(is_safe_address, asked)):
            raise ValueError("not the issuer's own description")


def _with_query(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
