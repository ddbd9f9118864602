"""A made-up register for measurements: seeded, skewed as real ones are, as large as a country.

It is drawn and written a chunk of citizens at a time, each with a seed of its own, so that memory
does not bound its size.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from effects import weeks

FIRST_WEEK, WEEKS = weeks.parse_week("2010-W01"), 780
FIRST_MONTH, MONTHS = weeks.month_of_week(FIRST_WEEK), 180
OFFERS, GROUPS = 300, 8

CHUNK = 50_000
"""Citizens drawn at a time: about a million rows of hours, which make one row group."""

COURSE_ROWS = 125_000
"""Courses per row group."""

HEAVY_SHARE, HEAVY_SPELLS = 0.002, 520
"""Citizens with a spell for nearly every week: what a register packed week by week holds."""

COURSES, RUNS_OF_WORK, MONTHS_OF_WORK = 1.6, 3, 7
"""Courses of a citizen, runs of months in work, and months of such a run, on average."""

OFTEN, RUNNING, NEVER_STARTED, BUSINESS_ORIENTED = 0.02, 0.03, 0.02, 0.4
"""Shares of courses: of one of a few citizens who have many, still running, and so on."""

FROM_SUPPORT, AT_THE_EDGES = 0.7, 0.03
"""Shares of courses: begun on support, and anywhere from a year before coverage to one after."""

_CODES = ("111", "130", "140", "890", "121", "651", "997", "998", "999")
_CODE_WEIGHTS = (0.28, 0.30, 0.12, 0.12, 0.05, 0.11, 0.008, 0.007, 0.005)
_CLASSES = ("support",) * 4 + ("subsidised_work", "education", "abroad", "retired", "dead")
_HOURS = np.array([0.5, 12.5, 37.0, 80.0, 120.25, 148.5, 160.33])

Ints = npt.NDArray[np.int64]
Random = np.random.Generator


@dataclass(frozen=True)
class Files:
    """Where the four files lie, and how many rows they hold."""

    courses: Path
    support: Path
    hours: Path
    codes: Path
    rows: dict[str, int]


def write_register(folder: Path, citizens: int, *, seed: int = 1) -> Files:
    """Write the files of a register of so many citizens; the same seed writes the same."""
    ids = _draw_ids(np.random.default_rng(seed), citizens)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.parquet" for name in ("courses", "support", "hours")}
    rows = {"citizens": citizens}
    courses = []
    with (
        _writer(paths["support"], _SUPPORT) as support,
        _writer(paths["hours"], _HOURS_WORKED) as hours,
    ):
        rows |= {"courses": 0, "support": 0, "hours": 0}
        for begin in range(0, citizens, CHUNK):
            random = np.random.default_rng((seed, begin))
            chunk = ids[begin : begin + CHUNK]
            owner, first, last = _draw_spells(random, len(chunk))
            for name, writer, table in (
                ("support", support, _support(random, chunk, owner, first, last)),
                ("hours", hours, _draw_hours(random, chunk)),
            ):
                writer.write_table(table, row_group_size=len(table))
                rows[name] += len(table)
            who, start = _draw_starts(random, len(chunk), owner, first, last)
            courses.append(np.stack((who + begin, start)).astype(np.int32))
    rows["courses"] = _write_courses(
        np.random.default_rng((seed, citizens)), paths["courses"], ids, np.concatenate(courses, 1)
    )
    codes = folder / "codes.csv"
    _write_codes(codes)
    return Files(codes=codes, rows=rows, **paths)


def find_register(folder: Path) -> Files:
    """The files of a register written before."""
    paths = {name: folder / f"{name}.parquet" for name in ("courses", "support", "hours")}
    rows = {name: pq.ParquetFile(path).metadata.num_rows for name, path in paths.items()}
    return Files(codes=folder / "codes.csv", rows=rows, **paths)


def _draw_ids(random: Random, citizens: int) -> npt.NDArray[np.bytes_]:
    """Ids of 8 hexadecimal digits, in order: a register mostly stands by citizen and week."""
    step = 2**32 // citizens
    numbers = np.arange(citizens) * step + random.integers(0, step, citizens)
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    places = numbers[:, None] >> np.arange(28, -1, -4)
    return np.ascontiguousarray(digits[places & 15]).view("S8")[:, 0]


def _ids(ids: npt.NDArray[np.bytes_]) -> pa.Array:
    """Ids as Arrow holds texts: end to end, with where each begins."""
    begins = np.arange(len(ids) + 1, dtype=np.int32) * ids.itemsize
    return pa.StringArray.from_buffers(len(ids), pa.py_buffer(begins), pa.py_buffer(ids))


def _texts(places: Ints, texts: list[str] | pa.Array) -> pa.Array:
    """The few texts there are, at their places; written as plain texts, without a copy of each."""
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(texts))


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A writer of plain Parquet, which does not tell that texts were dictionaries in Arrow."""
    return pq.ParquetWriter(path, schema, store_schema=False)


