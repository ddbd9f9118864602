"""What spells are grouped by: when they began, and the first course that was started in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from effects.kernel import ColumnNotThere
from effects.packed.register import DAY_ZERO, PackedRegister
from effects.survival.clock import Spells


@dataclass(frozen=True)
class Groups:
    """Which group each spell is in, and what the groups are called.

    Attributes:
        codes: the group of each spell, a row of `labels`. `int32[n]`.
        labels: one row per group that has a spell, ordered by its columns, empty values last.
    """

    codes: npt.NDArray[np.int32]
    labels: pa.Table


def start_of(spells: Spells, period: Literal["year", "quarter"]) -> pa.Array:
    """When each spell began: the year or the quarter that holds its first week's Thursday.

    Returns:
        `int32[n]` years such as 2024, or texts such as `2024-Q1`.
    """
    thursdays = (spells.first_week.astype(np.int64) * 7 + 4 - DAY_ZERO).astype("datetime64[D]")
    years = thursdays.astype("datetime64[Y]").astype(np.int32) + 1970
    if period == "year":
        return pa.array(years)
    months = thursdays.astype("datetime64[M]").astype(np.int64)
    quarters, codes = np.unique(months // 3, return_inverse=True)
    names = [f"{1970 + quarter // 4:04d}-Q{quarter % 4 + 1}" for quarter in quarters.tolist()]
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32)), pa.array(names, pa.string())
    )


def course_of(spells: Spells, register: PackedRegister) -> npt.NDArray[np.int64]:
    """The first course that each spell's citizen started in one of its weeks; -1 where none.

    It is the course whose start lies in the spell's first week or later, and before the week in
    which it ends. Beware: a citizen must have stayed on support until the course to be in its
    group, so that courses begun late look slower than none. Compare such groups only from a
    landmark that all of them have reached.

    Returns:
        Places in `register.courses`, `int64[n]`.
    """
    days = register.starts_on.astype(np.int64) + DAY_ZERO
    # Courses lie sorted by citizen and day, so one number orders them by citizen and week.
    keys = (register.course_citizens.astype(np.int64) << 32) + (days - 1) // 7
    citizens = spells.citizen.astype(np.int64) << 32
    first = citizens + spells.first_week
    place = np.searchsorted(keys, first)
    reaches = np.append(keys, np.iinfo(np.int64).max)[place] < first + spells.weeks
    return np.where(reaches, place, -1)


def course_column(spells: Spells, register: PackedRegister, column: str) -> pa.ChunkedArray:
    """A column of the course of each spell (see `course_of`); empty where there is none.

    Raises:
        ColumnNotThere: the courses have no such column.
    """
    if column not in register.courses.column_names:
        raise ColumnNotThere([column])
    place = course_of(spells, register)
    return register.courses.column(column).take(pa.array(place, mask=place < 0))


def group_by(columns: Mapping[str, pa.Array | pa.ChunkedArray], spells: int) -> Groups:
    """Number the groups that the columns' values make together.

    Args:
        columns: the values of each spell under the column's name; none makes one group of all.
        spells: how many there are.
    """
    codes = np.zeros(spells, np.int64)
    values = {}
    for name, column in columns.items():
        encoded = _encoded(column)
        if len(encoded.dictionary) * (int(codes.max(initial=0)) + 1) > np.iinfo(np.int64).max:
            codes = np.unique(codes, return_inverse=True)[1]
        codes = codes * len(encoded.dictionary) + encoded.indices.to_numpy(zero_copy_only=False)
        values[name] = encoded
    _, first, codes = np.unique(codes, return_index=True, return_inverse=True)
    rows = pa.array(first)
    labels = pa.table(
        {name: column.take(rows).dictionary_decode() for name, column in values.items()}
    )
    if not columns:
        labels = pa.table({"": pa.nulls(len(first))}).select([])
    return Groups(codes.astype(np.int32), labels)


def _encoded(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    """The column as places in a sorted dictionary, in which an empty value is the last."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    encoded = column.dictionary_encode(null_encoding="encode")
    order = pyarrow.compute.sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return pa.DictionaryArray.from_arrays(
        pa.array(rank[encoded.indices.to_numpy(zero_copy_only=False)]),
        encoded.dictionary.take(pa.array(order)),
    )
