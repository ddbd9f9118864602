"""Texts to numbers, exactly: each different text gets the next number, whatever its letters.

Registers stand mostly by citizen, so a text is first held against the one before it, and against
those that are known to follow that one; only where it differs from all of them is it looked up, in
an open-addressed table of hashes that compares every byte of a match.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.compiling import compiled
from effects.packed.parts import in_parts

_EMPTY = -1
_ROOM_FACTOR = 2  # slots per text, at least
_FIRST_ROOM = 1 << 16
_NEAR = 4  # citizens of one register that may be missing in the next, and still be guessed

T = TypeVar("T", bound=np.generic)

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


@compiled
def _hash(letters: Bytes, first: int, last: int) -> int:
    """A number that spreads texts; eight bytes at a time, mixed as in MurmurHash64A."""
    mixed = np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(last - first)
    at = first
    while at < last:
        word = np.uint64(0)
        for place in range(min(8, last - at)):
            word |= np.uint64(letters[at + place]) << np.uint64(8 * place)
        word *= np.uint64(0xC6A4A7935BD1E995)
        word ^= word >> np.uint64(47)
        mixed = (mixed ^ (word * np.uint64(0xC6A4A7935BD1E995))) * np.uint64(0xC6A4A7935BD1E995)
        at += 8
    mixed ^= mixed >> np.uint64(47)
    return np.int64(mixed)  # type: ignore[return-value] # numpy's whole number is one


@compiled
def _same(one: Bytes, first: int, last: int, other: Bytes, other_first: int) -> bool:
    for place in range(last - first):  # noqa: SIM110 - the compiler knows no generators
        if one[first + place] != other[other_first + place]:
            return False
    return True


@compiled
def _look_up(
    letters: Bytes,
    offsets: Ints,
    slots: npt.NDArray[np.int32],
    hashes: Ints,
    known_letters: Bytes,
    known_offsets: Ints,
    known: int,
    add: bool,
    numbers: npt.NDArray[np.int32],
) -> int:
    """Write the number of each text, -1 where it is new and not added; how many are known now."""
    mask = len(slots) - 1
    guess = known  # the number after the one found last
    for place in range(len(offsets) - 1):
        first, last = offsets[place], offsets[place + 1]
        if place > 0:
            before = offsets[place - 1]
            if first - before == last - first and _same(letters, first, last, letters, before):
                numbers[place] = numbers[place - 1]
                continue
        number = -1
        for near in range(guess, min(guess + _NEAR, known)):
            begins = known_offsets[near]
            if known_offsets[near + 1] - begins == last - first and _same(
                letters, first, last, known_letters, begins
            ):
                number = near
                break
        if number >= 0:
            numbers[place] = number
            guess = number + 1
            continue
        mixed = _hash(letters, first, last)
        slot = mixed & mask
        while slots[slot] != _EMPTY:
            found = slots[slot]
            begins = known_offsets[found]
            if (
                hashes[found] == mixed
                and known_offsets[found + 1] - begins == last - first
                and _same(letters, first, last, known_letters, begins)
            ):
                number = found
                break
            slot = (slot + 1) & mask
        if number >= 0:
            guess = number + 1
        elif add:
            number = known
            slots[slot] = number
            hashes[number] = mixed
            begins = known_offsets[number]
            for letter in range(last - first):
                known_letters[begins + letter] = letters[first + letter]
            known_offsets[number + 1] = begins + last - first
            known += 1
        numbers[place] = number
    return known


@compiled
def _fill_slots(slots: npt.NDArray[np.int32], hashes: Ints, known: int) -> None:
    mask = len(slots) - 1
    for number in range(known):
        slot = hashes[number] & mask
        while slots[slot] != _EMPTY:
            slot = (slot + 1) & mask
        slots[slot] = number


@compiled
def _write_hashes(letters: Bytes, offsets: Ints, texts: tuple[int, int], hashes: Ints) -> None:
    for text in range(texts[0], texts[1]):
        hashes[text] = _hash(letters, offsets[text], offsets[text + 1])


class TextIndex:
    """The texts known so far, numbered from 0 in the order in which they first came."""

    @classmethod
    def of_distinct(cls, texts: pa.LargeStringArray) -> "TextIndex":
        """Begin with texts by number, which all differ and need not be looked up."""
        index = cls()
        letters, offsets = text_buffers(texts)
        count = len(texts)
        index._make_room(count, int(offsets[-1] - offsets[0]))
        index._offsets[: count + 1] = offsets - offsets[0]
        index._letters[: offsets[-1] - offsets[0]] = letters[offsets[0] : offsets[-1]]
        hashes = index._hashes
        in_parts(
            index._offsets[: count + 1],
            lambda part: _write_hashes(index._letters, index._offsets, part, hashes),
        )
        index._known = count
        index._mostly_new = False
        _fill_slots(index._slots, hashes, count)
        return index

    def __init__(self) -> None:
        self._known = 0
        self._slots = np.full(_FIRST_ROOM, _EMPTY, np.int32)
        self._hashes = np.empty(_FIRST_ROOM, np.int64)
        self._offsets = np.zeros(_FIRST_ROOM + 1, np.int64)
        self._letters = np.empty(16 * _FIRST_ROOM, np.uint8)
        self._mostly_new = True  # what came last; it tells how best to meet what comes next

    def __len__(self) -> int:
        return self._known

    def numbers(self, texts: pa.Array, *, add: bool = True) -> npt.NDArray[np.int32]:
        """The number of each text, `int32[n]`.

        Args:
            texts: a string array without nulls, plain or as a dictionary.
            add: whether new texts get numbers; without it they are -1.
        """
        if pa.types.is_dictionary(texts.type):
            return self._coded_numbers(texts, add=add)
        letters, offsets = text_buffers(texts)
        known = self._known
        if add and self._mostly_new:
            numbers = self._add(letters, offsets)
            self._mostly_new = 2 * (self._known - known) > len(texts)
            return numbers
        # Looking up changes nothing, so it is done side by side; what is new is added after.
        numbers = np.empty(len(texts), np.int32)
        self._find_known(letters, offsets, numbers)
        new = np.flatnonzero(numbers < 0) if add else numbers[:0]
        if len(new):
            numbers[new] = self._add(*text_buffers(texts.take(pa.array(new))))
            self._mostly_new = 2 * (self._known - known) > len(texts)
        return numbers

    def _coded_numbers(self, texts: pa.DictionaryArray, *, add: bool) -> npt.NDArray[np.int32]:
        """The numbers of texts as a dictionary, of which only those that stand in a row count."""
        codes = texts.indices.to_numpy(zero_copy_only=False)
        used = np.zeros(len(texts.dictionary), np.bool_)
        used[codes] = True
        of_each = np.full(len(used), -1, np.int32)
        of_each[used] = self.numbers(texts.dictionary.filter(pa.array(used)), add=add)
        taken: npt.NDArray[np.int32] = of_each[codes]
        return taken

    def _find_known(self, letters: Bytes, offsets: Ints, numbers: npt.NDArray[np.int32]) -> None:
        def find(part: tuple[int, int]) -> None:
            first, last = part
            _look_up(
                letters, offsets[first : last + 1], self._slots, self._hashes, self._letters,
                self._offsets, self._known, False, numbers[first:last],
            )  # fmt: skip

        in_parts(np.arange(len(offsets)), find, parts_each=1)

    def _add(self, letters: Bytes, offsets: Ints) -> npt.NDArray[np.int32]:
        numbers = np.empty(len(offsets) - 1, np.int32)
        self._make_room(len(numbers), int(offsets[-1] - offsets[0]))
        self._known = _look_up(
            letters, offsets, self._slots, self._hashes, self._letters, self._offsets,
            self._known, True, numbers,
        )  # fmt: skip
        return numbers

    def texts(self) -> pa.LargeStringArray:
        """All texts, by number."""
        offsets = self._offsets[: self._known + 1].copy()
        letters = self._letters[: offsets[-1]].copy()
        return pa.LargeStringArray.from_buffers(
            self._known, pa.py_buffer(offsets), pa.py_buffer(letters)
        )

    def _make_room(self, texts: int, letters: int) -> None:
        """Room for so many more texts, all of them new."""
        wanted = self._known + texts
        self._hashes = _grown(self._hashes, wanted)
        self._offsets = _grown(self._offsets, wanted + 1)
        self._letters = _grown(self._letters, int(self._offsets[self._known]) + letters)
        if len(self._slots) < _ROOM_FACTOR * wanted:
            room = 1 << (_ROOM_FACTOR * wanted).bit_length()
            self._slots = np.full(room, _EMPTY, np.int32)
            _fill_slots(self._slots, self._hashes, self._known)


def _grown(values: npt.NDArray[T], wanted: int) -> npt.NDArray[T]:
    if len(values) >= wanted:
        return values
    grown = np.empty(max(wanted, 2 * len(values)), values.dtype)
    grown[: len(values)] = values
    return grown


def text_buffers(texts: pa.Array) -> tuple[Bytes, Ints]:
    """The bytes of a string array without nulls, and where each text begins, `int64[n + 1]`."""
    if texts.type != pa.large_string():
        texts = pc.cast(texts, pa.large_string())
    _, offsets, letters = texts.buffers()
    # An array of no texts may come without either; what is read from bytes cannot be written to.
    begins = np.frombuffer(offsets or bytes(8), np.int64)
    begins = begins[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(letters or b"", np.uint8), begins
