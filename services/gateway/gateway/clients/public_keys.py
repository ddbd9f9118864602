"""The public keys by which a client may show who it is, and which of them are good enough."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from kit import cpr

MAX_KEYS = 3
MIN_RSA_BITS = 2_048
MAX_RSA_BITS = 4_096
"""A longer one costs us more to check than it makes anybody safer."""
MAX_KID_LENGTH = 200
_MOST_RSA_BITS = 8_192
"""What is longer is not even counted."""

Key = ECKey | RSAKey | OKPKey

_MEMBERS: Final[dict[str, tuple[str, ...]]] = {
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
    "RSA": ("e", "kty", "n"),
}
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
_USUAL_EXPONENT = "AQAB"
_CURVE_BYTES = 32
"""Of a coordinate of P-256, and of an Ed25519 key: always as many (RFC 7518 §6.2.1.2, RFC 8037)."""
_KID = re.compile(rf"[\x21-\x7e]{{1,{MAX_KID_LENGTH}}}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


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
    if kid is not None and not (isinstance(kid, str) and _KID.fullmatch(kid)):
        raise KeyUnusable(
            "key_id_invalid", f"kid skal være 1-{MAX_KID_LENGTH} ASCII-tegn uden mellemrum."
        )
    try:
        key = _imported(str(kind), {name: jwk[name] for name in names})
    except KeyUnusable:
        raise
    except (JoseError, ValueError, TypeError, KeyError):
        # The cause is dropped: its text could hold a piece of what was sent.
        raise KeyUnusable("key_unknown", "Nøglens tal passer ikke sammen.") from None
    made = key.thumbprint()
    # The name that we make ourselves is a digest: what it looks like is chance.
    if kid is not None and kid != made and cpr.contains(kid):
        raise KeyUnusable("cpr_in_text", "kid ligner et CPR-nummer. Giv nøglen et andet navn.")
    public = {name: jwk[name] for name in names} | {"kid": kid or made}
    return _imported(str(kind), public)


def jwk_of(key: Key) -> dict[str, Any]:
    """A key as it is kept and shown."""
    members = key.as_dict(private=False)
    return {name: members[name] for name in (*_MEMBERS[key.key_type], "kid")}


def _imported(kind: str, members: dict[str, Any]) -> Key:
    """The key of these members.

    Each number is written in the one way that its standard knows: what is kept and shown again is
    a number and nothing else.
    """
    key: Key
    if kind == "EC":
        if members["crv"] != "P-256":
            raise KeyUnusable("key_weak", "En EC-nøgle skal være P-256.")
        _check_coordinate(members["x"])
        _check_coordinate(members["y"])
        key = ECKey.import_key(members)
        key.raw_value  # noqa: B018 - reading it is what finds a point that is not on the curve
    elif kind == "RSA":
        # Looked at before the library does, which warns of a short one and toils over a long one.
        modulus = _bytes_of(members["n"], most=_MOST_RSA_BITS // 8)
        if modulus[0] == 0:
            raise ValueError("a number begins with zero")
        bits = int.from_bytes(modulus).bit_length()
        if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS or members["e"] != _USUAL_EXPONENT:
            raise KeyUnusable(
                "key_weak",
                f"En RSA-nøgle skal være på {MIN_RSA_BITS}-{MAX_RSA_BITS} bit med e=AQAB.",
            )
        key = RSAKey.import_key(members)
    else:
        if members["crv"] != "Ed25519":
            raise KeyUnusable("key_weak", "En OKP-nøgle skal være Ed25519.")
        _check_coordinate(members["x"])
        key = OKPKey.import_key(members)
        key.raw_value  # noqa: B018 - as above
    return key


def _check_coordinate(part: str) -> None:
    if len(_bytes_of(part, most=_CURVE_BYTES)) != _CURVE_BYTES:
        raise ValueError("not as long as the curve's numbers are")


def _bytes_of(part: str, *, most: int) -> bytes:
    """The bytes of a base64url text that is written as those bytes are, and no other way.

    Raises:
        ValueError: When it is not, or is longer than ``most`` bytes.
    """
    if len(part) > -(-most * 4 // 3) or not _BASE64URL.fullmatch(part):
        raise ValueError("not base64url, or too long")
    decoded = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if base64.urlsafe_b64encode(decoded).rstrip(b"=").decode() != part:
        raise ValueError("written in another way than its bytes are")
    return decoded
