"""A body whose beginning differs and whose long rest does not, gzipped without doing it anew.

A gzip file is a deflate stream between a header and a trailer (RFC 1952). The beginning goes
into a stored block (RFC 1951, 3.2.4), which ends on a byte boundary, so the rest's compressed
blocks can follow as they are. The trailer's CRC of the whole comes from that of the beginning:
over a fixed text, the CRC is an affine function of the CRC that it starts from, and its linear part
depends on nothing but the text's length: it multiplies by a power of x (as zlib's crc32_combine).
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LEVEL = 6
_BITS = 32
_POLYNOMIAL = 0xEDB88320
_ONE = 1 << 31
MAX_HEAD = 0xFFFF


@dataclass(frozen=True, slots=True)
class Rest:
    """The long rest of a body, with what is worked out once.

    Attributes:
        digest: Tells it from every other.
        length: How long it is as it is, in bytes.
    """

    digest: bytes
    length: int
    _deflated: bytes
    _crc: int
    _changes: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, plain: bytes) -> "Rest":
        """Compress a rest, once."""
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        deflated = deflate.compress(plain) + deflate.flush()
        # What each bit of the CRC before the rest changes in the CRC after it: the highest is x to
        # the 0, and each lower one x times the one above.
        flips = [_shift(len(plain))]
        for _ in range(_BITS - 1):
            flips.append(_times_x(flips[-1]))
        flips.reverse()
        return cls(
            digest=blake2b(deflated, digest_size=12).hexdigest().encode(),
            length=len(plain),
            _deflated=deflated,
            _crc=zlib.crc32(plain),
            _changes=tuple(_by_byte(flips[at : at + 8]) for at in range(0, _BITS, 8)),
        )

    @property
    def size(self) -> int:
        """What it takes in memory, in bytes."""
        return len(self._deflated)

    def plain(self) -> bytes:
        """The rest as it is, unpacked."""
        return zlib.decompress(self._deflated, -zlib.MAX_WBITS)

    def gzipped_after(self, head: bytes) -> bytes:
        """The whole body as a gzip file.

        Args:
            head: The beginning, at most ``MAX_HEAD`` bytes.
        """
        length = len(head)
        before = zlib.crc32(head)
        first, second, third, fourth = self._changes
        crc = (
            self._crc
            ^ first[before & 0xFF]
            ^ second[before >> 8 & 0xFF]
            ^ third[before >> 16 & 0xFF]
            ^ fourth[before >> 24]
        )
        size = (length + self.length) & 0xFFFFFFFF
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


def _by_byte(flips: Sequence[int]) -> tuple[int, ...]:
    """What each value of one byte changes: the changes of its bits, put together."""
    changes = [0]
    for flip in flips:
        changes += [flip ^ each for each in changes]
    return tuple(changes)


def _times(one: int, other: int) -> int:
    """The product of two polynomials over GF(2), modulo that of the CRC; x to the 0 is bit 31."""
    product = 0
    while one:
        if one & _ONE:
            product ^= other
        one = one << 1 & 0xFFFFFFFF
        other = _times_x(other)
    return product


def _times_x(one: int) -> int:
    return one >> 1 ^ (_POLYNOMIAL if one & 1 else 0)


def _squares() -> tuple[int, ...]:
    """What 1, 2, 4, … bytes of text multiply the CRC before them by."""
    squares = [1 << 23]  # x to the 8
    while len(squares) < _BITS:
        squares.append(_times(squares[-1], squares[-1]))
    return tuple(squares)


_SQUARES = _squares()


def _shift(length: int) -> int:
    """What so many bytes of text multiply the CRC before them by: x to the eight times as many."""
    power = _ONE
    for bit, square in enumerate(_SQUARES):
        if length >> bit & 1:
            power = _times(square, power)
    return power
