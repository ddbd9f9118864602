"""The verdicts of the definitions on every course, as our peer in pandas and numpy gives them.

A window's weeks are the bits of a whole number, and what depends on a date alone is worked out once
per date.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.effects_pandas_reading import EDUCATION, GONE, NO_DAY, SUPPORT, Numbers, Register

WINDOW = 36
"""Weeks after the anchor that are looked at; seven months hold at most 31."""

MONTHS = 8
"""Calendar months that six months and a week may touch."""

CHUNK = 200_000
"""Citizens measured at a time, which bounds the memory."""

YES, NO, LEFT, OUTSIDE = 1, 0, -1, -2
"""A verdict: counted with or without the outcome, or not counted and why."""

Flags = npt.NDArray[np.bool_]
Verdicts = dict[str, npt.NDArray[np.int8]]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """What each day means as an anchor; arrays are by day from `zero` on, masks by week from base.

    Attributes:
        zero: the first day.
        base: the first week whose Thursday lies after the day.
        week_at: mask of the week that holds the day 1, 3 and 6 months later.
        after: mask of the first 1 to 7 months.
        exits: mask of the first three months and the three weeks after them.
        month: the month of `base`.
        of_month: masks of `month` and the next ones.
    """

    zero: int
    base: Numbers
    week_at: dict[int, Numbers]
    after: dict[int, Numbers]
    exits: Numbers
    month: Numbers
    of_month: list[Numbers]


def _calendar(days: Numbers) -> Calendar:
    zero, stop = int(days.min(initial=0)), int(days.max(initial=0))
    day = np.arange(zero, stop + 1)
    base = day // 7 + 1
    dates = pd.DatetimeIndex(day.astype("datetime64[D]"))
    later = {
        months: (dates + pd.DateOffset(months=months)).to_numpy("datetime64[D]").astype(int)
        for months in range(1, 8)
    }
    last = {months: until // 7 - base for months, until in later.items()}
    at = {months: (later[months] + 3) // 7 - base for months in (1, 3, 6)}
    thursdays = (base[:, None] + np.arange(WINDOW)) * 7
    months = thursdays.astype("datetime64[D]").astype("datetime64[M]").astype(int)
    weeks = 1 << np.arange(WINDOW)
    return Calendar(
        zero=zero,
        base=base,
        week_at={number: 1 << week for number, week in at.items()},
        after={number: (2 << week) - 1 for number, week in last.items()},
        exits=(16 << last[3]) - 1,
        month=months[:, 0],
        of_month=[((months == months[:, :1] + nth) * weeks).sum(axis=1) for nth in range(MONTHS)],
    )


def judge(register: Register, *, threads: int = 2) -> Verdicts:
    """The verdicts of each definition on each course."""
    courses, support = register.courses, register.support
    # The weeks and months that the registers cover.
    covered = int(support["first"].min()), int(support["last"].max())
    anchors = {}
    for anchor in ("ends_on", "starts_on"):
        days = courses[anchor].to_numpy()
        anchors[anchor] = days, _calendar(days[days != NO_DAY])
    work = partial(_judge_chunk, register, courses["citizen"].to_numpy(), anchors, covered)
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(work, range(0, register.citizens, CHUNK)))
    verdicts = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    verdicts["business_oriented_share"] = courses["business_oriented"].to_numpy().astype(np.int8)
    return verdicts


def _judge_chunk(
    register: Register,
    citizens: Numbers,
    anchors: dict[str, tuple[Numbers, Calendar]],
    covered: tuple[int, int],
    begin: int,
) -> Verdicts:
    """The verdicts on the courses of the citizens from number `begin` on."""

    def rows(owner: Numbers) -> slice:
        return slice(*np.searchsorted(owner, np.array([begin, begin + CHUNK], owner.dtype)))

    chosen = rows(citizens)
    spells = rows(register.support["citizen"])
    hours = rows(register.hours["citizen"])
    citizen = citizens[chosen]
    spans = _spans({name: of[spells] for name, of in register.support.items()}, register.codes)
    verdicts = {}
    for anchor, (every_day, calendar) in anchors.items():
        days = every_day[chosen]
        present = days != NO_DAY
        day = np.where(present, days - calendar.zero, 0)
        masks = _masks(citizen, calendar.base[day], spans)
        if anchor == "starts_on":
            outcomes = _from_start(calendar, day, masks)
        else:
            worked = {name: of[hours] for name, of in register.hours.items()}
            working = _working(calendar, day, citizen - begin, worked, begin)
            outcomes = _from_end(calendar, day, masks, working)
        for name, (window, outcome) in outcomes.items():
            verdicts[name] = _verdict(calendar, window, covered)(day, present, masks[GONE], outcome)
    return verdicts


def _verdict(
    calendar: Calendar, window: Numbers, covered: tuple[int, int]
) -> Callable[[Numbers, Flags, Numbers, Flags], npt.NDArray[np.int8]]:
    """How a definition with this window, by day, judges courses."""
    # frexp's exponent is one more than the place of the highest bit of a whole number.
    last = np.frexp(window.astype(float))[1] - 1
    first = np.frexp((window & -window).astype(float))[1] - 1
    outside = (calendar.base + first < covered[0]) | (calendar.base + last > covered[1])

    def judge_courses(
        day: Numbers, present: Flags, gone: Numbers, outcome: Flags
    ) -> npt.NDArray[np.int8]:
        verdict = outcome.astype(np.int8)
        verdict[(gone & window[day]) != 0] = LEFT
        verdict[outside[day] | ~present] = OUTSIDE
        return verdict

    return judge_courses


def _spans(spells: dict[str, Numbers], codes: pd.DataFrame) -> dict[str, Numbers]:
    """Spells with their state, cut where a code changes class."""
    code = spells["code"]
    classes = np.bincount(codes["code"], minlength=len(codes))
    begins = np.cumsum(classes) - classes
    count = classes[code]
    spell = np.repeat(np.arange(len(code)), count)
    row = np.repeat(begins[code], count) + _counted(count)
    first = np.maximum(spells["first"][spell], codes["first"].to_numpy()[row])
    last = np.minimum(spells["last"][spell], codes["last"].to_numpy()[row])
    valid = first <= last
    return {
        "citizen": spells["citizen"][spell][valid].astype(np.int64),
        "first": first[valid],
        "last": last[valid],
        "state": codes["state"].to_numpy()[row][valid],
    }


def _counted(count: Numbers) -> Numbers:
    """0, 1, 2, ... as often as each count says."""
    ends = np.cumsum(count)
    counted: Numbers = np.arange(count.sum()) - np.repeat(ends - count, count)
    return counted


def _masks(citizen: Numbers, base: Numbers, spans: dict[str, Numbers]) -> list[Numbers]:
    """Per state the weeks from each course's base on that are in it."""
    # Spans of a citizen never overlap, so both keys ascend, and a course's spans lie side by side.
    owner, week = citizen.astype(np.int64) << 16, base
    begin = np.searchsorted((spans["citizen"] << 16) + spans["last"], owner + week)
    until = np.searchsorted(
        (spans["citizen"] << 16) + spans["first"], owner + week + WINDOW - 1, side="right"
    )
    count = until - begin
    span = np.repeat(begin, count) + _counted(count)
    base = np.repeat(base, count)
    first = np.maximum(spans["first"][span] - base, 0)
    last = np.minimum(spans["last"][span] - base, WINDOW - 1)
    bits = (2 << last) - (1 << first)
    state = spans["state"][span]
    touched = np.flatnonzero(count)
    starts = (np.cumsum(count) - count)[touched]
    masks = []
    for wanted in (SUPPORT, EDUCATION, GONE):
        mask = np.zeros(len(citizen), np.int64)
        if len(touched):
            mask[touched] = np.bitwise_or.reduceat(bits * (state == wanted), starts)
        masks.append(mask)
    return masks


