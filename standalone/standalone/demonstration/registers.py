"""Turns the simulated weeks into the rows of the registers: spells of codes, hours by month."""

import itertools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from standalone.demonstration.codes import NAMES
from standalone.demonstration.population import Population
from standalone.demonstration.simulation import History
from standalone.demonstration.weeks import Calendar, last_whole_month

_TWO_EMPLOYERS = 0.03
_LITTLE = 0.004


def support_lines(
    people: Population, history: History, calendar: Calendar, weeks: range
) -> Iterator[str]:
    """The lines of ``support.csv`` for some weeks: one a spell, by citizen and then by week."""
    texts = calendar.texts()[weeks.start : weeks.stop]
    by_citizen = np.ascontiguousarray(history.codes[weeks.start : weeks.stop].T)
    count = len(weeks)
    changes = np.ones((len(people), count), dtype=bool)
    changes[:, 1:] = by_citizen[:, 1:] != by_citizen[:, :-1]
    flat = by_citizen.ravel()
    starts = np.flatnonzero(changes.ravel())
    ends = np.append(starts[1:], flat.size) - 1
    coded = flat[starts] != 0
    starts, ends = starts[coded], ends[coded]
    citizens, first = np.divmod(starts, count)
    rows = zip(
        citizens.tolist(),
        first.tolist(),
        (ends % count).tolist(),
        flat[starts].tolist(),
        strict=True,
    )
    for citizen, start, end, code in rows:
        yield f"{people.ids[citizen]},{texts[start]},{texts[end]},{NAMES[code]}"


def hours_lines(
    rng: np.random.Generator,
    people: Population,
    history: History,
    calendar: Calendar,
    weeks: range,
) -> Iterator[str]:
    """The lines of ``hours.csv``: one a citizen and month with ordinary hours, by citizen.

    Some months come in two rows, from two employers, and some hold half an hour. The months are
    those that have become whole with the weeks asked for.
    """
    months, month_of_week = calendar.months()
    first = _whole_months(months, calendar, weeks.start)
    end = _whole_months(months, calendar, weeks.stop)
    quarters = np.zeros((len(months), len(people)), dtype=np.int64)
    table = np.concatenate([np.zeros((1, len(people)), dtype=np.int64), people.weekly_quarters.T])
    everybody = np.arange(len(people))
    for week, month in enumerate(month_of_week[: weeks.stop]):
        if first <= month < end:
            quarters[month] += table[history.work[week], everybody]
    by_citizen = np.ascontiguousarray(quarters.T)
    citizens, numbers = np.nonzero(by_citizen)
    total = by_citizen[citizens, numbers]
    draws = rng.random((2, total.size))
    # Nobody works exactly the same every month: up to two hours more or less.
    total = np.maximum(total + np.floor(draws[0] * 17).astype(np.int64) - 8, 2)
    total = np.where(draws[1] > 1 - _LITTLE, 2, total)
    second = np.where(draws[1] < _TWO_EMPLOYERS, total // 3, 0)
    return itertools.chain.from_iterable(
        _month_rows(people.ids[citizen], months[month], main, extra)
        for citizen, month, main, extra in _lists(citizens, numbers, total - second, second)
    )


def _whole_months(months: list[str], calendar: Calendar, weeks: int) -> int:
    """How many months are whole when so many weeks have passed."""
    if weeks == 0:
        return 0
    return months.index(last_whole_month(calendar.mondays[weeks - 1])) + 1


def _lists(*columns: npt.NDArray[np.int64]) -> Iterator[tuple[int, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _month_rows(citizen: str, month: str, main: int, extra: int) -> Iterator[str]:
    yield f"{citizen},{month},{main // 4}.{main % 4 * 25:02}"
    if extra:
        yield f"{citizen},{month},{extra // 4}.{extra % 4 * 25:02}"
