"""What a CPR number looks like, so that none comes in: only `visitation` may hold them.

The shape is ten digits that begin with a day and a month, with or without separators between the
groups; replacement numbers have 60 added to the day. Modulus 11 says nothing since 2007. The
patterns are read by Python and by DuckDB (RE2) alike, so they name their characters one by one.
"""

import re

_ZEROS = "0\u0660\u06f0\uff10"  # ASCII, Arabic, Persian and full-width digits
_SEPARATOR = "[-./\\s\u00a0\u2007\u2009\u2010-\u2015\u202f\u2212]"


def _digit(first: int = 0, last: int = 9) -> str:
    """Regular expression of one digit of a range, in any of the scripts."""
    return (
        "[" + "".join(f"{chr(ord(zero) + first)}-{chr(ord(zero) + last)}" for zero in _ZEROS) + "]"
    )


_ANY = _digit()
_OTHER = f"[^{_ANY[1:-1]}]"
_MONTH = f"(?:{_digit(0, 0)}{_digit(1)}|{_digit(1, 1)}{_digit(0, 2)})"
_DAY = (
    f"(?:{_digit(0, 0)}{_digit(1)}|{_digit(1, 2)}{_ANY}|{_digit(3, 3)}{_digit(0, 1)}"
    f"|{_digit(6, 6)}{_digit(1)}|{_digit(7, 8)}{_ANY}|{_digit(9, 9)}{_digit(0, 1)})"
)
_DATE = f"{_DAY}{_SEPARATOR}{{0,3}}{_MONTH}{_SEPARATOR}{{0,3}}{_ANY}{{2}}"

WITHIN = f"(?:^|{_OTHER}){_DATE}{_SEPARATOR}{{0,3}}{_ANY}{{4}}(?:{_OTHER}|$)"
"""Regular expression (for a search) of a text with a CPR number in it."""

WITHIN_APART = f"(?:^|{_OTHER}){_DATE}{_SEPARATOR}{{1,3}}{_ANY}{{4}}(?:{_OTHER}|$)"
"""As `WITHIN`, for columns that may hold P-numbers, which are ten digits in a row."""

OPAQUE = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32,}"
"""Regular expression (for a full match) of a UUID or a hash: digits within it mean nothing."""

DECIMAL = "-?[0-9]{1,3}[.][0-9]*"
"""Regular expression (for a full match) of a small decimal number, such as a coordinate."""

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


def is_like_cpr(column: str) -> bool:
    """Whether a column's name is itself a CPR number, as in a file without a header."""
    return re.search(WITHIN, column) is not None
