"""Who is in which course, week by week: starts, ends, and what each course changes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standalone.demonstration import rates
from standalone.demonstration.catalogue import GROUP_NUMBER, MATCH_GROUPS, TARGET_GROUPS, Offer
from standalone.demonstration.codes import FLEXJOB, SUBSIDY_PRIVATE, SUBSIDY_PUBLIC
from standalone.demonstration.planted import Planted
from standalone.demonstration.population import STRONG_ODDS, Ints

Flags = npt.NDArray[np.bool_]
NEVER = -1
"""No week: a course that never started, or that has not ended."""
_EASY_WEEKS = 26
_PAUSE_WEEKS = 4
_CLOSED_WEEKS = 40


@dataclass(frozen=True)
class Course:
    """One row of ``courses.csv`` in the simulation's numbers; weekdays count from Monday as 0."""

    citizen: int
    offer: int
    group: int
    match: int
    start: int
    start_day: int
    end: int
    end_day: int
    planned_weeks: int
    weeks_before: int
    odds: int
    easy: bool


class CourseBook:
    """Every course so far, and each citizen's present one."""

    def __init__(
        self,
        offers: tuple[Offer, ...],
        planted: Planted,
        *,
        citizens: int,
        weeks: int,
        scale: float,
    ) -> None:
        """Begin with no courses.

        Args:
            offers: The catalogue.
            planted: Effects and popularity.
            citizens: How many.
            weeks: How many weeks the register covers.
            scale: Of the municipality; beyond 1 there are more seats too.
        """
        self._planted = planted
        self._weeks = np.array([offer.weeks for offer in offers])
        self._opens = np.array([weeks - (offer.new_weeks or weeks) for offer in offers])
        self._closes = np.array(
            [weeks - (_CLOSED_WEEKS if offer.status == "closed" else 0) for offer in offers]
        )
        subsidy = {"wage_subsidy_private": SUBSIDY_PRIVATE, "wage_subsidy_public": SUBSIDY_PUBLIC}
        self._subsidy = np.array([subsidy.get(offer.kind, 0) for offer in offers])
        self._business = np.array([offer.business_oriented for offer in offers])
        self._seats = np.array([offer.seats(scale) for offer in offers])
        self._taken: Ints = np.zeros(len(offers), dtype=np.int64)
        self._companions = [
            [offer.kind == "mentor" and group in offer.target_groups for offer in offers]
            for group in TARGET_GROUPS
        ]
        self._fields: list[list[int]] = []
        self._tables: dict[tuple[int, int, int], npt.NDArray[np.float64]] = {}
        self._open: Flags = np.zeros(len(offers), dtype=bool)
        self.current: Ints = np.full(citizens, NEVER)
        """The number of the course that each citizen is in."""
        self.planned_end: Ints = np.full(citizens, NEVER)
        self.free_from: Ints = np.zeros(citizens, dtype=np.int64)
        self.multiplier = np.ones(citizens)
        self.works_until: Ints = np.full(citizens, NEVER)
        self._offer: Ints = np.zeros(citizens, dtype=np.int64)
        self._start: Ints = np.zeros(citizens, dtype=np.int64)
        self._flexjob: Flags = np.zeros(citizens, dtype=bool)
        self._ends: dict[int, tuple[int, int]] = {}
        self._parents: dict[int, int] = {}

    def end(self, week: int, on_support: Flags, draws: npt.NDArray[np.float64]) -> None:
        """End the courses whose last week was the one before ``week``.

        Args:
            week: The week that has begun.
            on_support: Who is on support in it.
            draws: Two uniform draws a citizen.
        """
        active = self.current != NEVER
        completed = active & (self.planned_end == week - 1)
        left = active & ~completed & ~on_support
        aborted = active & ~completed & ~left & (draws[0] < rates.ABORT)
        ending = np.flatnonzero(completed | left | aborted)
        if not ending.size:
            return
        friday = 4
        # A completed course ends on a Friday, now and then on the Thursday or Sunday; one that
        # was left for a job too; one that was given up on any weekday.
        late = np.where(draws[1] < 0.06, 3, np.where(draws[1] > 0.94, 6, friday))  # noqa: PLR2004 - planted shares
        day = np.where(completed, late, friday)
        day = np.where(aborted, np.maximum(np.floor(draws[1] * 5).astype(np.int64), 2), day)
        for citizen in ending.tolist():
            self._ends[int(self.current[citizen])] = (week - 1, int(day[citizen]))
        self.works_until[ending] = week - 1 + rates.EFFECT_WEEKS
        self.free_from[ending] = week + _PAUSE_WEEKS
        self.current[ending] = NEVER

    def start(
        self,
        week: int,
        *,
        waiting: Flags,
        group: Ints,
        odds: Ints,
        weeks_before: Ints,
        draws: npt.NDArray[np.float64],
    ) -> None:
        """Begin courses in ``week`` for some of those on support.

        Args:
            week: The week that has begun.
            waiting: Who is on support.
            group: Target group now.
            odds: Level of odds.
            weeks_before: Weeks on support up to and with the week before.
            draws: Seven uniform draws a citizen.
        """
        chosen = waiting & (self.current == NEVER) & (self.free_from <= week)
        chosen &= (weeks_before > 0) & (draws[0] < rates.START[group])
        who = np.flatnonzero(chosen)
        if not who.size:
            return
        easy = (odds[who] == STRONG_ODDS) & (weeks_before[who] < _EASY_WEEKS)
        match = match_group(group[who], odds[who], weeks_before[who])
        self._open_offers(week)
        for place, citizen in enumerate(who.tolist()):
            own = draws[:, citizen]
            g, m, e = int(group[citizen]), int(match[place]), int(easy[place])
            table = self._table(e, g, m)
            if table[-1] == 0:
                continue
            offer = int(np.searchsorted(table, own[1] * table[-1], side="right"))
            if self._taken[offer] >= self._seats[offer]:
                continue  # the last seat went to somebody else this very week
            shown_up = own[2] >= rates.NO_SHOW
            planned = int(self._weeks[offer])
            planned = max(1, planned * 6 // 10) if own[3] < rates.SHORTENED else planned
            day = 0 if own[4] < 0.8 else int(own[4] * 1000) % 3  # noqa: PLR2004 - most begin on a Monday
            before = int(weeks_before[citizen])
            row = [citizen, offer, g, m, week if shown_up else NEVER, day, planned]
            self._fields.append([*row, before, int(odds[citizen]), e])
            if not shown_up:
                self.free_from[citizen] = week + _PAUSE_WEEKS
                continue
            number = len(self._fields) - 1
            self._taken[offer] += 1
            self.current[citizen] = number
            self.planned_end[citizen] = week + planned - 1
            self.multiplier[citizen] = self._planted.multipliers[offer, g]
            self.works_until[citizen] = week + planned + rates.EFFECT_WEEKS
            self._offer[citizen], self._start[citizen] = offer, week
            self._flexjob[citizen] = own[6] < rates.FLEXJOB_IN_COURSE
            if own[5] < rates.COMPANION and self._subsidy[offer] == 0:
                self._add_companion(number, row, before, int(odds[citizen]), e)

    def subsidy(self, week: int, group: Ints) -> Ints:
        """The code of subsidised work that each citizen's course gives this week, 0 for none.

        Some who wait for a flexjob begin in one half-way through a placement.
        """
        code: Ints = np.where(self.current != NEVER, self._subsidy[self._offer], 0)
        half_way = week >= (self._start + self.planned_end + 1) // 2
        flexjob = (self.current != NEVER) & self._flexjob & half_way & self._business[self._offer]
        return np.where(flexjob & (group == GROUP_NUMBER["ledighedsydelse"]), FLEXJOB, code)

    def courses(self) -> list[Course]:
        """Every course so far, in the order in which they began."""
        found = []
        for number, row in enumerate(self._fields):
            citizen, offer, group, match, start, day, planned, before, odds, easy = row
            end, end_day = self._ends.get(self._parents.get(number, number), (NEVER, 0))
            same_week = start == end
            found.append(
                Course(
                    citizen=citizen,
                    offer=offer,
                    group=group,
                    match=match,
                    start=start,
                    start_day=day,
                    end=end,
                    end_day=max(day, end_day) if same_week else end_day,
                    planned_weeks=planned,
                    weeks_before=before,
                    odds=odds,
                    easy=bool(easy),
                )
            )
        return found

    def _add_companion(
        self, parent: int, row: list[int], before: int, odds: int, easy: int
    ) -> None:
        """A mentor's course beside another, from its first day to its last."""
        mentors = [i for i, fits in enumerate(self._companions[row[2]]) if fits]
        allowed = [i for i in mentors if self._planted.pull[0, row[2], row[3], i] > 0]
        if not allowed or row[1] in mentors:
            return
        offer = allowed[parent % len(allowed)]
        self._parents[len(self._fields)] = parent
        self._fields.append([row[0], offer, *row[2:], before, odds, easy])

    def _open_offers(self, week: int) -> None:
        in_course = self._offer[self.current != NEVER]
        self._taken = np.bincount(in_course, minlength=self._seats.size)
        now = (self._opens <= week) & (week < self._closes) & (self._taken < self._seats)
        if not np.array_equal(now, self._open):
            self._open = now
            self._tables.clear()

    def _table(self, easy: int, group: int, match: int) -> npt.NDArray[np.float64]:
        key = (easy, group, match)
        if key not in self._tables:
            self._tables[key] = np.cumsum(
                np.where(self._open, self._planted.pull[easy, group, match], 0.0)
            )
        return self._tables[key]


def match_group(group: Ints, odds: Ints, weeks_before: Ints) -> Ints:
    """The match group at the start, as a number in ``catalogue.MATCH_GROUPS``.

    Everybody on dagpenge is job-ready; on the other benefits those with good odds are, and on
    cash and education benefit those with middling odds in their first year too.
    """
    strong = odds == STRONG_ODDS
    recent = (odds == STRONG_ODDS - 1) & (weeks_before < 52)  # noqa: PLR2004 - a year
    cash = (group == GROUP_NUMBER["kontanthjaelp"]) | (group == GROUP_NUMBER["uddannelseshjaelp"])
    ready = (group == GROUP_NUMBER["dagpenge"]) | strong | (cash & recent)
    return np.where(ready, MATCH_GROUPS.index("jobparat"), MATCH_GROUPS.index("aktivitetsparat"))
