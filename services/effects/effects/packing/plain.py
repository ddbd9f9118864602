"""Whether values are plainly in order, told from few looks at each: any doubt is left to `reading`.

Nothing here says what is wrong. A value passes when no check of the careful reading could find
anything in it; one that may pass, may not, or would need a reason is a doubt.
"""

# ruff: noqa: PLR2004 -- letters are compared by their codes, and years by their numbers

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.compiling import compiled, frozen
from effects.packed.decimals import unscaled
from effects.packed.register import DAY_ZERO
from effects.packed.texts import text_buffers
from effects.weeks import FIRST_YEAR, LAST_YEAR

FEW_DIGITS = 8
"""A text with no more digits holds no CPR number, not even one that has lost its leading zero."""

MOST_BYTES = 200
"""As many as the careful reading allows characters."""

_DATE_LETTERS = 10
_UUID_LETTERS = 36
_HASH_LETTERS = 32

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


class Doubt(Exception):
    """Something is not plainly in order, and has to be read carefully."""


def surely(holds: object) -> None:
    """Go on only where it holds.

    Raises:
        Doubt: it does not.
    """
    if not holds:
        raise Doubt


@compiled
def _is_hexadecimal(letter: int) -> bool:
    return 48 <= letter <= 57 or 65 <= letter <= 70 or 97 <= letter <= 102


@compiled
def _is_opaque(letters: Bytes, first: int, last: int) -> bool:
    """Whether a text is a UUID or a hexadecimal hash, in which digits mean nothing."""
    if last - first == _UUID_LETTERS:
        for place in range(_UUID_LETTERS):
            letter = letters[first + place]
            dash = place in {8, 13, 18, 23}
            if (letter == 45) != dash or not (dash or _is_hexadecimal(letter)):
                return False
        return True
    if last - first < _HASH_LETTERS:
        return False
    for place in range(first, last):  # noqa: SIM110 - the compiler knows no generators
        if not _is_hexadecimal(letters[place]):
            return False
    return True


@compiled
def _are_plain(letters: Bytes, offsets: Ints, digits_alone: bool, empty: bool) -> bool:
    """Whether every text is short, visible, of plain letters, and no person's number.

    Args:
        letters: the texts' bytes.
        offsets: where each begins, and the last ends.
        digits_alone: whether a text of nothing but digits may be long (a P-number is).
        empty: whether a text may be empty.
    """
    for place in range(len(offsets) - 1):
        first, last = offsets[place], offsets[place + 1]
        if first == last:
            if empty:
                continue
            return False
        if last - first > MOST_BYTES:
            return False
        digits, visible, at = 0, 0, first
        while at < last:
            letter = letters[at]
            if letter == 0xC3 and at + 1 < last and 0x80 <= letters[at + 1] <= 0xBF:
                at += 1  # æ, ø, å and their like
                visible += 1
            elif letter < 32 or letter > 126:
                return False
            visible += letter > 32
            digits += 48 <= letter <= 57
            at += 1
        if visible == 0:
            return False
        if digits > FEW_DIGITS and not (
            (digits_alone and digits == last - first) or _is_opaque(letters, first, last)
        ):
            return False
    return True


def check_texts(texts: pa.Array, *, digits_alone: bool = False, empty: bool = False) -> None:
    """See that every text is plainly in order.

    Args:
        texts: texts, plain or as a dictionary, without nulls unless `empty`.
        digits_alone: as `_are_plain` has it.
        empty: whether texts may be empty or not there at all.

    Raises:
        Doubt: one may not be, or is not there.
    """
    surely(empty or texts.null_count == 0)
    if pa.types.is_dictionary(texts.type):
        texts = texts.dictionary
        surely(texts.null_count == 0)
    surely(pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type))
    if texts.null_count:
        texts = pc.fill_null(texts, "")
    letters, offsets = text_buffers(texts)
    surely(_are_plain(letters, offsets, digits_alone, empty))


def coded(texts: pa.Array) -> pa.DictionaryArray:
    """The texts as a dictionary without nulls in it.

    Raises:
        Doubt: they are no texts.
    """
    if pa.types.is_dictionary(texts.type):
        surely(pa.types.is_string(texts.type.value_type) and texts.dictionary.null_count == 0)
        return texts
    surely(pa.types.is_string(texts.type))
    return texts.dictionary_encode()


def parsed(texts: pa.Array, parse: Callable[[str], int]) -> npt.NDArray[np.int32]:
    """Each text as a number, every different one parsed once; `int32[n]`.

    Raises:
        Doubt: one is not there, or cannot be parsed.
    """
    surely(texts.null_count == 0)
    dictionary = coded(texts)
    try:
        numbers = [_parsed(parse, text) for text in dictionary.dictionary.to_pylist()]
    except ValueError:
        raise Doubt from None
    table = np.array(numbers, np.int32)
    taken: npt.NDArray[np.int32] = table[dictionary.indices.to_numpy(zero_copy_only=False)]
    return taken


