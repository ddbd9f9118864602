"""CPR numbers as they are written, and what can be read out of one."""

import re
from dataclasses import dataclass, field
from datetime import date

from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

from kit.cpr import REPLACEMENT_DAY_OFFSET

_WRITTEN = re.compile(r"([0-9]{6})[- ]?([0-9]{4})")
_HIGHEST_DAY = 31


class NotANumber(ValueError):
    """The text is no CPR number; it is not said back."""


@dataclass(frozen=True, slots=True)
class Number:
    """A CPR number.

    Attributes:
        digits: The ten digits, as they stand in the register.
        born_on: The date of birth, the century from the seventh digit.
        is_replacement: Whether 60 was added to the day: somebody who has no ordinary number.
        fits_modulus_11: Whether the last digit fits the others; numbers that were given out since
            2007 need not.
    """

    digits: str = field(repr=False)
    born_on: date
    is_replacement: bool
    fits_modulus_11: bool


def parse(text: str) -> Number:
    """A number written as ``DDMMYY-XXXX``, or bare.

    Raises:
        NotANumber: When it has another form, or begins with no date.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise NotANumber
    digits = match[1] + match[2]
    day = int(digits[:2])
    is_replacement = day > _HIGHEST_DAY
    # The library knows ordinary numbers only.
    ordinary = f"{day - REPLACEMENT_DAY_OFFSET:02}{digits[2:]}" if is_replacement else digits
    if not ordinary.isdigit():
        raise NotANumber
    try:
        born_on = cpr.get_birth_date(ordinary)
    except ValidationError:
        raise NotANumber from None
    return Number(digits, born_on, is_replacement, cpr.checksum(ordinary) == 0)


def written(digits: str) -> str:
    """The number as people write it."""
    return f"{digits[:6]}-{digits[6:]}"
