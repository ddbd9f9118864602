"""Offers side by side, and citizens like this one, as they cross the wire."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from kit.figure import Figure, Interval
from visitation.guide.comparable import Dimension
from visitation.guide.schemas import Asked, Card, Coded, Shown, ShownIndicator

SCORE = "score"
"""The name under which the weighted score is compared, beside the indicators."""


class NotShown(Shown):
    """An offer that was asked for and cannot be shown."""

    offer_id: str
    code: Literal["offer_not_published", "offer_takes_others"]
    detail: str


class Difference(Shown):
    """Whether two offers can be told apart by one indicator, or by the score of those chosen."""

    indicator: str = Field(examples=["effect_3m", SCORE])
    first: str = Field(description="An offer's id")
    second: str
    told_apart: bool | None = Field(
        description="At 95 %, Holm-corrected over the pairs; null where a figure is missing"
    )
    better: str | None = Field(description="The offer with the better figure, if they differ")
    difference: float | None = Field(
        description="First less second, in the indicator's unit; days for dates"
    )
    interval: Interval | None = Field(
        description="Of the difference by itself, without the correction; null where it is exact"
    )
    sentence: str


class FoundBeside(Shown):
    """What was found of offers side by side."""

    weights: dict[str, float]
    as_of: date | None
    oldest_as_of: date | None
    basis: str
    notices: list[str]
    indicators: list[ShownIndicator]
    cards: list[Card] = Field(
        description="In the order asked for; places are those among all offers for the profile"
    )
    not_shown: list[NotShown]
    differences: list[Difference]


class Compared(FoundBeside, Asked):
    """Up to four offers side by side."""


class Likeness(Shown):
    """Whom the figures are about; null where all are."""

    target_group: Coded
    match_group: Coded | None
    age_band: Coded | None
    weeks_band: Coded | None


class FoundAlike(Shown):
    """What was found of comparable citizens."""

    level: int | None = Field(
        description="0 alike in all that was asked, to 3 by target group; null without figures"
    )
    alike: Likeness | None
    widened: list[Dimension] = Field(
        description="What was given up because too few are alike in it"
    )
    not_asked: list[Dimension] = Field(description="What the profile does not say")
    sentence: str
    as_of: date | None
    released_at: datetime | None
    figures: list[Figure]
    notices: list[str]


class Comparable(FoundAlike, Asked):
    """What happened to citizens like this one: a statistic, never a score of the person."""
