"""Whether a CSV file's lines and quotes are plainly in order: Arrow's reader forgives too much.

It takes lines that end in two ways, a quote that is never closed and a text that goes on after its
closing quote; what such a file means, if anything, is for the careful reading to say.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled

_BLOCK_BYTES = 1 << 24
_MARK = b"\xef\xbb\xbf"  # a byte order mark, which says that the file is UTF-8

_BEGINS, _GOES_ON, _QUOTED, _CLOSED, _RETURNED, _BROKEN = range(6)
_OTHER, _COMMA, _QUOTE, _RETURN, _FEED = range(5)

_KINDS = np.full(256, _OTHER, np.uint8)
_KINDS[[ord(letter) for letter in ',"\r\n']] = (_COMMA, _QUOTE, _RETURN, _FEED)

_NEXT = np.array(
    [  # other, comma, quote, return, feed
        [_GOES_ON, _BEGINS, _QUOTED, _RETURNED, _BEGINS],  # at the beginning of a value
        [_GOES_ON, _BEGINS, _BROKEN, _RETURNED, _BEGINS],  # in a value without quotes
        [_QUOTED, _QUOTED, _CLOSED, _BROKEN, _BROKEN],  # in quotes
        [_BROKEN, _BEGINS, _QUOTED, _RETURNED, _BEGINS],  # after the second quote, or of a double
        [_BROKEN, _BROKEN, _BROKEN, _BROKEN, _BEGINS],  # after a carriage return
        [_BROKEN] * 5,
    ],
    np.uint8,
)
"""Where in a line the reader is after a byte of each kind, by where it was."""


@compiled
def _follow(
    letters: npt.NDArray[np.uint8],
    state: int,
    kinds: npt.NDArray[np.uint8],
    following: npt.NDArray[np.uint8],
) -> int:
    """Where in a line the reader is after these bytes."""
    for letter in letters:
        state = following[state, kinds[letter]]
    return state


def has_plain_lines(path: Path) -> bool:
    """Whether all lines end alike, and every quote opens and closes a value within its line."""
    feeds = returns = 0
    state = _BEGINS
    with path.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            file.seek(0)
        while block := file.read(_BLOCK_BYTES):
            feeds += block.count(b"\n")
            new = block.count(b"\r")
            returns += new
            if new or b'"' in block or state not in {_BEGINS, _GOES_ON}:
                state = _follow(np.frombuffer(block, np.uint8), state, _KINDS, _NEXT)
            else:
                # Most files hold neither, and looking for them is far quicker than following.
                state = _BEGINS if block.endswith((b",", b"\n")) else _GOES_ON
            if state == _BROKEN:
                return False
    return state in {_BEGINS, _GOES_ON, _CLOSED} and returns in {0, feeds}
