"""The definitions read once more, slowly: day by day, in plain Python, without the code under test.

Written from the domain's page alone. It knows neither week numbers, masks nor SQL: a register is a
dictionary from citizen and ISO week to a code, a window is the Thursdays met when walking its days.
"""

import functools
import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from effects.definitions import Definition

Week = tuple[int, int]  # ISO year and week
Month = tuple[int, int]  # year and calendar month

YES, NO, LEFT, OUTSIDE = "yes", "no", "left_the_count", "outside_register"

SELF_SUPPORTING = {"education", "employment", "self_support"}


@dataclass
class Course:
    """A course, as its row says."""

    course_id: str
    citizen_id: str
    offer_id: str
    target_group: str
    match_group: str | None
    starts_on: date | None
    ends_on: date | None
    price_dkk: Decimal | None
    business_oriented: bool | None


@dataclass
class Register:
    """What the files say, row by row."""

    courses: list[Course]
    support: list[tuple[str, Week, Week, str]]
    hours: list[tuple[str, Month, Decimal]]
    codes: list[tuple[str, str, date, date]]
    coverage: tuple[Week, Week]
    hours_coverage: tuple[Month, Month] | None = None
    min_hours: Decimal = Decimal(1)
    _codes_by_week: dict[tuple[str, Week], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for citizen, first, last, code in self.support:
            for week in walk_weeks(first, last):
                assert (citizen, week) not in self._codes_by_week, "spells overlap"
                self._codes_by_week[citizen, week] = code

    def state(self, citizen: str, week: Week, min_hours: Decimal | None = None) -> str:
        """The one state of a citizen's week; work is by the register's hours unless others are."""
        thursday = date.fromisocalendar(*week, 4)
        code = self._codes_by_week.get((citizen, week))
        if code is not None:
            classes = [
                class_
                for known, class_, valid_from, valid_to in self.codes
                if known == code and valid_from <= thursday <= valid_to
            ]
            assert len(classes) == 1, "a code has one class in each of its weeks"
            if classes[0] in ("support", "subsidised_work"):
                return "support"
            return "education" if classes[0] == "education" else "unobservable"
        worked = sum(
            (
                hours
                for worker, month, hours in self.hours
                if worker == citizen and month == (thursday.year, thursday.month)
            ),
            Decimal(0),
        )
        enough = self.min_hours if min_hours is None else min_hours
        return "employment" if worked >= enough else "self_support"

    def covers(self, weeks: Iterable[Week], *, with_hours: bool = False) -> bool:
        """Whether all these weeks lie in the support register (and in the hours register)."""
        for week in weeks:
            if not self.coverage[0] <= week <= self.coverage[1]:
                return False
            thursday = date.fromisocalendar(*week, 4)
            if with_hours and self.hours_coverage is not None:
                month = (thursday.year, thursday.month)
                if not self.hours_coverage[0] <= month <= self.hours_coverage[1]:
                    return False
        return True


def iso_week(day: date) -> Week:
    return day.isocalendar()[:2]


def walk_weeks(first: Week, last: Week) -> list[Week]:
    """All weeks from the first to the last, both included."""
    day, weeks = date.fromisocalendar(*first, 1), []
    while iso_week(day) <= last:
        weeks.append(iso_week(day))
        day += timedelta(days=7)
    return weeks


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for clamped in range(day.day, 27, -1):
        try:
            return date(year, month, clamped)
        except ValueError:
            continue
    return date(year, month, day.day)


def weeks_between(after: date, until: date) -> list[Week]:
    """The weeks whose Thursday lies after the one day and not after the other."""
    weeks, day = [], after + timedelta(days=1)
    while day <= until:
        if day.isoweekday() == 4:
            weeks.append(iso_week(day))
        day += timedelta(days=1)
    return weeks


def month_weeks(anchor: date, month: int) -> list[Week]:
    """The weeks of month number `month` after the anchor."""
    return weeks_between(months_after(anchor, month - 1), months_after(anchor, month))


def later(week: Week, weeks: int) -> Week:
    return iso_week(date.fromisocalendar(*week, 4) + timedelta(days=7 * weeks))


Judged = Callable[[Register, Course], str]


def judge(
    register: Register,
    course: Course,
    window: Sequence[Week],
    succeeds: Callable[[dict[Week, str]], bool],
    *,
    with_hours: bool = False,
    min_hours: Decimal | None = None,
) -> str:
    """Outside the register first, then unobservable, then the outcome."""
    if not register.covers(window, with_hours=with_hours):
        return OUTSIDE
    states = {week: register.state(course.citizen_id, week, min_hours) for week in window}
    if "unobservable" in states.values():
        return LEFT
    return YES if succeeds(states) else NO


def self_support_at(months: int) -> Judged:
    return state_at(months, SELF_SUPPORTING)


def state_at(months: int, wanted: set[str], *, with_hours: bool = False) -> Judged:
    def judged(register: Register, course: Course) -> str:
        if course.ends_on is None:
            return OUTSIDE
        week = iso_week(months_after(course.ends_on, months))
        return judge(
            register,
            course,
            [week],
            lambda states: states[week] in wanted,
            with_hours=with_hours,
        )

    return judged


def sustained(register: Register, course: Course) -> str:
    if course.ends_on is None:
        return OUTSIDE
    window = [week for month in (1, 2, 3) for week in month_weeks(course.ends_on, month)]
    return judge(
        register,
        course,
        window,
        lambda states: all(state in SELF_SUPPORTING for state in states.values()),
    )


def three_of_seven(register: Register, course: Course) -> str:
    assert course.starts_on is not None
    months = [month_weeks(course.starts_on, month) for month in range(1, 8)]

    def succeeds(states: dict[Week, str]) -> bool:
        good = [all(states[week] in SELF_SUPPORTING for week in month) for month in months]
        return sum(good) >= 3

    return judge(register, course, [week for month in months for week in month], succeeds)


def exit_to(kind: str) -> Judged:
    def judged(register: Register, course: Course) -> str:
        if course.ends_on is None:
            return OUTSIDE
        months = [week for month in (1, 2, 3) for week in month_weeks(course.ends_on, month)]
        window = months + [later(months[-1], weeks) for weeks in (1, 2, 3)]

        def succeeds(states: dict[Week, str]) -> bool:
            for week in months:
                run = [states[later(week, weeks)] for weeks in range(4)]
                if "support" not in run:
                    if "employment" in run:
                        return kind == "job"
                    return kind == "education" and "education" in run
            return False

        return judge(register, course, window, succeeds, with_hours=True)

    return judged


def took_part(_: Register, course: Course) -> str:
    return YES if course.business_oriented else NO


JUDGES: dict[str, Judged] = {
    "self_support_1m": self_support_at(1),
    "self_support_3m": self_support_at(3),
    "self_support_6m": self_support_at(6),
    "self_support_3m_sustained": sustained,
    "self_support_3_of_7m": three_of_seven,
    "employed_6m": state_at(6, {"employment"}, with_hours=True),
    "education_6m": state_at(6, {"education"}),
    "exit_to_job": exit_to("job"),
    "exit_to_education": exit_to("education"),
    "business_oriented_share": took_part,
}

FROM_START = {"self_support_3_of_7m", "business_oriented_share"}


def judge_definition(register: Register, course: Course, definition: Definition) -> str:
    """Any definition's verdict, from its parameters; the hours of work are the definition's own."""
    if definition.kind == "took_part":
        return took_part(register, course)
    anchor = course.starts_on if definition.anchor == "start" else course.ends_on
    if anchor is None:
        return OUTSIDE
    assert definition.months is not None
    turns = [
        months_after(anchor, number)
        if definition.month == "calendar"
        else anchor + timedelta(days=28 * number)
        for number in range(definition.months + 1)
    ]
    months = [weeks_between(after, until) for after, until in itertools.pairwise(turns)]
    window = [week for month in months for week in month]
    if definition.kind == "in_week":
        window = [iso_week(turns[-1])]
    elif definition.kind == "first_exit":
        window += [later(window[-1], weeks) for weeks in range(1, definition.run_weeks)]

    def succeeds(states: dict[Week, str]) -> bool:
        if definition.kind == "months":
            good = [all(states[week] in definition.states for week in month) for month in months]
            return sum(good) >= (definition.threshold or 0)
        if definition.kind != "first_exit":
            return all(state in definition.states for state in states.values())
        for place in range(len(window) - definition.run_weeks + 1):
            run = [states[week] for week in window[place : place + definition.run_weeks]]
            if "support" not in run:
                return not set(run).isdisjoint(definition.states) and set(run).isdisjoint(
                    definition.unless
                )
        return False

    at_work = {"employment", "self_support"}
    tells_work_apart = any(
        len(at_work.intersection(states)) == 1 for states in (definition.states, definition.unless)
    )
    return judge(
        register,
        course,
        window,
        succeeds,
        with_hours=tells_work_apart,
        min_hours=definition.min_hours,
    )


def weeks_before(register: Register, course: Course) -> int | None:
    """Weeks on support since the last four weeks without, walking back from the start."""
    assert course.starts_on is not None
    week = later(iso_week(course.starts_on), -1)
    if not register.covers([week]):
        return None
    count = without = 0
    while register.covers([week]) and without < 4:
        if register.state(course.citizen_id, week) == "support":
            count, without = count + 1, 0
        else:
            without += 1
        week = later(week, -1)
    return count


def wilson(numerator: int, n: int) -> tuple[float, float]:
    z, p = 1.959963984540054, numerator / n
    middle = p + z * z / (2 * n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def results(
    register: Register,
    by: Sequence[str],
    *,
    min_group: int = 0,
    definitions: Sequence[Definition] | None = None,
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The results' cells by group's values and definition; without definitions, the ten."""
    judges = JUDGES
    if definitions is not None:
        judges = {
            definition.name: functools.partial(judge_definition, definition=definition)
            for definition in definitions
        }
    groups: defaultdict[tuple[Any, ...], list[Course]] = defaultdict(list)
    for course in register.courses:
        if course.starts_on is not None:
            groups[tuple(getattr(course, column) for column in by)].append(course)
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for group, courses in groups.items():
        for name, judged in judges.items():
            verdicts = [judged(register, course) for course in courses]
            cells[*group, name] = _cell(courses, verdicts, min_group)
    return cells


def _cell(courses: list[Course], verdicts: list[str], min_group: int) -> dict[str, Any]:
    counted = [c.citizen_id for c, v in zip(courses, verdicts, strict=True) if v in (YES, NO)]
    n, numerator = len(counted), verdicts.count(YES)
    if len(set(counted)) < min_group:
        return {"suppressed": True} | dict.fromkeys(
            ("n", "citizens", "numerator", "value", "ci_low", "ci_high", OUTSIDE, LEFT)
        )
    low, high = wilson(numerator, n) if n else (None, None)
    return {
        "n": n,
        "citizens": len(set(counted)),
        "numerator": numerator,
        "value": numerator / n if n else None,
        "ci_low": low,
        "ci_high": high,
        OUTSIDE: verdicts.count(OUTSIDE),
        LEFT: verdicts.count(LEFT),
        "suppressed": False,
    }
