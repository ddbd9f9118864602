"""The code lists in memory: which codes are valid on a day, and what they are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kit.folding import folded_words

MAX_NAMED = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says of a code; both dates are included."""

    label: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the code is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Step:
    """A code that another stands in for, from a day on."""

    to_code: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class CodeLists:
    """Every list by its name, every code of it in the order in which it is shown.

    Attributes:
        lists: The entries of each code of each list.
        steps: By list and code, what stands in for it.
    """

    lists: Mapping[str, Mapping[str, tuple[Entry, ...]]]
    steps: Mapping[tuple[str, str], tuple[Step, ...]] = field(default_factory=dict)
    _named: dict[tuple[str, date], str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[str, str, str, date, date | None]],
        crosswalk: Iterable[tuple[str, str, str, date]] = (),
    ) -> "CodeLists":
        """The lists, and what stands in for codes that have ended.

        Args:
            rows: List, code, label, first and last day.
            crosswalk: List, old code, new code, first day.
        """
        lists: dict[str, dict[str, tuple[Entry, ...]]] = {}
        for name, code, label, valid_from, valid_to in rows:
            entries = lists.setdefault(name, {})
            entries[code] = (*entries.get(code, ()), Entry(label, valid_from, valid_to))
        steps: dict[tuple[str, str], tuple[Step, ...]] = {}
        for name, from_code, to_code, valid_from in crosswalk:
            steps[name, from_code] = (*steps.get((name, from_code), ()), Step(to_code, valid_from))
        return cls(lists, steps)

    def valid(self, name: str, day: date) -> list[str]:
        """The codes of a list that are valid on a day."""
        return [
            code
            for code, entries in self.lists.get(name, {}).items()
            if any(entry.holds_on(day) for entry in entries)
        ]

    def first_valid(self, name: str, day: date) -> str:
        """The first codes of a list that are valid on a day, as a sentence names them."""
        if (name, day) not in self._named:
            self._named[name, day] = ", ".join(self.valid(name, day)[:MAX_NAMED])
        return self._named[name, day]

    def is_valid(self, name: str, code: str, day: date) -> bool:
        """Whether a code of a list is valid on a day."""
        return any(entry.holds_on(day) for entry in self.lists.get(name, {}).get(code, ()))

    def label(self, name: str, code: str) -> str:
        """What a code is called, whenever it was valid; the code itself where it is unknown."""
        entries = self.lists.get(name, {}).get(code, ())
        return entries[-1].label if entries else code

    def translated(self, name: str, code: str, day: date) -> tuple[str, ...]:
        """The codes under which a code is read on a day.

        Itself while it is valid; else what stands in for it, step by step through several
        reforms; nothing where there is no way to a code that is valid.
        """
        found: list[str] = []
        waiting, seen = [code], {code}
        while waiting:
            each = waiting.pop(0)
            if self.is_valid(name, each, day):
                found.append(each)
                continue
            for step in self.steps.get((name, each), ()):
                if step.valid_from <= day and step.to_code not in seen:
                    seen.add(step.to_code)
                    waiting.append(step.to_code)
        return tuple(found)

    def also_written(self, name: str, codes: Iterable[str], day: date) -> list[str]:
        """Codes, and the earlier ones that are read as one of them on a day.

        What was written before a reform keeps its code, and is found by either.
        """
        asked = list(dict.fromkeys(codes))
        return asked + [
            old
            for listed, old in self.steps
            if listed == name
            and old not in asked
            and not self.is_valid(name, old, day)
            and any(new in asked for new in self.translated(name, old, day))
        ]

    def said_instead(self, name: str, code: str, read_as: Iterable[str]) -> str:
        """In Danish, what a code that has ended is read as."""
        new = ", ".join(f"»{self.label(name, each)}« ({each})" for each in read_as)
        return f"»{self.label(name, code)}« ({code}) gælder ikke mere og læses som {new}."

    def beginning_with(self, name: str, word: str) -> list[str]:
        """The codes of a list whose label has a word that begins so.

        Args:
            name: The list.
            word: The beginning, folded as by ``danish_sort_key``.
        """
        return [
            code
            for code, entries in self.lists.get(name, {}).items()
            if any(f" {word}" in folded_words(entry.label) for entry in entries)
        ]
