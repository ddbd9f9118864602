"""The compiled loop of stage 1: citizen by citizen, course by course, definition by definition.

It reads the packed register from front to back. A course meets only its own citizen's spans that
touch its windows; each becomes a run of bits, and a definition is a few operations on those bits.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled, inlined
from effects.definitions import RUN_WEEKS
from effects.packed.register import (
    DAY_ZERO,
    EDUCATION,
    NO_DAY,
    SUBSIDISED_WORK,
    WEEK_ZERO,
)

YES, NO, LEFT_THE_COUNT, OUTSIDE_REGISTER = 1, 0, -1, -2
"""A verdict: counted with or without the outcome, or not counted and why."""

NOT_KNOWN = -1
"""Stands for weeks on support before start that the register does not tell."""

_IN_WEEK, _EVERY_WEEK, _MONTHS, _FIRST_EXIT, _TOOK_PART = range(5)  # as program.KINDS
_SUPPORT_STATE, _EDUCATION_STATE, _EMPLOYMENT_STATE, _SELF_SUPPORT_STATE = 1, 2, 4, 8
_BITS = 62  # as program.BITS
_MONDAYS = DAY_ZERO - 1 - 7 * WEEK_ZERO  # days from the Monday of week 0 to day 0
_FEW = 12  # so many values are walked faster than halved

FROM_START, LEAD, HORIZON, BESIDE, FIRST_WANTED, STOP_WANTED, FIRST_STEP, STOP = FRAME = range(8)
"""Columns of a frame: whether it counts from the start; the column of the day table with the weeks
that its first bit lies after the anchor's own week (0 for none); its last bit; the frame of the end
whose weeks are looked at in the same walk (-1 for none); the sets of states that its steps want,
from one to before another; its steps, likewise."""

(
    PLACE, KIND, AT, LAST, MONTHS, THRESHOLD, WEEKS_AFTER, GOOD, BARRED, EXIT_WEEKS, SAME_RUN, BOTH
) = STEP = range(12)  # fmt: skip
"""Columns of a step: the row of its verdicts; its kind; the columns of the day table with the week
that holds anchor + months, and with the last week of month 1 (then of 2, …); months, threshold and
weeks beyond the months; the sets of states wanted and barred; weeks that make an exit; an earlier
step that looks for the same run (-1 for none); whether the hours register must cover its window
too."""

Ints = npt.NDArray[np.int64]


class Weeks(NamedTuple):
    """The packed register's arrays, as `PackedRegister` describes them."""

    span_offsets: Ints
    span_from: npt.NDArray[np.uint16]
    span_to: npt.NDArray[np.uint16]
    span_class: npt.NDArray[np.uint8]
    hours_offsets: Ints
    hours_month: npt.NDArray[np.uint16]
    hours_amount: npt.NDArray[Any]
    course_offsets: Ints
    starts_on: npt.NDArray[np.int32]
    ends_on: npt.NDArray[np.int32]
    business_oriented: npt.NDArray[np.uint8]


class Plan(NamedTuple):
    """What is asked of each course, as numbers; `program` makes it.

    Weeks and months are counted from the packed register's origins.

    Attributes:
        frames: windows that share their masks, `int64[frames, …]` with the columns `FROM_START`
            to `STOP`.
        wanted: sets of states, `int64[sets, 2]`: a bit for each state, and the place of the limit
            from which a month counts as employment (after the last one where it does not matter).
        steps: definitions, `int64[definitions, …]` with the columns `PLACE` to `BOTH`.
        limits: amounts of hours from which a month counts as employment.
        day_table: what each day's windows are, one row a day.
        first_day: the day of its first row.
        month_weeks: the first week of each month.
        week_months: the month of each week.
        from_weeks: first covered week: of the support register, and of both.
        to_weeks: last covered week, likewise.
    """

    frames: Ints
    wanted: Ints
    steps: Ints
    limits: Ints
    day_table: npt.NDArray[np.int16]
    first_day: int
    month_weeks: Ints
    week_months: Ints
    from_weeks: tuple[int, int]
    to_weeks: tuple[int, int]


