"""The citizens as the jobcenter's own system knows them: numbered, with replacement numbers.

Nobody is invented: a citizen is »Borger 00017«, and the CPR number is a replacement number, whose
day is 60 too high for anybody's.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator

import numpy as np

from standalone.demonstration import codes
from standalone.demonstration.catalogue import MATCH_GROUPS, TARGET_GROUPS
from standalone.demonstration.courses import match_group
from standalone.demonstration.population import Ints, Population
from standalone.demonstration.simulation import History
from standalone.demonstration.weeks import Calendar

_AWAY_WEEKS = 4
_REPLACEMENT = 60
TWIN = "-2"
"""What the id of a second registration ends with in the files."""
_FIRST_OF_2000S = 4000
"""The last four digits of those born from 2000 on begin here, of those before at 0."""


def citizen_lines(
    people: Population, history: History, calendar: Calendar, *, twin: int
) -> Iterator[str]:
    """The lines of ``citizens.ndjson``, by number, and at last the one who is registered twice.

    ``citizen_id`` is what the other files call the citizen; the loader puts in its place the id
    that visitation gives for the CPR number.

    Args:
        people: Who they are.
        history: What they have lived on.
        calendar: Which weeks.
        twin: Who is registered twice, by place.
    """
    since, weeks = _spells(history)
    group = _groups(people, history)
    match = match_group(group, people.odds, weeks)
    born_on = Counter[dt.date]()
    for number, citizen_id in enumerate(people.ids):
        birthday = _birthday(people, number)
        yield _line(
            citizen_id=citizen_id,
            cpr=_cpr(birthday, born_on[birthday]),
            name=f"Borger {number + 1:05}",
            target_group=TARGET_GROUPS[group[number]],
            match_group=MATCH_GROUPS[match[number]],
            on_support_since=calendar.day(int(since[number]), 0) if since[number] >= 0 else None,
        )
        born_on[birthday] += 1
    birthday = _birthday(people, twin)
    yield _line(
        citizen_id=twin_id(people, twin),
        cpr=_cpr(birthday, born_on[birthday]),
        name=f"Borger {twin + 1:05} (registreret to gange)",
        target_group=TARGET_GROUPS[group[twin]],
        match_group=MATCH_GROUPS[match[twin]],
        on_support_since=None,
    )


def twin_id(people: Population, citizen: int) -> str:
    """What the files call the second registration of a citizen."""
    return people.ids[citizen] + TWIN


def _line(**row: str | None) -> str:
    said = {name: it for name, it in row.items() if it is not None}
    return json.dumps(said, ensure_ascii=False)


def _birthday(people: Population, citizen: int) -> dt.date:
    week = int(people.birth_week[citizen])
    return dt.date(int(people.birth_year[citizen]), 1, 1) + dt.timedelta(
        days=7 * week + citizen % 7
    )


def _cpr(birthday: dt.date, before: int) -> str:
    """The replacement number of somebody born on a day when so many others were before."""
    first = _FIRST_OF_2000S if birthday.year >= 2000 else 1  # noqa: PLR2004 - the century digit
    return f"{birthday.day + _REPLACEMENT:02}{birthday:%m%y}{first + before:04}"


def _spells(history: History) -> tuple[Ints, Ints]:
    """For each citizen the week in which the present spell began (-1: none), and its weeks."""
    weeks, count = history.codes.shape
    since: Ints = np.full(count, -1)
    length: Ints = np.zeros(count, dtype=np.int64)
    away: Ints = np.full(count, _AWAY_WEEKS)
    for week in range(weeks):
        supported = codes.IS_SUPPORT[history.codes[week]]
        begins = supported & (away >= _AWAY_WEEKS)
        since[begins] = week
        length[begins] = 0
        length += supported
        away = np.where(supported, 0, away + 1)
    over = away > 0
    since[over] = -1
    length[over] = 0
    return since, length


def _groups(people: Population, history: History) -> Ints:
    """The target group by the last week's benefit, else the one that the citizen comes from."""
    last = history.codes[-1].astype(np.int64)
    cash = codes.CASH_OLD - 1
    by_code = np.where(last == codes.CASH_NEW, cash, last - 1)
    known = (by_code >= 0) & (by_code < len(TARGET_GROUPS))
    return np.where(known, by_code, people.group)
