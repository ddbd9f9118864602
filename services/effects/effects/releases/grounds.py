"""What a release was judged on, kept so that the next one can be judged beside it.

It holds counts that were hidden, and so never leaves the service: it is behind the municipality's
row security, no route reads it, and no fact tells of it.
"""

import json
import zlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from kit.disclosure import State

Audience = Literal["staff", "public"]
AUDIENCES: tuple[Audience, ...] = ("staff", "public")
"""In the order in which they are judged: the public never sees more than staff do."""

Key = tuple[Audience, str, str]
"""Audience, family, and which table of it."""

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """One release as it was judged.

    Attributes:
        number: The release's.
        states: By table, the state of each of its places.
        settings: The tables that were set in it, and not carried on.
    """

    number: int
    states: Mapping[Key, Mapping[Names, State]] = field(default_factory=dict)
    settings: AbstractSet[Key] = frozenset()

    def releases(self) -> set[int]:
        """The releases whose counts stand in it."""
        found = {state.since for places in self.states.values() for state in places.values()}
        return (found | {self.number}) - {0}


def write_ground(ground: Ground) -> bytes:
    """A ground, packed."""
    tables = [
        [*key, int(key in ground.settings),
         [[*place, each.people, each.parts, int(each.is_shown), each.since]
          for place, each in states.items()]]
        for key, states in ground.states.items()
    ]  # fmt: skip
    return zlib.compress(json.dumps([ground.number, tables], separators=(",", ":")).encode())


def read_ground(packed: bytes) -> Ground:
    """A ground as ``write_ground`` has packed it."""
    number, tables = json.loads(zlib.decompress(packed))
    states: dict[Key, dict[Names, State]] = {}
    settings: set[Key] = set()
    for audience, family, view, is_set, rows in tables:
        key = audience, family, view
        states[key] = {
            tuple(names): State(people, tuple(parts), bool(is_shown), since)
            for *names, people, parts, is_shown, since in rows
        }
        if is_set:
            settings.add(key)
    return Ground(number, states, settings)
