"""The private key with which we show the identity provider who we are."""

import json
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from kit import private_files


class ClientKeyUnusable(ValueError):
    """The file is missing, readable for others, or no private key of a kind that we use."""


def read(path: Path) -> ECKey | RSAKey:
    """The key in a file that nobody but its owner may read: a JWK, EC P-256 or RSA.

    Raises:
        ClientKeyUnusable: When it is not that.
    """
    try:
        (key,) = KeySet.import_key_set({"keys": [json.loads(private_files.read(path))]}).keys
    except private_files.NotPrivate as unusable:
        raise ClientKeyUnusable(str(unusable)) from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        # The cause is dropped: its text could hold a piece of the key.
        raise ClientKeyUnusable(f"Filen er ikke en JWK (RFC 7517): {path}") from None
    is_usable = isinstance(key, RSAKey) or (isinstance(key, ECKey) and key.curve_name == "P-256")
    if not is_usable or not key.is_private:
        raise ClientKeyUnusable(f"Nøglen skal være privat, EC P-256 eller RSA: {path}")
    assert isinstance(key, ECKey | RSAKey)  # noqa: S101 - as just checked
    return key
