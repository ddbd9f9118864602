"""One citizen's rows of the registers, and the one state of each of the citizen's weeks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from effects import weeks
from effects.definitions import State
from effects.reading import cpr

HIDDEN = "(ikke vist)"


@dataclass(frozen=True)
class Code:
    """A code as the code list has it for some days, both included."""

    code: str
    code_class: str
    label: str | None
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Citizen:
    """What the registers hold of one citizen.

    Attributes:
        codes: the code of each week that has one, by the week's number, as valid on its Thursday.
        hours: ordinary hours by the month's number, all rows of a month together.
    """

    codes: Mapping[int, Code]
    hours: Mapping[int, Decimal]

    def hours_in(self, week: int) -> Decimal:
        """Ordinary hours of the month that the week belongs to."""
        return self.hours.get(weeks.month_of_week(week), Decimal(0))

    def state(self, week: int, min_hours: Decimal) -> State:
        """The week's one state: its code decides, and without one the month's hours."""
        code = self.codes.get(week)
        if code is None:
            return "employment" if self.hours_in(week) >= min_hours else "self_support"
        if code.code_class in {"support", "subsidised_work"}:
            return "support"
        return "education" if code.code_class == "education" else "unobservable"

    def describe(self, week: int, min_hours: Decimal) -> str:
        """What the citizen was in the week, as in "borgeren var …"."""
        state, code = self.state(week, min_hours), self.codes.get(week)
        if code is None:
            told = f"{danish(self.hours_in(week))} ordinære løntimer i måneden"
            return f"uden ydelse med {told}" if self.hours_in(week) else "uden ydelse og løntimer"
        named = presentable(f"{code.code} {code.label or ''}".strip())
        if state == "support":
            work = code.code_class == "subsidised_work"
            return f"{'i støttet arbejde' if work else 'på ydelse'} ({named})"
        return f"i uddannelse ({named})" if state == "education" else _GONE[code.code_class](named)


_GONE = {
    "dead": lambda named: f"død ({named})",
    "abroad": lambda named: f"i udlandet ({named})",
    "retired": lambda named: f"på folkepension ({named})",
}


def danish(number: Decimal) -> str:
    """A number without superfluous zeros, with a decimal comma."""
    return f"{number.normalize():f}".replace(".", ",")


def presentable(text: str) -> str:
    """A text of the files as it may be shown: on one line, and nothing like a CPR number."""
    if re.search(cpr.WITHIN, text) and not re.fullmatch(cpr.OPAQUE, text):
        return HIDDEN
    return "".join(letter if letter.isprintable() else "�" for letter in text)
