"""The signing keys: a file of next, current and retired, of which one signs and all are known.

The file is a JWK set (RFC 7517) with up to three ES256 keys in this order: the current one signs;
the next one is published already, so that the day it signs no service has to fetch it; the
retired one is public only and verifies the last tokens that it signed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, KeySetSerialization

from kit import private_files

ALGORITHM = "ES256"
CURVE = "P-256"
MAX_KEYS = 3


class KeyFileUnusable(ValueError):
    """The key file is missing, readable for others, or does not hold our kind of keys."""


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """The keys of one file; the first signs."""

    keys: tuple[ECKey, ...]

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A compact JWS over the claims, signed by the current key."""
        current = self.keys[0]
        return jwt.encode({"alg": ALGORITHM, "kid": current.kid}, dict(claims), current)

    def published(self) -> KeySetSerialization:
        """The public parts of all keys, as ``GET /v1/keys`` shows them."""
        return KeySet(list(self.keys)).as_dict(private=False)


def generate() -> str:
    """The text of a new key file: a current and a next key, made from the system's randomness."""
    return _text(_new_key().as_dict(private=True), _new_key().as_dict(private=True))


def rotate(document: str) -> str:
    """The text of the key file after a rotation: next signs, current is retired, a new one waits.

    Two rotations must lie further apart than the services' memory of the published keys
    (``kit.tokens.KEYS_FRESH_SECONDS``) and the lifetime of a token.

    Args:
        document: The text of the present key file.

    Raises:
        KeyFileUnusable: When it is not a key file, or has no next key.
    """
    keys = parse(document).keys
    if len(keys) == 1 or not keys[1].is_private:
        raise KeyFileUnusable("Filen har ingen næste nøgle; lav den på ny.")
    current, following = keys[0], keys[1]
    return _text(
        following.as_dict(private=True),
        _new_key().as_dict(private=True),
        current.as_dict(private=False),
    )


def has_retired(document: str) -> bool:
    """Whether a key file has been rotated: a retired key is left from that.

    Raises:
        KeyFileUnusable: When it is not a key file.
    """
    return any(not key.is_private for key in parse(document).keys)


def parse(document: str) -> SigningKeys:
    """The keys in the text of a key file.

    Raises:
        KeyFileUnusable: When it does not hold one to three ES256 keys with a private one first.
    """
    try:
        keys = KeySet.import_key_set(json.loads(document)).keys
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # The cause is dropped: its text could hold a piece of the key.
        raise KeyFileUnusable("Filen er ikke et JWK-sæt (RFC 7517).") from None
    ours = [key for key in keys if isinstance(key, ECKey) and key.curve_name == CURVE]
    if not ours or len(ours) != len(keys) or len(keys) > MAX_KEYS:
        raise KeyFileUnusable(f"Filen skal have 1-{MAX_KEYS} nøgler, alle EC {CURVE}.")
    if not ours[0].is_private:
        raise KeyFileUnusable("Den første nøgle i filen skal være privat: den underskriver.")
    if len({key.kid for key in ours}) != len(ours):
        raise KeyFileUnusable("Hver nøgle i filen skal have sit eget kid.")
    return SigningKeys(tuple(ours))


def read(path: Path) -> SigningKeys:
    """The keys of a file that nobody but its owner may read.

    Raises:
        KeyFileUnusable: When it is missing, open to others, or not a key file.
    """
    return parse(read_text(path))


def read_text(path: Path) -> str:
    """The text of a key file that nobody but its owner may read.

    Raises:
        KeyFileUnusable: When it is missing, open to others, too large, or not text.
    """
    try:
        return private_files.read(path)
    except private_files.NotPrivate as unusable:
        raise KeyFileUnusable(str(unusable)) from None


def _new_key() -> ECKey:
    key = ECKey.generate_key(CURVE, parameters={"use": "sig", "alg": ALGORITHM})
    # Named by its thumbprint (RFC 7638): the same key has the same name wherever it is read.
    return ECKey.import_key({**key.as_dict(private=True), "kid": key.thumbprint()})


def _text(*keys: Mapping[str, Any]) -> str:
    return json.dumps({"keys": keys}, indent=1) + "\n"