_TEXT = pa.dictionary(pa.int32(), pa.string())
_SUPPORT = pa.schema(
    [("citizen_id", _TEXT), ("from_week", _TEXT), ("to_week", _TEXT), ("code", _TEXT)]
)
_HOURS_WORKED = pa.schema([("citizen_id", _TEXT), ("month", _TEXT), ("hours", pa.float64())])


def _within(owner: Ints, ends: Ints) -> Ints:
    """A running sum of each owner's own, from the sum over all."""
    return ends - np.concatenate(([0], ends))[np.searchsorted(owner, owner)]


def _draw_spells(random: Random, citizens: int) -> tuple[Ints, Ints, Ints]:
    """Owner, first and last week of spells, one after another: a few each, some with hundreds."""
    heavy = random.random(citizens) < HEAVY_SHARE
    count = np.where(heavy, HEAVY_SPELLS, random.negative_binomial(1.5, 0.15, citizens))
    owner = np.repeat(np.arange(citizens), count)
    many = heavy[owner]
    length = np.where(many, 1, random.geometric(1 / 14, len(owner)))
    gap = np.where(
        many, random.integers(0, 2, len(owner)), random.geometric(1 / 14, len(owner)) - 1
    )
    # Some had their first spells before the register begins.
    begun = np.where(heavy, 0, random.integers(-200, WEEKS, citizens))
    last = begun[owner] + _within(owner, np.cumsum(gap + length)) - 1
    first = last - length + 1
    inside = (first >= 0) & (last < WEEKS)
    return owner[inside], first[inside], last[inside]


def _support(
    random: Random, ids: npt.NDArray[np.bytes_], owner: Ints, first: Ints, last: Ints
) -> pa.Table:
    texts = [weeks.format_week(FIRST_WEEK + week) for week in range(WEEKS)]
    codes = random.choice(len(_CODES), len(owner), p=_CODE_WEIGHTS)
    columns = (
        _texts(owner, _ids(ids)),
        _texts(first, texts),
        _texts(last, texts),
        _texts(codes, list(_CODES)),
    )
    return pa.table(list(columns), schema=_SUPPORT)


def _draw_hours(random: Random, ids: npt.NDArray[np.bytes_]) -> pa.Table:
    """Runs of months in work; where two meet, a month has two rows."""
    owner = np.repeat(np.arange(len(ids)), random.poisson(RUNS_OF_WORK, len(ids)))
    length = random.geometric(1 / MONTHS_OF_WORK, len(owner))
    first = random.integers(0, MONTHS, len(owner))
    ends = np.cumsum(length)
    month = np.arange(length.sum()) - np.repeat(ends - length - first, length)
    owner = np.repeat(owner, length)[month < MONTHS]
    month = month[month < MONTHS]
    texts = [weeks.format_month(FIRST_MONTH + number) for number in range(MONTHS)]
    hours = _HOURS[random.integers(0, len(_HOURS), len(month))]
    columns = [_texts(owner, _ids(ids)), _texts(month, texts), pa.array(hours)]
    return pa.table(columns, schema=_HOURS_WORKED)


def _days(date: str) -> int:
    return int(np.datetime64(date, "D").astype(int))


