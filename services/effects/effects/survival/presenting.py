"""Survival curves and their summary as tables: what a command prints and writes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from effects.coverage import Coverage
from effects.kernel import ColumnNotThere
from effects.packed.register import PackedRegister
from effects.survival import grouping
from effects.survival.clock import ENDINGS, Spells, find_spells
from effects.survival.estimates import Curves, estimate_curves, find_medians
from effects.survival.log_rank import LogRank, compare_groups

START_YEAR, START_QUARTER = "start_year", "start_quarter"
"""Columns to group by that are the spell's own; all others are its first course's."""

CURVE_COLUMNS = ("week", "at_risk", "exits", "censored", "survival", "ci_low", "ci_high")
SUMMARY_COLUMNS = ("spells", "citizens", "exits", *ENDINGS[:1], *ENDINGS[2:], "median_weeks")


@dataclass(frozen=True, kw_only=True)
class Survival:
    """The curves of all groups, a line about each, and whether they differ.

    Attributes:
        curves: the group's columns, then `CURVE_COLUMNS`; a row for week 0 and one for each week
            in which a spell ends; nothing of a suppressed group.
        summary: the group's columns, then `SUMMARY_COLUMNS` and `suppressed`; a suppressed row
            keeps its group and nothing that tells its size. `median_weeks` is empty where survival
            never comes down to a half.
        log_rank: of all groups, suppressed or not; None with fewer than two.
        spells: how many spells all curves rest on.
        left_out: spells left out because their beginning is not covered.
    """

    curves: pa.Table
    summary: pa.Table
    log_rank: LogRank | None
    spells: int
    left_out: int


def measure_survival(
    register: PackedRegister,
    coverage: Coverage,
    *,
    by: Sequence[str] = (),
    min_group: int = 0,
    threads: int = 1,
) -> Survival:
    """Find the spells on support, and estimate their curves by group.

    Args:
        register: the packed register.
        coverage: the covered weeks.
        by: `START_YEAR`, `START_QUARTER`, or columns of the first course started in the spell
            (see `grouping.course_of` for what such groups may and may not be compared for).
        min_group: groups with fewer different citizens are suppressed.
        threads: how many ranges of citizens to walk side by side.

    Raises:
        ColumnNotThere: `by` names a column that is not there, twice, or named as a result.
    """
    taken = {*CURVE_COLUMNS, *SUMMARY_COLUMNS, "suppressed"}
    known = {START_YEAR, START_QUARTER, *register.courses.column_names}
    wrong = [
        column
        for place, column in enumerate(by)
        if column in taken or column not in known or column in by[:place]
    ]
    if wrong:
        raise ColumnNotThere(wrong)
    spells = find_spells(register, coverage, threads=threads)
    groups = grouping.group_by(
        {column: _values(spells, register, column) for column in by}, len(spells.weeks)
    )
    return survival_of(spells, groups, min_group=min_group)


def survival_of(spells: Spells, groups: grouping.Groups, *, min_group: int = 0) -> Survival:
    """The curves of spells in groups of any making; see `measure_survival`."""
    count = groups.labels.num_rows
    curves = estimate_curves(spells.weeks, spells.exited, groups.codes, groups=count)
    citizens = _count_citizens(spells, groups)
    return Survival(
        curves=_curve_table(curves, groups.labels, citizens >= min_group),
        summary=_summary_table(spells, groups, curves, citizens, min_group),
        log_rank=compare_groups(curves),
        spells=len(spells.weeks),
        left_out=spells.unknown_beginnings,
    )


def _values(spells: Spells, register: PackedRegister, column: str) -> pa.Array | pa.ChunkedArray:
    if column == START_YEAR:
        return grouping.start_of(spells, "year")
    if column == START_QUARTER:
        return grouping.start_of(spells, "quarter")
    return grouping.course_column(spells, register, column)


def _count_citizens(spells: Spells, groups: grouping.Groups) -> np.ndarray:
    """Different citizens of each group, `int64[groups]`."""
    pairs = np.unique((groups.codes.astype(np.int64) << 32) + spells.citizen)
    return np.bincount(pairs >> 32, minlength=groups.labels.num_rows)


def _curve_table(curves: Curves, labels: pa.Table, shown: np.ndarray) -> pa.Table:
    group = curves.group
    rows = np.flatnonzero(shown[group])
    place = pa.array(group[rows])
    own = {name: labels.column(name).take(place) for name in labels.column_names}
    return pa.table(own | {name: getattr(curves, name)[rows] for name in CURVE_COLUMNS})


def _summary_table(
    spells: Spells,
    groups: grouping.Groups,
    curves: Curves,
    citizens: np.ndarray,
    min_group: int,
) -> pa.Table:
    count = groups.labels.num_rows
    how = np.bincount(
        groups.codes.astype(np.int64) * len(ENDINGS) + spells.ended,
        minlength=count * len(ENDINGS),
    ).reshape(count, len(ENDINGS))
    medians = find_medians(curves)
    columns = {"spells": curves.spells, "citizens": citizens}
    columns |= {
        "exits" if ending == "exit" else ending: how[:, place]
        for place, ending in enumerate(ENDINGS)
    }
    hidden = citizens < min_group
    table = groups.labels
    for name in SUMMARY_COLUMNS[:-1]:
        table = table.append_column(name, pa.array(columns[name], pa.int64(), mask=hidden))
    unknown = hidden | ~np.isfinite(medians)
    median = np.where(unknown, 0, medians).astype(np.int32)
    table = table.append_column(SUMMARY_COLUMNS[-1], pa.array(median, mask=unknown))
    return table.append_column("suppressed", pa.array(hidden))
