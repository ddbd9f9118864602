"""The code lists in memory: which codes are valid on a day, and what they are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


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
class CodeLists:
    """Every list by its name, every code of it in the order in which it is shown."""

    lists: Mapping[str, Mapping[str, tuple[Entry, ...]]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str, date, date | None]]) -> "CodeLists":
        """The lists from rows of list, code, label, first and last day."""
        lists: dict[str, dict[str, tuple[Entry, ...]]] = {}
        for name, code, label, valid_from, valid_to in rows:
            entries = lists.setdefault(name, {})
            entries[code] = (*entries.get(code, ()), Entry(label, valid_from, valid_to))
        return cls(lists)

    def valid(self, name: str, day: date) -> list[str]:
        """The codes of a list that are valid on a day."""
        return [
            code
            for code, entries in self.lists.get(name, {}).items()
            if any(entry.holds_on(day) for entry in entries)
        ]

    def is_valid(self, name: str, code: str, day: date) -> bool:
        """Whether a code of a list is valid on a day."""
        return any(entry.holds_on(day) for entry in self.lists.get(name, {}).get(code, ()))

    def label(self, name: str, code: str) -> str:
        """What a code is called, whenever it was valid; the code itself where it is unknown."""
        entries = self.lists.get(name, {}).get(code, ())
        return entries[-1].label if entries else code