@compiled
def _bits(first: int, last: int) -> int:
    """A mask of the bits from `first` to `last`, both included."""
    return ((1 << (last - first + 1)) - 1) << first


@inlined
def _first_reaching(values: npt.NDArray[np.uint16], low: int, high: int, least: int) -> int:
    """The first place from `low` to `high` whose value is at least `least`."""
    while high - low > _FEW:
        middle = (low + high) >> 1
        if values[middle] < least:
            low = middle + 1
        else:
            high = middle
    while low < high and values[low] < least:
        low += 1
    return low


@inlined
def _coded_weeks(
    span_from: npt.NDArray[np.uint16],
    span_to: npt.NDArray[np.uint16],
    span_class: npt.NDArray[np.uint8],
    low: int,
    high: int,
    base: int,
    horizon: int,
) -> tuple[int, int, int]:
    """The masks of support, education and unobservable weeks from `base` to `base + horizon`.

    The citizen's spans lie from `low` to `high`.
    """
    support = education = gone = 0
    for span in range(_first_reaching(span_to, low, high, base), high):
        first = int(span_from[span]) - base
        if first > horizon:
            break
        run = _bits(max(first, 0), min(int(span_to[span]) - base, horizon))
        class_ = span_class[span]
        if class_ <= SUBSIDISED_WORK:
            support |= run
        elif class_ == EDUCATION:
            education |= run
        else:
            gone |= run
    return support, education, gone


@inlined
def _write_worked(
    hours_month: npt.NDArray[np.uint16],
    hours_amount: npt.NDArray[Any],
    limits: Ints,
    month_weeks: Ints,
    week_months: Ints,
    low: int,
    high: int,
    base: int,
    needed: int,
    worked: Ints,
) -> None:
    """Fill a mask for each limit: those of the `needed` weeks in months that reach it.

    The citizen's hours lie from `low` to `high`; other weeks' bits say nothing.
    """
    worked[:] = 0
    first = 0
    while not needed >> first & 15:
        first += 4  # about a month at a time
    for place in range(_first_reaching(hours_month, low, high, week_months[base + first]), high):
        month = int(hours_month[place])
        first = max(month_weeks[month] - base, 0)
        if first > _BITS or needed >> first == 0:
            break
        run = _bits(first, min(month_weeks[month + 1] - 1 - base, _BITS))
        for limit in range(len(limits)):
            if hours_amount[place] >= limits[limit]:
                worked[limit] |= run


@compiled
def _in_states(states: int, support: int, education: int, gone: int, worked: int) -> int:
    """The mask of the weeks in any of these states (bits as `program.STATES`).

    A code always decides the state; hours are looked at only in weeks without one.
    """
    free = ~(support | education | gone)
    weeks = support if states & _SUPPORT_STATE else 0
    if states & _EDUCATION_STATE:
        weeks |= education
    if states & _EMPLOYMENT_STATE:
        weeks |= free & worked
    if states & _SELF_SUPPORT_STATE:
        weeks |= free & ~worked
    return weeks


@compiled
def _first_exit(free: int, starts: int, run_weeks: int) -> int:
    """The mask of the first run of so many free weeks that begins in `starts`; 0 if there is none.

    The lowest bit of `run` is where the first run begins: had the week before it been free too,
    the run would have begun there.
    """
    run = free
    for week in range(1, run_weeks):
        run &= free >> week
    run &= starts
    return (run & -run) * ((1 << run_weeks) - 1)


@compiled
def _months_of(good: int, day: npt.NDArray[np.int16], last: int, months: int) -> int:
    """How many months hold good weeks alone; their last weeks stand in `day` from column `last`."""
    count, first = 0, int(day[1])
    for month in range(months):
        end = int(day[last + month])
        window = _bits(first, end)
        count += good & window == window
        first = end + 1
    return count


