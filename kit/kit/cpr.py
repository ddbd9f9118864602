"""Recognising CPR numbers, so that none leaves the one column where they may stand."""

import re
from datetime import date

REPLACEMENT_DAY_OFFSET = 60
"""Replacement numbers (erstatningspersonnumre, and test data) add 60 to the day."""

# People write 610160-1234, 61.01.60-1234, 6101 60 1234 and 610160–1234, and paste hyphens that do
# not break and signs without width from elsewhere; ``\d`` is any script's.
_BETWEEN = r"[-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u2060\ufeff./\s]{0,3}"
_CANDIDATE = re.compile(rf"(?<!\d)(\d\d){_BETWEEN}(\d\d){_BETWEEN}(\d\d){_BETWEEN}(\d{{4}})(?!\d)")
REDACTED = "[cpr]"


def _is_plausible(match: re.Match[str]) -> bool:
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if day > REPLACEMENT_DAY_OFFSET:
        day -= REPLACEMENT_DAY_OFFSET
    # The century is unknown here; 2000 is a leap year, so 29 February is given the benefit.
    try:
        date(2000 + year, month, day)
    except ValueError:
        return (day, month) == (29, 2)
    return True


def contains(text: str) -> bool:
    """Whether a text holds something shaped like a CPR number, ordinary or replacement."""
    return any(_is_plausible(match) for match in _CANDIDATE.finditer(text))


def places(text: str) -> list[tuple[int, int]]:
    """Where such numbers stand, as first and last character counted from 1, to be pointed at."""
    return [
        (match.start() + 1, match.end())
        for match in _CANDIDATE.finditer(text)
        if _is_plausible(match)
    ]


def redact(text: str) -> str:
    """The text with everything shaped like a CPR number replaced by ``[cpr]``."""
    return _CANDIDATE.sub(lambda match: REDACTED if _is_plausible(match) else match[0], text)
