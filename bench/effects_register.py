"""A made-up register for measurements: seeded, skewed as real ones are, and written in no time."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from effects import weeks

FIRST_WEEK, WEEKS = weeks.parse_week("2016-W01"), 470
OFFERS, GROUPS = 300, 8
HEAVY_SHARE = 0.005
"""Citizens with a spell for nearly every week: what a register packed week by week holds."""

_CODES = ("111", "130", "140", "890", "121", "651", "997", "998", "999")
_CODE_WEIGHTS = (0.28, 0.30, 0.12, 0.12, 0.05, 0.11, 0.008, 0.007, 0.005)
_CLASSES = ("support",) * 4 + ("subsidised_work", "education", "abroad", "retired", "dead")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Files:
    """Where the four files lie, and how many rows they hold."""

    courses: Path
    support: Path
    hours: Path
    codes: Path
    rows: dict[str, int]


def write_register(folder: Path, citizens: int, *, seed: int = 1) -> Files:
    """Write the files of a register of so many citizens."""
    random = np.random.default_rng(seed)
    # In order of their ids: a register mostly stands by citizen and week.
    ids = np.array([f"{number:08x}" for number in np.sort(random.choice(2**32, citizens, False))])
    support = _draw_support(random, ids)
    courses = _draw_courses(random, ids)
    hours = _draw_hours(random, ids)
    files = Files(
        courses=folder / "courses.parquet",
        support=folder / "support.parquet",
        hours=folder / "hours.csv",
        codes=folder / "codes.csv",
        rows={
            "citizens": citizens,
            "courses": courses.num_rows,
            "support": support.num_rows,
            "hours": hours.num_rows,
        },
    )
    pq.write_table(courses, files.courses)
    pq.write_table(support, files.support)
    pyarrow.csv.write_csv(hours, files.hours)
    # 140 is a benefit whose code means education from a Wednesday in 2020.
    last = ["2020-06-30" if code == "140" else "9999-12-31" for code in _CODES]
    codes = {
        "code": [*_CODES, "140"],
        "class": [*_CLASSES, "education"],
        "label_da": [f"Kode {code}" for code in (*_CODES, "140")],
        "valid_from": [*["1990-01-01"] * len(_CODES), "2020-07-01"],
        "valid_to": [*last, "9999-12-31"],
    }
    pyarrow.csv.write_csv(pa.table(codes), files.codes)
    return files


def _texts(numbers: Ints, format_: dict[int, str]) -> pa.Array:
    """Numbers as their texts, through a dictionary of the few that there are."""
    known = list(format_)
    places = np.searchsorted(known, numbers)
    return pa.DictionaryArray.from_arrays(places, list(format_.values())).cast(pa.string())


def _draw_support(random: np.random.Generator, ids: npt.NDArray[np.str_]) -> pa.Table:
    """Spells one after another, most citizens with a few, some with hundreds."""
    citizens = len(ids)
    heavy = random.random(citizens) < HEAVY_SHARE
    count = np.where(heavy, 320, random.poisson(7, citizens))
    owner = np.repeat(np.arange(citizens), count)
    many = heavy[owner]
    length = np.where(many, 1, random.geometric(1 / 14, len(owner)))
    gap = np.where(
        many, random.integers(0, 2, len(owner)), random.geometric(1 / 18, len(owner)) - 1
    )
    ends = np.cumsum(gap + length)
    before = np.concatenate(([0], ends))[np.searchsorted(owner, owner)]
    last = ends - before - 1 + np.where(many, 0, random.integers(0, 60, citizens)[owner])
    first = last - length + 1
    inside = last < WEEKS
    owner, first, last = owner[inside], first[inside], last[inside]
    texts = {week: weeks.format_week(FIRST_WEEK + week) for week in range(WEEKS)}
    codes = random.choice(len(_CODES), len(owner), p=_CODE_WEIGHTS)
    return pa.table(
        {
            "citizen_id": pa.array(ids[owner]),
            "from_week": _texts(first, texts),
            "to_week": _texts(last, texts),
            "code": _texts(codes, dict(enumerate(_CODES))),
        }
    )


OFTEN, RUNNING, NEVER_STARTED, BUSINESS_ORIENTED = 0.02, 0.03, 0.02, 0.4
"""Shares of courses: of one of a few citizens who have many, still running, and so on."""


def _draw_courses(random: np.random.Generator, ids: npt.NDArray[np.str_]) -> pa.Table:
    """Courses, by Zipf over offers."""
    count = int(len(ids) * 1.6)
    owner = random.integers(0, len(ids), count)
    often = random.random(count) < OFTEN
    owner[often] = random.integers(0, max(len(ids) // 500, 1), int(often.sum()))
    offer = np.minimum(random.zipf(1.3, count), OFFERS) - 1
    start = (np.datetime64("2018-01-01") - np.datetime64("1970-01-01")).astype(int)
    start = start + random.integers(0, 2600, count)
    end = start + random.integers(0, 95, count)

    def days(numbers: Ints, missing: npt.NDArray[np.bool_]) -> pa.Array:
        return pa.array(numbers.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())

    return pa.table(
        {
            "course_id": [f"c{number}" for number in range(count)],
            "citizen_id": pa.array(ids[owner]),
            "offer_id": [f"t{number:03d}" for number in offer],
            "provider_id": [f"{number // 4:08d}" for number in offer],
            "target_group": [f"g{number}" for number in random.integers(0, GROUPS, count)],
            "match_group": [str(number) for number in random.integers(1, 4, count)],
            "municipality": ["0999"] * count,
            "starts_on": days(start, random.random(count) < NEVER_STARTED),
            "ends_on": days(end, random.random(count) < RUNNING),
            "birth_year": random.integers(1950, 2005, count),
            "price_dkk": random.integers(0, 40000, count).astype(float),
            "business_oriented": random.random(count) < BUSINESS_ORIENTED,
        }
    )


def _draw_hours(random: np.random.Generator, ids: npt.NDArray[np.str_]) -> pa.Table:
    """Runs of months in work, in one row or two a month."""
    count = len(ids) * 3
    owner = random.integers(0, len(ids), count)
    first = random.integers(2016 * 12, 2024 * 12, count)
    length = random.geometric(1 / 7, count)
    month = np.repeat(first - np.cumsum(length) + length, length) + np.arange(length.sum())
    month = np.minimum(month, 2024 * 12 + 11)
    texts = {number: weeks.format_month(number) for number in range(2016 * 12, 2025 * 12)}
    return pa.table(
        {
            "citizen_id": pa.array(np.repeat(ids[owner], length)),
            "month": _texts(month, texts),
            "hours": np.round(random.choice([0.5, 12.5, 80, 160.33], len(month)), 2),
        }
    )
