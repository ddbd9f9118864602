"""Answers worked out once and kept as bytes, but for what differs between profiles."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from visitation.guide import schemas
from visitation.guide.spliced import Rest

Generation = tuple[int, int]
MAX_BYTES = 64 << 20
_WRITTEN = b'"age":%b,"weeks_on_support":%b'
_GAP = _WRITTEN % (b"null", b"null") + b"}}"


class Said(NamedTuple):
    """A question as it was said; age and weeks on support do not decide what is found."""

    municipality: str
    day: date
    target_group: str
    match_group: str | None
    weights: str | None
    filters: tuple[object, ...] = ()
    limit: int = schemas.DEFAULT_LIMIT
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer but for the age and the weeks on support, which are put in between.

    Attributes:
        start: The JSON before them.
        rest: The JSON after them.
        next: The cursor of the page after it.
    """

    start: bytes
    rest: Rest
    next: str | None = None

    @classmethod
    def of(cls, asked: schemas.Asked, findings: bytes, following: str | None) -> "Prepared":
        """Write both parts.

        Args:
            asked: What was asked, age and weeks on support left out.
            findings: What was found, as JSON.
            following: The cursor of the page after it.
        """
        start = asked.model_dump_json().encode()
        if not start.endswith(_GAP):
            raise ValueError("age and weeks on support are not where they are put in")
        return cls(start[: -len(_GAP)], Rest.of(b"}," + findings[1:]), following)

    def head(self, age: int | None, weeks_on_support: int | None) -> bytes:
        """The JSON up to the rest."""
        known = _WRITTEN % (
            b"null" if age is None else b"%d" % age,
            b"null" if weeks_on_support is None else b"%d" % weeks_on_support,
        )
        return self.start + known

    @property
    def size(self) -> int:
        """What it takes in memory, in bytes."""
        return len(self.start) + self.rest.size


@dataclass(slots=True)
class KeptAnswers:
    """The answers that were asked for last, up to a size, each of one generation of its cards.

    They are kept packed, as browsers take them; unpacked they are up to twenty times as large, so
    only those asked for last are kept so, up to a size of their own.
    """

    max_bytes: int = MAX_BYTES
    max_plain_bytes: int = MAX_BYTES
    _size: int = 0
    _kept: OrderedDict[Said, tuple[Generation, Prepared]] = field(default_factory=OrderedDict)
    _plain_size: int = 0
    _plain: OrderedDict[bytes, bytes] = field(default_factory=OrderedDict)

    def find(self, said: Said, generation: Generation) -> Prepared | None:
        """An answer that is kept, if it is of this generation; else it is dropped."""
        kept = self._kept.get(said)
        if kept is None:
            return None
        if kept[0] != generation:
            del self._kept[said]
            self._size -= kept[1].size
            return None
        self._kept.move_to_end(said)
        return kept[1]

    def keep(self, said: Said, generation: Generation, prepared: Prepared) -> None:
        """Keep an answer; those asked for longest ago make room."""
        replaced = self._kept.pop(said, None)
        self._size += prepared.size - (replaced[1].size if replaced else 0)
        self._kept[said] = generation, prepared
        while self._size > self.max_bytes:
            _, (_, oldest) = self._kept.popitem(last=False)
            self._size -= oldest.size

    def plain(self, rest: Rest) -> bytes:
        """The rest of an answer, unpacked."""
        found = self._plain.get(rest.digest)
        if found is None:
            found = self._plain[rest.digest] = rest.plain()
            self._plain_size += rest.length
            while self._plain_size > self.max_plain_bytes:
                _, oldest = self._plain.popitem(last=False)
                self._plain_size -= len(oldest)
        else:
            self._plain.move_to_end(rest.digest)
        return found
