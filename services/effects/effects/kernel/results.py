"""Stage 2: any grouping of the outcomes, without touching the weeks again."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.definitions import Anchor, Definition
from effects.kernel import bands, counting
from effects.kernel.chosen import ALWAYS, Chosen, Period, choose_courses
from effects.kernel.groups import Groups, check_columns, group_courses
from effects.kernel.outcomes import Outcomes
from effects.packed.parts import THREADS, in_parts

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""

RESULT_COLUMNS = (
    "definition",
    "version",
    "n",
    "citizens",
    "numerator",
    "value",
    "ci_low",
    "ci_high",
    "outside_register",
    "left_the_count",
    "suppressed",
)
"""The columns after the group's own, in order."""

_MOST_COUNTS = 1 << 24  # more are kept once, not once a thread

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def compute_results(
    outcomes: Outcomes,
    *,
    by: Sequence[str],
    definitions: Sequence[Definition] | None = None,
    min_group: int = 0,
    period: Period = ALWAYS,
) -> pa.Table:
    """One row per group and definition: the group's columns and `RESULT_COLUMNS`.

    n counts courses, citizens the different citizens among them, value is numerator / n and the
    interval is Wilson's at 95 % (both null where n is 0). Rows are in order of the group's columns
    and then of the definitions.

    Args:
        outcomes: what stage 1 has found.
        by: columns of the courses, `citizen_id`, or derived ones (`bands.BANDS`); none makes one
            group.
        definitions: those that the outcomes hold, or some of them; None for all.
        min_group: a row with fewer different citizens keeps only its group, definition, version
            and `suppressed`.
        period: selects courses by the date that each definition counts from.

    Raises:
        ColumnNotThere: `by` names a column that there is not, or a result's own name.
    """
    check_columns(outcomes, by, taken=RESULT_COLUMNS)
    asked = outcomes.definitions if definitions is None else tuple(definitions)
    if "quarter" not in by:
        return _results(outcomes, group_courses(outcomes, by), asked, min_group, period)
    # The quarter is that of the date which a definition counts from, so each date has its groups.
    parts = []
    for anchor in sorted({each.anchor for each in asked}):
        of_anchor = tuple(each for each in asked if each.anchor == anchor)
        groups = group_courses(outcomes, by, anchor)
        parts.append(_results(outcomes, groups, of_anchor, min_group, period))
    return in_order(pa.concat_tables(parts), by, asked)


def in_order(table: pa.Table, by: Sequence[str], definitions: Sequence[Definition]) -> pa.Table:
    """The rows in order of the group's columns, an empty value last, and of the definitions."""
    keys: dict[str, pa.ChunkedArray] = {}
    for place, name in enumerate([*by, "definition"]):
        column = table.column(name)
        order = bands.IN_ORDER.get(name)
        if name == "definition":
            order = tuple(each.name for each in definitions)
        if order is not None:
            column = pc.index_in(column, pa.array(order))
        keys[str(place)] = column
    sorted_by = [(name, "ascending") for name in keys]
    return table.take(pc.sort_indices(pa.table(keys), sort_keys=sorted_by))


def _results(
    outcomes: Outcomes,
    groups: Groups,
    definitions: tuple[Definition, ...],
    min_group: int,
    period: Period,
) -> pa.Table:
    anchors: list[Anchor] = [each.anchor for each in definitions]
    chosen = choose_courses(outcomes.register, period, anchors)
    verdicts = verdicts_of(outcomes, definitions)
    counts = count_groups(outcomes, groups, verdicts, chosen).reshape(-1, counting.COUNTS)
    places = np.tile(np.arange(len(definitions)), len(groups))
    columns = result_columns(counts, definitions, places, min_group)
    return groups.beside(columns, each=len(definitions))


def result_columns(
    counts: Counts,
    definitions: Sequence[Definition],
    places: npt.NDArray[np.int64],
    min_group: int,
) -> dict[str, pa.Array]:
    """The `RESULT_COLUMNS` of rows that have been counted.

    Args:
        counts: `int64[rows, COUNTS]`.
        definitions: those that were counted.
        places: which of them each row is of, `int64[rows]`.
        min_group: rows with fewer different citizens are hidden.
    """
    yes, citizens = counts[:, counting.YES], counts[:, counting.CITIZENS]
    n = counts[:, counting.NO] + yes
    low, high = wilson(yes, n)
    hidden = citizens < min_group
    no_share = hidden | (n == 0)
    which = pa.array(places)
    columns = (
        pa.array([each.name for each in definitions], pa.string()).take(which),
        pa.array([each.version for each in definitions], pa.int32()).take(which),
        pa.array(n, mask=hidden),
        pa.array(citizens, mask=hidden),
        pa.array(yes, mask=hidden),
        pa.array(share(yes, n), mask=no_share),
        pa.array(low, mask=no_share),
        pa.array(high, mask=no_share),
        pa.array(counts[:, counting.OUTSIDE], mask=hidden),
        pa.array(counts[:, counting.LEFT], mask=hidden),
        pa.array(hidden),
    )
    return dict(zip(RESULT_COLUMNS, columns, strict=True))


def verdicts_of(outcomes: Outcomes, definitions: Sequence[Definition]) -> npt.NDArray[np.int8]:
    """The verdicts of these definitions alone, `int8[d, k]`."""
    if tuple(definitions) == outcomes.definitions:
        return outcomes.verdicts
    return np.array([outcomes.verdicts_of(each) for each in definitions], np.int8)


def count_groups(
    outcomes: Outcomes, groups: Groups, verdicts: npt.NDArray[np.int8], chosen: Chosen
) -> Counts:
    """Courses by verdict, and different citizens counted; `int64[groups, d, COUNTS]`."""
    shape = (len(groups), len(verdicts), counting.COUNTS)
    offsets = outcomes.register.course_offsets
    threads = THREADS if np.prod(shape) <= _MOST_COUNTS else 1

    def count(citizens: tuple[int, int]) -> npt.NDArray[np.int32]:
        counts = np.zeros(shape, np.int32)
        counting.count_by_group(
            offsets, citizens, groups.numbers, verdicts, chosen.courses, chosen.rows, counts
        )
        return counts

    total = np.zeros(shape, np.int64)
    for part in in_parts(offsets, count, threads=threads, parts_each=1):
        total += part
    return total


def share(numerator: Counts, n: Counts) -> Floats:
    """Numerator / n; not a number where n is 0."""
    with np.errstate(invalid="ignore"):
        return np.true_divide(numerator, n)


def wilson(numerator: Counts, n: Counts) -> tuple[Floats, Floats]:
    """The ends of Wilson's 95 % interval of a share, within 0 and 1; not a number where n is 0.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), without continuity correction.
    """
    count = n.astype(np.float64)
    square = Z_95 * Z_95
    with np.errstate(invalid="ignore", divide="ignore"):
        value = numerator / count
        middle = value + square / (2 * count)
        spread = Z_95 * np.sqrt(value * (1 - value) / count + square / (4 * count * count))
        scale = 1 + square / count
        low, high = (middle - spread) / scale, (middle + spread) / scale
    # At 0 and at 1 the end is exact; rounding in the square root would put it just beside.
    low[(numerator == 0) & (n > 0)] = 0
    high[(numerator == n) & (n > 0)] = 1
    return low, high
