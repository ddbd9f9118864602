"""What a CPR number looks like, so that none comes in: only `visitation` may hold them.

The shape is ten digits, or six and four, that begin with a day and a month; replacement numbers
have 60 added to the day. Modulus 11 says nothing since 2007.
"""

import re

_DAY = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_DATE = f"{_DAY}(?:0[1-9]|1[0-2])[0-9]{{2}}"

WHOLE = f"\\s*{_DATE}[- ]?[0-9]{{4}}\\s*"
"""Regular expression (for a full match) of a value that is a CPR number."""

WHOLE_DASHED = f"\\s*{_DATE}[- ][0-9]{{4}}\\s*"
"""As `WHOLE`, for columns that may hold P-numbers, which are ten digits in a row."""

WITHIN = f"(?:^|[^0-9]){_DATE}[- ]?[0-9]{{4}}(?:[^0-9]|$)"
"""Regular expression (for a search) of a text with a CPR number in it."""

_NAMES = ("cpr", "personnummer", "personnr", "personalnumber")
_EXACT_NAMES = ("pnr", "persnr", "persnummer")
_P_NUMBER = ("pnum", "produktionsenhed")


def _letters(column: str) -> str:
    return re.sub(r"[^a-zæøå]", "", column.lower())


def is_named_like_cpr(column: str) -> bool:
    """Whether a column's name says that it holds CPR numbers, hashed ones included."""
    letters = _letters(column)
    return letters in _EXACT_NAMES or any(name in letters for name in _NAMES)


def is_p_number(column: str) -> bool:
    """Whether a column's name says that it holds P-numbers (of workplaces, ten digits too)."""
    return any(name in _letters(column) for name in _P_NUMBER)