def _working(
    calendar: Calendar, day: Numbers, citizen: Numbers, worked: dict[str, Numbers], begin: int
) -> Numbers:
    """The weeks from each course's base on whose month was in work: an hour or more."""
    working = np.zeros(len(day), np.int64)
    if not len(worked["month"]):
        return working
    # A column of zeros before and after the months that there are.
    zero = int(worked["month"].min()) - 1
    width = int(worked["month"].max()) - zero + 2
    cells = (worked["citizen"] - begin).astype(np.int64) * width + (worked["month"] - zero)
    enough = np.bincount(cells, weights=worked["hours"], minlength=CHUNK * width) >= 1
    row, month = citizen.astype(np.int64) * width, calendar.month[day] - zero
    for nth, mask in enumerate(calendar.of_month):
        cell = row + np.clip(month + nth, 0, width - 1)
        working |= mask[day] * enough[cell]
    return working


def _from_start(
    calendar: Calendar, day: Numbers, masks: list[Numbers]
) -> dict[str, tuple[Numbers, Flags]]:
    """Windows and outcomes of the definition that counts from the start."""
    good = np.zeros(len(day), np.int8)
    before = np.zeros(len(calendar.base), np.int64)
    for after in calendar.after.values():
        good += (masks[SUPPORT] & (after & ~before)[day]) == 0
        before = after
    return {"self_support_3_of_7m": (calendar.after[7], good >= 3)}  # noqa: PLR2004 - the definition's


def _from_end(
    calendar: Calendar, day: Numbers, masks: list[Numbers], working: Numbers
) -> dict[str, tuple[Numbers, Flags]]:
    """Windows and outcomes of the definitions that count from the end."""
    support, education, gone = masks
    job = working & ~(support | education | gone)
    outcomes = {
        f"self_support_{months}m": (at, (support & at[day]) == 0)
        for months, at in calendar.week_at.items()
    }
    half_year, quarter = calendar.week_at[6], calendar.after[3]
    outcomes["self_support_3m_sustained"] = quarter, (support & quarter[day]) == 0
    outcomes["employed_6m"] = half_year, (job & half_year[day]) != 0
    outcomes["education_6m"] = half_year, (education & half_year[day]) != 0
    free = ~support & calendar.exits[day]
    run = free & (free >> 1)
    run &= (run >> 2) & quarter[day]
    # The lowest bit is where the first run begins; four bits from there on are 15 times it.
    four = (run & -run) * 15
    to_job = (job & four) != 0
    outcomes["exit_to_job"] = calendar.exits, to_job
    outcomes["exit_to_education"] = calendar.exits, ~to_job & ((education & four) != 0)
    return outcomes
