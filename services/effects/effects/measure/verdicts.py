"""What each definition says of one course, as an expression over the masks of its weeks.

A mask is a whole number whose bit *i* stands for week *i* of a window that begins with the first
week whose Thursday lies after the anchor. So "every week" is one comparison with zero, a month is a
run of bits, and four weeks in a row are three shifts. Source of the readings: `definitions`.
"""

from effects.definitions import RUN_WEEKS, Definition
from effects.measure.coverage import Coverage

YES, NO, LEFT_THE_COUNT, OUTSIDE_REGISTER = 1, 0, -1, -2
"""A verdict: counted with or without the outcome, or not counted and why."""

WINDOW_WEEKS = 40
"""Bits kept per mask: seven months hold at most 31 weeks, and a sum of 40 bits cannot overflow."""


def at_column(definition: Definition) -> str:
    """The column with the offset of the week that holds anchor + months."""
    return f"{definition.anchor}_at_{definition.months}"


def last_column(definition: Definition, month: int) -> str:
    """The column with the offset of the last week of the window's month number `month`."""
    return f"{definition.anchor}_last_{month}"


def bits(first: str, last: str) -> str:
    """SQL for a mask with the bits `first` to `last`, both included."""
    return f"(((1::BIGINT << ({last} - {first} + 1)) - 1) << ({first}))"


def _window(definition: Definition) -> tuple[str, str]:
    """Offsets of the first and the last week of the definition's window."""
    if definition.kind == "in_week":
        return at_column(definition), at_column(definition)
    last = last_column(definition, definition.months or 0)
    return "0", f"{last} + {definition.weeks_after}"


def _state_mask(definition: Definition) -> str:
    """The mask of the weeks in the numerator's states.

    Raises:
        ValueError: no mask is kept for these states.
    """
    anchor = definition.anchor
    if definition.states == ("employment",):
        return f"({anchor}_hours & ~({anchor}_support | {anchor}_education | {anchor}_gone))"
    if definition.states == ("education",):
        return f"{anchor}_education"
    raise ValueError(f"no mask of the states {definition.states}")


def _in_week(definition: Definition) -> str:
    bit = f"(1::BIGINT << {at_column(definition)})"
    if definition.states in (("employment",), ("education",)):
        return f"({_state_mask(definition)} & {bit}) <> 0"
    return f"({definition.anchor}_support & {bit}) = 0"


def _months(definition: Definition) -> str:
    terms = []
    for month in range(1, (definition.months or 0) + 1):
        first = "0" if month == 1 else f"{last_column(definition, month - 1)} + 1"
        month_bits = bits(f"({first})", last_column(definition, month))
        terms.append(f"(({definition.anchor}_support & {month_bits}) = 0)::INTEGER")
    return f"{' + '.join(terms)} >= {definition.threshold}"


def first_exit_column(definition: Definition) -> str:
    """The column with the mask of the first four weeks in a row without support; 0 if none."""
    return f"{definition.anchor}_exit_{definition.months}"


def first_exit(definition: Definition) -> str:
    """SQL for `first_exit_column`.

    The lowest bit of `run` is where the first run begins: had the week before it been without
    support too, the run would have begun there. Four bits from a power of two up are 15 times it.
    """
    first, last = _window(definition)
    free = f"(~{definition.anchor}_support & {bits(first, f'({last})')})"
    run = " & ".join(f"({free} >> {week})" for week in range(RUN_WEEKS))
    starts = bits("0", last_column(definition, definition.months or 0))
    run = f"({run} & {starts})"
    return f"(({run} & -{run}) * {2**RUN_WEEKS - 1})"


def _first_exit(definition: Definition) -> str:
    four_weeks = first_exit_column(definition)
    anchor = definition.anchor
    to_job = f"({anchor}_hours & ~{anchor}_education & {four_weeks}) <> 0"
    if definition.states == ("employment",):
        return to_job
    return f"NOT ({to_job}) AND ({_state_mask(definition)} & {four_weeks}) <> 0"


def outcome(definition: Definition) -> str:
    """SQL for whether a counted course is in the definition's numerator."""
    if definition.kind == "in_week":
        return _in_week(definition)
    if definition.kind == "every_week":
        first, last = _window(definition)
        return f"({definition.anchor}_support & {bits(first, last)}) = 0"
    if definition.kind == "months":
        return _months(definition)
    if definition.kind == "first_exit":
        return _first_exit(definition)
    return "business_oriented"


def verdict(definition: Definition, coverage: Coverage) -> str:
    """SQL for the definition's verdict on a started course.

    The order is the definitions' own: first whether the register covers the whole window, then
    whether any week of it is unobservable, then the outcome.
    """
    outcome_or_not = f"CASE WHEN {outcome(definition)} THEN {YES} ELSE {NO} END"
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
        f" WHEN ({definition.anchor}_gone & {bits(f'({first})', f'({last})')}) <> 0"
        f" THEN {LEFT_THE_COUNT}"
        f" ELSE {outcome_or_not} END)::TINYINT"
    )
