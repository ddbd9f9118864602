"""Eight years of weeks: what each citizen lives on, moved on one week at a time."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from standalone.demonstration import codes, rates
from standalone.demonstration.catalogue import GROUP_NUMBER, Offer
from standalone.demonstration.courses import NEVER, Course, CourseBook, Flags
from standalone.demonstration.planted import Planted
from standalone.demonstration.population import Ints, Population
from standalone.demonstration.weeks import Calendar

(ABSENT, SUPPORT, FULL, PART, OTHER, STUDY, FLEXJOB, PENSION, RETIRED, ABROAD, DEAD) = range(11)
"""What a citizen lives on; OTHER is work or means that no register knows."""
_CODE = np.zeros(11, dtype=np.int8)
_CODE[STUDY:] = (
    codes.STUDY,
    codes.FLEXJOB,
    codes.PENSION,
    codes.RETIRED,
    codes.ABROAD,
    codes.DEAD,
)
Chances = npt.NDArray[np.float64]
_WARM_UP = 52
_AWAY_WEEKS = 4
_SETTLED_WEEKS = 26
_YOUNG, _GROWN, _OLD = 30, 35, 50


@dataclass(frozen=True)
class History:
    """What the registers know: one row a week, one column a citizen."""

    codes: npt.NDArray[np.int8]
    """Numbers in ``codes.NAMES``."""
    work: npt.NDArray[np.int8]
    """Kind of work with hours: 0 none, 1 full, 2 part, 3 beside benefit, 4 beside study."""
    courses: list[Course]

    def until(self, weeks: int) -> "History":
        """What was known when so many weeks had passed."""
        courses = []
        for course in self.courses:
            if course.start >= weeks:
                break
            open_still = course.end >= weeks
            courses.append(replace(course, end=NEVER, end_day=0) if open_still else course)
        return History(codes=self.codes[:weeks], work=self.work[:weeks], courses=courses)


class _Standing:
    """Where everybody stands in the week that the simulation has reached."""

    def __init__(self, people: Population) -> None:
        count = len(people)
        self.people = people
        self.state: Ints = np.full(count, ABSENT)
        self.group: Ints = people.group.copy()
        self.on_support: Ints = np.zeros(count, dtype=np.int64)
        """Weeks on support since the last four or more in a row without."""
        self.away: Ints = np.zeros(count, dtype=np.int64)
        self.age: Ints = np.zeros(count, dtype=np.int64)

    def count_week(self) -> None:
        """Let a week pass on the clocks."""
        supported = (self.state == SUPPORT) | (self.state == FLEXJOB) | (self.state == PENSION)
        self.on_support += supported
        self.away = np.where(supported, 0, self.away + 1)
        self.on_support[self.away >= _AWAY_WEEKS] = 0

    def leave_chance(self, week: int, quarter: int, book: CourseBook) -> Chances:
        """The chance that each citizen on support leaves it in this week."""
        band = np.searchsorted(rates.DURATION_WEEKS, self.on_support, side="right")
        age = np.where(self.age < _YOUNG, 1.1, np.where(self.age < _OLD, 1.0, 0.75))
        odds: Chances = (
            rates.ODDS[self.people.odds] * rates.DURATION[band] * age * rates.SEASON[quarter]
        )
        chance: Chances = rates.LEAVE[self.group] * odds
        in_course = (book.current != NEVER) & (book.planned_end >= week)
        just_done = (book.current != NEVER) & (book.planned_end == week - 1)
        chance = np.where(in_course, chance * rates.LOCKED_IN, chance)
        chance = np.where(just_done, chance + rates.JUMP[self.group] * odds, chance)
        affected = (book.current != NEVER) | (week <= book.works_until)
        return np.where(affected, chance * book.multiplier, chance)

    def destination(self, draws: Chances) -> Ints:
        """What those who leave support live on next."""
        study = np.where(
            self.age < _GROWN, rates.STUDY_SHARE[self.group], rates.STUDY_SHARE[self.group] / 3
        )
        flexjob = study + rates.FLEXJOB_SHARE[self.group]
        rest = 1 - flexjob
        full = flexjob + rest * rates.FULL_TIME
        part = full + rest * rates.PART_TIME
        return np.select(
            [draws < study, draws < flexjob, draws < full, draws < part],
            [STUDY, FLEXJOB, FULL, PART],
            default=OTHER,
        )


def simulate(
    rng: np.random.Generator,
    people: Population,
    offers: tuple[Offer, ...],
    planted: Planted,
    calendar: Calendar,
    *,
    scale: float,
) -> History:
    """Live through a year of warming up and then every week of the calendar.

    Only comparisons, products and sums of float64 decide, so the same seed gives the same
    history on any machine.

    Args:
        rng: Its uniform draws decide everything.
        people: Who lives it.
        offers: The catalogue.
        planted: What courses change, and who comes to which.
        calendar: Which weeks.
        scale: Of the municipality.
    """
    now = _Standing(people)
    book = CourseBook(offers, planted, citizens=len(people), weeks=calendar.weeks, scale=scale)
    history = History(
        codes=np.zeros((len(calendar.mondays), len(people)), dtype=np.int8),
        work=np.zeros((len(calendar.mondays), len(people)), dtype=np.int8),
        courses=[],
    )
    for week in range(-_WARM_UP, len(calendar.mondays)):
        draws = rng.random((14, len(people)))
        year, week_of_year, _ = calendar.mondays[max(week, 0)].isocalendar()
        now.age = year - people.birth_year
        _live(now, book, week, week_of_year, draws)
        supported = now.state == SUPPORT
        book.end(week, supported, draws[4:6])
        if week >= calendar.first_course_week:
            book.start(
                week,
                waiting=supported,
                group=now.group,
                odds=people.odds,
                weeks_before=now.on_support,
                draws=draws[6:13],
            )
        if week >= 0:
            _record(now, book, history, week, draws[13])
        now.count_week()
    codes.apply_reform(history.codes, calendar)
    history.courses.extend(book.courses())
    return history


def _live(
    now: _Standing,
    book: CourseBook,
    week: int,
    week_of_year: int,
    draws: Chances,
) -> None:
    """Move everybody from the week before into ``week``."""
    people, state = now.people, now.state.copy()
    supported = state == SUPPORT
    leaves = supported & (draws[0] < now.leave_chance(week, min(week_of_year // 13, 3), book))
    now.state[leaves] = now.destination(draws[1])[leaves]
    _move_between_benefits(now, supported & ~leaves, draws[2])

    away = (state == FULL) | (state == PART) | (state == OTHER) | (state == STUDY)
    back = rates.RETURN[people.odds]
    back = np.where(now.away >= _SETTLED_WEEKS, back * rates.SETTLED, back)
    returns = away & (draws[0] < back)
    done_studying = (state == STUDY) & ~returns & (draws[1] < 0.006)  # noqa: PLR2004 - some three years
    now.state[done_studying] = FULL
    drifts = (state == PART) & ~returns & (draws[1] < 0.01)  # noqa: PLR2004 - part time becomes full
    now.state[drifts] = FULL
    loses = (state == FLEXJOB) & (draws[0] < 0.004)  # noqa: PLR2004 - a flexjob lasts five years
    now.group[loses] = GROUP_NUMBER["ledighedsydelse"]
    now.group[returns] = people.group[returns]
    now.state[returns | loses] = SUPPORT
    now.state[(state == ABSENT) & (people.entry <= week)] = SUPPORT
    _end_of_working_life(now, state, week_of_year, draws[3])


def _move_between_benefits(now: _Standing, stays: Flags, draws: Chances) -> None:
    """Some who stay on support get another benefit, some førtidspension."""
    before = now.group.copy()
    low = np.zeros(len(now.people))
    for group, after, chance, weeks in rates.MOVES:
        there = stays & (before == group) & (now.on_support >= weeks)
        now.group[there & (draws >= low) & (draws < low + chance)] = after
        low = np.where(there, low + chance, low)
    year = stays & (now.on_support >= 52)  # noqa: PLR2004 - a year
    now.state[year & (draws > 1 - rates.PENSION_CHANCE[before])] = PENSION
    young, cash = GROUP_NUMBER["uddannelseshjaelp"], GROUP_NUMBER["kontanthjaelp"]
    now.group[(now.group == young) & (now.age >= _YOUNG)] = cash


def _end_of_working_life(now: _Standing, before: Ints, week_of_year: int, draws: Chances) -> None:
    """Retirement on the birthday, emigration and return, death."""
    birthday = (now.people.birth_week <= week_of_year) & (now.age == rates.RETIREMENT_AGE)
    of_age = birthday | (now.age > rates.RETIREMENT_AGE)
    here = (now.state != ABSENT) & (now.state != DEAD)
    now.state[here & of_age & (now.state != ABROAD)] = RETIRED
    working_age = here & (before != ABSENT) & (now.state < PENSION)
    now.state[working_age & (draws > 1 - rates.EMIGRATION)] = ABROAD
    now.state[(before == ABROAD) & here & ~of_age & (draws > 1 - rates.HOMECOMING)] = FULL
    band = np.searchsorted(np.array([40, 60]), now.age, side="right")
    now.state[here & (draws < rates.DEATH[band])] = DEAD


def _record(
    now: _Standing,
    book: CourseBook,
    history: History,
    week: int,
    draws: Chances,
) -> None:
    """Write the week as the registers hold it."""
    subsidy = book.subsidy(week, now.group)
    benefit = np.where(subsidy > 0, subsidy, now.group + 1)
    history.codes[week] = np.where(now.state == SUPPORT, benefit, _CODE[now.state])
    # Hours beside benefit or study come and go; at a change of job a week may be missing.
    beside = draws < 0.6  # noqa: PLR2004 - share of weeks with such a job
    history.work[week] = np.select(
        [
            now.state == FULL,
            now.state == PART,
            (now.state == SUPPORT) & beside & (subsidy == 0),
            (now.state == STUDY) & beside,
        ],
        [1, 2, 3, 4],
        default=0,
    )
