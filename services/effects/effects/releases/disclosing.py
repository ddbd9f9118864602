"""What a release shows to whom: every view of every family of definitions, judged together."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeVar, cast

from effects.releases.counting import CountsByName
from effects.releases.families import Family
from effects.releases.grounds import AUDIENCES, Audience, Ground, Key, Names
from effects.releases.snapshots import Changes, ProfileChanges
from kit.disclosure import (
    ALL,
    Cell,
    Path,
    Place,
    State,
    Table,
    carry_on,
    carry_on_tree,
    set_anew,
    set_first,
    set_first_tree,
    total_parts,
)

_T = TypeVar("_T")
Offers = dict[Place, State]

OFFERS = "offers"
"""The view of offers by target groups, with the totals over both."""

PROFILES = "profiles"
"""The view of citizens like this one: target group, match group, age, weeks on support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What there is to show.

    Attributes:
        families: Definitions that count the same courses, the earliest to mature first.
        places: Counts by offer and target group, with totals.
        members: By family, who is counted where they are few.
        profiles: Counts by profile; an empty name is a value that is not known.
        limits: The smallest group that each audience may be shown.
    """

    families: Sequence[Family]
    places: Mapping[Place, CountsByName]
    members: Mapping[str, Mapping[Place, frozenset[str]]]
    profiles: Mapping[Path, CountsByName]
    limits: Mapping[Audience, int]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was shown before.

    Attributes:
        grounds: Of the release before and of those in which a table was set, the oldest first.
        view: By the number of a release, how many citizens count otherwise now, by place.
        profiles: Likewise, by profile.
    """

    grounds: Sequence[Ground] = ()
    view: Mapping[int, Changes] = field(default_factory=dict)
    profiles: Mapping[int, ProfileChanges] = field(default_factory=dict)

    def last(self, key: Key) -> Mapping[Names, State] | None:
        """A table as the release before had it; None where it had none."""
        return self.grounds[-1].states.get(key) if self.grounds else None

    def settings(self, key: Key) -> list[Mapping[Names, State]]:
        """A table each time that it was set."""
        return [ground.states[key] for ground in self.grounds if key in ground.settings]


NOTHING_EARLIER = Earlier()


def judge(counted: Counted, earlier: Earlier, *, number: int) -> Ground:
    """What the release of this number shows and hides.

    What staff may not see the public may not, and the public sees it as staff were shown it; what
    is hidden of courses that mature early is hidden of those that mature late; a target group whose
    total is hidden has no profiles, and the public has none.
    """
    states: dict[Key, Mapping[Names, State]] = {}
    settings: set[Key] = set()
    narrower = dict.fromkeys(AUDIENCES, frozenset[Names]())
    for family in counted.families:
        views = _Offers(counted, family, earlier, narrower, number)
        found, was_set = views.judge()
        for audience in AUDIENCES:
            key = audience, family.name, OFFERS
            states[key] = found[audience]
            narrower[audience] = _hidden(found[audience])
            settings |= {key} if was_set else set()
    narrow: frozenset[Path] = frozenset()
    for family in counted.families:
        totals = states["staff", family.name, OFFERS]
        hidden = narrow | {
            place[1:] for place, state in totals.items() if place[0] == ALL and not state.is_shown
        }
        profiles: Key = ("staff", family.name, PROFILES)
        states[profiles] = _judge_profiles(counted, family, earlier, profiles, hidden, number)
        narrow = _hidden(states[profiles])
    return Ground(number, states, settings)


def _hidden(states: Mapping[Names, State]) -> frozenset[Names]:
    return frozenset(place for place, state in states.items() if not state.is_shown)


