"""A body whose beginning differs and whose long rest does not, gzipped without doing it anew.

A gzip file is a deflate stream between a header and a trailer (RFC 1952). The beginning goes
into a stored block (RFC 1951, 3.2.4), which ends on a byte boundary, so the rest's compressed
blocks can follow as they are. The trailer's CRC of the whole comes from that of the beginning:
over a fixed text, the CRC is an affine function of the CRC that it starts from.
"""

import zlib
from dataclasses import dataclass
from hashlib import blake2b

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LEVEL = 6
_BITS = 32
MAX_HEAD = 0xFFFF


@dataclass(frozen=True, slots=True)
class Rest:
    """The long rest of a body, with what is worked out once.

    Attributes:
        plain: As it is.
        digest: Tells it from every other.
    """

    plain: bytes
    digest: bytes
    _deflated: bytes
    _crc: int
    _flips: tuple[int, ...]

    @classmethod
    def of(cls, plain: bytes) -> "Rest":
        """Compress a rest, once."""
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        crc = zlib.crc32(plain)
        return cls(
            plain=plain,
            digest=blake2b(plain, digest_size=12).hexdigest().encode(),
            _deflated=deflate.compress(plain) + deflate.flush(),
            _crc=crc,
            # What each bit of the CRC before the rest changes in the CRC after it.
            _flips=tuple(zlib.crc32(plain, 1 << bit) ^ crc for bit in range(_BITS)),
        )

    @property
    def size(self) -> int:
        """What it takes in memory, in bytes."""
        return len(self.plain) + len(self._deflated)

    def after(self, head: bytes) -> bytes:
        """The whole body."""
        return head + self.plain

    def gzipped_after(self, head: bytes) -> bytes:
        """The whole body as a gzip file.

        Args:
            head: The beginning, at most ``MAX_HEAD`` bytes.
        """
        length = len(head)
        crc = self._crc
        bits = zlib.crc32(head)
        while bits:
            lowest = bits & -bits
            crc ^= self._flips[lowest.bit_length() - 1]
            bits ^= lowest
        size = (length + len(self.plain)) & 0xFFFFFFFF
        return b"".join(
            (
                _HEADER,
                b"\x00",
                length.to_bytes(2, "little"),
                (length ^ MAX_HEAD).to_bytes(2, "little"),
                head,
                self._deflated,
                crc.to_bytes(4, "little"),
                size.to_bytes(4, "little"),
            )
        )
