"""How heavy a group's task is: how many, how old, how long on support before, and at what price."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects import weeks
from effects.definitions import Anchor
from effects.kernel import bands, counting, quartiles
from effects.kernel.chosen import ALWAYS, Period, choose_courses
from effects.kernel.comparisons import NO_FIRST, NO_LAST, Kinds, count_others, dates
from effects.kernel.groups import check_columns, group_courses
from effects.kernel.loops import NO, NOT_KNOWN, OUTSIDE_REGISTER, YES
from effects.kernel.outcomes import Outcomes
from effects.kernel.results import Counts, Floats, count_groups
from effects.packed.courses import prices_of
from effects.packed.register import DAY_ZERO

OWN_COLUMNS = (
    "courses",
    "citizens",
    "period_from",
    "period_to",
    "in_offer",
    "in_offer_citizens",
    "finished",
    "finished_citizens",
    "age_n",
    "age_citizens",
    "under_30_share",
    "price_n",
    "price_citizens",
    "mean_price_dkk",
    "effect_price_n",
    "effect_price_citizens",
    "effect_price_successes",
    "effect_price_dkk",
    "weeks_before_n",
    "weeks_before_citizens",
    "weeks_before_q1",
    "weeks_before_median",
    "weeks_before_q3",
)
"""The columns after the group's own, in order; then each again with `comparison_` before it."""

OUTCOMES_PRICED = ("exit_to_job", "exit_to_education")
"""The definitions whose numerators the cost is divided by, unless others are named."""

_ORE = 100

_ALL, _PRICED, _TRIED, _WEEKS, _AGED, _IN_OFFER, _FINISHED = range(7)
_ANCHORS: tuple[Anchor, ...] = ("start", "start", "end", "start", "start", "start", "end")
_COUNTED = {
    "courses": (_ALL, "citizens"),
    "in_offer": (_IN_OFFER, "in_offer_citizens"),
    "finished": (_FINISHED, "finished_citizens"),
    "age_n": (_AGED, "age_citizens"),
    "price_n": (_PRICED, "price_citizens"),
    "effect_price_n": (_TRIED, "effect_price_citizens"),
    "weeks_before_n": (_WEEKS, "weeks_before_citizens"),
}
_RESTS_ON = {
    "in_offer_citizens": ("in_offer",),
    "finished_citizens": ("finished",),
    "age_citizens": ("age_n", "under_30_share"),
    "price_citizens": ("price_n", "mean_price_dkk"),
    "effect_price_citizens": ("effect_price_n", "effect_price_successes", "effect_price_dkk"),
    "weeks_before_citizens": (
        "weeks_before_n", "weeks_before_q1", "weeks_before_median", "weeks_before_q3",
    ),
}  # fmt: skip
_UNDER = 30


