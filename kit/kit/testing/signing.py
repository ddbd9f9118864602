"""Tokens for tests, signed as the gateway signs them, good and bad."""

import time
import uuid
from collections.abc import Iterable
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from kit.tokens import FixedKeys, Verifier

MUNICIPALITY = "0999"


class Signer:
    """A key pair of its own, and tokens made with it."""

    def __init__(self, kid: str = "test") -> None:
        self.kid = kid
        self.key = ECKey.generate_key("P-256", parameters={"kid": kid, "use": "sig"})

    def verifier(self) -> Verifier:
        """A verifier that knows this signer's public key."""
        document = KeySet([self.key]).as_dict(private=False)
        return Verifier(FixedKeys(document), issuer="pejling", audience="pejling")

    def token(
        self,
        rights: Iterable[str],
        *,
        municipality: str | None = MUNICIPALITY,
        **changed: Any,  # noqa: ANN401 - claims of any type, for forgeries too
    ) -> str:
        """A token with these rights; ``changed`` replaces claims, or removes those given None."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": "pejling",
            "aud": "pejling",
            "typ": "access",
            "sub": "client-1",
            "iat": now,
            "nbf": now,
            "exp": now + 600,
            "jti": uuid.uuid4().hex,
            "kind": "client",
            "rights": sorted(rights),
        }
        claims |= changed
        claims = {name: value for name, value in claims.items() if value is not None}
        claims.setdefault("municipality", municipality)
        return jwt.encode({"alg": "ES256", "kid": self.kid}, claims, self.key)
