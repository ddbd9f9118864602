"""The public keys by which a client may show who it is, and which of them are good enough."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

MAX_KEYS = 3
MIN_RSA_BITS = 2_048
MAX_RSA_BITS = 4_096
"""A longer one costs us more to check than it makes anybody safer."""
MAX_KID_LENGTH = 200

Key = ECKey | RSAKey | OKPKey

_MEMBERS: Final[dict[str, tuple[str, ...]]] = {
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
    "RSA": ("e", "kty", "n"),
}
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
_USUAL_EXPONENT = "AQAB"


class KeyUnusable(ValueError):
    """A key that nobody may come in with; ``code`` and text say why, and never show it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def algorithms_of(key: Key) -> Sequence[str]:
    """What a key may sign with: of one kind of key, never another's."""
    if isinstance(key, ECKey):
        return ("ES256",)
    # RFC 9864 names Ed25519 what most libraries still call EdDSA.
    return ("PS256", "RS256") if isinstance(key, RSAKey) else ("EdDSA", "Ed25519")


def parse(jwk: Mapping[str, Any]) -> Key:
    """A key as it is kept: its public members, and its name, which is made when it has none.

    Raises:
        KeyUnusable: When it is private, of another kind, or too weak.
    """
    if _PRIVATE & jwk.keys():
        raise KeyUnusable(
            "key_private",
            "Nøglen er privat eller delt. Send kun den offentlige del, og lav et nyt nøglepar:"
            " denne er ikke længere hemmelig.",
        )
    kind, kid = jwk.get("kty"), jwk.get("kid")
    names = _MEMBERS.get(kind) if isinstance(kind, str) else None
    if names is None or not all(isinstance(jwk.get(name), str) for name in names):
        raise KeyUnusable("key_unknown", "Nøglen skal være en JWK (RFC 7517) af EC, RSA eller OKP.")
    if kid is not None and not (isinstance(kid, str) and 0 < len(kid) <= MAX_KID_LENGTH):
        raise KeyUnusable("key_id_invalid", f"kid skal være 1-{MAX_KID_LENGTH} tegn.")
    try:
        key = _imported(str(kind), {name: jwk[name] for name in names})
    except KeyUnusable:
        raise
    except (JoseError, ValueError, TypeError, KeyError):
        # The cause is dropped: its text could hold a piece of what was sent.
        raise KeyUnusable("key_unknown", "Nøglens tal passer ikke sammen.") from None
    public = {name: jwk[name] for name in names} | {"kid": kid or key.thumbprint()}
    return _imported(str(kind), public)


def jwk_of(key: Key) -> dict[str, Any]:
    """A key as it is kept and shown."""
    members = key.as_dict(private=False)
    return {name: members[name] for name in (*_MEMBERS[key.key_type], "kid")}


def _imported(kind: str, members: dict[str, Any]) -> Key:
    key: Key
    if kind == "EC":
        key = ECKey.import_key(members)
        if key.curve_name != "P-256":
            raise KeyUnusable("key_weak", "En EC-nøgle skal være P-256.")
        key.raw_value  # noqa: B018 - reading it is what finds a point that is not on the curve
    elif kind == "RSA":
        # Looked at before the library does, which warns of a short one and toils over a long one.
        bits = int.from_bytes(_bytes_of(members["n"])).bit_length()
        if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS or members["e"] != _USUAL_EXPONENT:
            raise KeyUnusable(
                "key_weak",
                f"En RSA-nøgle skal være på {MIN_RSA_BITS}-{MAX_RSA_BITS} bit med e=AQAB.",
            )
        key = RSAKey.import_key(members)
    else:
        key = OKPKey.import_key(members)
        if members["crv"] != "Ed25519":
            raise KeyUnusable("key_weak", "En OKP-nøgle skal være Ed25519.")
        key.raw_value  # noqa: B018 - as above
    return key


def _bytes_of(part: str) -> bytes:
    packed = part.encode("ascii") + b"=" * (-len(part) % 4)
    return base64.b64decode(packed, altchars=b"-_", validate=True)
