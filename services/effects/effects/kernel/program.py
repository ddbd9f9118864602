"""Definitions as rows of numbers, and what each day's windows are: all that the loop needs.

A window of weeks is a whole number whose bit *i* stands for the week *i* weeks after the one that
holds the anchor (the course's end, or its start). Where a month ends depends on the day alone, so
it is looked up in a table with one row a day, and the loop over courses knows no calendar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np
import numpy.typing as npt

from effects.compiling import frozen
from effects.definitions import Definition, Kind, Month, State
from effects.kernel import loops
from effects.packed import hours
from effects.packed.register import DAY_ZERO, MONTH_ZERO, NO_DAY, WEEK_ZERO
from effects.weeks import LAST_YEAR, MONTHS, THURSDAY, first_week_of_month

BITS = 62
"""Weeks of a window that fit a number, the anchor's own week among them."""

KINDS: tuple[Kind, ...] = ("in_week", "every_week", "months", "first_exit", "took_part")
STATES: tuple[State, ...] = ("support", "education", "employment", "self_support", "unobservable")

FOUR_WEEKS_DAYS = 28

Table = npt.NDArray[np.int16]
Rows = npt.NDArray[np.int64]
_StateSet = tuple[int, int]  # as `loops.Plan.wanted`


class WindowTooLong(ValueError):
    """A definition looks at more weeks together than one number holds.

    Attributes:
        name: the definition.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"window of {name} is too long")


@dataclass(frozen=True)
class Program:
    """Definitions ready to be run.

    Attributes:
        frames: windows that share their masks; see `loops.FRAME`.
        wanted: sets of states that definitions ask for; see `loops.Plan`.
        steps: definitions, in order of their frames; see `loops.STEP`.
        columns: what the day table's columns hold, after the first two: month unit, months, and
            whether it is the week at that distance or the last week of that month.
        thresholds: the different hours from which a month counts as employment.
    """

    frames: Rows
    wanted: Rows
    steps: Rows
    columns: tuple[tuple[Month, int, bool], ...]
    thresholds: tuple[Decimal, ...]


def compile_definitions(definitions: Sequence[Definition]) -> Program:
    """Write definitions as a program.

    Raises:
        WindowTooLong: a definition's window holds more weeks than fit.
    """
    columns: list[tuple[Month, int, bool]] = []
    thresholds = sorted({d.min_hours for d in definitions if d.reads_hours})
    framed: dict[tuple[bool, int], list[tuple[int, list[int], list[_StateSet]]]] = {}
    for place, definition in enumerate(definitions):
        months = definition.months or 0
        at = last = lead = horizon = 0
        if definition.kind == "in_week":
            at = _column(columns, [(definition.month, months, True)])
            # A far week is looked at by itself, and is then the only bit of its frame.
            lead, horizon = (0, _most_weeks(months)) if _most_weeks(months) <= BITS else (at, 0)
        elif definition.kind != "took_part":
            last = _column(columns, [(definition.month, k + 1, False) for k in range(months)])
            horizon = _most_weeks(months) + definition.weeks_after
            if horizon > BITS:
                raise WindowTooLong(definition.name)
        limit = (
            thresholds.index(definition.min_hours) if definition.reads_hours else len(thresholds)
        )
        sets = [(_bits(states), limit) for states in (definition.states, definition.unless)]
        step = [
            place,
            KINDS.index(definition.kind),
            at,
            last,
            months,
            definition.threshold or 0,
            definition.weeks_after,
            0,
            0,
            definition.run_weeks,
            -1,
            int(definition.reads_hours),
        ]
        from_start = definition.anchor == "start" or definition.kind == "took_part"
        framed.setdefault((from_start, lead), []).append((horizon, step, sets))
    frames: list[list[int]] = []
    wanted: list[_StateSet] = []
    steps: list[list[int]] = []
    # The start comes first: its walk takes the weeks of the end with it.
    order = sorted(framed, key=lambda key: (not key[0], key[1]))
    beside = order.index((False, 0)) if (False, 0) in framed else -1
    for from_start, lead in order:
        members = framed[from_start, lead]
        of_frame = list(dict.fromkeys(each for _, _, sets in members for each in sets))
        horizon = max(reach for reach, _, _ in members)
        first_step, first_wanted = len(steps), len(wanted)
        for _, step, (states, unless) in members:
            step[loops.GOOD] = first_wanted + of_frame.index(states)
            step[loops.BARRED] = first_wanted + of_frame.index(unless)
            step[loops.SAME_RUN] = _same_run(steps[first_step:], step, first_step)
            steps.append(step)
        wanted += of_frame
        frames.append(
            [
                int(from_start),
                lead,
                horizon,
                beside if from_start and lead == 0 else -1,
                first_wanted,
                len(wanted),
                first_step,
                len(steps),
            ]
        )
    return Program(
        frames=np.array(frames, np.int64).reshape(-1, len(loops.FRAME)),
        wanted=np.array(wanted, np.int64).reshape(-1, 2),
        steps=np.array(steps, np.int64).reshape(-1, len(loops.STEP)),
        columns=tuple(columns),
        thresholds=tuple(thresholds),
    )


def check_windows(definitions: Sequence[Definition]) -> None:
    """See that every definition can be computed.

    Raises:
        WindowTooLong: one looks at too many weeks together.
    """
    compile_definitions(definitions)


def _bits(states: Sequence[State]) -> int:
    return sum(1 << STATES.index(state) for state in states)


def _same_run(earlier: list[list[int]], step: list[int], first: int) -> int:
    """The place of a step that looks for the same run without support; -1 where there is none."""
    same = [loops.KIND, loops.LAST, loops.MONTHS, loops.EXIT_WEEKS, loops.BOTH]
    for place, other in enumerate(earlier, start=first):
        if [other[column] for column in same] == [step[column] for column in same]:
            return place
    return -1


def _most_weeks(months: int) -> int:
    """Weeks that so many months reach at most beyond the week that they begin in."""
    return months * 31 // 7 + 1


def _column(columns: list[tuple[Month, int, bool]], wanted: list[tuple[Month, int, bool]]) -> int:
    """Where these columns stand side by side; they are added where they do not yet."""
    for place in range(len(columns)):
        if columns[place : place + len(wanted)] == wanted:
            return place + 2
    columns += wanted
    return len(columns) - len(wanted) + 2


def day_table(program: Program, first_day: int, last_day: int) -> Table:
    """What the loop asks of a day, one row each from `first_day` to `last_day`.

    Columns: the week that holds it (from `WEEK_ZERO`); whether the first week whose Thursday lies
    after it is the next one (1) or its own (0); then `program.columns`, as weeks after its own.

    Returns:
        `int16[days, 2 + len(program.columns)]`.
    """
    days = np.arange(first_day, last_day + 1, dtype=np.int64)
    week = week_of(days)
    table = np.empty((len(days), 2 + len(program.columns)), np.int16)
    table[:, 0] = week
    table[:, 1] = last_week_by(days) + 1 - week
    for place, (unit, months, at) in enumerate(program.columns, start=2):
        then = add_months(days, months, unit)
        table[:, place] = (week_of(then) if at else last_week_by(then)) - week
    return table


def week_of(days: Rows) -> Rows:
    """The week (from `WEEK_ZERO`) that holds each day."""
    return (days + (DAY_ZERO - 1)) // 7 - WEEK_ZERO


def last_week_by(days: Rows) -> Rows:
    """The latest week (from `WEEK_ZERO`) whose Thursday lies on or before each day."""
    return (days + (DAY_ZERO - 1 - THURSDAY)) // 7 - WEEK_ZERO


def add_months(days: Rows, months: int, unit: Month) -> Rows:
    """Each day so many months later, clamped to that month's last day; or 28 days a month."""
    if unit == "four_weeks":
        return days + FOUR_WEEKS_DAYS * months
    dates = days.astype("datetime64[D]")
    begins = dates.astype("datetime64[M]")
    then = begins + months
    of_month = (dates - begins.astype("datetime64[D]")).astype(np.int64)
    first = then.astype("datetime64[D]").astype(np.int64)
    last = (then + 1).astype("datetime64[D]").astype(np.int64) - 1
    then_days: Rows = np.minimum(first + of_month, last)
    return then_days


