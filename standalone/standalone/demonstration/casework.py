"""The last year's referrals: what caseworkers ordered, agreed on and ended, and what is under way.

Every course that began in the year is a referral under the course's own id, so that the courses of
the register files and those of the casework are the same ones. Besides there is what has not begun
yet, with each state that a caseworker can meet.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from standalone.demonstration import codes
from standalone.demonstration.catalogue import MATCH_GROUPS, TARGET_GROUPS, Offer
from standalone.demonstration.choosing import pick
from standalone.demonstration.course_facts import course_price, held_placement
from standalone.demonstration.courses import NEVER, Course
from standalone.demonstration.population import Population
from standalone.demonstration.simulation import History
from standalone.demonstration.weeks import Calendar

YEAR = 52
_CASEWORKERS = 24
_REASONS = (
    ("evidence", 0.34),
    ("citizens_wish", 0.27),
    ("professional_judgement", 0.19),
    ("waiting_time", 0.12),
    ("distance", 0.08),
)
_HOW = (("meeting", 0.62), ("phone", 0.24), ("digital", 0.14))
_WAITING: tuple[tuple[str, int], ...] = (
    ("ordered", 22),
    ("ordered_unaligned", 12),
    ("accepted", 26),
    ("accepted_unaligned", 6),
    ("declined", 6),
    ("draft", 8),
)
"""What has not begun yet, by state and number in a municipality of ordinary size."""
_DECLINED_FOR = ("no_seats", "not_suitable", "wrong_target_group")
FULL_COHORT_SEATS = 8


@dataclass(frozen=True)
class Cohort:
    """A dated intake that is still to come."""

    id: str
    offer: Offer
    starts_on: dt.date
    seats: int


@dataclass(frozen=True)
class Referral:
    """One citizen's order, from the choice to its end; days where nothing happened are None."""

    id: str
    citizen: int
    offer: Offer
    target_group: str
    match_group: str
    birth_year: int
    caseworker: str
    reason: str
    themes: tuple[str, ...]
    ordered_on: dt.date | None
    planned_starts_on: dt.date
    planned_ends_on: dt.date
    cohort: Cohort | None = None
    aligned_on: dt.date | None = None
    aligned_how: str = "meeting"
    accepted_on: dt.date | None = None
    declined_on: dt.date | None = None
    decline_reason: str | None = None
    started_on: dt.date | None = None
    ended_on: dt.date | None = None
    is_completed: bool = False
    aborted_on: dt.date | None = None
    abort_reason: str | None = None
    assessed_on: dt.date | None = None
    held_placement: bool = False
    price_oere: int = 0


@dataclass(frozen=True)
class Casework:
    """The year's referrals in their order, and the cohorts to come."""

    referrals: tuple[Referral, ...]
    cohorts: tuple[Cohort, ...]


def work_cases(
    rng: np.random.Generator,
    people: Population,
    offers: tuple[Offer, ...],
    history: History,
    calendar: Calendar,
    *,
    scale: float,
) -> Casework:
    """The casework of the last year.

    Args:
        rng: Only its uniform draws are used.
        people: Who the citizens are.
        offers: The catalogue.
        history: What was simulated; each of its courses keeps its number.
        calendar: Which weeks.
        scale: Of the municipality: more of it has more orders that wait.
    """
    cohorts = tuple(_cohorts(offers, calendar))
    past = _past(rng, people, offers, history, calendar)
    ahead = _ahead(rng, people, offers, history, calendar, cohorts, scale=scale)
    return Casework(tuple(past) + tuple(ahead), cohorts)


def course_id(number: int) -> str:
    """What the course with a number, counted from 1, is called."""
    return f"forloeb-{number:06}"


def _past(
    rng: np.random.Generator,
    people: Population,
    offers: tuple[Offer, ...],
    history: History,
    calendar: Calendar,
) -> Iterator[Referral]:
    draws = rng.random((len(history.courses), 8)).tolist()
    week = 0
    for number, course in enumerate(history.courses, 1):
        # Those that never began stand where they were to begin.
        week = max(week, course.start)
        if week < calendar.weeks - YEAR:
            continue
        offer = offers[course.offer]
        own = draws[number - 1]
        begins = _day(calendar, week, course.start_day)
        waiting = 4 + (course.offer * 7) % 19 + int(own[0] * 9)
        ordered = begins - dt.timedelta(days=waiting)
        planned_end = begins + dt.timedelta(weeks=course.planned_weeks, days=-3 - course.start_day)
        referral = Referral(
            id=course_id(number),
            citizen=course.citizen,
            offer=offer,
            target_group=TARGET_GROUPS[course.group],
            match_group=MATCH_GROUPS[course.match],
            birth_year=int(people.birth_year[course.citizen]),
            caseworker=_caseworker(course.citizen),
            reason=pick(_REASONS, own[1]),
            themes=offer.themes[: 1 + int(own[2] * 3)],
            ordered_on=ordered,
            planned_starts_on=begins,
            planned_ends_on=max(begins, planned_end),
            aligned_on=ordered + dt.timedelta(days=int(own[3] * (waiting - 1))),
            aligned_how=pick(_HOW, own[4]),
            accepted_on=ordered + dt.timedelta(days=min(1 + int(own[5] * 3), waiting - 1)),
            held_placement=course.start != NEVER and held_placement(offer, number),
            price_oere=course_price(offer, _weeks_of(course)),
        )
        yield _ended(referral, course, calendar, own)


def _weeks_of(course: Course) -> int:
    """How many weeks the course lasted, or is to last."""
    if NEVER in (course.start, course.end):
        return course.planned_weeks
    return course.end - course.start + 1