class _Offers:
    """The view of offers by target groups, of one family, for both audiences."""

    def __init__(
        self,
        counted: Counted,
        family: Family,
        earlier: Earlier,
        narrower: Mapping[Audience, frozenset[Names]],
        number: int,
    ) -> None:
        self._counted = counted
        self._family = family
        self._earlier = earlier
        self._narrower = narrower
        self._number = number

    def judge(self) -> tuple[dict[Audience, Mapping[Names, State]], bool]:
        """The states for each audience, and whether the table was set; for both, or for none."""
        if self._earlier.last(self._key("staff")) is None:
            staff = set_first(self._table("staff", None), self._number)
            public = self._as_staff(set_first(self._table("public", staff), self._number), staff)
            return _both(staff, public), True
        staff = self._carry_on("staff", None)
        public = self._carry_on("public", staff)
        staff_anew = self._set_anew("staff", staff, None)
        public_anew = self._set_anew("public", public, staff_anew) if staff_anew else None
        if staff_anew and public_anew:
            shown = _shown(staff_anew) + _shown(public_anew)
            if shown > _shown(staff) + _shown(public):
                return _both(staff_anew, public_anew), True
        return _both(staff, public), False

    def _key(self, audience: Audience) -> Key:
        return audience, self._family.name, OFFERS

    def _carry_on(self, audience: Audience, staff: Offers | None) -> Offers:
        last = cast("Offers", self._earlier.last(self._key(audience)))
        changed = {
            place: self._changed(place, state, staff)
            for place, state in last.items()
            if state.is_shown
        }
        table = self._table(audience, staff)
        return self._as_staff(carry_on(table, last, changed, self._number), staff)

    def _changed(self, place: Place, state: State, staff: Offers | None) -> int:
        """How many citizens count otherwise than when a place was shown last."""
        theirs = staff.get(place) if staff else None
        if theirs is not None and theirs.since == state.since:
            return 0
        if theirs is not None and theirs.since != self._number:
            return 1  # the public is shown nothing that staff are not shown at the same time
        changes = self._earlier.view.get(state.since, {})
        return changes.get(self._family.name, {}).get(place, 0)

    def _set_anew(self, audience: Audience, carried: Offers, staff: Offers | None) -> Offers | None:
        settings = cast("list[Offers]", self._earlier.settings(self._key(audience)))
        anew = set_anew(self._table(audience, staff), carried, settings, self._number)
        return self._as_staff(anew, staff) if anew else None

    def _as_staff(self, states: Offers, staff: Offers | None) -> Offers:
        """Note from which release the counts are that the public is shown, or not shown, now."""
        if staff is None:
            return states
        return {
            place: replace(state, since=staff[place].since)
            if state.since == self._number and ALL not in place
            else state
            for place, state in states.items()
        }

    def _table(self, audience: Audience, staff: Offers | None) -> Table:
        """The counts as they are now; for the public, as staff are shown them."""
        members = self._counted.members.get(self._family.name, {})
        cells: dict[Place, Cell] = {}
        for place, counts in self._counted.places.items():
            parts = self._family.parts(counts)
            people = self._family.people(counts)
            theirs = staff[place] if staff else None
            if theirs is not None and theirs.is_shown and ALL not in place:
                parts, people = theirs.parts, theirs.people
            cells[place] = Cell(
                people=people, parts=parts, members=members.get(place), weight=_weight(place, parts)
            )
        inner = {place: cell for place, cell in cells.items() if ALL not in place}
        sums = total_parts({place: cell.parts for place, cell in inner.items()})
        hidden = {
            place
            for place in cells
            if place in self._narrower[audience] or (staff and not staff[place].is_shown)
        }
        return Table(
            inner,
            self._counted.limits[audience],
            margins={place: replace(cells[place], parts=parts) for place, parts in sums.items()},
            hidden=frozenset(hidden),
        )


def _both(staff: Offers, public: Offers) -> dict[Audience, Mapping[Names, State]]:
    # A place is two names, and the names of a profile are one or more: kept as those.
    return {
        "staff": cast("Mapping[Names, State]", staff),
        "public": cast("Mapping[Names, State]", public),
    }


def _shown(states: Offers) -> int:
    return sum(state.is_shown for state in states.values())


def _weight(place: Place, parts: tuple[int, ...]) -> int:
    """What hiding costs: courses; the total of an offer half, as it is the less asked for."""
    return sum(parts) // 2 if place[1] == ALL and place[0] != ALL else sum(parts)


def _judge_profiles(
    counted: Counted,
    family: Family,
    earlier: Earlier,
    key: Key,
    hidden: AbstractSet[Path],
    number: int,
) -> dict[Names, State]:
    limit = counted.limits[key[0]]
    last = earlier.last(key) or {}
    changed = {
        path: earlier.profiles.get(state.since, {}).get(family.name, {}).get(path, 0)
        for path, state in last.items()
    }
    states: dict[Names, State] = {}
    for group, of_group in groupby(sorted(counted.profiles), key=lambda path: path[0]):
        cells = {
            path[1:]: Cell(
                people=family.people(counted.profiles[path]),
                parts=family.parts(counted.profiles[path]),
                is_held="" in path[1:],
            )
            for path in of_group
        }
        before = _within(group, last)
        found = (
            carry_on_tree(cells, before, _within(group, changed), limit=limit, number=number)
            if before
            else set_first_tree(
                cells,
                limit=limit,
                number=number,
                hidden=frozenset(_within(group, dict.fromkeys(hidden))),
            )
        )
        states |= {(group, *path): state for path, state in found.items()}
    return states


def _within(group: str, paths: Mapping[Path, _T]) -> dict[Path, _T]:
    return {path[1:]: value for path, value in paths.items() if path[:1] == (group,)}