def describe_groups(
    outcomes: Outcomes,
    *,
    by: Sequence[str],
    within: Sequence[str] = ("target_group",),
    period: Period = ALWAYS,
    as_of: date | None = None,
    priced: Sequence[str] = OUTCOMES_PRICED,
) -> pa.Table:
    """One row per group, ordered by its columns: `OWN_COLUMNS`, and the same of all others.

    Of started courses, selected by their start: `courses`, `period_from` and `period_to`, the share
    of citizens under 30 at start (over the `age_n` whose year of birth is known), mean price (over
    the `price_n` whose price is known) and quartiles of weeks on support before start (linear
    between neighbours, over the `weeks_before_n` where it is known). `finished` are those that
    ended in the period. `in_offer` are those under way on the day `as_of`, whatever the period.

    The effect price is the cost of the courses in n of the first of `priced` divided by the courses
    that are in the numerator of any of them, selected by their end; null when that is 0, when a
    price is unknown, and when the outcomes lack those definitions. Money is in DKK. Each
    `…citizens` counts the different citizens behind the figure before it. The comparison is all
    other courses with the same values of `within`.

    Args:
        outcomes: what stage 1 has found.
        by: columns that make the groups.
        within: those of `by` that a group and its comparison share.
        period: selects courses as said above.
        as_of: the day on which courses are under way; None is the last covered one.
        priced: names of definitions that have one window and exclude each other.

    Raises:
        ColumnNotThere: `by` names a column that there is not, or `within` one not in `by`.
    """
    check_columns(outcomes, by, taken=(*OWN_COLUMNS, "suppressed"), within=within)
    register = outcomes.register
    kinds = Kinds.of(group_courses(outcomes, by, "start"), within)
    prices, known = prices_of(register.courses)
    asked = _asked(outcomes, known, _day_of(outcomes, as_of), priced)
    chosen = choose_courses(register, period, _ANCHORS)
    chosen = replace(chosen, rows=np.where(np.arange(len(_ANCHORS)) == _IN_OFFER, -1, chosen.rows))
    started, ended = (
        (chosen.courses[row] if len(chosen.courses) else np.ones(len(known), np.bool_))
        for row in (chosen.rows[_ALL], chosen.rows[_TRIED])
    )
    counts = count_groups(outcomes, kinds.groups, asked, chosen)
    tried = ended & (asked[_TRIED] >= NO)
    sums = {
        "price": _sum(kinds, prices, started & known),
        "cost": _sum(kinds, prices, tried & known),
        "unpriced": _sum(kinds, np.ones_like(prices), tried & ~known),
    }
    first, last = _starts(outcomes, kinds, asked[_ALL], chosen.courses, int(chosen.rows[_ALL]))
    own_weeks, other_weeks = quartiles.of_groups_and_others(
        kinds.groups.numbers[started], outcomes.weeks_before[started], kinds
    )
    n = counts[:, :, counting.NO] + counts[:, :, counting.YES]
    yes = counts[:, :, counting.YES]
    own = _columns(n, counts[:, :, counting.CITIZENS], yes, sums, own_weeks) | {
        "period_from": dates(first, NO_FIRST),
        "period_to": dates(last, NO_LAST),
    }
    others = _columns(
        kinds.others(n),
        count_others(register, kinds, asked, chosen),
        kinds.others(yes),
        {name: kinds.others(values) for name, values in sums.items()},
        other_weeks,
    ) | {
        "period_from": dates(kinds.least_of_others(first), NO_FIRST),
        "period_to": dates(-kinds.least_of_others(-last), NO_LAST),
    }
    return kinds.groups.beside(
        {name: own[name] for name in OWN_COLUMNS}
        | {f"comparison_{name}": others[name] for name in OWN_COLUMNS}
    )


def hide_small(described: pa.Table, min_group: int) -> pa.Table:
    """The descriptions with `suppressed`: what rests on fewer different citizens is taken out.

    A group with fewer keeps only its own columns. Nothing more is hidden: it is for those with
    access to the rows.
    """
    few = described.column("citizens").to_numpy() < min_group
    for prefix in ("", "comparison_"):
        for name in OWN_COLUMNS:
            rests_on = next(
                (c for c, names in _RESTS_ON.items() if name in (c, *names)), "citizens"
            )
            behind = described.column(prefix + rests_on)
            small = few | (pc.fill_null(behind, 0).to_numpy() < min_group)
            place = described.column_names.index(prefix + name)
            column = described.column(place)
            hidden = pc.if_else(pa.array(small), pa.scalar(None, column.type), column)
            # The counts of citizens are needed until all that rests on them is hidden.
            if name != rests_on:
                described = described.set_column(place, prefix + name, hidden)
        for name in ("citizens", *_RESTS_ON):
            place = described.column_names.index(prefix + name)
            column = described.column(place)
            small = few | (column.to_numpy() < min_group)
            hidden = pc.if_else(pa.array(small), pa.scalar(None, column.type), column)
            described = described.set_column(place, prefix + name, hidden)
    return described.append_column("suppressed", pa.array(few))


