"""The clock of survival read once more, week by week, from the domain's page alone.

A citizen's covered weeks are one text, a letter a week: `S` on support, `W` on support in
subsidised work, `E` in education, `.` without any code, and `D`, `A` and `R` dead, abroad and
retired. It knows neither spans nor offsets. Registers are packed from the same texts.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from random import Random

import numpy as np
import pyarrow as pa

from effects.packed.register import DAY_ZERO, NO_DAY, WEEK_ZERO, PackedRegister

LETTERS = "SWERDA"  # in the order of the classes
GONE = {"D": "dead", "A": "abroad", "R": "retired"}

Spell = tuple[int, int, str]  # week from the first covered one, weeks, ending


def spells_of(weeks: str) -> tuple[list[Spell], int]:
    """The spells of a citizen's covered weeks, and how many have an unknown beginning."""
    spells, unknown = [], 0
    for week in range(len(weeks)):
        before = weeks[max(week - 4, 0) : week]
        if not _on_support(weeks[week]) or any(_on_support(letter) for letter in before):
            continue
        if len(before) < 4:
            unknown += 1
            continue
        end, how = _end_of(weeks, week)
        spells.append((week, end - week, how))
    return spells, unknown


def _on_support(letter: str) -> bool:
    return letter in "SW"


def _end_of(weeks: str, first: int) -> tuple[int, str]:
    """The week in which the spell begun in `first` ends, and how."""
    week = first + 1
    while week < len(weeks):
        if _on_support(weeks[week]):
            week += 1
            continue
        run = week
        while week < len(weeks) and not _on_support(weeks[week]):
            if weeks[week] in GONE:
                return run, GONE[weeks[week]]
            week += 1
            if week - run == 4:
                return run, "exit"
        if week == len(weeks):
            return run, "coverage_end"
    return week, "coverage_end"


def draw_weeks(random: Random, length: int) -> str:
    """A citizen's weeks: stretches of one letter, short ones round the four weeks that decide."""
    weeks = ""
    favourite = random.choice(["S.", "SE", "S.W", "S.EWRDA"])
    while len(weeks) < length:
        letter = random.choice("SWE.RDA" if random.random() < 0.15 else favourite)
        weeks += letter * random.choice([1, 1, 2, 3, 3, 4, 4, 5, 9, 40])
        if letter == "D" and random.random() < 0.7:
            weeks += "D" * length
    return weeks[:length]


def packed(
    citizens: Sequence[str],
    *,
    from_week: int,
    courses: Sequence[tuple[int, date, str | None]] = (),
) -> PackedRegister:
    """A register of these weeks, the first of which is `from_week` (number of `effects.weeks`).

    Args:
        citizens: the weeks of each.
        from_week: number of the first week of each text.
        courses: number of the citizen, day of start and offer of each course.
    """
    spans = [list(_spans(weeks)) for weeks in citizens]
    flat = [span for each in spans for span in each]
    courses = sorted(courses, key=lambda course: course[:2])
    course_counts = [
        sum(citizen == number for citizen, _, _ in courses) for number in range(len(citizens))
    ]
    origin = from_week - WEEK_ZERO
    return PackedRegister(
        citizens=pa.array([f"c{number}" for number in range(len(citizens))], pa.large_string()),
        span_offsets=_offsets([len(each) for each in spans]),
        span_from=np.array([origin + first for first, _, _ in flat], np.uint16),
        span_to=np.array([origin + last for _, last, _ in flat], np.uint16),
        span_class=np.array([class_ for _, _, class_ in flat], np.uint8),
        hours_offsets=np.zeros(len(citizens) + 1, np.int64),
        hours_month=np.array([], np.uint16),
        hours_amount=np.array([], np.uint32),
        hours_unit=1,
        has_hours=False,
        course_offsets=_offsets(course_counts),
        starts_on=np.array([day.toordinal() - DAY_ZERO for _, day, _ in courses], np.int32),
        ends_on=np.full(len(courses), NO_DAY, np.int32),
        business_oriented=np.zeros(len(courses), np.uint8),
        courses=pa.table(
            {
                "course_id": pa.array([str(n) for n in range(len(courses))], pa.string()),
                "offer_id": pa.array([offer for _, _, offer in courses], pa.string()),
            }
        ),
        from_week=from_week,
        to_week=from_week + max(map(len, citizens), default=1) - 1,
        facts={},
    )


def _spans(weeks: str) -> Iterator[tuple[int, int, int]]:
    place = 0
    for letter, run in groupby(weeks):
        length = len(list(run))
        if letter != ".":
            yield place, place + length - 1, LETTERS.index(letter)
        place += length


def _offsets(counts: Sequence[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
