"""Who may what, as it was decided: ``allowed.csv``, a line for each operation.

It is the specification, so it is read and never computed from the code that it is held against.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Rows = Literal["open", "session", "same", "municipality", "own", "none", "services"]
"""How the rows behind an operation are kept apart.

open: there is no token, and nothing of anybody's. session: whoever brings a session's cookie, and
of that session alone; tokens count for nothing. same: everybody is told the same. municipality:
each municipality its own. own: likewise, and a provider what is its own. none: likewise, and a
provider nothing at all. services: a service of ours all municipalities', and nobody else any.
"""

FILE = Path(__file__).with_name("allowed.csv")
PROVIDERS = frozenset({"provider_staff", "provider_system"})
"""The roles whose tokens name a provider."""

SYSTEMS = frozenset({"jobcenter_system", "provider_system", "guide_reader"})
"""The roles of programs that others have written."""

TOLD_ALIKE: frozenset[Rows] = frozenset({"open", "session", "same", "services"})
"""Where there are no rows that one caller sees and another does not."""

SERVICE = "service"
"""The role whose tokens name no municipality."""


@dataclass(frozen=True)
class Line:
    """What is decided of one operation."""

    service: str
    operation: str
    rows: Rows
    roles: frozenset[str]


ROWS: dict[str, Rows] = {name: name for name in get_args(Rows)}


def _lines() -> tuple[tuple[str, ...], list[Line]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        _, _, _, *roles = next(reader := csv.reader(file))
        lines = []
        for service, operation, rows, *marks in reader:
            assert set(marks) <= {"x", ""}, (service, operation)
            may = frozenset(role for role, mark in zip(roles, marks, strict=True) if mark)
            lines.append(Line(service, operation, ROWS[rows], may))
    return tuple(roles), lines


ROLES, LINES = _lines()


@cache
def lines_of(service: str) -> dict[str, Line]:
    """What is decided of a service's operations."""
    mine = [line for line in LINES if line.service == service]
    found = {line.operation: line for line in mine}
    assert len(found) == len(mine), "an operation is decided twice"
    return found
