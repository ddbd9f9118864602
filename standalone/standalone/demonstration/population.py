"""Who the citizens are before anything happens to them: drawn once, in arrays."""

import uuid
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standalone.demonstration.weeks import Calendar

Ints = npt.NDArray[np.int64]

CITIZENS = 15_000
_GROUP_SHARES = (0.31, 0.27, 0.12, 0.14, 0.03, 0.04, 0.05, 0.04)
_AGES = ((25, 65), (30, 64), (18, 28), (24, 65), (25, 55), (30, 64), (26, 60), (28, 63))
"""Youngest and oldest age in the middle of the period, by target group."""
_WEAK, _MIDDLE = 0.27, 0.75
STRONG_ODDS = 2
"""The number of the best of the three levels of odds: 0 weak, 1 middle, 2 strong."""
_PRESENT_AT_START = 0.62
_FULL, _MOST = 148, 128


@dataclass(frozen=True)
class Population:
    """One entry a citizen in every array."""

    ids: tuple[str, ...]
    group: Ints
    """The target group that the citizen belongs to when on support, unless moved."""
    odds: Ints
    birth_year: Ints
    birth_week: Ints
    entry: Ints
    """The week in which the municipality first knows the citizen; below 0 from the start."""
    weekly_quarters: Ints
    """Citizens × four kinds of work (full, part, beside benefit, beside study), in quarter-hours
    a week; 0 where that work is not known to the register."""

    def __len__(self) -> int:
        return len(self.ids)


def _draw_ids(rng: np.random.Generator, count: int) -> tuple[str, ...]:
    """Opaque ids of version 8, sorted, so that their order tells nothing either."""
    words = rng.integers(0, 2**64, size=(count, 2), dtype=np.uint64)
    version = np.uint64(0x8000)
    words[:, 0] = (words[:, 0] & ~np.uint64(0xF000)) | version
    words[:, 1] = (words[:, 1] >> np.uint64(2)) | np.uint64(1 << 63)
    return tuple(
        str(uuid.UUID(int=(int(high) << 64) | int(low)))
        for high, low in sorted(map(tuple, words.tolist()))
    )


def _between(draws: npt.NDArray[np.float64], low: Ints | int, high: Ints | int) -> Ints:
    """Whole numbers from low to high, both included, from uniform draws."""
    return (low + np.floor(draws * (high - low + 1))).astype(np.int64)


def draw_population(rng: np.random.Generator, calendar: Calendar, count: int) -> Population:
    """Draw the citizens.

    Args:
        rng: Only its uniform draws and plain integers are used.
        calendar: Fixes which years they are born in and when they arrive.
        count: How many.
    """
    ids = _draw_ids(rng, count)
    draws = rng.random((10, count))
    group = np.searchsorted(np.cumsum(_GROUP_SHARES)[:-1], draws[0], side="right")
    middle = calendar.mondays[calendar.weeks // 2].year
    ages = np.array(_AGES, dtype=np.int64)
    age = _between(draws[1], ages[group, 0], ages[group, 1])
    odds = np.searchsorted(np.array([_WEAK, _MIDDLE]), draws[2], side="right")
    entry = np.where(
        draws[3] < _PRESENT_AT_START,
        -52,
        _between(draws[4], 0, calendar.weeks - 20),
    )
    # The young of the later years were children in the first: they enter when they come of age.
    born = middle - age
    of_age = (born + 18 - calendar.mondays[0].year) * 52
    entry = np.where((of_age > 0) & (entry < of_age), of_age, entry)
    quarters = np.stack(
        [
            np.where(draws[5] < 0.7, _FULL, _between(draws[6], _MOST - 20, _MOST)),  # noqa: PLR2004 - share in full time
            _between(draws[6], 36, 92),
            np.where((draws[7] < 0.14) & (group < 2), _between(draws[6], 12, 40), 0),  # noqa: PLR2004 - first two groups
            np.where(draws[7] < 0.55, _between(draws[8], 20, 60), 0),  # noqa: PLR2004 - share of students with a job
        ],
        axis=1,
    )
    return Population(
        ids=ids,
        group=group.astype(np.int64),
        odds=odds.astype(np.int64),
        birth_year=born,
        birth_week=_between(draws[9], 0, 51),
        entry=entry.astype(np.int64),
        weekly_quarters=quarters,
    )
