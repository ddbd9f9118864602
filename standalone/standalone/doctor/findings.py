"""What a check comes to: one line for a person, and the same for a program."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is; only the last makes the command fail."""

    OK = "ok"
    WARNING = "advarsel"
    ERROR = "fejl"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's.

    Attributes:
        check: What was looked at; stable, for programs.
        level: How bad it is.
        text: What was found, in Danish; never a secret.
        remedy: What to do; empty where nothing needs doing.
    """

    check: str
    level: Level
    text: str
    remedy: str = ""


def fine(check: str, text: str) -> Finding:
    """Nothing needs doing."""
    return Finding(check, Level.OK, text)


def doubtful(check: str, text: str, remedy: str) -> Finding:
    """It works, or will mend itself, but somebody should know."""
    return Finding(check, Level.WARNING, text, remedy)


def broken(check: str, text: str, remedy: str) -> Finding:
    """It does not work, and somebody must act."""
    return Finding(check, Level.ERROR, text, remedy)