@cache
def month_weeks() -> Rows:
    """The first week (from `WEEK_ZERO`) of each month from `MONTH_ZERO`, and of one month more."""
    months = (LAST_YEAR + 1) * MONTHS - MONTH_ZERO + 1
    firsts = [first_week_of_month(MONTH_ZERO + month) - WEEK_ZERO for month in range(months)]
    return frozen(np.array(firsts, np.int64))


@cache
def week_months() -> npt.NDArray[np.int64]:
    """The month (from `MONTH_ZERO`) of each week from `WEEK_ZERO`."""
    firsts = month_weeks()
    months: Rows = np.searchsorted(firsts, np.arange(firsts[-1]), side="right") - 1
    return frozen(months)


def limits(program: Program, hours_unit: int) -> npt.NDArray[np.int64]:
    """The thresholds as amounts of a register's hours."""
    return np.array([hours.limit_of(least, hours_unit) for least in program.thresholds], np.int64)


def day_range(*columns: npt.NDArray[np.int32]) -> tuple[int, int]:
    """First and last of all days that are there; (0, 0) where none is."""
    known = [column[column != NO_DAY] for column in columns]
    ends = [(int(days.min()), int(days.max())) for days in known if len(days)]
    return (min(a for a, _ in ends), max(b for _, b in ends)) if ends else (0, 0)
