"""Beside each group's figure, that of all other courses of its kind: the group's own left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from effects.definitions import Anchor, Definition
from effects.kernel import counting
from effects.kernel.chosen import ALWAYS, Chosen, Period, choose_courses, days_of
from effects.kernel.groups import Groups, check_columns, group_courses
from effects.kernel.outcomes import Outcomes
from effects.kernel.results import Counts, count_groups, share, verdicts_of, wilson
from effects.packed.register import PackedRegister

COMPARISON_COLUMNS = (
    "definition",
    "period_from",
    "period_to",
    "comparison_n",
    "comparison_citizens",
    "comparison_numerator",
    "comparison_value",
    "comparison_ci_low",
    "comparison_ci_high",
    "comparison_period_from",
    "comparison_period_to",
)
"""The columns after the group's own, in order."""

NO_FIRST, NO_LAST = np.iinfo(np.int32).max, -np.iinfo(np.int32).max
"""Stand for the first and the last day of no courses."""

Days = npt.NDArray[np.int32]


def compute_comparisons(
    outcomes: Outcomes,
    *,
    by: Sequence[str],
    within: Sequence[str] = ("target_group",),
    definitions: Sequence[Definition] | None = None,
    period: Period = ALWAYS,
) -> pa.Table:
    """One row per group and definition: the group's columns and `COMPARISON_COLUMNS`.

    Rows stand in the order of `compute_results` with the same `by`, definitions and period, but
    `quarter` can only be asked for with definitions that count from one date. `period_from` and
    `period_to` are the first and last of the dates that the definition counts from, among the
    group's counted courses; the comparison is all other counted courses with the same values of
    `within`. Nothing is hidden here: that is for whoever shows it.

    Raises:
        ColumnNotThere: `by` names a column that there is not, or `within` one not in `by`.
    """
    check_columns(outcomes, by, taken=COMPARISON_COLUMNS, within=within)
    asked = outcomes.definitions if definitions is None else tuple(definitions)
    anchors: list[Anchor] = [each.anchor for each in asked]
    kinds = Kinds.of(group_courses(outcomes, by, anchors[0] if anchors else "end"), within)
    chosen = choose_courses(outcomes.register, period, anchors)
    verdicts = verdicts_of(outcomes, asked)
    counts = count_groups(outcomes, kinds.groups, verdicts, chosen)
    n = counts[:, :, counting.NO] + counts[:, :, counting.YES]
    others_n, others_yes = kinds.others(n), kinds.others(counts[:, :, counting.YES])
    low, high = wilson(others_yes, others_n)
    first, last = _days(outcomes.register, kinds.groups, anchors, verdicts, chosen)
    nobody = (others_n == 0).ravel()
    rows = {
        "definition": [each.name for each in asked] * len(kinds.groups),
        "period_from": dates(first, NO_FIRST),
        "period_to": dates(last, NO_LAST),
        "comparison_n": others_n.ravel(),
        "comparison_citizens": count_others(outcomes.register, kinds, verdicts, chosen).ravel(),
        "comparison_numerator": others_yes.ravel(),
        "comparison_value": pa.array(share(others_yes, others_n).ravel(), mask=nobody),
        "comparison_ci_low": pa.array(low.ravel(), mask=nobody),
        "comparison_ci_high": pa.array(high.ravel(), mask=nobody),
        "comparison_period_from": dates(kinds.least_of_others(first), NO_FIRST),
        "comparison_period_to": dates(-kinds.least_of_others(-last), NO_LAST),
    }
    return kinds.groups.beside(rows, each=len(asked))


@dataclass(frozen=True)
class Kinds:
    """Groups, and the kinds within which each is set beside the others.

    Attributes:
        groups: the groups.
        shared: each group's kind, `int32[groups]`.
        count: how many kinds there are.
    """

    groups: Groups
    shared: npt.NDArray[np.int32]
    count: int

    @classmethod
    def of(cls, groups: Groups, within: Sequence[str]) -> "Kinds":
        """The kinds that the groups' values in the columns `within` make."""
        if not within:
            return cls(groups, np.zeros(len(groups), np.int32), 1)
        shared = np.zeros(len(groups), np.int64)
        for name in within:
            coded = groups.values.column(name).combine_chunks().dictionary_encode("encode")
            codes = coded.indices.to_numpy().astype(np.int64)
            _, shared = np.unique(shared * (len(coded.dictionary) + 1) + codes, return_inverse=True)
        return cls(groups, shared.astype(np.int32), int(shared.max(initial=-1)) + 1)

    def totals(self, values: Counts) -> Counts:
        """The sums over each kind of `values[groups, …]`."""
        totals = np.zeros((self.count, *values.shape[1:]), np.int64)
        np.add.at(totals, self.shared, values)
        return totals

    def others(self, values: Counts) -> Counts:
        """For each group, the sum of `values[groups, …]` over the others of its kind."""
        return self.totals(values)[self.shared] - values

    def least_of_others(self, values: Days) -> Days:
        """For each group, the least of `values[groups, d]` over the others of its kind."""
        least = np.full((self.count, values.shape[1]), NO_FIRST, np.int32)
        np.minimum.at(least, self.shared, values)
        # Where the least is a group's own, the others have the next: that of all that are larger,
        # or the same once more where two groups have it.
        own = values == least[self.shared]
        holders = np.zeros((self.count, values.shape[1]), np.int32)
        np.add.at(holders, self.shared, own.astype(np.int32))
        following = np.full_like(least, NO_FIRST)
        np.minimum.at(following, self.shared, np.where(own, NO_FIRST, values))
        alone = own & (holders[self.shared] == 1)
        return np.where(alone, following[self.shared], least[self.shared])


def count_others(
    register: PackedRegister, kinds: Kinds, verdicts: npt.NDArray[np.int8], chosen: Chosen
) -> Counts:
    """Different citizens counted in the other groups of each group's kind; `int64[groups, d]`."""
    only = np.zeros((len(kinds.groups), len(verdicts)), np.int32)
    totals = np.zeros((kinds.count, len(verdicts)), np.int32)
    counting.count_only_here(
        register.course_offsets,
        (0, len(register.citizens)),
        kinds.groups.numbers,
        kinds.shared,
        verdicts,
        chosen.courses,
        chosen.rows,
        only,
        totals,
    )
    return (totals[kinds.shared] - only).astype(np.int64)


def _days(
    register: PackedRegister,
    groups: Groups,
    anchors: Sequence[Anchor],
    verdicts: npt.NDArray[np.int8],
    chosen: Chosen,
) -> tuple[Days, Days]:
    first = np.full((len(anchors), len(groups)), NO_FIRST, np.int32)
    last = np.full((len(anchors), len(groups)), NO_LAST, np.int32)
    for place, anchor in enumerate(anchors):
        counting.find_days(
            groups.numbers,
            days_of(register, anchor),
            verdicts[place],
            chosen.courses,
            int(chosen.rows[place]),
            first[place],
            last[place],
        )
    return np.ascontiguousarray(first.T), np.ascontiguousarray(last.T)


def dates(days: Days, nothing: int) -> pa.Array:
    """Days as dates, null where they are `nothing`."""
    flat = days.ravel()
    return pa.array(np.where(flat == nothing, 0, flat), pa.int32(), mask=flat == nothing).cast(
        pa.date32()
    )