@compiled
def judge_courses(
    weeks: Weeks,
    plan: Plan,
    citizens: tuple[int, int],
    chosen: npt.NDArray[np.bool_],
    verdicts: npt.NDArray[np.int8],
) -> None:
    """Write the verdicts on the courses of a range of citizens.

    A verdict is first whether the register covers the whole window, then whether any week of it
    is unobservable, then the outcome.

    Args:
        weeks: the packed register.
        plan: what is asked.
        citizens: the first number, and the one after the last.
        chosen: courses to judge, `bool[k]`; of length 0 for all.
        verdicts: written, `int8[definitions, k]`.
    """
    # Taken out of their tuples once: the compiler counts who holds an array, at each taking.
    offsets, span_from, span_to, span_class = (
        weeks.span_offsets, weeks.span_from, weeks.span_to, weeks.span_class,
    )  # fmt: skip
    hours_offsets, hours_month, hours_amount = (
        weeks.hours_offsets, weeks.hours_month, weeks.hours_amount,
    )  # fmt: skip
    course_offsets, starts_on, ends_on = weeks.course_offsets, weeks.starts_on, weeks.ends_on
    business_oriented = weeks.business_oriented
    frames, steps, limits, day_table = plan.frames, plan.steps, plan.limits, plan.day_table
    wanted, month_weeks, week_months = plan.wanted, plan.month_weeks, plan.week_months
    from_weeks, to_weeks, first_day = plan.from_weeks, plan.to_weeks, plan.first_day
    worked = np.zeros(len(limits) + 1, np.int64)  # the last stays 0: no limit is reached
    good_weeks = np.zeros(len(wanted), np.int64)
    windows = np.zeros(len(steps), np.int64)  # 0 where the verdict needs no look at the weeks
    runs = np.zeros(len(steps), np.int64)
    for citizen in range(citizens[0], citizens[1]):
        low, high = offsets[citizen], offsets[citizen + 1]
        hours_low, hours_high = hours_offsets[citizen], hours_offsets[citizen + 1]
        for course in range(course_offsets[citizen], course_offsets[citizen + 1]):
            if len(chosen) > 0 and not chosen[course]:
                continue
            seen_from, seen_to = 0, -1  # the weeks that the three masks below are of
            seen_support = seen_education = seen_gone = 0
            for frame in range(len(frames)):
                first_step, stop = frames[frame, FIRST_STEP], frames[frame, STOP]
                anchored = starts_on[course] if frames[frame, FROM_START] else ends_on[course]
                if anchored == NO_DAY:
                    for place in range(first_step, stop):
                        verdicts[steps[place, PLACE], course] = OUTSIDE_REGISTER
                    continue
                day = day_table[anchored - first_day]
                lead = int(day[frames[frame, LEAD]]) if frames[frame, LEAD] else 0
                base = int(day[0]) + lead
                horizon = frames[frame, HORIZON]
                if base < seen_from or base + horizon > seen_to:
                    seen_from, seen_to = base, base + horizon
                    other = frames[frame, BESIDE]
                    if other >= 0 and ends_on[course] != NO_DAY:
                        # One walk for both windows, where one number holds the weeks of both.
                        end = int(day_table[ends_on[course] - first_day, 0])
                        end += frames[other, HORIZON]
                        if seen_to < end <= seen_from + _BITS:
                            seen_to = end
                    seen_support, seen_education, seen_gone = _coded_weeks(
                        span_from, span_to, span_class, low, high, seen_from, seen_to - seen_from
                    )
                shift = base - seen_from
                support, education = seen_support >> shift, seen_education >> shift
                gone = seen_gone >> shift
                needed = 0  # weeks of which it matters whether they were in work
                for place in range(first_step, stop):
                    kind = steps[place, KIND]
                    if kind == _TOOK_PART:
                        verdicts[steps[place, PLACE], course] = business_oriented[course]
                        windows[place] = 0
                        continue
                    if kind == _IN_WEEK:
                        first = last_start = last = int(day[steps[place, AT]]) - lead
                    else:
                        first = int(day[1])
                        last_start = int(day[steps[place, LAST] + steps[place, MONTHS] - 1])
                        last = last_start + steps[place, WEEKS_AFTER]
                    both = steps[place, BOTH]
                    windows[place] = 0
                    if base + first < from_weeks[both] or base + last > to_weeks[both]:
                        verdicts[steps[place, PLACE], course] = OUTSIDE_REGISTER
                        continue
                    window = _bits(first, last)
                    if gone & window:
                        verdicts[steps[place, PLACE], course] = LEFT_THE_COUNT
                        continue
                    windows[place] = matters = window
                    if kind == _FIRST_EXIT:
                        if steps[place, SAME_RUN] < 0:
                            runs[place] = _first_exit(
                                ~support & window,
                                _bits(first, last_start),
                                steps[place, EXIT_WEEKS],
                            )
                        else:
                            runs[place] = runs[steps[place, SAME_RUN]]
                        matters = runs[place]
                    if both:
                        needed |= matters
                needed &= ~(support | education | gone)
                if needed:
                    _write_worked(
                        hours_month, hours_amount, limits, month_weeks, week_months,
                        hours_low, hours_high, base, needed, worked,
                    )  # fmt: skip
                for place in range(frames[frame, FIRST_WANTED], frames[frame, STOP_WANTED]):
                    good_weeks[place] = _in_states(
                        wanted[place, 0], support, education, gone, worked[wanted[place, 1]]
                    )
                for place in range(first_step, stop):
                    window, kind = windows[place], steps[place, KIND]
                    if window == 0:
                        continue
                    good = good_weeks[steps[place, GOOD]]
                    verdict = int(good & window == window)
                    if kind == _FIRST_EXIT:
                        run, barred = runs[place], good_weeks[steps[place, BARRED]]
                        verdict = int(good & run != 0 and barred & run == 0)
                    elif kind == _MONTHS:
                        count = _months_of(good, day, steps[place, LAST], steps[place, MONTHS])
                        verdict = int(count >= steps[place, THRESHOLD])
                    verdicts[steps[place, PLACE], course] = verdict