def _draw_starts(
    random: Random, citizens: int, owner: Ints, first: Ints, last: Ints
) -> tuple[Ints, Ints]:
    """Whose each course is, and the day it starts: most during a spell of support."""
    count = int(citizens * COURSES)
    who = random.integers(0, citizens, count)
    often = random.random(count) < OFTEN
    who[often] = random.integers(0, max(citizens // 500, 1), int(often.sum()))
    begins, ends = np.searchsorted(owner, who), np.searchsorted(owner, who, side="right")
    spell = begins + (random.random(count) * (ends - begins)).astype(np.int64)
    spell = np.minimum(spell, len(owner) - 1)
    monday = weeks.monday_of(FIRST_WEEK).toordinal() - date(1970, 1, 1).toordinal()
    day = random.random(count) * 7 * (last[spell] - first[spell] + 1)
    on_support = monday + 7 * first[spell] + day.astype(np.int64)
    chance = random.random(count)
    start = np.where(
        (ends > begins) & (chance < FROM_SUPPORT) & (on_support >= _days("2011-01-01")),
        on_support,
        random.integers(_days("2011-01-01"), _days("2025-01-01"), count),
    )
    edges = random.integers(_days("2009-01-01"), _days("2026-01-01"), count)
    return who, np.where(chance > 1 - AT_THE_EDGES, edges, start)


def _write_courses(
    random: Random, path: Path, ids: npt.NDArray[np.bytes_], drawn: npt.NDArray[np.int32]
) -> int:
    """Write the courses, in no order of citizens; how many they are."""
    owner, start = drawn[:, random.permutation(drawn.shape[1])]
    writer = None
    for begin in range(0, len(owner), COURSE_ROWS):
        chosen = slice(begin, begin + COURSE_ROWS)
        table = _courses(random, begin, ids[owner[chosen]], start[chosen])
        writer = writer or _writer(path, table.schema)
        writer.write_table(table, row_group_size=len(table))
    if writer is not None:
        writer.close()
    return len(owner)


def _courses(
    random: Random, begin: int, ids: npt.NDArray[np.bytes_], start: npt.NDArray[np.int32]
) -> pa.Table:
    """Courses, by Zipf over offers."""
    count = len(ids)
    weights = 1 / np.arange(1, OFFERS + 1)
    offer = random.choice(OFFERS, count, p=weights / weights.sum())
    end = start + random.integers(0, 95, count)

    def days(numbers: npt.NDArray[np.signedinteger], missing: float) -> pa.Array:
        empty = random.random(count) < missing
        return pa.array(numbers.astype(np.int32), pa.int32(), mask=empty).cast(pa.date32())

    numbers = pa.array(np.arange(begin, begin + count)).cast(pa.string())
    return pa.table(
        {
            "course_id": pc.binary_join_element_wise("c", numbers, ""),
            "citizen_id": _ids(ids),
            "offer_id": _texts(offer, [f"t{number:03d}" for number in range(OFFERS)]),
            "provider_id": _texts(offer // 4, [f"{number:08d}" for number in range(OFFERS)]),
            "target_group": _texts(
                random.integers(0, GROUPS, count), [f"g{number}" for number in range(GROUPS)]
            ),
            "match_group": _texts(random.integers(0, 3, count), ["1", "2", "3"]),
            "municipality": _texts(np.zeros(count, np.int64), ["0999"]),
            "starts_on": days(start, NEVER_STARTED),
            "ends_on": days(end, RUNNING),
            "birth_year": random.integers(1950, 2005, count),
            "price_dkk": random.integers(0, 40000, count).astype(float),
            "business_oriented": random.random(count) < BUSINESS_ORIENTED,
        }
    )


def _write_codes(path: Path) -> None:
    """Write the code list: 140 is a benefit whose code means education from July 2020."""
    last = ["2020-06-30" if code == "140" else "9999-12-31" for code in _CODES]
    codes = {
        "code": [*_CODES, "140"],
        "class": [*_CLASSES, "education"],
        "label_da": [f"Kode {code}" for code in (*_CODES, "140")],
        "valid_from": [*["1990-01-01"] * len(_CODES), "2020-07-01"],
        "valid_to": [*last, "9999-12-31"],
    }
    pyarrow.csv.write_csv(pa.table(codes), path)
