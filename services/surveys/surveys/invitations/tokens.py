"""Personal links: 256 random bits, of which only the hash is kept."""

import hashlib
import re
import secrets

from kit import cpr

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A token that nobody guesses, no part of which looks like a person's number."""
    while cpr.contains(token := secrets.token_urlsafe(32)):
        continue
    return token


def is_shaped(token: str) -> bool:
    """Whether a text could be a token of ours."""
    return _SHAPE.fullmatch(token) is not None


def hash_token(token: str) -> bytes:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()
