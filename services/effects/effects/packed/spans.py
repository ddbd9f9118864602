"""Spells under a code become spans of weeks in one class, cut and joined as the code list says.

A week has the class that its code has on the week's Thursday, so a class holds for the weeks whose
Thursday lies in its validity: a spell is cut where its code changes class, and neighbours of one
class are joined.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from effects import weeks
from effects.compiling import compiled
from effects.packed.register import WEEK_ZERO
from effects.reading.formats import CLASSES

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint16]

OVERLAP, NOT_VALID = 1, 2
"""What can be wrong with a citizen's spells; 0 is nothing."""

_MOST = 65_535


class CodeList(NamedTuple):
    """The classes of each code, by the code's number.

    Attributes:
        offsets: each code's first row, `int64[codes + 1]`.
        from_week: first week (from `WEEK_ZERO`) of each row's class, ascending within a code.
        to_week: its last week.
        classes: the class, in the order of `CLASSES`.
    """

    offsets: Ints
    from_week: Ints
    to_week: Ints
    classes: npt.NDArray[np.uint8]


def code_list(codes: pa.Table) -> tuple[dict[str, int], CodeList]:
    """The number of each code, and its classes by number, from a table of codes as it is read."""
    by_code: dict[str, list[tuple[int, int, int]]] = {}
    for row in codes.select(["code", "class", "valid_from", "valid_to"]).to_pylist():
        first = weeks.first_week_from(row["valid_from"]) - WEEK_ZERO
        last = weeks.last_week_by(row["valid_to"]) - WEEK_ZERO
        entries = by_code.setdefault(row["code"], [])
        if first <= last and last >= 0:
            entries.append((max(first, 0), min(last, _MOST), CLASSES.index(row["class"])))
    numbers = {code: number for number, code in enumerate(by_code)}
    rows = [sorted(entries) for entries in by_code.values()]
    flat = [row for entries in rows for row in entries]
    return numbers, CodeList(
        offsets=np.cumsum([0, *(len(entries) for entries in rows)]).astype(np.int64),
        from_week=np.array([row[0] for row in flat], np.int64),
        to_week=np.array([row[1] for row in flat], np.int64),
        classes=np.array([row[2] for row in flat], np.uint8),
    )


@compiled
def count_spans(
    offsets: Ints,
    from_week: Small,
    to_week: Small,
    codes: npt.NDArray[np.int32],
    listed: CodeList,
    citizens: tuple[int, int],
    counts: Ints,
) -> tuple[int, int]:
    """Count each citizen's spans at place citizen + 1.

    Returns:
        What is wrong with the first row that cannot be, and the row; (0, 0) where nothing is.
    """
    for citizen in range(citizens[0], citizens[1]):
        count, reached, class_before = 0, -1, -1
        for row in range(offsets[citizen], offsets[citizen + 1]):
            week, last = int(from_week[row]), int(to_week[row])
            if week <= reached:
                return OVERLAP, row
            for entry in range(listed.offsets[codes[row]], listed.offsets[codes[row] + 1]):
                if listed.to_week[entry] < week:
                    continue
                if listed.from_week[entry] > week or week > last:
                    break
                class_ = int(listed.classes[entry])
                count += not (class_ == class_before and week == reached + 1)
                reached, class_before = min(int(listed.to_week[entry]), last), class_
                week = reached + 1
            if week <= last:
                return NOT_VALID, row
        counts[citizen + 1] = count
    return 0, 0


@compiled
def write_spans(
    offsets: Ints,
    from_week: Small,
    to_week: Small,
    codes: npt.NDArray[np.int32],
    listed: CodeList,
    citizens: tuple[int, int],
    span_offsets: Ints,
    span_from: Small,
    span_to: Small,
    span_class: npt.NDArray[np.uint8],
) -> None:
    """Write the spans that `count_spans` has counted."""
    for citizen in range(citizens[0], citizens[1]):
        place, reached, class_before = span_offsets[citizen] - 1, -1, -1
        for row in range(offsets[citizen], offsets[citizen + 1]):
            week, last = int(from_week[row]), int(to_week[row])
            for entry in range(listed.offsets[codes[row]], listed.offsets[codes[row] + 1]):
                if listed.to_week[entry] < week:
                    continue
                if week > last:
                    break
                class_ = int(listed.classes[entry])
                if not (class_ == class_before and week == reached + 1):
                    place += 1
                    span_from[place] = week
                    span_class[place] = class_
                reached, class_before = min(int(listed.to_week[entry]), last), class_
                span_to[place] = reached
                week = reached + 1