@inlined
def _weeks_before(
    span_from: npt.NDArray[np.uint16],
    span_to: npt.NDArray[np.uint16],
    span_class: npt.NDArray[np.uint8],
    low: int,
    high: int,
    week: int,
    from_week: int,
) -> int:
    """Weeks on support from `from_week` to `week`, back to the last run of weeks without.

    The citizen's spans lie from `low` to `high`.
    """
    count, since = 0, week + 1
    span = _first_reaching(span_from, low, high, week + 1) - 1
    while span >= low:
        if span_class[span] <= SUBSIDISED_WORK:
            ends = min(int(span_to[span]), week)
            if ends < from_week or since - ends > RUN_WEEKS:
                break
            since = max(int(span_from[span]), from_week)
            count += ends - since + 1
        span -= 1
    return count


@compiled
def count_weeks_before(
    weeks: Weeks,
    citizens: tuple[int, int],
    from_week: int,
    to_week: int,
    weeks_before: npt.NDArray[np.int16],
) -> None:
    """Write the weeks on support before each course of a range of citizens.

    Args:
        weeks: the packed register.
        citizens: the first number, and the one after the last.
        from_week: first covered week of the support register.
        to_week: last covered week.
        weeks_before: written, `int16[k]`; `NOT_KNOWN` where the week before the start is not
            covered.
    """
    offsets, span_from, span_to, span_class = (
        weeks.span_offsets, weeks.span_from, weeks.span_to, weeks.span_class,
    )  # fmt: skip
    course_offsets, starts_on = weeks.course_offsets, weeks.starts_on
    for citizen in range(citizens[0], citizens[1]):
        low, high = offsets[citizen], offsets[citizen + 1]
        for course in range(course_offsets[citizen], course_offsets[citizen + 1]):
            week = (int(starts_on[course]) + _MONDAYS) // 7 - 1
            weeks_before[course] = NOT_KNOWN
            if from_week <= week <= to_week:
                weeks_before[course] = _weeks_before(
                    span_from, span_to, span_class, low, high, week, from_week
                )