@lru_cache(maxsize=1 << 15)
def _parsed(parse: Callable[[str], int], text: str) -> int:
    """The number of a text; each batch of rows brings the same few."""
    return parse(text)


@compiled
def _write_hundredths(floats: npt.NDArray[np.float64], most: int, hundredths: Ints) -> bool:
    """Write each number as hundredths; whether each is whole ones, from 0 to `most`."""
    for place in range(len(floats)):
        hundred = np.rint(floats[place] * 100)
        # What is no number is not equal to itself either.
        if not (hundred / 100 == floats[place] and 0 <= hundred <= most):
            return False
        hundredths[place] = int(hundred)
    return True


def hundredths(values: pa.Array, most: int) -> Ints:
    """Each number as hundredths, `int64[n]`; a number that is not there is 0.

    Args:
        values: whole numbers, decimals or fractions, none finer than a hundredth.
        most: the largest that is surely right.

    Raises:
        Doubt: one is finer, below 0, larger, or no number.
    """
    if pa.types.is_integer(values.type):
        surely(values.type != pa.uint64())
        whole = pc.fill_null(pc.cast(values, pa.int64()), 0).to_numpy(zero_copy_only=False)
        surely(((whole >= 0) & (whole <= most)).all())
        hundred = whole * 100
    elif pa.types.is_decimal(values.type):
        try:
            hundred = unscaled(values, 2)
        except pa.ArrowInvalid:
            raise Doubt from None
    else:
        surely(pa.types.is_float64(values.type))
        floats = frozen(pc.fill_null(values, 0.0).to_numpy(zero_copy_only=False))
        hundred = np.empty(len(floats), np.int64)
        surely(_write_hundredths(floats, most * 100, hundred))
    surely(((hundred >= 0) & (hundred <= most * 100)).all())
    return np.asarray(hundred, np.int64)


def days(values: pa.Array) -> pa.Array:
    """Each date as a `date32`, null where there is none.

    Raises:
        Doubt: one is no date between 1900 and 2199, or has a time of day.
    """
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    if pa.types.is_date32(values.type):
        extremes = pc.min_max(values).as_py()
        surely(extremes["min"] is None or (extremes["min"] >= first and extremes["max"] <= last))
        return values
    if pa.types.is_timestamp(values.type):
        surely(values.type.tz is None)
        dates = values.cast(pa.date32())
        surely(dates.cast(values.type).equals(values))
        return days(dates)
    dictionary = coded(values)
    numbers = [_day(text, first, last) for text in dictionary.dictionary.to_pylist()]
    table = pa.array(numbers, pa.int32()).cast(pa.date32())
    return table.take(dictionary.indices)


def _day(text: str, first: date, last: date) -> int | None:
    if text == "":
        return None
    # Python also reads 2024-W01-1, and DuckDB does not.
    surely(len(text) == _DATE_LETTERS and text.isascii() and text[4] == text[7] == "-")
    surely(text.replace("-", "").isdecimal())
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Doubt from None
    surely(first <= day <= last)
    return day.toordinal() - DAY_ZERO


_TRUE, _FALSE = {"true", "1", "1.0", "ja"}, {"false", "0", "0.0", "nej"}


def booleans(values: pa.Array) -> pa.Array:
    """Each value as true or false, null where there is none.

    Raises:
        Doubt: one is neither.
    """
    if pa.types.is_boolean(values.type):
        return values
    dictionary = coded(values)
    meanings: list[bool | None] = []
    for text in dictionary.dictionary.to_pylist():
        surely(text == "" or text.lower() in _TRUE | _FALSE)
        meanings.append(None if text == "" else text.lower() in _TRUE)
    return pa.array(meanings, pa.bool_()).take(dictionary.indices)


def years(values: pa.Array) -> pa.Array:
    """Each year of birth as an `int16`, null where there is none.

    Raises:
        Doubt: one is no whole year between 1800 and 2199.
    """
    if pa.types.is_string(values.type) or pa.types.is_dictionary(values.type):
        dictionary = coded(values)
        numbers: list[int | None] = []
        for text in dictionary.dictionary.to_pylist():
            surely(text == "" or (len(text) == 4 and text.isascii() and text.isdecimal()))
            numbers.append(int(text) if text else None)
        values = pa.array(numbers, pa.int16()).take(dictionary.indices)
    kind = values.type
    surely(pa.types.is_integer(kind) or pa.types.is_floating(kind))
    try:
        whole = pc.cast(values, pa.int16())
    except pa.ArrowInvalid:
        raise Doubt from None
    extremes: dict[str, Any] = pc.min_max(whole).as_py()
    surely(extremes["min"] is None or (extremes["min"] >= 1800 and extremes["max"] <= LAST_YEAR))
    return whole
