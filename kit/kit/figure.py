"""The Figure: the one wire form of every number over people, so that none travels bare."""

from datetime import date
from decimal import Decimal
from statistics import NormalDist
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, Strict
from pydantic_core import PydanticSerializationUnexpectedValue

Unit = Literal["share", "DKK", "count", "weeks", "days", "per_100", "smiley", "date", "score"]
Reason = Literal["too_few", "not_measured"]
Share = Annotated[float, Field(ge=0, le=1)]
Number = Annotated[int, Strict()] | Annotated[float, Strict()]
"""A number that was a number on the wire too; an amount in a string stays an amount."""


def _in_kroner(amount: object) -> str:
    # In a union every member is tried; a date would let itself be formatted as one, too.
    if not isinstance(amount, Decimal):
        raise PydanticSerializationUnexpectedValue("not an amount")
    return f"{amount:.2f}"


Money = Annotated[Decimal, PlainSerializer(_in_kroner, return_type=str)]
"""Kroner with two decimals, written as a string: ``"1234.50"``."""


class Part(BaseModel):
    """A part of the wire form: immutable, and refusing fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Interval(Part):
    """The uncertainty of a value, in the value's own unit."""

    level: float = Field(default=0.95, examples=[0.95])
    low: float
    high: float
    method: str = Field(examples=["wilson"])


class Adjusted(Part):
    """The same figure with other factors held constant."""

    value: float
    interval: Interval
    method: str
    covariates: tuple[str, ...]


class Suppressed(Part):
    """Whether the figure is hidden, and why; every hidden figure looks alike."""

    yes: bool = False
    reason: Reason | None = None


class Period(Part):
    """The dates that the figure covers, both included."""

    start: date
    end: date


class Comparison(Part):
    """The same figure for all other courses of the target group and period."""

    value: Number | Money | None
    n: int | None
    interval: Interval | None = None


class LeftOut(Part):
    """How many courses the figure could not count; below the limit only as a text."""

    outside_register: int | str = Field(examples=[12, "færre end 5"])
    left_the_count: int | str = Field(examples=["færre end 5"])


class Figure(Part):
    """A number over people with everything needed to judge it (domain.md §6).

    Where it is hidden, ``value``, ``n``, ``citizens``, ``numerator``, ``interval``,
    ``adjusted``, ``comparison`` and ``left_out`` are null.
    """

    indicator: str = Field(examples=["effect_3m"])
    value: Number | Money | date | None
    unit: Unit
    n: int | None = Field(default=None, ge=0, description="Courses counted")
    citizens: int | None = Field(default=None, ge=0, description="Different citizens counted")
    numerator: int | None = Field(default=None, ge=0)
    interval: Interval | None = None
    adjusted: Adjusted | None = None
    comparison: Comparison | None = None
    left_out: LeftOut | None = None
    suppressed: Suppressed = Suppressed()
    period: Period | None = None
    as_of: date | None = Field(default=None, description="The last day that the registers cover")
    definition: str | None = Field(default=None, examples=["self_support_3m_sustained"])
    definition_version: int | None = None
    code_list_version: int | None = None
    carried_over_from: str | None = None
    caveats: tuple[str, ...] = ()
    sentence: str = Field(description="The figure in one plain Danish sentence")


def wilson(numerator: int, n: int, level: float = 0.95) -> Interval:
    """The Wilson score interval of a share (E. B. Wilson, JASA 22, 1927, eq. for p ± z).

    Args:
        numerator: Courses with the outcome, ``0 <= numerator <= n``.
        n: Courses counted, at least 1.
        level: Two-sided confidence level, between 0 and 1.

    Raises:
        ValueError: When ``n`` is below 1 or ``numerator`` is outside 0..n.
    """
    if n < 1 or not 0 <= numerator <= n:
        raise ValueError(f"no share of {numerator} in {n}")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = numerator / n
    spread = z * ((share * (1 - share) + z * z / (4 * n)) / n) ** 0.5
    centre = share + z * z / (2 * n)
    scale = 1 + z * z / n
    # At the ends the exact bound is 0 or 1; the subtraction would leave a rounding error there.
    low = 0.0 if numerator == 0 else (centre - spread) / scale
    high = 1.0 if numerator == n else (centre + spread) / scale
    return Interval(level=level, low=low, high=high, method="wilson")


def left_out_count(count: int, limit: int) -> int | str:
    """A number of people left out, as it may be shown: below the limit only as a text."""
    return f"færre end {limit}" if 0 < count < limit else count