def _ended(referral: Referral, course: Course, calendar: Calendar, own: list[float]) -> Referral:
    begins = referral.planned_starts_on
    if course.start == NEVER:
        reason = "job" if own[6] < 0.4 else "not_started"  # noqa: PLR2004 - a planted share
        return replace(referral, aborted_on=begins, abort_reason=reason)
    if course.end == NEVER:
        return replace(referral, started_on=begins)
    ended = _day(calendar, course.end, course.end_day)
    if course.end - course.start + 1 >= course.planned_weeks:
        last = calendar.last + dt.timedelta(days=6)
        assessed = ended + dt.timedelta(days=2 + int(own[7] * 10))
        return replace(
            referral,
            started_on=begins,
            ended_on=ended,
            is_completed=True,
            planned_ends_on=max(ended, referral.planned_ends_on),
            assessed_on=assessed if assessed <= last and own[6] < 0.9 else None,  # noqa: PLR2004 - as above
        )
    reason = "job" if own[6] < 0.55 else "illness"  # noqa: PLR2004 - as above
    return replace(
        referral, started_on=begins, ended_on=ended, aborted_on=ended, abort_reason=reason
    )


def _cohorts(offers: tuple[Offer, ...], calendar: Calendar) -> Iterator[Cohort]:
    """Two intakes ahead for each offer that has them; one of all is small enough to be full."""
    monday = calendar.last
    is_full_planned = False
    for place, offer in enumerate(offers):
        if offer.intake != "cohorts" or offer.status != "published":
            continue
        for turn in (1, 2):
            seats = offer.capacity // 2
            if not is_full_planned:
                seats, is_full_planned = FULL_COHORT_SEATS, True
            yield Cohort(
                id=f"hold-{offer.id.removeprefix('tilbud-')}-{turn}",
                offer=offer,
                starts_on=monday + dt.timedelta(weeks=2 + place % 4 + 6 * (turn - 1)),
                seats=seats,
            )


def _ahead(
    rng: np.random.Generator,
    people: Population,
    offers: tuple[Offer, ...],
    history: History,
    calendar: Calendar,
    cohorts: tuple[Cohort, ...],
    *,
    scale: float,
) -> Iterator[Referral]:
    """What is ordered and has not begun, first those that fill the small cohort."""
    free = _free_citizens(people, history)
    wanted = ["accepted"] * FULL_COHORT_SEATS + [
        state for state, count in _WAITING for _ in range(max(1, round(count * min(scale, 1.0))))
    ]
    draws = rng.random((len(wanted), 6)).tolist()
    last = calendar.last
    by_group: dict[str, list[Offer]] = {}
    for offer in offers:
        if offer.status == "published":
            for group in offer.target_groups:
                by_group.setdefault(group, []).append(offer)
    first_of = {cohort.offer.id: cohort for cohort in reversed(cohorts)}
    full = cohorts[0] if cohorts else None
    for number, (state, own) in enumerate(zip(wanted, draws, strict=True)):
        if number >= len(free):
            return
        citizen = free[number]
        group = TARGET_GROUPS[int(people.group[citizen])]
        fitting = by_group.get(group) or list(offers[:1])
        offer = fitting[int(own[0] * len(fitting))]
        if number < FULL_COHORT_SEATS and full is not None:
            offer, group = full.offer, full.offer.target_groups[0]
        cohort = first_of.get(offer.id)
        ordered = last + dt.timedelta(days=int(own[1] * 5))
        begins = cohort.starts_on if cohort else last + dt.timedelta(weeks=2 + int(own[2] * 3))
        weeks = dt.timedelta(weeks=offer.weeks)
        referral = Referral(
            id=f"henvisning-{number + 1:04}",
            citizen=citizen,
            offer=offer,
            target_group=group,
            match_group=offer.match_groups[0],
            birth_year=int(people.birth_year[citizen]),
            caseworker=_caseworker(citizen),
            reason=pick(_REASONS, own[3]),
            themes=offer.themes[: 1 + int(own[4] * 3)],
            ordered_on=None if state == "draft" else ordered,
            planned_starts_on=begins,
            planned_ends_on=begins + weeks - dt.timedelta(days=3),
            cohort=cohort,
            held_placement=offer.business_oriented,
            price_oere=course_price(offer, offer.weeks),
        )
        yield _in_state(referral, state, own[5])


def _in_state(referral: Referral, state: str, draw: float) -> Referral:
    ordered = referral.ordered_on
    if ordered is None:
        return referral
    if not state.endswith("_unaligned"):
        referral = replace(referral, aligned_on=ordered, aligned_how=pick(_HOW, draw))
    if state.startswith("accepted"):
        return replace(referral, accepted_on=ordered + dt.timedelta(days=1))
    if state == "declined":
        reason = _DECLINED_FOR[int(draw * len(_DECLINED_FOR))]
        return replace(referral, declined_on=ordered + dt.timedelta(days=1), decline_reason=reason)
    return referral


def _free_citizens(people: Population, history: History) -> list[int]:
    """Those on support in the last week who are in no course, spread over the whole town."""
    busy = {course.citizen for course in history.courses if course.end == NEVER}
    last = history.codes[-1]
    free = [
        citizen
        for citizen in range(len(people))
        if codes.IS_BENEFIT[last[citizen]] and citizen not in busy
    ]
    step = max(1, len(free) // 120)
    return free[::step]


def _day(calendar: Calendar, week: int, weekday: int) -> dt.date:
    return calendar.mondays[week] + dt.timedelta(days=weekday)


def _caseworker(citizen: int) -> str:
    return f"sagsbehandler-{citizen % _CASEWORKERS + 1:02}"
