"""The key file as a running gateway sees it: read again when it changes, never half."""

import time
from collections.abc import Callable
from pathlib import Path

import structlog
from joserfc.jwk import KeySet

from gateway.keys import signing
from gateway.keys.signing import SigningKeys

LOOK_EVERY_SECONDS = 1.0

log = structlog.get_logger(__name__)

_Stamp = tuple[int, int, int]


class KeyFile:
    """The keys of one file, for signing, publishing and verifying alike.

    A rotation needs no restart: the file is looked at once a second at most, and read when it is
    another. A file that cannot be used is logged once, and the keys that were known go on.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._stamp = _stamp(path)
        self._keys = signing.read(path)
        self._public = KeySet.import_key_set(self._keys.published())
        self._looked_at = clock()

    @property
    def keys(self) -> SigningKeys:
        """The keys as they are now."""
        self._look_if_due()
        return self._keys

    async def current(self, *, wanted: str) -> KeySet:
        """The public keys as they are now, whatever is wanted, for the gateway's own verifier."""
        del wanted
        self._look_if_due()
        return self._public

    def _look_if_due(self) -> None:
        now = self._clock()
        if now - self._looked_at >= LOOK_EVERY_SECONDS:
            self._looked_at = now
            self._look()

    def _look(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            keys = signing.read(self._path)
        except signing.KeyFileUnusable as unusable:
            # The traceback's text could hold a piece of the key.
            log.error("key_file_unusable", reason=str(unusable))  # noqa: TRY400 - as just said
            return
        self._keys = keys
        self._public = KeySet.import_key_set(keys.published())
        log.info("keys_read", signing=keys.keys[0].kid)


def _stamp(path: Path) -> _Stamp | None:
    """What changes when the file does; None when it is not there."""
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_ino, known.st_size
