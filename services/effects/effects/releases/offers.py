"""The view of offers by target groups, judged for all families of definitions together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from effects.releases.families import Family
from effects.releases.grounds import AUDIENCES, Audience, Ground, Key, Names
from effects.releases.views import OFFERS, Counted, Earlier
from kit.disclosure import (
    ALL,
    Cell,
    Layer,
    Place,
    State,
    Table,
    carry_on,
    find_narrow_settings,
    hide_together,
    set_anew,
    set_first,
    set_first_layers,
    total_parts,
)

Offers = dict[Place, State]
Judged = dict[Audience, list[Offers]]
"""By audience, the states of each family."""

_Places = frozenset[Place]
_NONE: _Places = frozenset()
_ATTEMPTS = 2


def judge_offers(counted: Counted, earlier: Earlier, number: int) -> tuple[Judged, set[Key]]:
    """What is shown and hidden, and the tables that were set: all of them, or none.

    A family that comes later than others is held against them as they are shown, and is not shown
    where they bound it.
    """
    views = [_Offers(counted, family, earlier, number) for family in counted.families]
    judge = _Judge(views, counted.limits)
    if all(view.is_new for view in views):
        found, was_set = judge.set_first(), True
        while (more := _show_more(counted, found, number)) is not None:
            found = more
    else:
        carried = judge.carry_on()
        anew = judge.set_anew(carried)
        # A family that is new has been set, though the others are carried on.
        found, was_set = anew or carried, anew is not None
    keys = {
        view.key(audience) for view in views for audience in AUDIENCES if was_set or view.is_new
    }
    return found, keys


def _show_more(counted: Counted, found: Judged, number: int) -> Judged | None:
    """What the next release could show of the same counts, to be shown at once; None for nothing.

    A table that is set with another in mind hides less than one that is set from nothing.
    """
    states = {
        (audience, family.name, OFFERS): cast("Mapping[Names, State]", places)
        for audience, of_families in found.items()
        for family, places in zip(counted.families, of_families, strict=True)
    }
    same = Earlier(grounds=(Ground(number, states, states.keys()),))
    views = [_Offers(counted, family, same, number) for family in counted.families]
    return _Judge(views, counted.limits).set_anew(found)


class _Judge:
    """All families, for both audiences."""

    def __init__(self, views: Sequence["_Offers"], limits: Mapping[Audience, int]) -> None:
        self._views = views
        self._limits = limits
        self._together = [view.family.together for view in views]

    def set_first(self) -> Judged:
        """The first release."""
        found: Judged = {}
        for audience in AUDIENCES:
            staff = found.get("staff")
            layers = [
                Layer(view.table(audience, staff[at] if staff else None), view.family.together)
                for at, view in enumerate(self._views)
            ]
            states = set_first_layers(layers, self._views[0].number) if layers else []
            found[audience] = [
                view.as_staff(each, staff[at] if staff else None)
                for at, (view, each) in enumerate(zip(self._views, states, strict=True))
            ]
        return found

    def carry_on(self) -> Judged:
        """A release that tells nothing of what is hidden; families that are new are set."""
        found: Judged = {}
        for audience in AUDIENCES:
            narrower, states = _NONE, []
            for at, view in enumerate(self._views):
                staff = found["staff"][at] if found else None
                states.append(view.carry_on(audience, staff, narrower))
                narrower = _hidden(states[-1])
            found[audience] = states
        new = [at for at, view in enumerate(self._views) if view.is_new]
        if new and not all(self._is_safe(found, audience, new) for audience in AUDIENCES):
            for states in found.values():
                for at in new:
                    states[at] = {p: replace(s, is_shown=False) for p, s in states[at].items()}
        return found

    def _is_safe(self, found: Judged, audience: Audience, new: Sequence[int]) -> bool:
        narrow = find_narrow_settings([found[audience]], self._together, self._limits[audience])
        return not any(at in new for at, _ in narrow)

    def set_anew(self, carried: Judged) -> Judged | None:
        """The release with what can be shown beyond that; None where nothing can."""
        held = [_NONE for _ in self._views]
        for _ in range(_ATTEMPTS):
            found = self._try_anew(carried, held)
            new = [
                _newly_shown(found, carried, at) if found else _NONE
                for at in range(len(self._views))
            ]
            if found is None or not any(new):
                return None
            narrow = {place for audience in AUDIENCES for place in self._narrow(found, audience)}
            if not narrow:
                return found
            lines = {name for place in narrow for name in place if name != ALL}
            held = [
                before | {place for place in more if lines & set(place)}
                for before, more in zip(held, new, strict=True)
            ]
        return None

    def _try_anew(self, carried: Judged, held: Sequence[_Places]) -> Judged | None:
        found: Judged = {}
        for audience in AUDIENCES:
            narrower, states = _NONE, []
            for at, view in enumerate(self._views):
                staff = found["staff"][at] if found else None
                before = carried[audience][at]
                # Where staff's is carried on, so is the public's: its lines would tell the growth.
                stays = staff is not None and staff == carried["staff"][at]
                anew = (
                    None if stays else view.set_anew(audience, before, staff, narrower | held[at])
                )
                states.append(anew or before)
                narrower = _hidden(states[-1])
            limit = self._limits[audience]
            together = hide_together(states, carried[audience], self._together, limit)
            if together is None:
                return None
            found[audience] = together
        return found

    def _narrow(self, found: Judged, audience: Audience) -> set[Place]:
        settings = [view.settings(audience) for view in self._views]
        whole = min(map(len, settings), default=0)
        earlier = [
            list(each) for each in zip(*(own[len(own) - whole :] for own in settings), strict=True)
        ]
        narrow = find_narrow_settings(
            [*earlier, found[audience]], self._together, self._limits[audience]
        )
        return {place for _, place in narrow}


class _Offers:
    """One family, for both audiences."""

    def __init__(
        self,
        counted: Counted,
        family: Family,
        earlier: Earlier,
        number: int,
    ) -> None:
        self._counted = counted
        self.family = family
        self._earlier = earlier
        self.number = number
        self.is_new = earlier.last(self.key("staff")) is None

    def key(self, audience: Audience) -> Key:
        """What the table is kept under."""
        return audience, self.family.name, OFFERS

    def carry_on(self, audience: Audience, staff: Offers | None, narrower: _Places) -> Offers:
        """A release that tells nothing of what is hidden; of a new family, the first."""
        table = self.table(audience, staff, narrower)
        if self.is_new:
            return self.as_staff(set_first(table, self.number), staff)
        last = cast("Offers", self._earlier.last(self.key(audience)))
        changed = {
            place: self._changed(place, state, staff)
            for place, state in last.items()
            if state.is_shown
        }
        return self.as_staff(carry_on(table, last, changed, self.number), staff)

    def _changed(self, place: Place, state: State, staff: Offers | None) -> int:
        """How many citizens count otherwise than when a place was shown last."""
        theirs = staff.get(place) if staff else None
        if theirs is not None and theirs.since == state.since:
            return 0
        if theirs is not None and theirs.since != self.number:
            return 1  # the public is shown nothing that staff are not shown at the same time
        changes = self._earlier.view.get(state.since, {})
        return changes.get(self.family.name, {}).get(place, 0)

    def set_anew(
        self, audience: Audience, carried: Offers, staff: Offers | None, narrower: _Places
    ) -> Offers | None:
        """The release with everything that is hidden as it is now; None where that cannot be."""
        table = self.table(audience, staff, narrower)
        anew = set_anew(table, carried, self.settings(audience), self.number)
        return self.as_staff(anew, staff) if anew else None

    def settings(self, audience: Audience) -> list[Offers]:
        """The table each time that it was set."""
        return cast("list[Offers]", self._earlier.settings(self.key(audience)))

    def as_staff(self, states: Offers, staff: Offers | None) -> Offers:
        """Note from which release the counts are that the public is shown, or not shown, now."""
        if staff is None:
            return states
        return {
            place: replace(state, since=staff[place].since)
            if state.since == self.number and ALL not in place
            else state
            for place, state in states.items()
        }

    def table(self, audience: Audience, staff: Offers | None, narrower: _Places = _NONE) -> Table:
        """The counts as they are now; for the public, as staff are shown them."""
        members = self._counted.members.get(self.family.name, {})
        cells: dict[Place, Cell] = {}
        for place, counts in self._counted.places.items():
            parts = self.family.parts(counts)
            people = self.family.people(counts)
            theirs = staff[place] if staff else None
            if theirs is not None and theirs.is_shown and ALL not in place:
                parts, people = theirs.parts, theirs.people
            cells[place] = Cell(
                people=people, parts=parts, members=members.get(place), weight=_weight(place, parts)
            )
        inner = {place: cell for place, cell in cells.items() if ALL not in place}
        sums = total_parts({place: cell.parts for place, cell in inner.items()})
        hidden = {
            place for place in cells if place in narrower or (staff and not staff[place].is_shown)
        }
        return Table(
            inner,
            self._counted.limits[audience],
            margins={place: replace(cells[place], parts=parts) for place, parts in sums.items()},
            hidden=frozenset(hidden),
        )


def _hidden(states: Offers) -> _Places:
    return frozenset(place for place, state in states.items() if not state.is_shown)


def _newly_shown(found: Judged, carried: Judged, at: int) -> _Places:
    """What an audience is shown of a family that it was not shown before."""
    return frozenset(
        place
        for audience in AUDIENCES
        for place, state in found[audience][at].items()
        if state.is_shown and not carried[audience][at][place].is_shown
    )


def _weight(place: Place, parts: tuple[int, ...]) -> int:
    """What hiding costs: courses; the total of an offer half, as it is the less asked for."""
    return sum(parts) // 2 if place[1] == ALL and place[0] != ALL else sum(parts)
