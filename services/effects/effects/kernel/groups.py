"""Courses into groups: any columns, those derived of them, and one number for each combination."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.definitions import Anchor
from effects.kernel.bands import BANDS, Coded
from effects.kernel.outcomes import Outcomes

_MOST_MARKED = 1 << 26
"""Combinations that are marked off in a table; beyond them the rows are sorted."""

CITIZEN = "citizen_id"

Numbers = npt.NDArray[np.int32]


class ColumnNotThere(ValueError):
    """A grouping names a column that cannot be grouped by.

    Attributes:
        names: columns that are not there, stand twice, or are named like a result.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__("cannot group by: " + ", ".join(self.names))


@dataclass(frozen=True)
class Groups:
    """Which group each course is in.

    Attributes:
        numbers: each course's group, `int32[k]`; groups are numbered in order of their values,
            an empty value last.
        values: the groups' values, one row a group, under the columns' own names.
    """

    numbers: Numbers
    values: pa.Table

    def __len__(self) -> int:
        return int(self.values.num_rows)

    def beside(self, columns: Mapping[str, Any], *, each: int = 1) -> pa.Table:
        """The groups' values, each group `each` times, with further columns beside them."""
        rows = pa.array(np.repeat(np.arange(len(self)), each))
        own = {name: self.values.column(name).take(rows) for name in self.values.column_names}
        return pa.table({**own, **columns})


def find_columns(outcomes: Outcomes) -> set[str]:
    """The columns that courses can be grouped by."""
    return {CITIZEN, *outcomes.register.courses.column_names, *BANDS}


def check_columns(
    outcomes: Outcomes, by: Sequence[str], *, taken: Sequence[str], within: Sequence[str] = ()
) -> None:
    """See that each column exists, stands once, and is none of the answer's own names.

    Raises:
        ColumnNotThere: one does not, or `within` holds one that `by` does not.
    """
    known = find_columns(outcomes)
    wrong = [
        column
        for place, column in enumerate(by)
        if column not in known or column in taken or column in by[:place]
    ]
    wrong += [column for column in within if column not in by]
    if wrong:
        raise ColumnNotThere(wrong)


def group_courses(outcomes: Outcomes, by: Sequence[str], anchor: Anchor = "end") -> Groups:
    """Put each course in the group of its values in these columns; none makes one group of all.

    Args:
        outcomes: the courses.
        by: columns of the courses, `citizen_id`, or derived ones (`bands.BANDS`).
        anchor: the date whose quarter `quarter` is.
    """
    courses = len(outcomes.register.starts_on)
    columns = [_coded(outcomes, name, anchor) for name in by]
    keys = np.zeros(courses, np.int64)
    present = np.zeros(min(courses, 1), np.int64)  # the combinations that there are
    wide = 1  # combinations that there could be
    combinations: list[npt.NDArray[np.int64]] = []  # of each column so far, for each present one
    pending: list[int] = []  # sizes of the columns that the keys hold beyond those
    for column in columns:
        size = len(column.values) + 1
        if wide * size > _MOST_MARKED and pending:
            present, keys = _compact(keys, wide)
            combinations, present = _taken_apart(combinations, present, pending)
            wide, pending = len(present), []
        keys = keys * size + column.codes if wide > 1 or pending else column.codes.astype(np.int64)
        wide *= size
        pending.append(size)
    if pending:
        present, keys = _compact(keys, wide)
        combinations, present = _taken_apart(combinations, present, pending)
    values = {
        name: _values(column, numbers)
        for name, column, numbers in zip(by, columns, combinations, strict=True)
    }
    table = pa.table(values) if values else _no_columns(len(present))
    return Groups(keys.astype(np.int32), table)


def _taken_apart(
    combinations: list[npt.NDArray[np.int64]], present: npt.NDArray[np.int64], sizes: Sequence[int]
) -> tuple[list[npt.NDArray[np.int64]], npt.NDArray[np.int64]]:
    """Each column's value in the combinations present, and their places by then.

    Args:
        combinations: of the columns before, for each of their combinations.
        present: keys of a combination before and of one value of each further column.
        sizes: how many values each further column has.
    """
    rest = present
    further: list[npt.NDArray[np.int64]] = []
    for size in reversed(sizes):
        rest, value = np.divmod(rest, size)
        further.insert(0, value)
    return [*(earlier[rest] for earlier in combinations), *further], np.arange(len(present))


def _no_columns(rows: int) -> pa.Table:
    """A table of so many rows without columns."""
    return pa.table({"_": pa.nulls(rows)}).select([])


def _values(column: Coded, numbers: npt.NDArray[np.int64]) -> pa.Array:
    mask = numbers == len(column.values)
    return column.values.take(pa.array(np.where(mask, 0, numbers), mask=mask))


def _compact(
    keys: npt.NDArray[np.int64], combinations: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The different keys in order, and each row's place among them."""
    if combinations > _MOST_MARKED:
        present, places = np.unique(keys, return_inverse=True)
        return present, places.astype(np.int64)
    marked = np.zeros(combinations, bool)
    marked[keys] = True
    present = np.flatnonzero(marked)
    if len(present) == combinations:
        return present, keys
    place = np.cumsum(marked) - 1
    return present, place[keys]


def _coded(outcomes: Outcomes, name: str, anchor: Anchor) -> Coded:
    if name in BANDS:
        return BANDS[name](outcomes, anchor)
    if name == CITIZEN:
        ids = outcomes.register.citizens
        return _sorted(outcomes.register.course_citizens, ids.cast(pa.string()))
    column = outcomes.register.courses.column(name).combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = pc.fill_null(coded.indices, len(coded.dictionary)).to_numpy()
    return _sorted(codes.astype(np.int32, copy=False), coded.dictionary)


def _sorted(codes: Numbers, values: pa.Array) -> Coded:
    """The same column with its values in order, and an empty value after them."""
    order = pc.sort_indices(values).to_numpy()
    rank = np.empty(len(values) + 1, np.int32)
    rank[order] = np.arange(len(values), dtype=np.int32)
    rank[-1] = len(values)
    if values.null_count:  # a dictionary may hold an empty value of its own; it sorts last
        count = len(values) - values.null_count
        rank = np.minimum(rank, count)
        return Coded(rank[codes], values.take(pa.array(order[:count])))
    return Coded(rank[codes], values.take(pa.array(order)))
