"""The values of one table of a file of definitions, each read on its own or noted as wrong."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from effects.definitions import State
from effects.reading import cpr
from effects.reading.mistakes import shown

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""What programs call a definition."""

STATES: tuple[State, ...] = ("support", "education", "employment", "self_support")
"""States that may make a numerator; a course with an unobservable week is not counted at all."""

MOST_HOURS = 1_000_000
MOST_DECIMALS = 9  # as the hours register has

_DECIMAL = re.compile(r"[0-9]{1,20}([.][0-9]{1,20})?", re.ASCII)


@dataclass
class Table:
    """A table as it stands in the file, and what is wrong with it.

    Attributes:
        file: the file's name.
        number: the table's number in the file, from 1.
        values: its fields.
        lines: mistakes found, one Danish line each.
    """

    file: str
    number: int
    values: dict[str, Any]
    lines: list[str] = field(default_factory=list)

    def refuse(self, name: str, reason: str, remedy: str) -> None:
        """Note a mistake of the field."""
        own = self.values.get("name")
        who = f"definition {self.number}"
        if isinstance(own, str) and NAME.fullmatch(own) and not is_personal(own):
            who = f"»{own}«"
        self.lines.append(f"{self.file}, {who}, {name}: {reason} {remedy}")


def read_text(table: Table, name: str, most: int) -> str | None:
    """One line of text, of which only the formula may be missing."""
    value = table.values.get(name)
    if value is None:
        if name != "formula":
            table.refuse(name, "Feltet mangler.", "Skriv det på dansk, i anførselstegn.")
        return None
    if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
        table.refuse(name, "Værdien er ikke en linje tekst.", "Skriv den i anførselstegn.")
        return None
    if len(value) > most:
        table.refuse(name, f"Teksten er længere end {most} tegn.", "Afkort den.")
        return None
    if is_personal(value):
        table.refuse(
            name,
            "Teksten rummer, hvad der ligner et personnummer, og vises derfor ikke.",
            "Ret den.",
        )
        return None
    return value.strip()


def read_number(table: Table, name: str, low: int, high: int) -> int | None:
    """A whole number from `low` to `high`."""
    value = table.values.get(name)
    if value is None:
        return None
    if type(value) is not int or not low <= value <= high:
        table.refuse(
            name,
            f"{_told(value)} kan ikke bruges.",
            f"Skriv et helt tal fra {low} til {high} uden anførselstegn.",
        )
        return None
    return value


def read_choice(table: Table, name: str, known: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of the known
    """One of the known words."""
    value = table.values.get(name)
    if value is not None and value not in known:
        table.refuse(name, f"{_told(value)} findes ikke.", f"Skriv en af {', '.join(known)}.")
        return None
    return value


def read_states(table: Table, name: str) -> tuple[State, ...] | None:
    """A list of states, in the order of `STATES`; only `unless` may be empty."""
    value = table.values.get(name)
    if value is None:
        return None
    how = f"Skriv en liste med nogle af {', '.join(STATES)}."
    if not isinstance(value, list) or (not value and name == "states"):
        table.refuse(name, "Værdien nævner ingen tilstande.", how)
        return None
    for state in value:
        if state == "unobservable":
            table.refuse(
                name,
                "»unobservable« kan ikke stå her: et forløb med sådan en uge tælles slet ikke med.",
                how,
            )
        elif state not in STATES:
            table.refuse(name, f"Tilstanden {_told(state)} findes ikke.", how)
    if len({str(state) for state in value}) < len(value):
        table.refuse(name, "En tilstand er nævnt to gange.", "Nævn hver én gang.")
    return tuple(state for state in STATES if state in value)


def read_hours(table: Table) -> Decimal | None:
    """Hours of work above 0, as a number or as text."""
    value = table.values.get("min_hours")
    if value is None:
        return None
    written = isinstance(value, str) and _DECIMAL.fullmatch(value) is not None
    hours = Decimal(value) if written or type(value) in {int, Decimal} else Decimal("NaN")
    known = hours.is_finite() and 0 < hours <= MOST_HOURS
    if not known or hours != round(hours, MOST_DECIMALS):
        table.refuse(
            "min_hours",
            f"{_told(value)} kan ikke bruges.",
            'Skriv et tal over 0 og højst 1000000 med punktum og højst ni decimaler, fx "37.5".',
        )
        return None
    return hours


def _told(value: object) -> str:
    """A value as a mistake may repeat it: short, and never like a CPR number."""
    return shown(value if isinstance(value, str) else str(value))


def is_personal(text: str) -> bool:
    """Whether a text has in it what may be a CPR number."""
    return re.search(cpr.WITHIN, text) is not None
