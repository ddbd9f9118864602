"""The register files as typed frames, as our peer in pandas reads them: unchecked.

Texts are read as categories, so that each is looked at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

SUPPORT, EDUCATION, GONE = 0, 1, 2
"""States of a week with a code."""

NO_DAY = np.iinfo(np.int32).min
"""Stands for a date that is not there."""

Numbers = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Register:
    """The four files, read and typed; citizens are numbers.

    Attributes:
        courses: those started, by citizen, their days counted from 1970-01-01 (`NO_DAY` for none).
        support: `citizen`, `first` and `last` week from that of 1970-01-01, `code`; by citizen.
        hours: `citizen`, `month` from 1970-01, `hours`; by citizen.
        codes: `code` by its number, `state`, and the first and last week of its validity.
        citizens: how many citizens there are.
    """

    courses: pd.DataFrame
    support: dict[str, Numbers]
    hours: dict[str, Numbers]
    codes: pd.DataFrame
    citizens: int


def read(files: dict[str, Path], by: list[str]) -> Register:
    """The files as typed frames, with no more columns than are measured."""
    codes = pd.read_csv(files["codes"], dtype=str, keep_default_na=False)
    names = pa.array(codes["code"].unique().tolist())
    support = pq.read_table(
        files["support"], read_dictionary=["citizen_id", "from_week", "to_week", "code"]
    )
    known = pc.unique(_categories(support["citizen_id"]))
    spells = _by_citizen(
        citizen=_numbers(support["citizen_id"], known),
        first=_parsed(support["from_week"], _week),
        last=_parsed(support["to_week"], _week),
        code=_numbers(support["code"], names).astype(np.int8),
    )
    del support

    columns = ["citizen_id", "starts_on", "ends_on", "business_oriented", *by]
    courses = pq.read_table(files["courses"], columns=columns, read_dictionary=by)
    courses = courses.filter(pc.field("starts_on").is_valid())
    ids = courses["citizen_id"]
    citizen = pc.index_in(ids, value_set=known)
    if citizen.null_count:
        # Citizens without any support get the numbers after those with.
        others = pc.unique(ids.filter(citizen.is_null()))
        behind = pc.add(pc.index_in(ids, value_set=others), len(known))
        citizen = pc.coalesce(citizen, behind.cast(pa.int32()))
        known = pa.concat_arrays([known, others])
    frame = courses.select(["business_oriented", *by]).to_pandas()
    frame["citizen"] = citizen.to_numpy()
    for day in ("starts_on", "ends_on"):
        frame[day] = pc.fill_null(courses[day].cast(pa.int32()), NO_DAY).to_numpy()

    hours = pq.read_table(files["hours"], read_dictionary=["citizen_id", "month"])
    worked = _by_citizen(
        citizen=_numbers(hours["citizen_id"], known),
        month=_parsed(hours["month"], _month),
        hours=hours["hours"].to_numpy(),
    )
    return Register(
        courses=frame.sort_values("citizen", kind="stable", ignore_index=True),
        support=spells,
        hours=worked,
        codes=_codes(codes, names.to_pylist()),
        citizens=len(known),
    )


def _by_categories(column: pa.ChunkedArray) -> list[tuple[pa.Array, Numbers]]:
    """The categories, which each row group has of its own, and the rows' places among them."""
    return [
        (chunks[0].dictionary, np.concatenate([chunk.indices.to_numpy() for chunk in chunks]))
        for _, group in groupby(column.chunks, lambda chunk: chunk.dictionary.buffers()[2].address)
        if (chunks := list(group))
    ]


def _categories(column: pa.ChunkedArray) -> pa.Array:
    """The categories of all row groups, one's after another's."""
    return pa.concat_arrays([categories for categories, _ in _by_categories(column)])


def _numbers(column: pa.ChunkedArray, known: pa.Array) -> Numbers:
    """The place of each row's category among the known; -1 where it is unknown."""
    parts = _by_categories(column)
    places = pc.fill_null(pc.index_in(_categories(column), value_set=known), -1).to_numpy()
    ends = np.cumsum([len(categories) for categories, _ in parts])
    split = zip(np.split(places, ends[:-1]), parts, strict=True)
    return np.concatenate([numbers[rows] for numbers, (_, rows) in split])


def _parsed(column: pa.ChunkedArray, parse: Callable[[str], int]) -> Numbers:
    """The number of each row's text, parsed once."""
    return np.concatenate(
        [
            np.array([parse(text) for text in categories.to_pylist()], np.int16)[rows]
            for categories, rows in _by_categories(column)
        ]
    )


@cache
def _week(text: str) -> int:
    """Weeks since that of 1970-01-01, which was a Thursday."""
    days: int = (date.fromisocalendar(int(text[:4]), int(text[6:]), 4) - date(1970, 1, 1)).days
    return days // 7


@cache
def _month(text: str) -> int:
    """Months since January 1970."""
    return (int(text[:4]) - 1970) * 12 + int(text[5:]) - 1


def _by_citizen(**columns: Numbers) -> dict[str, Numbers]:
    """The columns in order of citizens, and of first weeks where there are."""
    citizen, first = columns["citizen"], columns.get("first")
    if (citizen[1:] >= citizen[:-1]).all() and (
        first is None or ((citizen[1:] > citizen[:-1]) | (first[1:] > first[:-1])).all()
    ):
        return columns
    order = np.lexsort((citizen,) if first is None else (first, citizen))
    return {name: column[order] for name, column in columns.items()}


def _codes(codes: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """States of the codes by their numbers, and the weeks in which each is valid."""
    states = {"support": SUPPORT, "subsidised_work": SUPPORT, "education": EDUCATION}
    codes["state"] = codes["class"].map(states).fillna(GONE).astype(np.int8)
    first, last = (
        codes[name].where(codes[name] < "2200", "2200-01-01").to_numpy("datetime64[D]")
        for name in ("valid_from", "valid_to")
    )
    # A week has the class of its Thursday, day 7 * week.
    codes["first"], codes["last"] = -(-first.astype(int) // 7), last.astype(int) // 7
    codes["code"] = pd.Index(names).get_indexer(pd.Index(codes["code"]))
    return codes.sort_values(["code", "first"], ignore_index=True)
