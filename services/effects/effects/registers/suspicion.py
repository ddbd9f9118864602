"""What makes a file look wrong although each of its rows is in order: findings, and their limits.

Small registers differ from month to month by chance. So no change counts that is within three
standard deviations of a count of as many citizens (``3 / sqrt(n)`` of it), nor any in a register of
fewer citizens than ``Limits.smallest``. Numbers are compared as fractions: a limit of 30 % is
passed by what is more than 30 %, and not by what a computer rounds there.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, Field

Number = int | Fraction

ALMOST = Fraction(4, 5)
"""A file that is so long, beside another that begins with it, was meant to be as long."""


class Finding(BaseModel):
    """One reason to look at an import before it is used."""

    code: str = Field(examples=["fewer_citizens"])
    detail: str = Field(description="What was found, with its numbers, and what to look for")
    severity: Literal["high", "low"] = Field(
        description="high: figures would be wrong; low: they would not change, but it is hardly "
        "the file that was meant"
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """When something looks wrong; shares are of what the register had.

    Attributes:
        smallest: Citizens (or rows, or codes) under which nothing is judged.
        change: How much a number may rise or fall from one period to the next.
        gone: How many citizens may disappear from weeks that are sent again.
        cut: How many citizens may come after the file's last, in the order of their ids; and how
            many courses may stand there twice.
        unknown: How many may be new.
        same: How alike another period's rows may be.
    """

    smallest: int
    change: Fraction
    gone: Fraction
    cut: Fraction
    unknown: Fraction
    same: Fraction


def exceeds(apart: Number, share: Fraction, of: Number, *, people: Number | None = None) -> bool:
    """Whether a difference is more than a share of a number, and more than chance makes it.

    Args:
        apart: How much more, or less, there is than before.
        share: The limit.
        of: What there was before.
        people: The citizens that it is of, where it counts something else.
    """
    citizens = of if people is None else people
    return apart > share * of and apart * apart * citizens > 9 * of * of


def high(code: str, detail: str) -> Finding:
    """A finding by which figures would be wrong."""
    return Finding(code=code, detail=detail, severity="high")


def unknown_citizens(
    where: str, unknown: int, citizens: int, *, register: str = "registret"
) -> Finding:
    """Say that most of a file's citizens are none of a register's."""
    return high(
        "unknown_citizens",
        f"I {where} er {count(unknown)} af {count(citizens)} borgere ukendte i {register}. Er "
        "citizen_id den rette kolonne, og id'erne dannet på samme måde?",
    )


def judge_again(period: str, same: int, most: int, limits: Limits) -> list[Finding]:
    """Whether a file brings what the newest import of its register brought already.

    Args:
        period: What both cover, for people.
        same: Rows that both have.
        most: Rows of the one that has more.
        limits: When it looks wrong.
    """
    if most < limits.smallest or same < limits.same * most:
        return []
    return [
        Finding(
            code="last_period_again",
            severity="low",
            detail=f"Filen dækker {period} som den forrige, og {count(same)} af {count(most)} "
            "rækker er de samme. Er det sidste leverance, der er sendt igen?",
        )
    ]


def count(number: int) -> str:
    """A whole number for people."""
    return f"{number:,}".replace(",", ".")


def number(value: Number) -> str:
    """A number with one decimal, for people."""
    return f"{float(value):.1f}".replace(".", ",")


def change(before: Number, now: Number) -> str:
    """A rise or a fall for people."""
    told = float(Fraction(now) / before - 1)
    return f"{told:+.0%}".replace("%", " %").replace("-", "−")
