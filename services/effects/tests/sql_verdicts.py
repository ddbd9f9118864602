"""What any definition says of one course, as an SQL expression over the masks of its weeks.

A mask is a whole number whose bit *i* stands for week *i* of a window that begins with the first
week whose Thursday lies after the anchor. So "every week" is one comparison with zero, a month is a
run of bits, and four weeks in a row are three shifts. Source of the readings: `definitions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from effects.coverage import Coverage
from effects.definitions import SELF_SUPPORTING, Definition, State

YES, NO, LEFT_THE_COUNT, OUTSIDE_REGISTER = 1, 0, -1, -2
"""A verdict: counted with or without the outcome, or not counted and why."""

_NARROW, _WIDE = 40, 120
_LONGEST_MONTH = 31


@dataclass(frozen=True)
class Masks:
    """How the masks are kept that these definitions need.

    Attributes:
        weeks: bits of each; forty where that is enough, so that sums fit a BIGINT.
        type: their SQL type.
        min_hours: the different thresholds of employment, one mask of hours for each.
    """

    weeks: int
    type: str
    min_hours: tuple[Decimal, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of weeks, in the order of their numbers in the spans."""
        hours = (f"hours_{place}" for place in range(len(self.min_hours)))
        return ("support", "education", "gone", *hours)

    @property
    def names(self) -> tuple[str, ...]:
        """Every mask that may be kept of a course."""
        return tuple(f"{anchor}_{kind}" for anchor in ("end", "start") for kind in self.kinds)

    def hours(self, definition: Definition) -> str:
        """The mask of the weeks in months with the definition's hours."""
        return f"{definition.anchor}_hours_{self.min_hours.index(definition.min_hours)}"

    def bits(self, first: str, last: str) -> str:
        """SQL for a mask with the bits `first` to `last`, both included."""
        return f"(((1::{self.type} << ({last} - {first} + 1)) - 1) << ({first}))"


def masks_for(definitions: Sequence[Definition]) -> Masks:
    """The masks that these definitions need.

    Raises:
        ValueError: a window is longer than any mask.
    """
    longest = max(
        (
            (definition.months or 0) * _LONGEST_MONTH // 7 + 2 + definition.weeks_after
            for definition in definitions
        ),
        default=0,
    )
    if longest > _WIDE:
        raise ValueError(f"no mask holds {longest} weeks")
    wide = longest > _NARROW
    min_hours = sorted({definition.min_hours for definition in definitions})
    return Masks(_WIDE if wide else _NARROW, "HUGEINT" if wide else "BIGINT", tuple(min_hours))


def months_after(definition: Definition) -> tuple[int, ...]:
    """The numbers of the months whose ends the definition looks at."""
    months = definition.months or 0
    return (months,) if definition.kind == "in_week" else tuple(range(1, months + 1))


def offset_column(definition: Definition, month: int) -> str:
    """The column with an offset from the window's first week.

    That of the week which holds anchor + `month` months where the kind is `in_week`, otherwise
    that of the last week of month number `month`.
    """
    what = "at" if definition.kind == "in_week" else "last"
    return f"{definition.anchor}_{what}_{definition.month}_{month}"


def _window(definition: Definition) -> tuple[str, str]:
    """Offsets of the first and the last week of the definition's window."""
    last = offset_column(definition, definition.months or 0)
    if definition.kind == "in_week":
        return last, last
    return "0", f"({last} + {definition.weeks_after})"


def _in_states(definition: Definition, states: Sequence[State], masks: Masks) -> str:
    """The mask of the weeks in any of these states, of which there may be none."""
    anchor, wanted = definition.anchor, set(states)
    if wanted == set(SELF_SUPPORTING):  # no week of a counted course is unobservable
        return f"(~{anchor}_support)"
    no_code = f"~({anchor}_support | {anchor}_education | {anchor}_gone)"
    parts = [
        f"{anchor}_{mask}"
        for state, mask in (
            ("support", "support"), ("education", "education"), ("unobservable", "gone")
        )
        if state in wanted
    ]  # fmt: skip
    if {"employment", "self_support"} <= wanted:
        parts.append(f"({no_code})")
    elif "employment" in wanted:
        parts.append(f"({no_code} & {masks.hours(definition)})")
    elif "self_support" in wanted:
        parts.append(f"({no_code} & ~{masks.hours(definition)})")
    return f"({' | '.join(parts)})" if parts else f"0::{masks.type}"


def _months(definition: Definition, masks: Masks) -> str:
    others = f"~{_in_states(definition, definition.states, masks)}"
    terms = []
    for month in months_after(definition):
        first = "0" if month == 1 else f"({offset_column(definition, month - 1)} + 1)"
        month_bits = masks.bits(first, offset_column(definition, month))
        terms.append(f"(({others} & {month_bits}) = 0)::INTEGER")
    return f"{' + '.join(terms)} >= {definition.threshold}"


def first_exit_column(definition: Definition) -> str:
    """The column with the mask of the first weeks in a row without support; 0 if none."""
    return f"{offset_column(definition, definition.months or 0)}_exit_{definition.run_weeks}"


def first_exit(definition: Definition, masks: Masks) -> str:
    """SQL for `first_exit_column`.

    The lowest bit of `run` is where the first run begins: had the week before it been without
    support too, the run would have begun there. Four bits from a power of two up are 15 times it.
    """
    first, last = _window(definition)
    free = f"(~{definition.anchor}_support & {masks.bits(first, last)})"
    run = " & ".join(f"({free} >> {week})" for week in range(definition.run_weeks))
    starts = masks.bits("0", offset_column(definition, definition.months or 0))
    run = f"({run} & {starts})"
    return f"(({run} & -{run}) * {2**definition.run_weeks - 1})"


def _outcome(definition: Definition, masks: Masks) -> str:
    """SQL for whether a counted course is in the definition's numerator."""
    if definition.kind == "took_part":
        return "business_oriented"
    if definition.kind == "months":
        return _months(definition, masks)
    good = _in_states(definition, definition.states, masks)
    if definition.kind == "first_exit":
        run = first_exit_column(definition)
        bad = _in_states(definition, definition.unless, masks)
        return f"({good} & {run}) <> 0 AND ({bad} & {run}) = 0"
    return f"(~{good} & {masks.bits(*_window(definition))}) = 0"


def verdict(definition: Definition, coverage: Coverage, masks: Masks) -> str:
    """SQL for the definition's verdict on a started course.

    The order is the definitions' own: first whether the register covers the whole window, then
    whether any week of it is unobservable, then the outcome.
    """
    outcome_or_not = f"CASE WHEN {_outcome(definition, masks)} THEN {YES} ELSE {NO} END"
    if definition.kind == "took_part":
        return f"({outcome_or_not})::TINYINT"
    first, last = _window(definition)
    base = f"{definition.anchor}_week"
    covered = (
        coverage.weeks_of_both if definition.reads_hours else (coverage.from_week, coverage.to_week)
    )
    return (
        f"(CASE WHEN {base} IS NULL OR {base} + {first} < {covered[0]}"
        f" OR {base} + {last} > {covered[1]} THEN {OUTSIDE_REGISTER}"
        f" WHEN ({definition.anchor}_gone & {masks.bits(first, last)}) <> 0"
        f" THEN {LEFT_THE_COUNT}"
        f" ELSE {outcome_or_not} END)::TINYINT"
    )