def _day_of(outcomes: Outcomes, as_of: date | None) -> int:
    """The day as the register counts them; the last of the covered weeks where none is given."""
    if as_of is None:
        as_of = weeks.monday_of(outcomes.coverage.to_week) + timedelta(days=6)
    return as_of.toordinal() - DAY_ZERO


def _asked(
    outcomes: Outcomes, priced_courses: npt.NDArray[np.bool_], day: int, priced: Sequence[str]
) -> npt.NDArray[np.int8]:
    """What is counted of each course, in the form of verdicts; `int8[7, k]`."""
    register = outcomes.register
    asked = np.full((len(_ANCHORS), len(priced_courses)), OUTSIDE_REGISTER, np.int8)
    asked[_ALL] = NO
    asked[_PRICED, priced_courses] = NO
    there = {each.name: each for each in outcomes.definitions}
    if all(name in there for name in priced):
        tried = [outcomes.verdicts_of(there[name]) for name in priced]
        succeeded = np.maximum.reduce(tried) == YES
        asked[_TRIED] = np.where(tried[0] >= NO, np.where(succeeded, YES, NO), OUTSIDE_REGISTER)
    asked[_WEEKS, outcomes.weeks_before != NOT_KNOWN] = NO
    age = bands.age_at_start(register)
    asked[_AGED] = np.select([age < 0, age < _UNDER], [OUTSIDE_REGISTER, YES], NO)
    under_way = (register.starts_on <= day) & (register.ends_on >= day)
    asked[_IN_OFFER, under_way] = NO
    asked[_FINISHED, register.ends_on <= day] = NO
    return asked


def _sum(kinds: Kinds, values: Counts, chosen: npt.NDArray[np.bool_]) -> Counts:
    sums = np.zeros(len(kinds.groups), np.int64)
    counting.sum_by_group(kinds.groups.numbers, values, chosen, sums)
    return sums


def _starts(
    outcomes: Outcomes,
    kinds: Kinds,
    verdicts: npt.NDArray[np.int8],
    chosen: npt.NDArray[np.bool_],
    row: int,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The first and the last start of each group's courses, `int32[groups, 1]`."""
    first = np.full((len(kinds.groups), 1), NO_FIRST, np.int32)
    last = np.full((len(kinds.groups), 1), NO_LAST, np.int32)
    counting.find_days(
        kinds.groups.numbers, outcomes.register.starts_on, verdicts, chosen, row,
        first[:, 0], last[:, 0],
    )  # fmt: skip
    return first, last


def _columns(
    n: Counts, citizens: Counts, yes: Counts, sums: dict[str, Counts], weeks_before: Floats
) -> dict[str, Any]:
    """The columns of `OWN_COLUMNS` except the dates, from counts and sums by group."""
    none, nobody = n[:, _PRICED] == 0, n[:, _AGED] == 0
    successes = yes[:, _TRIED]
    mean = sums["price"] / np.where(none, 1, n[:, _PRICED]) / _ORE
    unpriced = (successes == 0) | (sums["unpriced"] > 0)
    effect_price = sums["cost"] / np.where(successes == 0, 1, successes) / _ORE
    columns: dict[str, Any] = {}
    for name, (row, of_citizens) in _COUNTED.items():
        columns |= {name: n[:, row], of_citizens: citizens[:, row]}
    return columns | {
        "under_30_share": pa.array(yes[:, _AGED] / np.where(nobody, 1, n[:, _AGED]), mask=nobody),
        "mean_price_dkk": pa.array(mean, mask=none),
        "effect_price_successes": successes,
        "effect_price_dkk": pa.array(effect_price, mask=unpriced),
        **{
            name: pa.array(weeks_before[:, place], mask=np.isnan(weeks_before[:, place]))
            for place, name in enumerate(OWN_COLUMNS[-3:])
        },
    }
