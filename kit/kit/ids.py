"""Ids of our own making, for what its owner gave none."""

import secrets
from string import ascii_lowercase

_LENGTH = 20


def own_id(length: int = _LENGTH) -> str:
    """A new id. Letters alone: no part of it can ever look like a person's number."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(length))
