"""Citizens like this one: what happened to comparable citizens, as effects released it.

It is a statistic over people who were there before, never a score of the one who is asked about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from kit.figure import Figure

Dimension = Literal["match_group", "age", "weeks_on_support"]

_NARROWEST: tuple[Dimension, ...] = ("match_group", "age", "weeks_on_support")
"""What a profile is narrowed by, in the order in which it is given up from the right."""

_AGES = ((25, "under_25"), (30, "25_29"), (40, "30_39"), (50, "40_49"), (60, "50_59"))
_OLDEST = "60_plus"
_WEEKS = ((13, "0_12"), (26, "13_25"), (52, "26_51"), (104, "52_103"))
_LONGEST = "104_plus"

BANDS_DA: Mapping[str, str] = {
    "under_25": "under 25 år",
    "25_29": "25-29 år",
    "30_39": "30-39 år",
    "40_49": "40-49 år",
    "50_59": "50-59 år",
    "60_plus": "60 år eller mere",
    "0_12": "0-12 uger på ydelse",
    "13_25": "13-25 uger på ydelse",
    "26_51": "26-51 uger på ydelse",
    "52_103": "52-103 uger på ydelse",
    "104_plus": "104 uger eller mere på ydelse",
}


class Key(NamedTuple):
    """Which citizens a row is about; None where all are."""

    match_group: str | None = None
    age_band: str | None = None
    weeks_band: str | None = None


@dataclass(frozen=True, slots=True)
class Profiles:
    """The newest release of a target group's outcomes."""

    release_id: str
    released_at: datetime
    as_of: date | None
    rows: Mapping[Key, Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Found:
    """The narrowest group of comparable citizens with something to show.

    Attributes:
        level: 0 for all three dimensions, 3 for the target group alone.
        key: Whom the figures are about.
        figures: What happened to them; the hidden ones too.
        widened: What was given up because the narrower groups were too small.
        not_asked: What the profile did not say.
    """

    level: int
    key: Key
    figures: Sequence[Figure]
    widened: tuple[Dimension, ...]
    not_asked: tuple[Dimension, ...]


def age_band(age: int) -> str:
    """The fixed band that an age lies in."""
    return next((band for below, band in _AGES if age < below), _OLDEST)


def weeks_band(weeks: int) -> str:
    """The fixed band that a number of weeks on support lies in."""
    return next((band for below, band in _WEEKS if weeks < below), _LONGEST)


def find(
    profiles: Profiles,
    match_groups: Sequence[str],
    age: int | None,
    weeks_on_support: int | None,
) -> Found | None:
    """The outcomes of the citizens most like a profile; None where none are shown at all.

    Widened from the narrowest group, one dimension at a time, to the first of which at least one
    figure is shown.

    Args:
        profiles: The target group's.
        match_groups: The profile's code and earlier ones read as it; none where it has none.
        age: In years; None where it is not said.
        weeks_on_support: Likewise.
    """
    asked = Asked(match_groups, age, weeks_on_support)
    start = asked.narrowest()
    for level in range(start, len(_NARROWEST) + 1):
        kept = len(_NARROWEST) - level
        for key in asked.keys(kept):
            figures = profiles.rows.get(key)
            if figures and any(not each.suppressed.yes for each in figures):
                first = len(_NARROWEST) - start
                return Found(level, key, figures, _NARROWEST[kept:first], _NARROWEST[first:])
    return None


@dataclass(frozen=True, slots=True)
class Asked:
    """A profile as far as it narrows the comparable citizens."""

    match_groups: Sequence[str]
    age: int | None
    weeks_on_support: int | None

    def narrowest(self) -> int:
        """The narrowest level that the profile says enough for."""
        if not self.match_groups:
            return 3
        if self.age is None:
            return 2
        return 1 if self.weeks_on_support is None else 0

    def keys(self, kept: int) -> Sequence[Key]:
        """The rows in which a profile may stand with so many of its dimensions kept."""
        if kept == 0:
            return (Key(),)
        age = None if kept == 1 or self.age is None else age_band(self.age)
        all_three = len(_NARROWEST)
        weeks = (
            weeks_band(self.weeks_on_support)
            if kept == all_three and self.weeks_on_support is not None
            else None
        )
        return tuple(Key(group, age, weeks) for group in self.match_groups)
