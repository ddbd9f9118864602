"""The keys to citizens' numbers: one that makes ids of them, and those that encrypt them.

The file is the municipality's most guarded secret: without it the numbers cannot be read, and ids
cannot be made again. It lies apart from the database and its copies. The key that makes ids is
never changed, because ids are for ever; a new encryption key is put first, and the old ones stay
behind it until nothing is encrypted with them.
"""

import base64
import binascii
import hmac
import json
import os
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Depends, Request

from kit import cpr, private_files
from kit.ids import own_id

KEY_BYTES = 32
NONCE_BYTES = 12
_NAME_LENGTH = 8
_VERSION_8 = 0x8000
_VARIANT = 0x80
_VEILED = b"veiled"


class KeyFileUnusable(ValueError):
    """The key file is missing, readable for others, or does not hold our kind of keys."""


class NumberUnreadable(Exception):
    """A stored number does not open: another key, another row, or a changed row."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A number as it is stored.

    Attributes:
        key_name: The key that it is encrypted with.
        content: Nonce, ciphertext and tag.
    """

    key_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CitizenKeys:
    """The keys of one file; of those that encrypt, the first is used for what is written."""

    id_key: bytes = field(repr=False)
    current: str
    encrypting: Mapping[str, AESGCM] = field(repr=False)

    def id_of(self, municipality: str, digits: str) -> str:
        """The id of whoever has a number: the same each time, and telling nobody the number.

        An id in which something looks like a CPR number, as chance will have it in one of some
        hundreds, would be refused and blackened everywhere; then the next one is taken.
        """
        said = f"{municipality}:{digits}".encode("ascii")
        made = _uuid_8(hmac.digest(self.id_key, said, sha256))
        turn = 0
        while cpr.contains(made):
            turn += 1
            made = _uuid_8(hmac.digest(self.id_key, said + f":{turn}".encode("ascii"), sha256))
        return made

    def mac(self, digest: bytes) -> bytes:
        """A digest of what holds numbers, so that nobody without the key can try them out."""
        return hmac.digest(self.id_key, b"digest:" + digest, sha256)

    def veil(self, content: bytes) -> bytes:
        """Something about people that goes out and comes back, and nobody else reads."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.encrypting[self.current].encrypt(nonce, content, _VEILED)

    def unveil(self, content: bytes) -> bytes:
        """What was veiled, by whichever key of the file.

        Raises:
            NumberUnreadable: When it was not.
        """
        nonce, rest = content[:NONCE_BYTES], content[NONCE_BYTES:]
        for key in self.encrypting.values():
            try:
                return key.decrypt(nonce, rest, _VEILED)
            except (InvalidTag, ValueError):
                continue
        raise NumberUnreadable

    def seal(self, municipality: str, citizen_id: str, digits: str) -> Sealed:
        """A number encrypted for one row: moved to another it does not open."""
        nonce = os.urandom(NONCE_BYTES)
        row = _row(municipality, citizen_id)
        return Sealed(
            self.current,
            nonce + self.encrypting[self.current].encrypt(nonce, digits.encode("ascii"), row),
        )

    def open(self, municipality: str, citizen_id: str, sealed: Sealed) -> str:
        """The number of a row.

        Raises:
            NumberUnreadable: When it was not sealed for this row by a key of this file.
        """
        key = self.encrypting.get(sealed.key_name)
        if key is None:
            raise NumberUnreadable
        nonce, rest = sealed.content[:NONCE_BYTES], sealed.content[NONCE_BYTES:]
        try:
            return key.decrypt(nonce, rest, _row(municipality, citizen_id)).decode("ascii")
        except (InvalidTag, ValueError):
            raise NumberUnreadable from None


def new_id() -> str:
    """An id for somebody who has no number yet."""
    made = _uuid_8(secrets.token_bytes(16))
    while cpr.contains(made):
        made = _uuid_8(secrets.token_bytes(16))
    return made


def generate() -> str:
    """The text of a new key file, from the system's randomness."""
    keys = {"id_key": _fresh(), "encryption_keys": [{"name": _name(), "key": _fresh()}]}
    return json.dumps(keys, indent=2) + "\n"


def parse(document: str) -> CitizenKeys:
    """The keys in the text of a key file.

    Raises:
        KeyFileUnusable: When it does not hold an id key and at least one named encryption key.
    """
    try:
        told = json.loads(document)
        named = [(each["name"], _key(each["key"])) for each in told["encryption_keys"]]
        id_key = _key(told["id_key"])
        current = named[0][0]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        raise _unusable() from None
    if not all(isinstance(name, str) and name.isalnum() for name, _ in named):
        raise _unusable()
    if len({name for name, _ in named}) != len(named):
        raise _unusable()
    return CitizenKeys(id_key, current, {name: AESGCM(key) for name, key in named})


def read(path: Path) -> CitizenKeys:
    """The keys in a file that nobody but its owner may read.

    Raises:
        KeyFileUnusable: When it is none; the text says what to do, and nothing that it holds.
    """
    try:
        return parse(private_files.read(path))
    except private_files.NotPrivate as reason:
        raise KeyFileUnusable(str(reason)) from None


def _unusable() -> KeyFileUnusable:
    return KeyFileUnusable(
        "Filen er ikke en nøglefil til CPR-numre. Lav en med `pejling visitation new-cpr-key`,"
        " eller hent den rigtige fra sikkerhedskopien: med en ny kan gamle numre ikke læses."
    )


def _uuid_8(random: bytes) -> str:
    """A UUID of version 8 (RFC 9562): the bits are whoever's it makes."""
    bits = bytearray(random[:16])
    bits[6:8] = (int.from_bytes(bits[6:8]) & 0x0FFF | _VERSION_8).to_bytes(2)
    bits[8] = bits[8] & 0x3F | _VARIANT
    return str(uuid.UUID(bytes=bytes(bits)))


def _row(municipality: str, citizen_id: str) -> bytes:
    return f"{municipality}:{citizen_id}".encode("ascii")


def _fresh() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _name() -> str:
    return own_id(_NAME_LENGTH)


def _key(written: Any) -> bytes:  # noqa: ANN401 - whatever the file holds
    try:
        key = base64.b64decode(written, altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(key) != KEY_BYTES:
        raise ValueError
    return key


async def of_the_service(request: Request) -> CitizenKeys:
    """The keys that the service was given."""
    held: CitizenKeys = request.app.state.citizen_keys
    return held


CitizenKeysDep = Annotated[CitizenKeys, Depends(of_the_service)]
